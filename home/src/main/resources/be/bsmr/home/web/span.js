// Periods of whole days in the meter's own calendar: days such as 2026-11-26, wherever the browser is.

import { dayTime } from './i18n.js';

const DAY_MS = 86_400_000;
const QUARTER_S = 900;

/** Where all digital meters of Belgium are. */
export const ZONE = 'Europe/Brussels';
export const KINDS = ['day', 'week', 'month', 'year', 'range'];

const date = (day) => new Date(`${day}T00:00:00Z`);
const text = (at) => at.toISOString().slice(0, 10);

export const addDays = (day, count) => text(new Date(date(day).getTime() + count * DAY_MS));

/** The period of this kind in which a day is; a range goes until its last day. */
export function spanOf(kind, day, last = day) {
  const [year, month] = day.split('-').map(Number);
  const first = (y, m) => text(new Date(Date.UTC(y, m, 1)));
  const monday = addDays(day, -((date(day).getUTCDay() + 6) % 7));
  const [from, to] = {
    day: () => [day, addDays(day, 1)],
    week: () => [monday, addDays(monday, 7)],
    month: () => [first(year, month - 1), first(year, month)],
    year: () => [first(year, 0), first(year + 1, 0)],
    range: () => [day, addDays(last < day ? day : last, 1)],
  }[kind]();
  return { kind, from, to };
}

export const daysOf = ({ from, to }) => Math.round((date(to) - date(from)) / DAY_MS);

/** The next of the same kind, or with -1 the one before. */
export function moved(span, by) {
  if (span.kind === 'range') {
    const days = daysOf(span) * by;
    return { kind: 'range', from: addDays(span.from, days), to: addDays(span.to, days) };
  }
  return spanOf(span.kind, by > 0 ? span.to : addDays(span.from, -1));
}

/** What a period is compared with: the one before it, or that of a year earlier. */
export function comparedWith(span, how) {
  if (how === 'previous') {
    return moved(span, -1);
  }
  // Weekdays are compared with the same weekdays.
  const back = span.kind === 'day' || span.kind === 'week' || span.kind === 'range' ? 364 : 0;
  if (back > 0) {
    return { kind: span.kind, from: addDays(span.from, -back), to: addDays(span.to, -back) };
  }
  return spanOf(span.kind, `${Number(span.from.slice(0, 4)) - 1}${span.from.slice(4)}`);
}

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
});

/** The meter's local time of a second since 1970, as 2026-11-26T18:00:00. */
export function localTime(second) {
  const of = Object.fromEntries(parts.formatToParts(second * 1000).map((p) => [p.type, p.value]));
  return `${of.year}-${of.month}-${of.day}T${of.hour}:${of.minute}:${of.second}`;
}

/** A quarter-hour by the second since 1970 at which it begins, as 1 Nov, 10:15–10:30. */
export const quarterTime = (start) => `${dayTime(localTime(start))}–${localTime(start + QUARTER_S).slice(11, 16)}`;

/** That of the quarter-hour that ends then. */
export const quarterBefore = (end) => quarterTime(end - QUARTER_S);

/** By how many seconds the meter's clock is ahead of UTC then. */
export const offsetAt = (second) => Date.parse(`${localTime(second)}Z`) / 1000 - second;

/** When a day of the meter's calendar begins, in seconds since 1970. */
export function beginOf(day) {
  const midnight = Date.parse(`${day}T00:00:00Z`) / 1000;
  return midnight - offsetAt(midnight - offsetAt(midnight));
}
