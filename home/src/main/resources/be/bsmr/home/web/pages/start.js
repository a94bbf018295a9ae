// The first start: five steps to live numbers. Nothing is written before the last, but a password.

import { html, nothing, render } from '../lit-html.js';
import { manual, t } from '../i18n.js';
import { field } from '../parts/fields.js';
import { LoadFields } from '../parts/load-fields.js';
import { StartOthers } from '../parts/start-others.js';
import { ask, refusal, source } from '../parts/start-source.js';
import { Users } from '../parts/users.js';
import { Draft } from '../settings-draft.js';

const STEPS = ['source', 'aim', 'loads', 'password', 'others'];
const AIM = { 'tariff.area': [], goal_w: 'W', connection_w: 'W' };
/** The program begins anew within so many seconds, or does not. */
const PATIENCE_S = 30;

/** Where the manual tells more of what the house is asked. */
const TOLD_AT = { 'tariff.area': 'tariffs', goal_w: 'control', connection_w: 'guide' };

/** Are there before the page. */
export const style = 'style/settings.css';
export const words = ['form'];

export default class StartPage {
  #root;
  #step = 0;
  #told = null;
  #trouble = '';
  /** So many more answers of the program as it was are waited for. */
  #beginning = 0;
  /** Whether the program as it was when it was to begin has ended. */
  #ended = false;
  #asking = false;
  #draft = new Draft(() => this.#render());
  #loads = new LoadFields(this.#draft, () => this.#render());
  #users = new Users(() => this.#render());
  #others = new StartOthers(this.#draft);

  constructor(root) {
    this.#root = root;
    this.#draft.load();
    this.#users.load();
    this.tick();
  }

  draw() {}

  /** What is heard on the line that is tried, each second. */
  async tick() {
    if (this.#asking || (this.#step > 0 && !this.#beginning)) {
      return;
    }
    this.#asking = true;
    const answer = await ask();
    const told = answer?.ok && answer.status !== 204 ? await answer.json() : null;
    this.#asking = false;
    // A simulated house has begun, too, though a meter may take its place.
    const begun = answer?.status === 204 || told?.simulated;
    this.#ended ||= !answer?.ok || begun;
    if (begun) {
      await this.#leave();
    } else if (told) {
      this.#told = told;
      this.#waited();
      this.#render();
    }
  }

  redress() {
    this.#render();
  }

  close() {}

  #render() {
    const name = STEPS[this.#step];
    const last = this.#step === STEPS.length - 1;
    render(html`<h2 class="start-title">${t('startTitle')} <span class="note">${t('startStep', { step: this.#step + 1, of: STEPS.length })}</span></h2>
      <progress max=${STEPS.length} value=${this.#step + 1} aria-label=${t('startTitle')}></progress>
      <section class="settings start" data-step=${name}>
        <h3 id="step" tabindex="-1">${t(`start_${name}`)}</h3>
        ${this.#view(name)}
      </section>
      <p class="settings start-bar">
        ${this.#step > 0 ? html`<button type="button" id="back" @click=${() => this.#go(-1)}>${t('startBack')}</button>` : nothing}
        ${last ? html`<button type="button" id="begin" ?disabled=${this.#beginning > 0 || this.#draft.saving} @click=${() => this.#begin()}>${t('startBegin')}</button>`
          : html`<button type="button" id="next" ?disabled=${(name === 'source' && !this.#draft.now('source')) || this.#draft.saving} @click=${() => this.#go(1)}>${t('startNext')}</button>`}
        <span role="status">${this.#beginning ? t('startBeginning') : ''}</span></p>
      <p class="trouble" role="alert" id="start-trouble">${this.#trouble || (isField(this.#draft.wrong) ? '' : this.#draft.trouble) || (this.#told?.trouble ? t('startFailed', { why: this.#told.trouble }) : '')}</p>`, this.#root);
  }

  #view(name) {
    const draft = this.#draft;
    switch (name) {
      case 'source': return source(this.#told, draft.now('source'), (one) => this.#try(one));
      case 'aim': return Object.entries(AIM).map(([key, kind]) => html`${field(draft, key, kind, t(`set.${key}`))}
        <p class="note">${t(`form.${key}`)} <a href=${manual(TOLD_AT[key])} target="_blank">${t('help')}</a></p>`);
      case 'loads': return html`<p class="note">${t('startLater')}</p>${this.#loads.view()}`;
      case 'password': return html`<p class="note">${t(this.#users.areThere ? 'startHas' : 'usersNone')}</p>
        ${this.#users.areThere ? nothing : this.#users.newUser()}<p class="trouble" role="alert">${this.#users.trouble}</p>`;
      default: return this.#others.view(this.#users.areThere === true);
    }
  }

  async #try(one) {
    this.#trouble = '';
    this.#draft.set('source', one);
    this.#trouble = await refusal(one);
    if (this.#trouble) {
      this.#draft.set('source', '');
    }
    this.tick();
  }

  async #go(steps) {
    if (steps > 0 && STEPS[this.#step] === 'loads' && (this.#loads.refuses() || !await this.#draft.fits('loads['))) {
      this.#root.querySelector('[aria-invalid="true"]')?.focus();
      return;
    }
    this.#step += steps;
    this.#draft.trouble = '';
    this.#render();
    this.#root.querySelector('#step').focus();
  }

  async #begin() {
    this.#trouble = '';
    this.#draft.trouble = '';
    this.#draft.wrong = null;
    if (this.#loads.refuses()) {
      this.#step = STEPS.indexOf('loads');
    } else if (this.#others.refuses() || !await this.#reaches(this.#others.broker())) {
      // Said where the broker is named.
    } else if (await this.#draft.save()) {
      this.#beginning = PATIENCE_S;
      this.#ended = false;
    } else {
      // What does not fit is mended where it was written.
      const wrong = this.#draft.wrong ?? '';
      this.#step = wrong.startsWith('loads[') ? 2 : wrong in AIM ? 1 : wrong === 'source' ? 0 : this.#step;
    }
    this.#render();
  }

  /** Whether a broker lets us in; null = there is none to ask. */
  async #reaches(broker) {
    if (!broker) {
      return true;
    }
    this.#trouble = t('startBrokerTried');
    this.#render();
    const answer = await ask(broker);
    this.#trouble = answer?.ok ? '' : (await answer?.json())?.error ?? t('pastFailed', { error: '' });
    return answer?.ok;
  }

  /** Once the site moves all has begun: until then it may still fail, as when a port is taken. */
  async #leave() {
    const health = await fetch('healthz').then((answer) => answer.json(), () => ({}));
    if (health.site) {
      location.replace('./');
    }
  }

  /** Still here: the program has not begun with it yet. */
  #waited() {
    this.#beginning = this.#ended && this.#told.trouble ? 0 : Math.max(0, this.#beginning - 1);
  }
}

/** Whether what does not fit is told beside it. */
const isField = (key) => key !== null && (key in AIM || key.startsWith('loads[') || key === 'mqtt.host');

