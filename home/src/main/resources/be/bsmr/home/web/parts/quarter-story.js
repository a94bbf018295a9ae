// One quarter that has passed: its seconds, and what was decided in it.

import { html, nothing } from '../lit-html.js';
import { t } from '../i18n.js';
import { ours } from '../ours.js';
import { fetchPast } from '../past.js';
import { localTime, spanOf } from '../span.js';
import { decisionRow } from './journal.js';
import { PastGraph } from './past-graph.js';
import { drawn, wanted } from './past-view.js';

const QUARTER_S = 900;

export class QuarterStory {
  #graph;
  #onChange;
  #start = null;
  #decisions = null;

  /** @param onChange called when there is more to show */
  constructor(box, onChange) {
    this.#graph = new PastGraph(box, () => {}, () => {});
    this.#onChange = onChange;
  }

  /** @param start of the quarter, seconds since 1970; null for none */
  async show(start) {
    if (start === this.#start) {
      return;
    }
    this.#start = start;
    this.#decisions = null;
    if (start === null) {
      return;
    }
    const need = wanted('power', spanOf('day', localTime(start).slice(0, 10)), [start, start + QUARTER_S]);
    const time = (second) => new Date(second * 1000).toISOString();
    const [told, answer] = await Promise.all([
      fetchPast(start, start + QUARTER_S, 'second', need.points),
      ours(`api/decisions?${new URLSearchParams({ from: time(start - QUARTER_S), to: time(start + QUARTER_S) })}`),
    ]);
    if (start !== this.#start) {
      return;
    }
    this.#decisions = answer.status === 200 ? await answer.json() : [];
    this.#graph.draw(drawn('power', need, told.columns, null, 0).data, { kind: 'line', unit: 'W', decimals: 0, range: need.range });
    this.#onChange();
  }

  decisions(state) {
    if (!this.#decisions) {
      return nothing;
    }
    const names = new Map((state?.loads ?? []).map((load) => [load.id, load.name]));
    const day = this.#decisions[0]?.time.slice(0, 10);
    return html`<ol class="decisions">${this.#decisions.length === 0
      ? html`<li class="note">${t('nothingDecided')}</li>`
      : [...this.#decisions].reverse().map((d) => decisionRow(d, names, day))}</ol>`;
  }

  redress() {
    this.#graph.redress();
  }

  close() {
    this.#graph.close();
  }
}
