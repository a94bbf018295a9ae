// What is asked of the past for a picture, and how the answer is drawn.

import { dayMonth, hourMinute, monthShort } from '../i18n.js';
import { attachedOf, energies, sum } from '../past.js';
import { beginOf, daysOf, localTime } from '../span.js';

const QUARTER = 900;
const HOUR = 3600;
const DAY = 86_400;
/** What a wide screen can show. */
const MOST_PARTS = 1400;
/** A longer period is shown by months where energy or cost is. */
export const LONGEST_OF_DAYS = 62;

export const SHOWS = ['power', 'demand', 'energy', 'cost'];
/** Of houses that have such a meter. */
export const ATTACHED = ['gas', 'water', 'warm_water', 'heat', 'cooling'];

/** How finely it takes to draw `show` of a period, or of the part of it between two seconds. */
export function wanted(show, span, zoom) {
  const whole = [beginOf(span.from), beginOf(span.to)];
  const days = daysOf(span);
  if (show === 'energy' || show === 'cost') {
    const each = days <= 2 ? 'quarter' : days <= LONGEST_OF_DAYS ? 'day' : 'month';
    return { kind: 'bars', each, range: whole, step: each === 'quarter' ? HOUR : 0, points: 0 };
  }
  if (ATTACHED.includes(show)) {
    return { kind: 'bars', each: days <= LONGEST_OF_DAYS ? 'mbus-day' : 'mbus-month', range: whole, step: 0, points: 0 };
  }
  const range = zoom ?? whole;
  const length = range[1] - range[0];
  if (show === 'power' && length <= 2 * DAY) {
    const step = Math.ceil(length / Math.min(MOST_PARTS, length));
    return { kind: 'line', each: 'second', range, step, points: Math.ceil(length / step) };
  }
  const each = length <= LONGEST_OF_DAYS * DAY ? 'quarter' : 'day';
  return { kind: 'line', each, range, step: each === 'quarter' ? QUARTER : DAY, points: 0 };
}

/**
 * Columns for the graph.
 *
 * @param told and compared: columns of the answers; compared may be null
 */
export function drawn(show, { kind, each, range, step }, told, compared, comparedFrom) {
  if (kind === 'line') {
    const count = Math.ceil((range[1] - range[0]) / step);
    const x = Array.from({ length: count }, (_, i) => range[0] + i * step);
    const at = (columns, from) => {
      const starts = columns.start ?? (columns.day ?? []).map(beginOf);
      const into = (values) => spread(starts.map((s) => Math.round((s - from) / step)), values, count);
      return lines(show, each, columns).map(into);
    };
    const [mean, low, high] = at(told, range[0]);
    return { data: [x, mean, low, high, compared ? at(compared, comparedFrom)[0] : x.map(() => null)], names: [] };
  }
  const sized = ATTACHED.includes(show) ? (_, columns) => amounts(show, columns) : show === 'cost' ? costs : bars;
  const own = sized(each, told);
  const other = compared ? sized(each, compared) : null;
  return {
    data: [own.names.map((_, i) => i), own.first, own.second, own.below, own.names.map((_, i) => other?.first[i] ?? null)],
    names: own.names,
  };
}

function lines(show, each, columns) {
  if (each === 'second') {
    return [columns.mean_w, columns.low_w, columns.high_w].map((c) => c ?? []);
  }
  if (show === 'demand') {
    return [columns[each === 'quarter' ? 'demand_w' : 'peak_w'] ?? [], [], []];
  }
  const hours = each === 'quarter' ? 0.25 : 24;
  const [imported, exported] = each === 'quarter'
    ? [columns.import_wh ?? [], columns.export_wh ?? []]
    : [energies(columns, 'import'), energies(columns, 'export')];
  return [imported.map((wh, i) => (wh === null ? null : (wh - (exported[i] ?? 0)) / hours)), [], []];
}

/** What came through a meter in each day or month. */
function amounts(type, columns) {
  const { when, amounts: first } = attachedOf(columns, type);
  const none = when.map(() => null);
  return { names: when.map((one) => (one.length > 7 ? dayMonth(`${one}T00:00:00`) : monthShort(`${one}-01T00:00:00`))), first, second: none, below: none };
}

/** Values at their places, null between them. */
function spread(places, values, count) {
  const out = new Array(count).fill(null);
  places.forEach((place, i) => {
    if (place >= 0 && place < count) {
      out[place] = values[i] ?? null;
    }
  });
  return out;
}

/** € of each hour, day or month: all that is known, and what of it the month's peak adds. */
function costs(each, columns) {
  const { names, hours } = named(each, columns);
  const network = columns.network_eur ?? [];
  if (hours) {
    return { names, first: hours.map((rows) => sum(rows.map((i) => network[i])) ?? null), second: names.map(() => null), below: names.map(() => null) };
  }
  const peaks = columns.capacity_eur ?? [];
  return { names, first: names.map((_, i) => sum([network[i], peaks[i]]) ?? null), second: names.map((_, i) => peaks[i] ?? null), below: names.map(() => null) };
}

/** What hours, days or months are called; of hours also which rows each has. */
function named(each, columns) {
  if (each !== 'quarter') {
    return { names: columns.day?.map((day) => dayMonth(`${day}T00:00:00`)) ?? (columns.month ?? []).map((m) => monthShort(`${m}-01T00:00:00`)) };
  }
  const hours = new Map();
  (columns.start ?? []).forEach((start, i) => {
    const hour = Math.floor(start / HOUR) * HOUR;
    hours.set(hour, [...(hours.get(hour) ?? []), i]);
  });
  const sorted = [...hours].sort(([a], [b]) => a - b);
  return { names: sorted.map(([hour]) => hourMinute(localTime(hour))), hours: sorted.map(([, rows]) => rows) };
}

/** kWh of each hour, day or month: all import, what of it was at the night tariff, and export below zero. */
function bars(each, columns) {
  const kWh = (wh) => (wh === null || wh === undefined ? null : wh / 1000);
  const { names, hours } = named(each, columns);
  if (hours) {
    const all = (values = []) => hours.map((rows) => sum(rows.map((i) => values[i])) ?? 0);
    return {
      names,
      first: all(columns.import_wh).map(kWh),
      second: names.map(() => null),
      below: all(columns.export_wh).map((wh) => -kWh(wh)),
    };
  }
  return {
    names,
    first: energies(columns, 'import').map(kWh),
    second: (columns.import_t2_wh ?? []).map(kWh),
    below: energies(columns, 'export').map((wh) => (wh === null ? null : -kWh(wh))),
  };
}
