// The quarters of one day of a community, against its target.

import uPlot from '../uplot.js';
import { html } from '../lit-html.js';
import { fullDay, hourMinute, kilowatts, t } from '../i18n.js';
import { card } from '../parts/card.js';
import { Graph } from '../parts/graph.js';

const DAY_MS = 86_400_000;

const moved = (day, by) => new Date(Date.parse(`${day}T00:00:00Z`) + by * DAY_MS).toISOString().slice(0, 10);

/** @param onDay called with the day that is asked for, such as 2026-01-14 */
export const dayCard = (day, today, onDay) => card('day', t('quarters'), html`
  <div class="tools">
    <button type="button" aria-label=${t('dayBefore')} @click=${() => onDay(moved(day, -1))}>‹</button>
    <input type="date" aria-label=${t('day')} .value=${day} max=${today} @change=${({ target }) => target.value && onDay(target.value)}>
    <button type="button" aria-label=${t('dayAfter')} ?disabled=${day >= today} @click=${() => onDay(moved(day, 1))}>›</button>
    <span id="day-name">${fullDay(`${day}T00:00:00`)}</span>
  </div>
  <div id="day-graph" class="graph" role="img" aria-labelledby="h-day day-words"></div>
  <p id="day-words" class="note"></p>`, 'day');

/** Bars, paler where not all houses are known from start to end. */
export class DayGraph extends Graph {
  /** The day that is shown; undefined before the first. */
  day;
  #starts = [];
  #last = null;

  show(day, quarters, target) {
    this.day = day;
    this.#last = quarters;
    this.#starts = quarters.map(({ start }) => start);
    const bars = (wanted) => quarters.map((q) => ((q.complete === q.members) === wanted ? q.demand_w / 1000 : null));
    const at = quarters.map((_, i) => i);
    const line = target === undefined ? quarters.map(() => null) : quarters.map(() => target / 1000);
    this.set([at, bars(true), bars(false), line]);
    this.redress();
  }

  redress() {
    super.redress();
    const highest = (this.#last ?? []).reduce((most, q) => (q.demand_w > (most?.demand_w ?? -1) ? q : most), null);
    document.getElementById('day-words').textContent = highest
      ? t('dayHighest', { demand: kilowatts(highest.demand_w), time: hourMinute(highest.start) })
      : t('dayEmpty');
  }

  options({ colour, across, upwards, common }) {
    const bars = (fill) => ({ fill: colour(fill), stroke: colour(fill), width: 0, points: { show: false }, paths: uPlot.paths.bars({ size: [0.8, 24] }) });
    const count = this.#starts.length;
    return {
      ...common,
      scales: {
        x: { time: false, range: [-0.6, Math.max(0.6, count - 0.4)] },
        y: { range: (_, __, high) => [0, Math.max(1, (high ?? 0) * 1.08)] },
      },
      axes: [{
        ...across,
        splits: () => this.#starts.map((_, i) => i).filter((i) => i % Math.max(1, Math.ceil(count / 6)) === 0),
        values: (_, indices) => indices.map((i) => hourMinute(this.#starts[i])),
      }, upwards('kW', 0)],
      series: [{}, bars('--sofar'), bars('--house'), { stroke: colour('--limit'), width: 2, points: { show: false } }],
    };
  }
}
