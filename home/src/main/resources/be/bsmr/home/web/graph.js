// The running quarter: energy against time, 0 to 15 minutes.

import uPlot from './uplot.js';
import { number } from './i18n.js';

const QUARTER_S = 900;
// A line drawn across a longer silence would pretend to know what happened in it.
const LONGEST_BRIDGE_S = 30;

export const LINES = ['limit_wh', 'alarm_line_wh', 'forecast_wh', 'import_wh'];
// Time, the lines, where the last one goes to, and both sides of the band that holds 80 %.
const SERIES = 1 + LINES.length + 3;

/** Points of a quarter, one array per line as the server sends them. */
export function noPoints() {
  return { elapsed_s: [], import_wh: [], forecast_wh: [], low80_w: [], high80_w: [], alarm_line_wh: [], limit_wh: [] };
}

/** Adds the newest point; a meter that was set back takes what it repeats with it. */
export function addPoint(points, quarter) {
  const keys = Object.keys(points);
  while (points.elapsed_s.length > 0 && points.elapsed_s.at(-1) >= quarter.elapsed_s) {
    keys.forEach((key) => points[key].pop());
  }
  keys.forEach((key) => points[key].push(quarter[key]));
}

/** Draws into `box`, in the page's own colours and at its size. What it draws, a subclass says. */
export class Graph {
  #box;
  #plot;
  #data = [];

  constructor(box) {
    this.#box = box;
    new ResizeObserver(() => this.#fit()).observe(box);
    for (const query of ['(prefers-color-scheme: dark)', '(max-height: 360px)']) {
      matchMedia(query).addEventListener('change', () => this.redress());
    }
  }

  /** Draws these columns, the first of them along the x axis. */
  set(data) {
    this.#data = data;
    if (this.#plot) {
      this.#plot.setData(data);
    } else {
      this.redress();
    }
  }

  /** Draws anew: the colours, the language or the kind of screen changed. */
  redress() {
    if (this.#data.length === 0) {
      return;
    }
    this.#plot?.destroy();
    this.#plot = new uPlot({ ...this.#size(), ...this.options(this.#look()) }, this.#data, this.#box);
  }

  #fit() {
    if (this.#plot && this.#box.clientWidth > 0) {
      this.#plot.setSize(this.#size());
    }
  }

  /** In whole pixels, and never more than there are. */
  #size() {
    const { width, height } = this.#box.getBoundingClientRect();
    return { width: Math.max(1, Math.floor(width)), height: Math.max(1, Math.floor(height)) };
  }

  /** What all graphs have in common; `small` where there is little room. */
  #look() {
    const style = getComputedStyle(this.#box);
    const colour = (name) => style.getPropertyValue(name).trim();
    const small = this.#box.clientHeight < 200;
    const axis = {
      stroke: colour('--muted'),
      font: `${small ? 10 : 13}px ${style.fontFamily}`,
      ticks: { show: false },
      gap: small ? 3 : 6,
    };
    const across = { ...axis, grid: { show: false }, size: small ? 18 : 30 };
    const upwards = (unit, decimals) => ({
      ...axis,
      grid: { stroke: colour('--rule'), width: 1 },
      size: (plot, values) => Math.max(small ? 34 : 72, widest(plot, axis.font, values) + axis.gap),
      space: small ? 34 : 56,
      values: (_, values) =>
        values.map((v, i) => number(v, decimals) + (i === values.length - 1 && !small ? ` ${unit}` : '')),
    });
    const common = {
      padding: small ? [6, 20, 0, 0] : [10, 26, 0, 0],
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, y: false, points: { size: 8 } },
    };
    return { colour, small, across, upwards, common };
  }
}

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

  options({ colour, small, across, upwards, common }) {
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
        line('--limit', { width: small ? 1.5 : 2 }),
        line('--alarm', { width: small ? 1.5 : 2, dash: [8, 6] }),
        line('--forecast', { width: small ? 2 : 2.5 }),
        line('--sofar', { width: small ? 2.5 : 3.5, fill: colour('--sofar-fill') }),
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

/** Of some labels, in CSS pixels: how wide they are depends on the font that there is. */
function widest(plot, font, labels) {
  plot.ctx.save();
  plot.ctx.font = font;
  const widths = (labels ?? []).map((label) => plot.ctx.measureText(label).width);
  plot.ctx.restore();
  return Math.ceil(Math.max(0, ...widths));
}

// Headroom above the highest line, so that a forecast that climbs has somewhere to go.
function top(highest) {
  return Math.max(100, (highest ?? 0) * 1.12);
}

/**
 * The lines as uPlot wants them. Limit and alarm line are straight, so they are drawn to both ends
 * of the quarter; the last line runs from where we are to where the quarter is expected to end, and
 * the band shows how sure that is.
 */
function columns(points) {
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
  if (points.elapsed_s[0] > 0) {
    put(0, null, points.limit_wh[0], alarmAt(0), null, null, null, null, null);
  }
  for (let i = 0; i <= last; i++) {
    const at = points.elapsed_s[i];
    if (i > 0 && at - points.elapsed_s[i - 1] > LONGEST_BRIDGE_S) {
      put(at - 1, null, points.limit_wh[i], points.alarm_line_wh[i], null, null, null, null, null);
    }
    const projected = i === last ? points.import_wh[i] : null;
    put(at, i, ...LINES.map((line) => points[line][i]), projected, ...band(i));
  }
  if (points.elapsed_s[last] < QUARTER_S) {
    put(QUARTER_S, null, points.limit_wh[last], alarmAt(QUARTER_S), null, null, points.forecast_wh[last], ...band(last));
  }
  return [out, index];
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
