// What a kWh costs and brings: now, and by the quarter-hour of today and tomorrow.

import { html, nothing, render } from '../lit-html.js';
import { fullDay, hourMinute, number, t } from '../i18n.js';
import { ours } from '../ours.js';
import { PriceGraph } from '../parts/price-graph.js';
import { SOURCES } from '../parts/price-source.js';
import { rowHead } from '../parts/table.js';
import { bandsOf, cheapest, dearest, hoursOf, quarterAt, QUARTER_S, quartersFrom } from '../prices.js';
import { addDays, beginOf, localTime } from '../span.js';

/** What follows the exchange, whose prices of tomorrow are published about this hour. */
const EXCHANGES = ['energy-charts', 'entsoe'];
const PUBLISHED_H = 13;

/** Are there before the page. */
export const style = 'style/prices.css';
export const words = ['prices'];

export default class PricesPage {
  #root;
  #store;
  #graph;
  /** What the program told; null = nobody has said what energy costs, undefined = not asked yet. */
  #told;
  /** How asking the exchange goes; undefined where it is not asked. */
  #exchange;
  #pointed = null;
  #trouble = '';
  #of;

  constructor(root, store) {
    this.#root = root;
    this.#store = store;
    this.#of = this.#news();
    this.#render();
    this.#graph = new PriceGraph(root.querySelector('#price-graph'), (second) => {
      this.#pointed = second;
      this.#render();
    });
    this.#load();
  }

  draw() {
    const news = this.#news();
    if (news !== this.#of) {
      this.#of = news;
      this.#load();
    }
  }

  tick() {}

  redress() {
    this.#render();
    this.#graph.redress();
  }

  close() {
    this.#graph.close();
  }

  /** Changes with the quarter, and when other prices are told. */
  #news() {
    const { quarter, prices } = this.#store.state ?? {};
    return [quarter?.start, prices?.until, prices?.source, prices?.import_eur_kwh].join();
  }

  async #load() {
    this.#root.setAttribute('aria-busy', 'true');
    try {
      const [answer, health] = await Promise.all([ours('api/v1/prices'), ours('api/v1/health').then((one) => one.json())]);
      this.#told = answer.status === 200 ? await answer.json() : null;
      this.#exchange = health.prices;
      this.#trouble = this.#exchange?.trouble ? t('prices.trouble', { why: this.#exchange.trouble }) : '';
    } catch (trouble) {
      this.#trouble = t('pastFailed', { error: trouble.message });
    }
    this.#root.removeAttribute('aria-busy');
    this.#render();
    const shown = this.#shown();
    if (shown.quarters.length > 0) {
      this.#graph.draw(shown);
    }
  }

  #shown() {
    const time = this.#store.state?.reading?.time;
    const now = time ? Date.parse(time) / 1000 : Date.now() / 1000;
    const today = localTime(now).slice(0, 10);
    const quarters = this.#told ? quartersFrom(today, this.#told) : [];
    const coming = quarters.filter(({ start }) => start + QUARTER_S > now);
    const tomorrow = addDays(today, 1);
    const known = quarters.at(-1)?.day >= tomorrow;
    return {
      quarters, now, tomorrow, known,
      hour: Number(localTime(now).slice(11, 13)),
      range: [beginOf(today), beginOf(addDays(today, known ? 2 : 1))],
      bands: bandsOf(quarters),
      best: cheapest(coming),
      worst: dearest(coming),
    };
  }

  #render() {
    const shown = this.#shown();
    const { quarters, now } = shown;
    render(html`
      <h2 class="unseen">${t('navPrices')}</h2>
      <p class="trouble" role="status">${this.#trouble}</p>
      ${this.#told === null ? html`<p id="no-prices">${t(this.#exchange ? 'prices.notYet' : 'prices.none')} <a href="#/settings">${t('navSettings')}</a></p>` : nothing}
      <div class="prices" ?hidden=${quarters.length === 0}>
        <dl class="rates">${rates(shown)}</dl>
        <figure>
          <figcaption><h3>${t(shown.known ? 'prices.twoDays' : 'prices.oneDay')}</h3><span id="price-pointed" class="num">${pointed(quarterAt(quarters, this.#pointed ?? now))}</span></figcaption>
          <div class="legend">${legend(shown)}</div>
          <div id="price-graph" class="graph" role="img" aria-label=${inWords(shown)}></div>
        </figure>
        <p id="price-tomorrow">${tomorrowWords(shown, this.#told?.source)}</p>
        <p class="note">${t('prices.taxes')}</p>
        <p id="price-source" class="note">${t('prices.from', { source: t(SOURCES[this.#told?.source ?? 'none']) })} ${this.#told?.licence}</p>
        <details><summary>${t('prices.byHour')}</summary>${table(quarters)}</details>
      </div>`, this.#root);
  }
}

const price = (value) => number(value, 2);
const amount = (value) => html`<span class="num">${price(value)}</span> <span class="unit">c€/kWh</span>`;
const span = (from, to) => `${hourMinute(localTime(from))}–${hourMinute(localTime(to))}`;
const when = (hour, tomorrow) => `${hour.day === tomorrow ? `${t('prices.tomorrow')} ` : ''}${span(hour.from, hour.to)}`;

function rates({ quarters, now, tomorrow, best, worst }) {
  const running = quarterAt(quarters, now);
  const next = quarterAt(quarters, now + QUARTER_S);
  const then = (value) => (value === undefined ? '' : t('prices.next', { price: price(value) }));
  const rate = (id, name, value, more) => html`<div><dt>${name}</dt><dd id=${id}>${value}</dd><dd class="note">${more}</dd></div>`;
  const hour = (id, name, one) => (one ? rate(id, name, html`<span class="num">${span(one.from, one.to)}</span>`,
    html`${one.day === tomorrow ? `${t('prices.tomorrow')} · ` : ''}${amount(one.mean)}`) : nothing);
  return html`
    ${rate('price-import', t('prices.importNow'), amount(running?.imported), [running?.band, then(next?.imported)].filter(Boolean).join(' · '))}
    ${rate('price-export', t('prices.exportNow'), amount(running?.exported), then(next?.exported))}
    ${hour('price-best', t('prices.cheapest'), best)}
    ${hour('price-worst', t('prices.dearest'), worst)}`;
}

/** Of one quarter: the one under the pointer, else the running one. */
const pointed = (quarter) => (quarter ? [span(quarter.start, quarter.start + QUARTER_S), quarter.band, `${t('import')} ${price(quarter.imported)}`,
  `${t('export')} ${price(quarter.exported)} c€/kWh`].filter(Boolean).join(' · ') : '');

const legend = ({ best, worst }) => [['import', t('import')], ['export', t('export')], ['now', t('now')], best && ['best', t('prices.cheapest')], worst && ['worst', t('prices.dearest')]]
  .filter(Boolean).map(([key, name]) => html`<div class=${`price-${key}`}>${name}</div>`);

/** The graph, for who does not see it. */
const inWords = ({ best, worst, tomorrow }) => [t('prices.byQuarter'),
  ...[['prices.cheapest', best], ['prices.dearest', worst]].filter(([, hour]) => hour).map(([key, hour]) => `${t(key)}: ${when(hour, tomorrow)}, ${price(hour.mean)} c€/kWh`)].join('. ');

function tomorrowWords({ known, hour, best }, source) {
  if (!known && EXCHANGES.includes(source)) {
    return t(hour < PUBLISHED_H ? 'prices.later' : 'prices.late');
  }
  return best === null ? t('prices.same') : '';
}

/** A table for each day. */
function table(quarters) {
  const hours = hoursOf(quarters);
  const banded = quarters.some(({ band }) => band);
  const days = [...new Set(quarters.map(({ day }) => day))];
  return days.map((day) => html`<table class="hours"><caption>${fullDay(`${day}T00:00:00`)}</caption><thead><tr><th scope="col">${t('prices.hour')}</th>
    <th scope="col">${t('import')} <span class="unit">c€/kWh</span></th><th scope="col">${t('export')} <span class="unit">c€/kWh</span></th>${banded ? html`<th scope="col">${t('prices.band')}</th>` : nothing}</tr></thead>
    <tbody>${hours.filter(({ start }) => localTime(start).startsWith(day)).map((hour) => html`<tr>${rowHead(hourMinute(localTime(hour.start)))}<td class="num">${price(hour.imported)}</td><td class="num">${price(hour.exported)}</td>${
      banded ? html`<td>${hour.band}</td>` : nothing}</tr>`)}</tbody></table>`);
}
