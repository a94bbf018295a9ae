// What was: power, demand, energy and cost of a day, a week, a month, a year or any range.

import { html, nothing, render } from '../lit-html.js';
import { clock, dayMonth, dayTime, hourMinute, number, t } from '../i18n.js';
import { figures } from '../parts/past-figures.js';
import { PastGraph } from '../parts/past-graph.js';
import { legend } from '../parts/past-legend.js';
import { COMPARED, files, title, tools } from '../parts/past-tools.js';
import { ATTACHED, drawn, SHOWS, wanted } from '../parts/past-view.js';
import { attachedOf, fetchPast } from '../past.js';
import { addDays, beginOf, comparedWith, KINDS, localTime, spanOf } from '../span.js';

const UNITS = { power: ['W', 0], demand: ['W', 0], energy: ['kWh', 1], cost: ['€', 2] };

export default class HistoryPage {
  #root;
  #store;
  #graph;
  #asked = null;
  #query = new URLSearchParams();
  #told = null;
  #pointed = null;
  #trouble = '';
  #quarter;
  #fetching = new AbortController();

  constructor(root, store) {
    this.#root = root;
    this.#store = store;
    this.#render();
    this.#graph = new PastGraph(root.querySelector('#past-graph'), (index) => {
      this.#pointed = index;
      this.#render();
    }, (from, to) => this.#change({ zoom: [Math.floor(from), Math.max(Math.ceil(to), Math.floor(from) + 60)] }));
  }

  /** Shows what the address asks for. */
  go(query) {
    this.#query = query;
    const day = query.get('from') ?? this.#today();
    const kind = KINDS.includes(query.get('kind')) ? query.get('kind') : 'day';
    const [a, b] = [Number(query.get('a')), Number(query.get('b'))];
    this.#asked = {
      span: spanOf(kind, day, query.get('last') ?? day),
      show: [...SHOWS, ...ATTACHED].includes(query.get('show')) ? query.get('show') : 'power',
      compared: COMPARED.includes(query.get('with')) ? query.get('with') : 'nothing',
      zoom: a > 0 && b > a ? [a, b] : null,
    };
    this.#load();
  }

  /**
   * A quarter that has ended is kept by now: what reaches until today is asked for again. Who has
   * named no day sees the meter's, which is not known before it has spoken.
   */
  draw() {
    const today = this.#today();
    if (this.#asked && !this.#query.has('from') && (today < this.#asked.span.from || today >= this.#asked.span.to)) {
      this.go(this.#query);
    }
    const start = this.#store.state?.quarter?.start;
    if (this.#asked && this.#quarter !== undefined && start !== this.#quarter && this.#today() < this.#asked.span.to) {
      this.#load();
    }
    this.#quarter = start;
  }

  tick() {}

  redress() {
    this.#show();
    this.#graph.redress();
  }

  close() {
    this.#fetching.abort();
    this.#graph.close();
  }

  #today() {
    return (this.#store.state?.reading?.time ?? localTime(Date.now() / 1000)).slice(0, 10);
  }

  /** Goes to another address, so that the browser's way back leads here. */
  #change(what) {
    const { span, show, compared, zoom } = { ...this.#asked, zoom: null, ...what };
    const query = new URLSearchParams({ kind: span.kind, from: span.from });
    if (span.kind === 'range') {
      query.set('last', addDays(span.to, -1));
    }
    query.set('show', show);
    if (compared !== 'nothing') {
      query.set('with', compared);
    }
    if (zoom) {
      query.set('a', zoom[0]);
      query.set('b', zoom[1]);
    }
    location.hash = `#/history?${query}`;
  }

  async #load() {
    this.#fetching.abort();
    this.#fetching = new AbortController();
    const { signal } = this.#fetching;
    const { span, show, compared, zoom } = this.#asked;
    const need = wanted(show, span, zoom);
    const other = compared === 'nothing' || zoom ? null : comparedWith(span, compared);
    const [from, to] = need.range;
    const shift = other ? beginOf(span.from) - beginOf(other.from) : 0;
    this.#root.setAttribute('aria-busy', 'true');
    try {
      const [told, days, comparedTold, comparedDays] = await Promise.all([
        fetchPast(from, to, need.each, need.points, signal),
        fetchPast(span.from, span.to, 'day', 0, signal),
        other && fetchPast(from - shift, other === null ? to : beginOf(other.to), need.each, need.points, signal),
        other && fetchPast(other.from, other.to, 'day', 0, signal),
      ]);
      const whole = span.kind === 'month' || span.kind === 'year';
      const [months, comparedMonths] = need.each === 'month' ? [told, comparedTold] : await Promise.all([
        whole && fetchPast(span.from, span.to, 'month', 0, signal),
        whole && other && fetchPast(other.from, other.to, 'month', 0, signal),
      ]);
      this.#trouble = told.none ? t('pastNone') : '';
      this.#told = {
        need, days: days.columns, told: told.columns, compared: comparedTold?.columns ?? null,
        comparedFrom: from - shift, comparedDays: comparedDays?.columns ?? null,
        months: (whole && months?.columns) || null, comparedMonths: comparedMonths?.columns ?? null,
      };
      this.#pointed = null;
    } catch (trouble) {
      if (signal.aborted) {
        return;
      }
      this.#trouble = t('pastFailed', { error: trouble.message });
    }
    this.#root.removeAttribute('aria-busy');
    this.#show();
  }

  #show() {
    if (this.#told) {
      const { need, told, compared, comparedFrom } = this.#told;
      const { data, names } = drawn(this.#asked.show, need, told, compared, comparedFrom);
      this.#told.data = data;
      this.#told.names = names;
      const [unit, decimals] = UNITS[this.#asked.show] ?? [attachedOf(told, this.#asked.show).unit, 2];
      this.#graph.draw(data, { kind: need.kind, names, unit, decimals, range: need.range });
    }
    this.#render();
  }

  #render() {
    const asked = this.#asked;
    render(html`
      <h2 class="unseen">${t('navHistory')}</h2>
      ${asked ? tools(asked, this.#today(), (this.#store.state?.reading?.mbus ?? []).map((m) => m.type), (what) => this.#change(what)) : nothing}
      <figure class="past" aria-labelledby="past-title">
        <figcaption><h3 id="past-title">${asked ? title(asked) : ''}</h3>
          ${this.#told ? legend(this.#told.need.kind, asked) : nothing}
          <p id="past-point" class="num">${this.#said()}</p></figcaption>
        <div id="past-graph" class="graph"></div>
      </figure>
      <p id="past-trouble" class="trouble" role="status">${this.#trouble || this.#empty()}</p>
      ${this.#told ? figures(this.#told.days, this.#told.comparedDays, this.#told.months, this.#told.comparedMonths) : nothing}
      ${asked ? files(asked, () => this.#root.querySelector('canvas')) : nothing}`, this.#root);
  }

  #empty() {
    const { told } = this.#told ?? {};
    return told && (told.start ?? told.day ?? told.month ?? []).length === 0 ? t('pastNothing') : '';
  }

  /** What is under the pointer, in words. */
  #said() {
    const { data, names, need } = this.#told ?? {};
    const i = this.#pointed;
    if (i === null || !data || data[0][i] === undefined) {
      return '';
    }
    if (need.kind === 'bars') {
      const [, first, second, below] = data;
      if (this.#asked.show === 'cost') {
        return `${names[i]}: ${number(first[i], 2)} €${second[i] ? ` · ${t('costPeaks')} ${number(second[i], 2)} €` : ''}`;
      }
      if (ATTACHED.includes(this.#asked.show)) {
        return `${names[i]}: ${number(first[i], 2)} ${attachedOf(this.#told.told, this.#asked.show).unit}`;
      }
      return `${names[i]}: ${t('import')} ${number(first[i], 2)} kWh${below[i] ? ` · ${t('export')} ${number(-below[i], 2)} kWh` : ''}`;
    }
    const local = localTime(data[0][i]);
    const when = need.step < 60 ? clock(local) : need.each === 'day' ? dayMonth(local) : need.range[1] - need.range[0] > 86_400 * 2 ? dayTime(local) : hourMinute(local);
    const watts = data[1][i] === null ? '–' : `${number(data[1][i])} W`;
    const spread = need.step > 1 && data[2][i] !== null && data[2][i] !== data[3][i] ? ` (${number(data[2][i])} … ${number(data[3][i])})` : '';
    return `${when}: ${watts}${spread}`;
  }
}
