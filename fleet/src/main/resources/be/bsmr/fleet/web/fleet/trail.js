// The running quarter of a community: power against time, 0 to 15 minutes, and what the quarter is
// expected to come to, with the range that holds it in 80 of 100 such cases.

import { Graph } from '../parts/graph.js';

const QUARTER_S = 900;

export class TrailGraph extends Graph {

  draw(state) {
    const trail = state.trail ?? { elapsed_s: [] };
    const kw = (line) => (trail[line] ?? []).map((watts) => (watts === null ? null : watts / 1000));
    const at = [...trail.elapsed_s];
    const lines = ['target_w', 'power_w', 'expected_w', 'low80_w', 'high80_w'].map(kw);
    if (at.length > 0 && at.at(-1) < QUARTER_S) {
      // What is expected is of the whole quarter: it is drawn to its end.
      at.push(QUARTER_S);
      lines.forEach((line, i) => line.push(i === 1 ? null : line.at(-1)));
    }
    this.set([at, ...lines]);
  }

  options({ colour, small, scale, across, upwards, common }) {
    const line = (name, width, more) => ({ stroke: colour(name), width: width * scale, points: { show: false }, pxAlign: 0, ...more });
    return {
      ...common,
      scales: {
        x: { time: false, range: [0, QUARTER_S] },
        y: { range: (_, low, high) => [Math.min(0, (low ?? 0) * 1.08), Math.max(1, (high ?? 0) * 1.08)] },
      },
      axes: [
        {
          ...across,
          splits: () => [0, 180, 360, 540, 720, 900],
          values: (_, seconds) => seconds.map((s) => (s === QUARTER_S ? '15 min' : String(s / 60))),
        },
        upwards('kW', 0),
      ],
      series: [
        {},
        line('--limit', small ? 1.5 : 2),
        line('--sofar', small ? 1.5 : 2),
        line('--forecast', small ? 2 : 2.5),
        line('--forecast', 0),
        line('--forecast', 0),
      ],
      bands: [{ series: [5, 4], fill: colour('--forecast-fill') }],
    };
  }
}
