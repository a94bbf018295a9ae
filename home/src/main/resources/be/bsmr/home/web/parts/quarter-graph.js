// The running quarter: energy against time, 0 to 15 minutes.

import { LINES } from '../points.js';
import { Graph } from './graph.js';

const QUARTER_S = 900;
// A line drawn across a longer silence would pretend to know what happened in it.
const LONGEST_BRIDGE_S = 30;
// Where the quarter is expected to end is drawn as a mean of the newest seconds: it glides where a
// load that switches would make it jump.
const GLIDES_S = 10;
// What the axis may end at, times a power of ten: it moves seldom.
const TOPS = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
// Time, the lines, where the last one goes to, and both sides of the band that holds 80 %.
const SERIES = 1 + LINES.length + 3;

/** The running quarter. */
export class QuarterGraph extends Graph {
  #index = [];
  #onPoint;

  /**
   * @param onPoint called with the index in the points under the pointer, or null when it is gone
   */
  constructor(box, onPoint) {
    super(box);
    this.#onPoint = onPoint;
  }

  draw(points) {
    const [data, index] = columns(points);
    this.#index = index;
    this.set(data);
  }

  options({ colour, small, scale, across, upwards, common }) {
    const line = (name, more) => ({
      stroke: colour(name),
      points: { show: false },
      // Whole pixels would turn a slope of one a minute into stairs.
      pxAlign: 0,
      ...more,
    });
    return {
      ...common,
      scales: {
        x: { time: false, range: [0, QUARTER_S] },
        y: { range: (_, __, highest) => [0, top(highest)] },
      },
      axes: [
        {
          ...across,
          splits: () => [0, 180, 360, 540, 720, 900],
          values: (_, seconds) => seconds.map((s) => (s === QUARTER_S ? '15 min' : String(s / 60))),
        },
        upwards('Wh', 0),
      ],
      series: [
        {},
        line('--limit', { width: (small ? 1.5 : 2) * scale }),
        line('--alarm', { width: (small ? 1.5 : 2) * scale, dash: [8, 6] }),
        line('--forecast', { width: (small ? 2 : 2.5) * scale }),
        line('--sofar', { width: (small ? 2.5 : 3.5) * scale, fill: colour('--sofar-fill') }),
        line('--sofar', { width: 1.5, dash: [2, 5] }),
        line('--forecast', { width: 0 }),
        line('--forecast', { width: 0 }),
      ],
      bands: [{ series: [7, 6], fill: colour('--forecast-fill') }],
      hooks: {
        setCursor: [(plot) => this.#onPoint(this.#index[plot.cursor.idx] ?? null)],
      },
    };
  }
}

/** Headroom above the highest line, so that a forecast that climbs has somewhere to go. */
export function top(highest) {
  const least = Math.max(100, (highest ?? 0) * 1.06);
  const ten = 10 ** Math.floor(Math.log10(least));
  return ten * TOPS.find((step) => ten * step >= least);
}

/**
 * The lines as uPlot wants them. Limit and alarm line are straight, so they are drawn to both ends
 * of the quarter; the last line runs from where we are to where the quarter is expected to end, and
 * the band shows how sure that is.
 */
export function columns(points) {
  const out = Array.from({ length: SERIES }, () => []);
  const index = [];
  const put = (at, i, ...values) => {
    out[0].push(at);
    values.forEach((v, line) => out[line + 1].push(v));
    index.push(i);
  };
  const last = points.elapsed_s.length - 1;
  if (last < 0) {
    return [out, index];
  }
  const alarmAt = straight(points);
  const band = (i) => [points.low80_w[i] / 4, points.high80_w[i] / 4];
  const [end, low, high] = ['forecast_wh', 'low80_w', 'high80_w'].map((line) => glided(points, line));
  if (points.elapsed_s[0] > 0) {
    put(0, null, points.limit_wh[0], alarmAt(0), null, null, null, null, null);
  }
  for (let i = 0; i <= last; i++) {
    const at = points.elapsed_s[i];
    if (i > 0 && at - points.elapsed_s[i - 1] > LONGEST_BRIDGE_S) {
      put(at - 1, null, points.limit_wh[i], points.alarm_line_wh[i], null, null, null, null, null);
    }
    const projected = i === last ? points.import_wh[i] : null;
    put(at, i, ...LINES.map((line) => points[line][i]), projected, ...(i === last ? [low / 4, high / 4] : band(i)));
  }
  if (points.elapsed_s[last] < QUARTER_S) {
    put(QUARTER_S, null, points.limit_wh[last], alarmAt(QUARTER_S), null, null, end, low / 4, high / 4);
  }
  return [out, index];
}

/** The mean of a line over the newest seconds. */
function glided(points, line) {
  const { elapsed_s: at } = points;
  const newest = points[line].filter((_, i) => at.at(-1) - at[i] < GLIDES_S);
  return newest.reduce((sum, v) => sum + v, 0) / newest.length;
}

/** The alarm line anywhere in the quarter, from two of its points; only the last when it moved. */
function straight({ elapsed_s: at, alarm_line_wh: alarm, limit_wh: limit }) {
  const last = at.length - 1;
  const first = limit.findIndex((l) => l === limit[last]);
  if (first === last) {
    return () => null;
  }
  const slope = (alarm[last] - alarm[first]) / (at[last] - at[first]);
  return (second) => alarm[last] + slope * (second - at[last]);
}
