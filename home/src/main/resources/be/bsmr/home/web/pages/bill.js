// The network bill line by line, what it would be at another peak, what starting a load would cost, and what if the past had
// gone otherwise.

import { html, nothing, render } from '../lit-html.js';
import { kilowatts, monthName, number, t } from '../i18n.js';
import { ours } from '../ours.js';
import { euroOf } from '../parts/euro.js';
import { Otherwise } from '../parts/otherwise.js';
import { rowHead } from '../parts/table.js';
import { WhatIf } from '../parts/whatif.js';

const SILENT = { year_unknown: 'billYearUnknown', before_2023: 'bill.before_2023', no_peak_billed: 'bill.no_peak_billed', no_month_known: 'bill.no_month_known' };

/** Is there before the page. */
export const style = 'style/bill.css';

export default class BillPage {
  #root;
  #store;
  #whatIf = new WhatIf(() => this.#render());
  #otherwise = new Otherwise(() => this.#render());
  #bill = null;
  #other = null;
  #peak = 2500;
  #trouble = '';
  #of;

  constructor(root, store) {
    this.#root = root;
    this.#store = store;
    this.#load();
  }

  draw() {
    const start = this.#store.state?.quarter?.start;
    if (start !== this.#of) {
      this.#of = start;
      this.#load();
    }
  }

  tick() {}

  redress() {
    this.#render();
  }

  close() {
    this.#otherwise.close();
  }

  async #load() {
    if (!this.#store.state?.quarter) {
      this.#trouble = t('waiting');
      this.#render();
      return;
    }
    const ask = (query) => ours(`api/bill${query}`)
      .then(async (answer) => [answer.status, answer.status === 204 ? null : await answer.json()]);
    try {
      const [[status, bill], [, other]] = await Promise.all([ask(''), ask(`?peak_w=${this.#peak}`)]);
      this.#trouble = status === 204 ? t('billNoArea') : status === 503 ? t('waiting') : '';
      [this.#bill, this.#other] = status === 200 ? [bill, other] : [null, null];
    } catch (trouble) {
      this.#trouble = t('pastFailed', { error: trouble.message });
    }
    this.#render();
  }

  #render() {
    render(html`
      <h2 class="unseen">${t('navBill')}</h2>
      <p class="trouble" role="status">${this.#trouble}</p>
      <p class="to-prices"><a href="#/prices">${t('toPrices')}</a></p>
      <div class="pair">
        <section aria-labelledby="h-bill"><h3 id="h-bill">${this.#bill ? t('bill.title', { area: this.#bill.name ?? this.#bill.area, year: this.#bill.year }) : t('navBill')}</h3>
          ${this.#bill ? amounts(this.#bill) : nothing}
          ${this.#bill?.bands ? bands(this.#bill.bands) : nothing}
          ${this.#bill?.source ? html`<p class="note">${t('bill.source', { source: this.#bill.source })}</p>` : nothing}
        </section>
        <section aria-labelledby="h-at"><h3 id="h-at">${t('billAt')}</h3>
          <label class="slider" for="bill-peak"><span>${t('billPeak', { peak: kilowatts(this.#peak) })}</span>
            <input id="bill-peak" type="range" min="2500" max="10000" step="100" .value=${String(this.#peak)}
              @input=${({ target }) => this.#choose(Number(target.value))}></label>
          <p id="bill-other" aria-live="polite">${this.#compared()}</p>
          <div class="ledger one">${this.#whatIf.card()}</div>
        </section>
      </div>
      ${this.#otherwise.section()}`, this.#root);
  }

  async #choose(peak) {
    this.#peak = peak;
    this.#render();
    const answer = await ours(`api/bill?peak_w=${peak}`);
    if (answer.status === 200 && peak === this.#peak) {
      this.#other = await answer.json();
      this.#render();
    }
  }

  #compared() {
    const [now, then] = [this.#bill?.total_eur, this.#other?.total_eur];
    return now === undefined || then === undefined ? '' : t('billThen', { euro: number(then, 2), less: number(now - then, 2) });
  }
}

function amounts(bill) {
  if (bill.status !== 'known') {
    return html`<p>${t(SILENT[bill.status], { year: bill.year })}</p>`;
  }
  const { rates } = bill;
  const plain = (value) => (value === undefined ? '–' : number(value, decimalsOf(value)));
  const blanks = {
    kw: number(bill.mean_kw, 2),
    rate: plain(rates.eur_per_kw_per_year),
    kwh: plain(bill.volume_kwh),
    per_kwh: plain(rates.eur_per_kwh),
    most: plain(rates.maximum_eur_per_kwh),
    least: kilowatts(rates.minimum_w),
    percent: plain(rates.vat_percent),
  };
  return html`
    <p>${t('bill.mean', { months: bill.months.length, kw: number(bill.mean_kw, 2) })}</p>
    <table id="bill"><tbody>${bill.lines.map(({ line, eur }) => row(t(`bill.line.${line}`, blanks), eur, line))}
      ${row(t('bill.total'), bill.total_eur, 'total')}</tbody></table>
    ${euroOf('bill')}
    <p class="note">${bill.volume_kwh === undefined ? t('billNoVolume') : rates.eur_per_kwh === undefined ? t('bill.no_rate_per_kwh', { year: bill.year }) : ''}</p>
    <p class="note">${bill.capacity_of_year_eur === undefined ? '' : t('bill.of_year', { year: bill.year, eur: number(bill.capacity_of_year_eur, 2) })}</p>
    <table id="bill-months"><thead><tr><th scope="col">${t('month')}</th><th scope="col">kW</th><th scope="col">€</th></tr></thead>
      <tbody>${bill.months.map((m) => html`<tr>${rowHead(monthName(`${m.month}-01T00:00:00`))}<td class="num">${
        kilowatts(m.billed_w)}</td><td class="num">${number(m.eur, 2)}</td></tr>`)}</tbody></table>`;
}

/** As many as the rate was written with. */
const decimalsOf = (value) => (String(value).split('.')[1] ?? '').length;

const row = (words, euro, line) => html`<tr class=${line === 'total' ? 'total' : nothing}>${rowHead(words)}<td class="num">${number(euro, 2)} <span class="unit">€</span></td></tr>`;

const bands = (list) => html`<h3>${t('bill.bands')}</h3><table><tbody>${list.map((band) =>
  html`<tr>${rowHead(band.name)}<td class="num">${band.hours.join(', ')}</td></tr>`)}</tbody></table>`;
