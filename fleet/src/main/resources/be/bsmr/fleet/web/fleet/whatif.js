// What more cars, or a battery that all share, would have done to the month peaks.

import { html } from '../lit-html.js';
import { kilowatts, monthName, number, t } from '../i18n.js';
import { card } from '../parts/card.js';
import { rowHead } from '../parts/table.js';

// What a wall box draws, and what a car takes on most nights.
const CAR_W = 7400;
const CAR_KWH = 15;

export class WhatIf {
  #ask;
  #onAnswer;
  #answer = null;

  /**
   * @param ask fetches what an address below the community's answers
   * @param onAnswer called when there is one
   */
  constructor(ask, onAnswer) {
    this.#ask = ask;
    this.#onAnswer = onAnswer;
  }

  card(state) {
    const target = Math.round((state.target_w ?? 2500) / 1000);
    return card('whatif', t('whatifCommunity'), html`
      <form class="whatif" @submit=${(event) => this.#submit(event, ({ cars }) => ({ cars, car_w: CAR_W, car_kwh: CAR_KWH }))}>
        <label><span>${t('moreCars')}</span> <input name="cars" type="number" min="1" max="9999" value="5" required></label>
        <button type="submit">${t('whatifGo')}</button>
      </form>
      <form class="whatif" @submit=${(event) => this.#submit(event, ({ kwh, kw, target: kept }) => ({ battery_kwh: kwh, battery_w: kw * 1000, target_w: kept * 1000 }))}>
        <label><span>${t('sharedBattery')}</span> <span class="field"><input name="kwh" type="number" min="1" max="99999" value="60" required> <span class="unit">kWh</span></span></label>
        <label><span>${t('batteryPower')}</span> <span class="field"><input name="kw" type="number" min="1" max="9999" value="30" required> <span class="unit">kW</span></span></label>
        <label><span>${t('keepsTo')}</span> <span class="field"><input name="target" type="number" min="1" max="9999" value=${target} required> <span class="unit">kW</span></span></label>
        <button type="submit">${t('whatifGo')}</button>
      </form>
      <div id="whatif-answer" class="whatif-answer" aria-live="polite">${this.#answer ? answered(this.#answer) : ''}</div>`, 'whatif-card');
  }

  async #submit(event, question) {
    event.preventDefault();
    const asked = question(Object.fromEntries(new FormData(event.target)));
    try {
      this.#answer = { ...await this.#ask(`whatif?${new URLSearchParams(asked)}`), cars: 'cars' in asked };
    } catch {
      this.#answer = { failed: true };
    }
    this.#onAnswer();
  }
}

function answered({ failed, months, cars, complete, quarters }) {
  if (failed || months.length === 0) {
    return html`<p class=${failed ? 'trouble' : ''}>${t(failed ? 'whatifNot' : 'whatifNothingKnown')}</p>`;
  }
  return html`
    <table>
    <thead><tr>
      <th scope="col">${t('month')}</th>
      <th scope="col">${t('was')} <span class="unit">kW</span></th>
      <th scope="col">${t('would')} <span class="unit">kW</span></th>
      ${cars ? html`<th scope="col">${t('allAtOnce')} <span class="unit">kW</span></th>` : ''}
    </tr></thead>
    <tbody>${months.map((m) => html`<tr>
      ${rowHead(monthName(`${m.month}-01T00:00:00`))}
      <td class="num">${kilowatts(m.was_w)}</td>
      <td class="num">${kilowatts(m.would_w)}</td>
      ${cars ? html`<td class="num">${kilowatts(m.most_w)}</td>` : ''}
    </tr>`)}</tbody>
  </table>
  <p class="note">${t(cars ? 'whatifCarsNote' : 'whatifBatteryNote', {
    kwh: number(CAR_KWH), complete: number(complete), quarters: number(quarters),
  })}</p>`;
}
