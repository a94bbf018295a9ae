// The graph of the coming day as it is meant to go: the house, the loads upon it, and the level they fill.

import uPlot from '../uplot.js';
import { Graph } from './graph.js';
import { hourMinute } from '../i18n.js';

const HOUR_S = 3600;
const COLOURS = 6;

/** The colour of the load at this place in the configuration. */
export const colourOf = (place) => `--load-${(place % COLOURS) + 1}`;

/** Loads that draw anything, with their place. */
export function drawing(plan) {
  return plan.loads
    .map((load, place) => ({ ...load, place }))
    .filter((load) => load.draws_w.some((w) => w > 0));
}

export class PlanGraph extends Graph {
  #plan;

  draw(plan) {
    const same = this.#plan && drawing(this.#plan).length === drawing(plan).length;
    this.#plan = plan;
    this.set(columns(plan));
    if (!same) {
      this.redress();
    }
  }

  options({ colour, small, across, upwards, common }) {
    const plan = this.#plan;
    const paths = uPlot.paths.stepped({ align: 1 });
    const area = (name) => ({
      paths, points: { show: false }, stroke: colour(name), width: 1, fill: colour(name),
    });
    const line = (name, dash) => ({ points: { show: false }, stroke: colour(name), width: small ? 1.5 : 2, dash });
    const every = small ? 6 : 3;
    return {
      ...common,
      scales: {
        x: { time: false, range: [0, plan.house_w.length * plan.quarter_s] },
        y: { range: (_, __, highest) => [0, Math.max(1, (highest ?? 0) * 1.08)] },
      },
      axes: [
        { ...across, splits: () => wholeHours(plan, every), values: (_, at) => at.map((s) => clockAt(plan, s)) },
        upwards('kW', 1),
      ],
      series: [
        {},
        ...drawing(plan).reverse().map((load) => area(colourOf(load.place))),
        area('--house'),
        line('--limit'),
        line('--ink', [8, 6]),
      ],
    };
  }
}

/** Seconds from the plan's start to the whole hours of the meter's clock that are divisible by `every`. */
function wholeHours(plan, every) {
  const begun = Number(plan.start.slice(11, 13)) * HOUR_S + Number(plan.start.slice(14, 16)) * 60;
  const step = every * HOUR_S;
  const hours = [];
  for (let at = Math.ceil(begun / step) * step; at - begun <= plan.house_w.length * plan.quarter_s; at += step) {
    hours.push(at - begun);
  }
  return hours;
}

/** In the night of a clock change the hours after it are said as if there were none. */
function clockAt(plan, seconds) {
  const at = new Date(Date.parse(`${plan.start.slice(0, 19)}Z`) + seconds * 1000);
  return hourMinute(at.toISOString());
}

/** One upon the other, the highest first, so that each is painted over by what lies below it. */
export function columns(plan) {
  const loads = drawing(plan);
  const kilo = (watts) => watts.map((w) => w / 1000);
  let sum = kilo(plan.house_w);
  const layers = [sum];
  for (const load of loads) {
    sum = sum.map((below, i) => below + load.draws_w[i] / 1000);
    layers.unshift(sum);
  }
  const last = (values) => [...values, values.at(-1)];
  const flat = (watts) => Array(plan.house_w.length + 1).fill(watts > 0 ? watts / 1000 : null);
  const at = Array.from({ length: plan.house_w.length + 1 }, (_, i) => i * plan.quarter_s);
  return [at, ...layers.map(last), flat(plan.target_w), flat(plan.fill_w)];
}
