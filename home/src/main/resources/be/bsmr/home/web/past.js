// What is kept of a period, as the program tells it.

import { ours } from './ours.js';

/**
 * Rows of a table as columns by their names.
 *
 * @param from, to days, or seconds since 1970
 * @param each second, quarter, day or month; with mbus- before it, what gas, water and heat came to in each
 * @returns {{columns: Object<string, Array>, none: boolean}} none: nothing is kept at all
 */
export async function fetchPast(from, to, each, points, signal) {
  const answer = await ours(address(from, to, each, points), { signal });
  if (answer.status === 204) {
    return { none: true, columns: {} };
  }
  const told = await answer.json();
  if (!answer.ok) {
    throw new Error(told.error);
  }
  return { none: false, columns: inColumns(told) };
}

/** Where a period can be had; as a file with a format. */
export function address(from, to, each, points, format) {
  const time = (at) => (typeof at === 'number' ? new Date(at * 1000).toISOString().replace('.000Z', 'Z') : at);
  const query = new URLSearchParams({ from: time(from), to: time(to), each: each.replace('mbus-', '') });
  if (each.startsWith('mbus-')) {
    query.set('of', 'mbus');
  }
  if (points) {
    query.set('points', points);
  }
  if (format) {
    query.set('format', format);
  }
  return `api/history?${query}`;
}

export const inColumns = ({ columns, rows }) =>
  Object.fromEntries(columns.map((name, i) => [name, rows.map((row) => row[i])]));

/** What a kind of meter on the M-Bus counted, in one unit; of several who tell of it the meter counts. */
export function attachedOf(columns, type) {
  const { day = [], month = [], origin = [], unit = [], amount = [] } = columns;
  const all = (columns.type ?? []).map((_, i) => i).filter((i) => columns.type[i] === type);
  const best = all.find((i) => origin[i] === 'meter') ?? all[0];
  const those = all.filter((i) => origin[i] === origin[best] && unit[i] === unit[best]);
  return { unit: (unit[best] ?? '').replace('m3', 'm³'), when: those.map((i) => day[i] ?? month[i]), amounts: those.map((i) => Number(amount[i])) };
}

/** The sum of what is known; undefined when nothing is. */
export function sum(values = []) {
  const known = values.filter((v) => v !== null && v !== undefined);
  return known.length === 0 ? undefined : known.reduce((a, b) => a + b, 0);
}

/** Of the import or export registers of rows, what each row comes to in all. */
export function energies(columns, direction) {
  const [whole, t1, t2] = [`${direction}_wh`, `${direction}_t1_wh`, `${direction}_t2_wh`].map((name) => columns[name] ?? []);
  const count = Math.max(whole.length, t1.length);
  return Array.from({ length: count }, (_, i) => whole[i] ?? sum([t1[i], t2[i]]) ?? null);
}
