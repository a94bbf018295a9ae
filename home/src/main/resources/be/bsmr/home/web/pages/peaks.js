// The peaks of thirteen months as each source knows them, what they cost, and the highest quarters of a month.

import { html, nothing, render } from '../lit-html.js';
import { kilowatts, monthLetter, monthName, number, t } from '../i18n.js';
import { ours } from '../ours.js';
import { euroOf } from '../parts/euro.js';
import { lastMonths } from '../parts/peaks.js';
import { uncontrolled, withoutCell, withoutControl } from '../parts/without.js';
import { QuarterStory } from '../parts/quarter-story.js';
import { rowHead } from '../parts/table.js';
import { fetchPast } from '../past.js';
import { localTime, quarterBefore, quarterTime } from '../span.js';

const BILLED_MINIMUM_W = 2500;
const MONTHS = 13;
const MOST_QUARTERS = 10;
const SOURCES = ['counted', 'meter', 'operator'];

export default class PeaksPage {
  #root;
  #store;
  #story;
  #month = null;
  #named = false;
  #rows = null;
  #bill = null;
  #without = null;
  #quarters = [];
  #chosen = null;
  #trouble = '';
  #of;

  constructor(root, store) {
    this.#root = root;
    this.#store = store;
    this.#render();
    this.#story = new QuarterStory(root.querySelector('#story-graph'), () => this.#render());
  }

  /** Shows the month, and the quarter of it, that the address asks for. */
  go(query) {
    this.#named = /^\d{4}-\d\d$/.test(query.get('month'));
    this.#month = this.#named ? query.get('month') : this.#today().slice(0, 7);
    this.#chosen = Number(query.get('quarter')) || null;
    this.#of = this.#store.state?.quarter?.start;
    this.#load();
  }

  /** Who has named no month sees the meter's, which is not known before it has spoken. */
  draw() {
    if (!this.#named) {
      this.#month = this.#today().slice(0, 7);
    }
    const start = this.#store.state?.quarter?.start;
    if (start !== this.#of) {
      this.#load();
    }
    this.#of = start;
  }

  tick() {}

  redress() {
    this.#story.redress();
    this.#render();
  }

  close() {
    this.#story.close();
  }

