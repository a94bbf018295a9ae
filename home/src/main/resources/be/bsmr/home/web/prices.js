// What energy costs and brings, quarter-hour by quarter-hour, as the page shows it.

export const QUARTER_S = 900;
const AN_HOUR = 4;

/** Quarters of a day and of what comes after it, of what the program tells: amounts in c€/kWh, start in seconds since 1970. */
export const quartersFrom = (day, told) => told.quarters
  .filter(({ start }) => start.slice(0, 10) >= day)
  .map(({ start, import_eur_kwh: imported, export_eur_kwh: exported, band }) =>
    ({ start: Date.parse(start) / 1000, day: start.slice(0, 10), imported: cents(imported), exported: cents(exported), band }));

/** To a hundredth of a hundredth of a cent: sums of equal amounts are equal. */
const cents = (euro) => Math.round(euro * 1e6) / 1e4;

export const quarterAt = (quarters, second) => quarters.find(({ start }) => start <= second && second < start + QUARTER_S);

/** Both ends and the mean price of the cheapest hour, and of what follows it that costs no more; null where all cost the same. */
export const cheapest = (quarters) => stretch(quarters, 1);
export const dearest = (quarters) => stretch(quarters, -1);

function stretch(quarters, sign) {
  let best = null;
  for (let i = 0; i + AN_HOUR <= quarters.length; i++) {
    const hour = quarters.slice(i, i + AN_HOUR);
    const mean = cents(hour.reduce((sum, { imported }) => sum + imported, 0) / AN_HOUR / 100);
    if (endOf(hour) - hour[0].start === AN_HOUR * QUARTER_S && (best === null || sign * (mean - best.mean) < 0)) {
      best = { mean, from: i, to: i + AN_HOUR };
    }
  }
  if (best === null || quarters.every(({ imported }) => imported === best.mean)) {
    return null;
  }
  let { to } = best;
  while (quarters[to]?.start === quarters[to - 1].start + QUARTER_S && sign * (quarters[to].imported - best.mean) <= 0) {
    to++;
  }
  return { mean: best.mean, from: quarters[best.from].start, to: endOf(quarters.slice(0, to)), day: quarters[best.from].day };
}

const endOf = (quarters) => quarters.at(-1).start + QUARTER_S;

/** Bands one after the other, each from its first quarter to the end of its last. */
export function bandsOf(quarters) {
  const bands = [];
  for (const { start, band } of quarters) {
    const last = bands.at(-1);
    if (last && last.band === band && last.to === start) {
      last.to += QUARTER_S;
    } else {
      bands.push({ band, from: start, to: start + QUARTER_S });
    }
  }
  return bands.filter(({ band }) => band);
}

/** Steps: times, import, export; where a quarter is not known nothing is drawn. */
export function columns(quarters) {
  const rows = quarters.flatMap(({ start, imported, exported }, i) => {
    const end = start + QUARTER_S;
    const next = quarters[i + 1];
    return [
      [start, imported, exported],
      ...(next?.start === end ? [] : [[end, imported, exported]]),
      ...(next && next.start !== end ? [[end + 1, null, null]] : []),
    ];
  });
  return [0, 1, 2].map((column) => rows.map((row) => row[column]));
}

/** Means of whole hours, for who does not see the graph. */
export function hoursOf(quarters) {
  const hours = new Map();
  for (const quarter of quarters) {
    const hour = quarter.start - (quarter.start % (AN_HOUR * QUARTER_S));
    hours.set(hour, [...hours.get(hour) ?? [], quarter]);
  }
  const mean = (all, what) => all.reduce((sum, one) => sum + one[what], 0) / all.length;
  return [...hours].map(([start, all]) =>
    ({ start, imported: mean(all, 'imported'), exported: mean(all, 'exported'), band: all[0].band }));
}
