// The quarters of one day of a community, against its target.

import uPlot from '../uplot.js';
import { html } from '../lit-html.js';
import { fullDay, hourMinute, kilowatts, t } from '../i18n.js';
import { card } from '../parts/card.js';
import { Graph } from '../parts/graph.js';
import { addDays, beginOf, localTime } from '../span.js';

const QUARTER_S = 900;

/** @param onDay called with the day that is asked for, such as 2026-01-14 */
export const dayCard = (day, today, onDay) => card('day', t('quarters'), html`
  <div class="tools">
    <button type="button" aria-label=${t('dayBefore')} @click=${() => onDay(addDays(day, -1))}>‹</button>
    <input type="date" aria-label=${t('day')} .value=${day} max=${today} @change=${({ target }) => target.value && onDay(target.value)}>
    <button type="button" aria-label=${t('dayAfter')} ?disabled=${day >= today} @click=${() => onDay(addDays(day, 1))}>›</button>
    <span id="day-name">${fullDay(`${day}T00:00:00`)}</span>
  </div>
  <div id="day-graph" class="graph" role="img" aria-labelledby="h-day day-words"></div>
  <p id="day-words" class="note"></p>`, 'day');

/** Bars, paler where not all houses are known from start to end. */
export class DayGraph extends Graph {
  /** The day that is shown; undefined before the first. */
  day;
  #quarters = [];

  show(day, quarters, target) {
    this.day = day;
    this.#quarters = quarters;
    const begin = beginOf(day);
    // A bar each quarter, and the target from edge to edge.
    const at = [-0.5, ...quarters.map(({ start }) => (Date.parse(start) / 1000 - begin) / QUARTER_S + 0.5), this.#length() + 0.5];
    const bars = (wanted) => [null, ...quarters.map((q) => ((q.complete === q.members) === wanted ? q.demand_w / 1000 : null)), null];
    this.set([at, bars(true), bars(false), at.map(() => (target === undefined ? null : target / 1000))]);
    this.redress();
  }

  redress() {
    super.redress();
    const highest = this.#quarters.reduce((most, q) => (q.demand_w > (most?.demand_w ?? -1) ? q : most), null);
    document.getElementById('day-words').textContent = highest
      ? t('dayHighest', { demand: kilowatts(highest.demand_w), time: hourMinute(highest.start) })
      : t('dayEmpty');
  }

  /** Quarters of this day: 92 or 100 when the clock is moved. */
  #length() {
    return (beginOf(addDays(this.day, 1)) - beginOf(this.day)) / QUARTER_S;
  }

  options({ colour, across, upwards, common }) {
    const bars = (fill) => ({ fill: colour(fill), stroke: colour(fill), width: 0, points: { show: false }, paths: uPlot.paths.bars({ size: [0.8, 24] }) });
    return {
      ...common,
      scales: {
        x: { time: false, range: () => [0, this.#length()] },
        y: { range: (_, __, high) => [0, Math.max(1, (high ?? 0) * 1.08)] },
      },
      axes: [{
        ...across,
        splits: () => [0, 24, 48, 72],
        values: (_, quarters) => quarters.map((q) => hourMinute(localTime(beginOf(this.day) + q * QUARTER_S))),
      }, upwards('kW', 0)],
      series: [{}, bars('--sofar'), bars('--house'), { stroke: colour('--limit'), width: 2, points: { show: false }, spanGaps: true }],
    };
  }
}
