// Gas, water and heat: what came through today and yesterday, and how their meters stand.

import { html, nothing } from '../lit-html.js';
import { dayTime, number, t } from '../i18n.js';
import { attachedOf, fetchPast } from '../past.js';
import { addDays } from '../span.js';
import { card } from './card.js';
import { quantity, rowHead } from './table.js';

export class Attached {
  #changed;
  #asked = '';
  #told = null;

  /** @param changed called when there is something else to show */
  constructor(changed) {
    this.#changed = changed;
  }

  /** @param reading the newest; asks again what the day came to when one of the meters was read. */
  card(reading) {
    const meters = (reading?.mbus ?? []).filter((m) => m.value !== undefined);
    if (meters.length === 0) {
      return nothing;
    }
    const today = reading.time.slice(0, 10);
    this.#ask(today, meters);
    return card('others', t('others'), html`
      <table id="others">
        <thead><tr><th scope="col"><span class="unseen">${t('others')}</span></th><th scope="col">${t('today')}</th>
          <th scope="col">${t('yesterday')}</th><th scope="col">${t('register')}</th></tr></thead>
        <tbody>${meters.map((m, i) => this.#row(m, meters.findIndex((other) => other.type === m.type) === i ? today : ''))}</tbody>
      </table>`);
  }

  /** @param today empty for a second meter of a kind: what the day came to is told once, of both. */
  #row(m, today) {
    const unit = (m.unit ?? '').replace('m3', 'm³');
    return html`<tr>${rowHead(t(m.type))}${quantity(this.#of(m, today), unit)}${quantity(this.#of(m, today && addDays(today, -1)), unit)}<td
      class="num">${number(Number(m.value), 3)} <span class="unit">${unit}</span>${
      m.time ? html`<br><span class="note">${dayTime(m.time)}</span>` : nothing}</td></tr>`;
  }

  /** What a meter counted on a day; a dash while that is not known. */
  #of(m, day) {
    const { when, amounts } = attachedOf(this.#told ?? {}, m.type);
    return number(amounts[when.indexOf(day)], 3);
  }

  async #ask(today, meters) {
    const asked = JSON.stringify([today, meters.map((m) => m.time)]);
    if (asked === this.#asked) {
      return;
    }
    this.#asked = asked;
    try {
      this.#told = (await fetchPast(addDays(today, -1), addDays(today, 1), 'mbus-day')).columns;
      this.#changed();
    } catch {
      // What is not known stays a dash, until one of them is read again.
    }
  }
}
