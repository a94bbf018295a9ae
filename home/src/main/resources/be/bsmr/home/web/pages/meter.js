// The meter: its connection to the grid, how the line to it does, and its newest telegram in plain words.

import { html, nothing, render } from '../lit-html.js';
import { t } from '../i18n.js';
import { ours } from '../ours.js';
import { card } from '../parts/card.js';
import { gridDrawing } from '../parts/grid-drawing.js';
import { linkCard } from '../parts/link.js';
import { phases } from '../parts/phases.js';
import { fact } from '../parts/table.js';
import { findings, telegram } from '../parts/telegram.js';

/** How often a silent line is asked about, in s. */
const SILENT_S = 10;

/** Is there before the page. */
export const style = 'style/meter.css';

export default class MeterPage {
  #root;
  #store;
  #told = null;
  #asking = false;
  #time;
  #ticks = 0;
  #closing = new AbortController();

  constructor(root, store) {
    this.#root = root;
    this.#store = store;
    this.#render();
    this.#ask();
  }

  /** With each telegram it is asked again, one question at a time. */
  draw() {
    const time = this.#store.state?.reading?.time;
    if (time !== this.#time) {
      this.#time = time;
      this.#ask();
    }
    this.#render();
  }

  /** Of a line that is silent somebody wants to know, too, what to do. */
  tick() {
    this.#ticks += 1;
    if (this.#store.condition !== 'live' && this.#ticks % SILENT_S === 0) {
      this.#ask();
    }
    this.#render();
  }

  redress() {
    this.#ask();
    this.#render();
  }

  close() {
    this.#closing.abort();
  }

  async #ask() {
    if (this.#asking || document.hidden) {
      return;
    }
    this.#asking = true;
    const { lang } = document.documentElement;
    try {
      const answer = await ours(`api/telegram?lang=${lang}`, { signal: this.#closing.signal });
      this.#told = answer.ok ? await answer.json() : this.#told;
    } catch {
      // The telegram that comes asks again.
    }
    this.#asking = false;
    if (this.#closing.signal.aborted) {
      return;
    }
    this.#render();
    if (lang !== document.documentElement.lang) {
      this.#ask();
    }
  }

  #render() {
    const { state, age } = this.#store;
    const reading = state?.reading;
    const said = this.#told?.telegram;
    render(html`<h2 class="unseen">${t('navMeter')}</h2>
      <div class="ledger meter-page">
        ${card('wires', t('wires'), gridDrawing(reading, this.#told?.fuse_a))}
        ${phases(reading)}
        ${linkCard(state?.link, age, reading?.meter)}
        ${card('who', t('whichMeter'), html`<dl class="facts">
          ${fact(t('meter'), 'meter-id', said?.equipment_id ?? reading?.meter ?? '–')}
          ${fact(t('version'), 'meter-version', said?.version ?? '–')}
          ${fact(t('header'), 'meter-header', said?.header ?? '–', '')}
          ${said?.ean ? fact('EAN', 'meter-ean', said.ean) : nothing}
        </dl>`)}
        ${findings(this.#told)}
        ${telegram(this.#told)}
      </div>`, this.#root);
  }
}
