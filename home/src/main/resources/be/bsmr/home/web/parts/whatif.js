// What starting a load would do: a question, and its answer.

import { html, nothing } from '../lit-html.js';
import { dayTime, kilowatts, number, percent, t } from '../i18n.js';
import { ours } from '../ours.js';
import { card } from './card.js';
import { euroOf } from './euro.js';

export class WhatIf {
  #answer = null;
  #onAnswer;

  constructor(onAnswer) {
    this.#onAnswer = onAnswer;
  }

  card() {
    return card('whatif', t('whatif'), html`
      <form id="whatif" class="whatif" @submit=${(event) => this.#ask(event)}>
        <label><span>${t('whatifLoad')}</span> <span class="field"><input id="whatif-load" type="number" inputmode="numeric" min="1" max="999999" step="1" value="2500" required> <span class="unit">W</span></span></label>
        <label><span>${t('whatifFor')}</span> <span class="field"><input id="whatif-for" type="number" inputmode="numeric" min="1" max="1440" step="1" value="90" required> <span class="unit">min</span></span></label>
        <button type="submit">${t('whatifAsk')}</button>
      </form>
      <div id="whatif-answer" class="whatif-answer" aria-live="polite">${this.#answer ? answered(this.#answer) : ''}</div>`);
  }

  async #ask(event) {
    event.preventDefault();
    const { elements } = event.target;
    const question = new URLSearchParams({
      load_w: elements['whatif-load'].value,
      for_s: String(Number(elements['whatif-for'].value) * 60),
    });
    try {
      const answer = await ours(`api/whatif?${question}`);
      this.#answer = answer.status === 503 ? { none: true } : await answer.json();
    } catch (trouble) {
      this.#answer = { error: trouble.message };
    }
    this.#onAnswer();
  }
}

function answered(a) {
  if (a.none || a.error) {
    return html`<p class="trouble">${a.none ? t('whatifNone') : t('whatifFailed', { error: a.error })}</p>`;
  }
  const best = a.cheapest.start === a.now.start
    ? html`<p class="note">${t('whatifBest', { hours: number(a.within_s / 3600) })}</p>`
    : start(t('whatifThen', { time: dayTime(a.cheapest.start) }), a.cheapest);
  return [start(t('whatifNow'), a.now), best, a.now.costs === 'billed' ? euroOf('peaks') : nothing];
}

function start(title, s) {
  const cost = {
    billed: () => t('whatifCost', { euro: number(s.eur_per_year, 2) }),
    not_billed: () => t('whatifFree'),
    unknown: () => t('whatifUnknown'),
  }[s.costs];
  const chance = t(s.break_probability_anyway >= 0.005 ? 'whatifAnyway' : 'whatifChance', {
    percent: percent(s.break_probability),
    anyway: percent(s.break_probability_anyway),
  });
  const energy = s.energy_eur === undefined
    ? nothing
    : html`<li>${t('whatifEnergy', { euro: number(s.energy_eur, 2) })}</li>`;
  return html`<h3>${title}</h3><ul><li>${chance}</li><li>${
    t('whatifPeak', { added: kilowatts(s.added_peak_w) })}</li><li>${cost()}</li>${energy}</ul>`;
}
