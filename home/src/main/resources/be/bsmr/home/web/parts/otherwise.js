// How the own past would have gone otherwise: a question, how far the program is with it, and the answer.

import { html, nothing } from '../lit-html.js';
import { dayTime, number, t } from '../i18n.js';
import { ours } from '../ours.js';
import { answered } from './otherwise-answer.js';
import { eachSecond } from './otherwise-seconds.js';

const KINDS = ['battery', 'target', 'control'];
const EACH_MS = 300;
const USUAL_DAYS = 14;

export class Otherwise {
  #onChange;
  #kind = 'battery';
  #closely = false;
  #kept = null;
  #newest = null;
  #trouble = '';
  #asked = {};
  #timer = 0;

  /** Shows what was asked before, here or elsewhere. */
  constructor(onChange) {
    this.#onChange = onChange;
    this.#look(ours('api/otherwise'));
    this.#learnKept();
  }

  close() {
    clearTimeout(this.#timer);
    this.#onChange = () => {};
  }

  section() {
    const runs = this.#newest?.state === 'running';
    const { battery_kwh: kwh = 10, battery_w: watts = 5000, efficiency = 0.9, target_w: target = 2500 } = this.#asked;
    return html`
      <section class="otherwise" aria-labelledby="h-otherwise"><h3 id="h-otherwise">${t('otherwise')}</h3>
        <div class="tools"><div class="segments" role="group" aria-label=${t('otherwise')}>${KINDS.map((kind) =>
          html`<button type="button" aria-pressed=${kind === this.#kind} @click=${() => this.#choose(kind)}>${t(`other_${kind}`)}</button>`)}</div>${this.#kind === 'control' ? nothing : this.#closeness()}</div>
        <form id="otherwise" class="whatif" @submit=${(event) => this.#ask(event)}>
          ${this.#kind === 'battery' ? html`
            ${field('otherwise-kwh', t('otherKwh'), 'kWh', 0.5, 100, 0.5, kwh)}
            ${field('otherwise-kw', t('otherKw'), 'kW', 0.1, 50, 0.1, watts / 1000)}
            ${field('otherwise-efficiency', t('otherEfficiency'), '%', 50, 100, 1, Math.round(efficiency * 100))}` : nothing}
          ${this.#kind === 'target' ? field('otherwise-target', t('otherTarget'), 'kW', 0.5, 50, 0.1, target / 1000) : nothing}
          ${this.#isClose() ? field('otherwise-days', t('otherDays'), '', 1, 366, 1, this.#asked.days ?? usualDays(this.#kept?.days ?? 0)) : nothing}
          <button type="submit" ?disabled=${runs}>${t('otherAsk')}</button>
          <button type="button" id="otherwise-stop" ?hidden=${!runs} @click=${() => this.#stop()}>${t('otherStop')}</button>
        </form>
        <div class="progress" role="progressbar" aria-label=${t('otherProgress')} aria-valuemin="0" aria-valuemax="100"
          aria-valuenow=${Math.round((this.#newest?.progress ?? 0) * 100)} ?hidden=${!runs}><span .style=${`width: ${(this.#newest?.progress ?? 0) * 100}%`}></span></div>
        <div id="otherwise-answer" aria-live="polite">${this.#said()}</div>
      </section>`;
  }

  #said() {
    if (this.#trouble) {
      return html`<p class="trouble">${t('whatifFailed', { error: this.#trouble })}</p>`;
    }
    return {
      running: () => html`<p>${t(this.#newest.question.days ? 'otherRunningSeconds' : 'otherRunning')}</p>`,
      cancelled: () => html`<p>${t('otherStopped')}</p>`,
      failed: () => html`<p class="trouble">${t('whatifFailed', { error: this.#newest.error })}</p>`,
      done: () => (this.#newest.question.days ? eachSecond : answered)(kindOf(this.#newest.question), this.#newest.answer),
    }[this.#newest?.state]?.() ?? nothing;
  }

  /** By quarters, or each second of the last days that are kept. */
  #closeness() {
    const choice = (closely, words) => html`<button type="button" aria-pressed=${closely === this.#closely} ?disabled=${closely && !this.#kept}
      @click=${() => this.#choose(this.#kind, closely)}>${t(words)}</button>`;
    return html`<div class="segments" role="group" aria-label=${t('otherCloseness')}>${choice(false, 'otherOfQuarters')}${choice(true, 'otherOfSeconds')}</div>
      <p class="note" id="otherwise-kept">${this.#kept ? t('otherKept', { since: dayTime(this.#kept.from), days: number(this.#kept.days, 1) }) : t('otherNoneKept')}</p>`;
  }

  #isClose() {
    return this.#closely && this.#kind !== 'control';
  }

  async #learnKept() {
    try {
      const answer = await ours('api/seconds');
      this.#kept = answer.status === 200 ? await answer.json() : null;
    } catch {
      this.#kept = null;
    }
    this.#onChange();
  }

  #choose(kind, closely = this.#closely) {
    this.#kind = kind;
    this.#closely = closely;
    this.#onChange();
  }

  #ask(event) {
    event.preventDefault();
    const { elements } = event.target;
    const value = (name) => Number(elements[`otherwise-${name}`].value);
    const question = {
      battery: () => ({ battery_kwh: value('kwh'), battery_w: Math.round(value('kw') * 1000), efficiency: value('efficiency') / 100 }),
      target: () => ({ target_w: Math.round(value('target') * 1000) }),
      control: () => ({ without: 'control' }),
    }[this.#kind]();
    if (this.#isClose()) {
      question.days = value('days');
    }
    this.#look(ours('api/otherwise', { method: 'POST', body: JSON.stringify(question) }), true);
  }

  #stop() {
    this.#look(ours('api/otherwise', { method: 'DELETE' }));
  }

  /** Takes an answer, and asks again while a question is being worked out, whoever asked it. */
  async #look(asked, posted = false) {
    clearTimeout(this.#timer);
    try {
      const answer = await asked;
      if (answer.status === 409) {
        this.#look(ours('api/otherwise'));
        return;
      }
      const told = answer.status === 204 ? null : await answer.json();
      this.#trouble = !answer.ok ? told.error : posted && !told ? t('pastNone') : '';
      if (answer.ok && told && !this.#newest) {
        this.#asked = told.question;
        this.#kind = kindOf(told.question);
        this.#closely = told.question.days > 0;
      }
      this.#newest = answer.ok ? told : this.#newest;
    } catch (trouble) {
      this.#trouble = trouble.message;
    }
    if (this.#newest?.state === 'running') {
      this.#timer = setTimeout(() => this.#look(ours('api/otherwise')), EACH_MS);
    }
    this.#onChange();
  }
}

/** So many days are asked of those that are kept. */
const usualDays = (kept) => Math.max(1, Math.min(USUAL_DAYS, Math.floor(kept)));

const kindOf = (question) => (question.target_w ? 'target' : question.battery_kwh ? 'battery' : 'control');

const field = (id, label, unit, min, max, step, value) => html`<label><span>${label}</span> <span class="field"><input id=${id} type="number"
  inputmode="decimal" min=${min} max=${max} step=${step} value=${value} required> <span class="unit">${unit}</span></span></label>`;
