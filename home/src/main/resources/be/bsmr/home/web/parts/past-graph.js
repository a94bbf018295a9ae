// A line or bars over a period, and the part of it that somebody draws a finger or the pointer across.

import uPlot from '../uplot.js';
import { clock, dayMonth, hourMinute } from '../i18n.js';
import { localTime, offsetAt } from '../span.js';
import { Graph } from './graph.js';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
const STEPS = [1, 5, 10, 30, MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR,
  DAY, 2 * DAY, 7 * DAY, 14 * DAY, 31 * DAY, 62 * DAY, 366 * DAY];

/** Where to write times between two: round ones by the meter's clock. */
export function roundTimes(from, to, most) {
  const step = STEPS.find((s) => (to - from) / s <= most) ?? STEPS.at(-1);
  const offset = offsetAt(from);
  const first = Math.ceil((from + offset) / step) * step - offset;
  return { step, times: Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, i) => first + i * step) };
}

/** A time as short as its distance to the next allows. */
export function label(second, step) {
  const local = localTime(second);
  if (step >= DAY || local.endsWith('T00:00:00')) {
    return dayMonth(local);
  }
  return step < MINUTE ? clock(local) : hourMinute(local);
}

export class PastGraph extends Graph {
  #kind = 'line';
  #names = [];
  #unit = '';
  #decimals = 0;
  #range = null;
  #onPoint;
  #onZoom;

  /**
   * @param onPoint called with the index of the row under the pointer, or null
   * @param onZoom called with both ends of the part that was drawn across, seconds since 1970
   */
  constructor(box, onPoint, onZoom) {
    super(box);
    this.#onPoint = onPoint;
    this.#onZoom = onZoom;
  }

  /**
   * @param what kind: line (columns x, mean, low, high, compared), or bars (columns x, first, second, below, compared);
   *   names: of the bars; unit, decimals; range: both ends of a line
   */
  draw(data, { kind, names = [], unit, decimals, range = null }) {
    const same = kind === this.#kind && unit === this.#unit;
    this.#kind = kind;
    this.#names = names;
    this.#unit = unit;
    this.#decimals = decimals;
    this.#range = range;
    this.set(data);
    if (!same || kind === 'bars') {
      this.redress();
    }
  }

  options(look) {
    return this.#kind === 'line' ? this.#line(look) : this.#bars(look);
  }

  #line({ colour, across, upwards, common }) {
    const line = (name, width, more) => ({ stroke: colour(name), width, points: { show: false }, spanGaps: false, ...more });
    return {
      ...common,
      cursor: { ...common.cursor, drag: { x: true, y: false, setScale: false } },
      scales: { x: { time: false, range: () => this.#range }, y: { range: (_, low, high) => frame(low, high) } },
      axes: [{
        ...across,
        splits: (plot, _, from, to) => roundTimes(from, to, Math.max(2, plot.width / 90)).times,
        values: (plot, times) => {
          const { step } = roundTimes(...this.#range, Math.max(2, plot.width / 90));
          return times.map((second) => label(second, step));
        },
      }, upwards(this.#unit, this.#decimals)],
      series: [
        {},
        line('--sofar', 1.5),
        line('--sofar', 0),
        line('--sofar', 0),
        line('--forecast', 1.5, { dash: [6, 5] }),
      ],
      bands: [{ series: [3, 2], fill: colour('--sofar-band') }],
      hooks: this.#hooks(true),
    };
  }

  #bars({ colour, across, upwards, common }) {
    const bars = (name, more) => ({
      fill: colour(name), stroke: colour(name), width: 0, points: { show: false },
      paths: uPlot.paths.bars({ size: [0.62, 90] }), ...more,
    });
    const many = this.#names.length > 16;
    return {
      ...common,
      scales: {
        x: { time: false, range: [-0.6, Math.max(0.6, this.#names.length - 0.4)] },
        y: { range: (_, low, high) => frame(Math.min(0, low), high) },
      },
      axes: [{
        ...across,
        splits: () => this.#names.map((_, i) => i).filter((i) => !many || i % Math.ceil(this.#names.length / 12) === 0),
        values: (_, indices) => indices.map((i) => this.#names[i]),
      }, upwards(this.#unit, this.#decimals)],
      series: [
        {},
        bars('--load-6'),
        bars('--alarm'),
        bars('--forecast'),
        { stroke: colour('--ink'), width: 0, paths: () => null, points: { show: true, size: 7, fill: colour('--paper'), width: 2 } },
      ],
      hooks: this.#hooks(false),
    };
  }

  #hooks(zooms) {
    return {
      setCursor: [(plot) => this.#onPoint(plot.cursor.idx ?? null)],
      setSelect: [(plot) => {
        if (zooms && plot.select.width > 4) {
          this.#onZoom(plot.posToVal(plot.select.left, 'x'), plot.posToVal(plot.select.left + plot.select.width, 'x'));
          plot.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
        }
      }],
    };
  }
}

/** From zero, or below it where something is exported, to a little above the highest. */
const frame = (low, high) => [Math.min(0, (low ?? 0) * 1.08), Math.max(0, high ?? 0) * 1.08 || 1];
