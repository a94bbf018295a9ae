// The loads, a sheet each: how they are, what is meant with them, and whether the meter shows that they are switched.

import { html, render } from '../lit-html.js';
import { t } from '../i18n.js';
import { ours } from '../ours.js';
import { loadSheet } from '../parts/load-sheet.js';
import { LoadTest } from '../parts/load-test.js';
import { control } from '../parts/loads.js';
import { addDays, localTime } from '../span.js';

/** So many days of the journal are shown. */
const DAYS = 7;

/** Is there before the page. */
export const style = 'style/loads.css';

export default class LoadsPage {
  #root;
  #store;
  #plan = null;
  #decisions = [];
  #of;
  #test = null;
  #leave = () => this.#test?.stop();

  constructor(root, store) {
    this.#root = root;
    this.#store = store;
    addEventListener('pagehide', this.#leave);
    this.tick();
  }

  draw() {
    const { state } = this.#store;
    this.#test?.take(state?.reading);
    const newest = state?.decisions?.[0];
    const of = JSON.stringify([state?.quarter?.start, newest?.time, newest?.what, newest?.load]);
    if (state && of !== this.#of) {
      this.#of = of;
      this.#load();
    }
    this.tick();
  }

  tick() {
    const { state } = this.#store;
    const all = state?.loads ?? [];
    render(html`<h2 class="unseen">${t('navLoads')}</h2>
      <p id="control" class="hand control">${all.length > 0 ? control(state.control) : ''}</p>
      <p class="note">${all.length > 0 ? '' : t(state?.loads ? 'noLoads' : 'waiting')}</p>
      <div class="load-sheets">${all.map((load) => loadSheet(load, {
        state,
        plan: this.#plan,
        decisions: this.#decisions,
        test: this.#test?.load.id === load.id ? this.#test : null,
        start: this.#mayTest(load) ? () => this.#begin(load) : undefined,
      }))}</div>`, this.#root);
  }

  redress() {
    this.tick();
  }

  /** Whoever leaves does not leave a load switched by a test. */
  close() {
    removeEventListener('pagehide', this.#leave);
    this.#leave();
  }

  /** One load at a time: who switches two does not know whose step the meter shows. */
  #mayTest(load) {
    const { state, condition } = this.#store;
    return state?.control === 'active' && condition === 'live' && load.state !== 'unknown' && (this.#test?.over ?? true);
  }

  #begin(load) {
    this.#test = new LoadTest(load, () => this.tick());
    this.#test.take(this.#store.state?.reading);
    this.tick();
  }

  async #load() {
    const today = (this.#store.state?.reading?.time ?? localTime(Date.now() / 1000)).slice(0, 10);
    const period = new URLSearchParams({ from: addDays(today, -DAYS), to: addDays(today, 1) });
    const told = async (address) => {
      const answer = await ours(address);
      return answer.status === 200 ? answer.json() : null;
    };
    try {
      // Where nothing is kept the newest are known all the same.
      const [plan, kept] = await Promise.all([told('api/plan'), told(`api/decisions?${period}`)]);
      this.#plan = plan;
      this.#decisions = kept ?? await told('api/decisions') ?? [];
    } catch {
      // The decision or the quarter that comes asks again.
    }
    this.tick();
  }
}