  #today() {
    return this.#store.state?.reading?.time ?? localTime(Date.now() / 1000);
  }

  async #load() {
    const months = lastMonths(this.#today().slice(0, 7), MONTHS);
    try {
      const [told, quarters, bill, without] = await Promise.all([
        fetchPast(`${months[0]}-01`, `${next(months.at(-1))}-01`, 'month', 0),
        fetchPast(`${this.#month}-01`, `${next(this.#month)}-01`, 'quarter', 0),
        this.#store.state?.quarter && ours('api/bill').then((answer) => (answer.status === 200 ? answer.json() : null)),
        ours('api/uncontrolled').then((answer) => (answer.status === 200 ? answer.json() : null)),
      ]);
      this.#trouble = told.none ? t('pastNone') : '';
      this.#rows = byMonth(months, told.columns);
      this.#quarters = highest(quarters.columns);
      this.#bill = bill;
      this.#without = without;
    } catch (trouble) {
      this.#trouble = t('pastFailed', { error: trouble.message });
    }
    this.#story.show(this.#chosen);
    this.#render();
  }

  #render() {
    const rows = this.#rows ?? [];
    render(html`
      <h2 class="unseen">${t('navPeaks')}</h2>
      <p class="trouble" role="status">${this.#trouble}</p>
      <div class="pair">
        <section aria-labelledby="h-months"><h3 id="h-months">${t('peaksOfMonths')}</h3>
          ${bars(rows, this.#month)}
          <p class="note floor-key">${t('peakMinimum')} ${kilowatts(BILLED_MINIMUM_W)} kW</p>
          <p id="peaks-cost">${cost(this.#bill)}</p>
          <p id="peaks-without">${withoutControl(this.#without)}</p>
          ${cost(this.#bill) || this.#without ? euroOf('peaks') : nothing}
          <table id="months"><thead><tr><th scope="col">${t('month')}</th>${SOURCES.map((s) =>
            html`<th scope="col">${t(`source_${s}`)} <span class="unit">kW</span></th>`)}<th scope="col">${t('withoutControl')} <span class="unit">kW</span></th></tr></thead>
            <tbody>${[...rows].reverse().map((row) => monthRow(row, uncontrolled(row.month, this.#without)))}</tbody></table>
        </section>
        <section aria-labelledby="h-quarters"><h3 id="h-quarters">${this.#month ? t('highestOf', { month: monthName(`${this.#month}-01T00:00:00`) }) : ''}</h3>
          <ol id="quarters" class="quarters">${this.#quarters.map((q) => this.#quarter(q))}</ol>
          <div id="story" ?hidden=${!this.#chosen}>
            <h3>${this.#chosen ? quarterTime(this.#chosen) : ''}</h3>
            <div id="story-graph" class="graph"></div>
            ${this.#story?.decisions(this.#store.state) ?? nothing}
            ${this.#chosen ? html`<p><a href=${`#/history?kind=day&from=${localTime(this.#chosen).slice(0, 10)}&a=${this.#chosen}&b=${this.#chosen + 900}`}>${t('toSeconds')}</a></p>` : nothing}
          </div>
        </section>
      </div>`, this.#root);
  }

  #quarter({ start, watts }) {
    const share = watts / this.#quarters[0].watts;
    return html`<li><a href=${`#/peaks?month=${this.#month}&quarter=${start}`} aria-current=${start === this.#chosen ? 'true' : 'false'}>
      <span class="num">${quarterTime(start)}</span><span class="meter" aria-hidden="true"><span .style=${`width: ${share * 100}%`}></span></span>
      <span class="num">${kilowatts(watts)} <span class="unit">kW</span></span></a></li>`;
  }
}

/** The month after one such as 2026-12. */
export function next(month) {
  const [year, number] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7);
}

/** What each source says of each month; the grid operator's is what was imported. */
export function byMonth(months, columns) {
  const at = new Map((columns.month ?? []).map((month, i) => [month, i]));
  const told = (name, i) => {
    const watts = columns[`peak_${name}_w`]?.[i];
    return watts === null || watts === undefined ? undefined : { watts, end: columns[`peak_${name}_end`][i] };
  };
  return months.map((month) => {
    const i = at.get(month);
    if (i === undefined) {
      return { month };
    }
    const row = {
      month,
      counted: told('counted', i),
      meter: told('meter', i) ?? told('meter_before', i),
      operator: told('imported', i),
      part: told('imported_part', i),
    };
    // In the order in which they are believed.
    return { ...row, counts: row.meter ?? row.operator ?? row.counted ?? row.part };
  });
}

export function highest({ start = [], demand_w: demand = [] }) {
  return start.map((second, i) => ({ start: second, watts: demand[i] }))
    .filter((q) => q.watts > 0)
    .sort((a, b) => b.watts - a.watts)
    .slice(0, MOST_QUARTERS);
}

function bars(rows, chosen) {
  const most = Math.max(BILLED_MINIMUM_W * 1.25, ...rows.map((r) => r.counts?.watts ?? 0));
  return html`<ol id="month-bars" class="bars" aria-label=${t('peaksOfMonths')}>${rows.map((r) => bar(r, most, r.month === chosen))}
    <li class="floor" aria-hidden="true" .style=${`--at: ${BILLED_MINIMUM_W / most}`}></li></ol>`;
}

function bar({ month, counts }, most, chosen) {
  const first = `${month}-01T00:00:00`;
  const meaning = `${monthName(first)}: ${counts ? `${kilowatts(counts.watts)} kW` : t('unknown')}`;
  return html`<li class=${chosen ? 'chosen' : counts ? '' : 'none'}><a class="column" href=${`#/peaks?month=${month}`} title=${meaning}><span
    class="bar" .style=${`height: ${((counts?.watts ?? 0) / most) * 100}%`}></span><span class="unseen">${meaning}</span></a><span
    class="letter" aria-hidden="true">${monthLetter(first)}</span></li>`;
}

function monthRow(row, without) {
  const first = `${row.month}-01T00:00:00`;
  return html`<tr>${rowHead(monthName(first))}${SOURCES.map((source) => {
    const peak = row[source] ?? (source === 'operator' && row.part);
    const when = peak?.end ? quarterBefore(peak.end) : '';
    return html`<td class="num" title=${when}>${peak ? `${peak === row.part ? '≥ ' : ''}${kilowatts(peak.watts)}` : '–'}</td>`;
  })}${withoutCell(without)}</tr>`;
}

/** What the running month adds to the year's bill, and what the year comes to. */
function cost(bill) {
  const running = bill?.months?.find((m) => m.running);
  if (!running?.eur) {
    return '';
  }
  return t('monthCosts', { euro: number(running.eur, 2), billed: kilowatts(running.billed_w), year: number(bill.capacity_of_year_eur, 2) });
}
