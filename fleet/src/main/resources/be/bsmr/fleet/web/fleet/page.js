// A community: its running quarter, its houses, and what was.

import { html, render } from '../lit-html.js';
import { hourMinute, kilowatts, number, percent, t } from '../i18n.js';
import { DayGraph, dayCard } from './day.js';
import { houses } from './houses.js';
import { peaks } from './peaks.js';
import { TrailGraph } from './trail.js';
import { verdictOf } from './verdict.js';
import { WhatIf } from './whatif.js';

export class Page {
  #root;
  #ask;
  #state = null;
  #whatIf;
  #trail;
  #day;
  #months = [];
  /** Of which community and quarter the past was fetched. */
  #pastOf = null;

  /** @param ask fetches what an address below api/v1 answers */
  constructor(root, ask) {
    this.#root = root;
    this.#ask = ask;
    this.#whatIf = new WhatIf((question) => ask(`communities/${encodeURIComponent(this.#state.id)}/${question}`), () => this.#tick());
  }

  /** Draws the newest state; null while there is none. */
  draw(state) {
    this.#state = state;
    this.#tick();
    if (state) {
      this.#trail ??= new TrailGraph(this.#root.querySelector('#graph'));
      this.#day ??= new DayGraph(this.#root.querySelector('#day-graph'));
      this.#trail.draw(state);
      this.#fetchPast();
    }
  }

  /** Draws anew, in another language. */
  redress() {
    this.#trail?.redress();
    this.#day?.redress();
  }

  #tick() {
    const state = this.#state;
    render(state ? html`
      <div class="hero">${slab(state)}${now(state, this.#months)}${quarter(state)}</div>
      <div class="ledger">
        ${houses(state)}
        <div class="beside">
          ${dayCard(this.#day?.day ?? state.time.slice(0, 10), state.time.slice(0, 10), (day) => this.#fetchDay(day))}
          ${peaks(this.#months, state)}
          ${this.#whatIf.card(state)}
        </div>
      </div>` : '', this.#root);
  }

  /** What was changes when a quarter ends, and a little later for who is late. */
  async #fetchPast() {
    const { id, start, time } = this.#state;
    const of = `${id} ${time.slice(0, 15)} ${start}`;
    if (of === this.#pastOf) {
      return;
    }
    this.#pastOf = of;
    try {
      this.#months = await this.#ask(`communities/${encodeURIComponent(id)}/peaks`);
      await this.#fetchDay(this.#day.day ?? time.slice(0, 10));
    } catch {
      // The next look asks again.
      this.#pastOf = null;
    }
  }

  async #fetchDay(day) {
    const { id, target_w: target } = this.#state;
    const quarters = await this.#ask(`communities/${encodeURIComponent(id)}/quarters?day=${day}`);
    this.#day.show(day, quarters, target);
    this.#tick();
  }
}

const slab = (state) => html`
  <section class="slab" aria-labelledby="h-expected">
    <h2 id="h-expected">${t('expected')}</h2>
    <p class="big"><span class="figure"><span id="expected" class="num">${kilowatts(state.expected_w)}</span> <span class="unit">kW</span></span></p>
    <p class="target" id="target">${state.target_w === undefined ? t('noTarget') : t('target', { target: kilowatts(state.target_w) })}</p>
    <p class="likely" id="likely">${likely(state)}</p>
    <p class="verdict" id="verdict">${verdictOf(state) ? t(`verdict_${verdictOf(state)}`) : ''}</p>
  </section>`;

/** How sure that is. */
function likely(state) {
  if (state.expected_w === undefined) {
    return '';
  }
  const wider = t('surer', { low: kilowatts(state.low95_w), high: kilowatts(state.high95_w) });
  const range = html`${t('likely', { low: kilowatts(state.low80_w), high: kilowatts(state.high80_w) })}<br>${wider}`;
  return state.target_w === undefined ? range : html`${range}<br>${t('chance', { percent: percent(state.break_probability) })}`;
}

function now(state, months) {
  const peak = months.find(({ month }) => month === state.time.slice(0, 7));
  return html`
    <section class="now" aria-labelledby="h-now">
      <h2 id="h-now" class="unseen">${t('now')}</h2>
      <dl>
        <div>${value(t('sumNow'), 'power', kilowatts(state.power_w), 'kW')}</div>
        <div>${value(t('monthPeak'), 'peak', kilowatts(peak?.demand_w), 'kW')}</div>
        <div>${value(t('granted'), 'shared', state.shared_w > 0 ? kilowatts(state.shared_w) : '–', 'kW')}</div>
        <div>${value(t('heard'), 'heard', number(state.heard), `/ ${number(state.members)}`)}</div>
      </dl>
    </section>`;
}

const value = (label, id, text, unit) =>
  html`<dt>${label}</dt><dd><span id=${id} class="num">${text}</span> <span class="unit">${unit}</span></dd>`;

const quarter = (state) => html`
  <figure class="quarter" aria-labelledby="h-quarter">
    <figcaption>
      <h2><span id="h-quarter">${t('thisQuarter')}</span> <span class="num">${state.start ? `${hourMinute(state.start)} – ${hourMinute(later(state.start))}` : ''}</span></h2>
      <dl class="legend">
        <div class="key-sofar"><dt>${t('sumNow')}</dt></div>
        <div class="key-forecast"><dt>${t('forecast')}</dt></div>
        <div class="key-limit"><dt>${t('targetLine')}</dt></div>
      </dl>
    </figcaption>
    <div id="graph" class="graph" role="img" aria-label=${t('trailInWords', {
      expected: kilowatts(state.expected_w), low: kilowatts(state.low80_w), high: kilowatts(state.high80_w), target: kilowatts(state.target_w),
    })}></div>
  </figure>`;

/** A quarter later, by the same clock. */
const later = (iso) => new Date(Date.parse(`${iso.slice(0, 19)}Z`) + 900_000).toISOString();
