// The first start: five steps to live numbers. Nothing is written before the last, but a password.

import { html, nothing, render } from '../lit-html.js';
import { t } from '../i18n.js';
import { ours } from '../ours.js';
import { field } from '../parts/fields.js';
import { LoadFields } from '../parts/load-fields.js';
import { source } from '../parts/start-source.js';
import { Users } from '../parts/users.js';
import { Draft } from '../settings-draft.js';

const STEPS = ['source', 'aim', 'loads', 'password', 'others'];
const AIM = { 'tariff.area': [], goal_w: 'W', connection_w: 'W' };
const BROKERS = ['own', 'other', 'none'];
const ELSEWHERE = { 'mqtt.host': '', 'mqtt.port': 'n', 'mqtt.user': '', 'mqtt.password': 'secret' };
const EVERYWHERE = '0.0.0.0';
/** A simulated house keeps its readings apart from those of a real meter. */
const SIMULATED = 'data/demo.db';
/** The program begins anew within so many seconds, or does not. */
const PATIENCE_S = 30;

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
  #broker = 'own';

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
    const answer = await ours(`api/start?lang=${document.documentElement.lang}`).catch(() => null);
    this.#asking = false;
    this.#ended ||= !answer?.ok || answer.status === 204;
    if (answer?.status === 204) {
      await this.#leave();
    } else if (answer?.ok) {
      this.#told = await answer.json();
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
    render(html`<link rel="stylesheet" href="style/settings.css">
      <h2 class="start-title">${t('startTitle')} <span class="note">${t('startStep', { step: this.#step + 1, of: STEPS.length })}</span></h2>
      <progress max=${STEPS.length} value=${this.#step + 1} aria-label=${t('startTitle')}></progress>
      <section class="settings start" data-step=${name}>
        <h3 id="step" tabindex="-1">${t(`start_${name}`)}</h3>
        ${this.#view(name)}
      </section>
      <p class="settings start-bar">
        ${this.#step > 0 ? html`<button type="button" id="back" @click=${() => this.#go(-1)}>${t('startBack')}</button>` : nothing}
        ${last ? html`<button type="button" id="begin" ?disabled=${this.#beginning > 0 || this.#draft.saving} @click=${() => this.#begin()}>${t('startBegin')}</button>`
          : html`<button type="button" id="next" ?disabled=${name === 'source' && !this.#draft.now('source')} @click=${() => this.#go(1)}>${t('startNext')}</button>`}
        <span role="status">${this.#beginning ? t('startBeginning') : ''}</span></p>
      <p class="trouble" role="alert" id="start-trouble">${this.#trouble || this.#draft.trouble || (this.#told?.trouble ? t('startFailed', { why: this.#told.trouble }) : '')}</p>`, this.#root);
  }

  #view(name) {
    const draft = this.#draft;
    switch (name) {
      case 'source': return source(this.#told, draft.now('source'), (one) => this.#try(one));
      case 'aim': return Object.entries(AIM).map(([key, kind]) => field(draft, key, kind, t(`set.${key}`)));
      case 'loads': return html`<p class="note">${t('startLater')}</p>${this.#loads.view()}`;
      case 'password': return html`<p class="note">${t(this.#users.areThere ? 'startHas' : 'usersNone')}</p>
        ${this.#users.areThere ? nothing : this.#users.newUser()}<p class="trouble" role="alert">${this.#users.trouble}</p>`;
      default: return this.#others();
    }
  }

  #others() {
    const draft = this.#draft;
    const mayOpen = this.#users.areThere === true;
    return html`<label for="start-bind"><span>${t('startBind')}</span><select id="start-bind" ?disabled=${!mayOpen} @change=${({ target }) => draft.set('web.bind', target.value)}>
        <option value="127.0.0.1">${t('bind_here')}</option><option value=${EVERYWHERE} .selected=${draft.now('web.bind') === EVERYWHERE}>${t('bind_all')}</option></select></label>
      ${mayOpen ? nothing : html`<p class="note">${t('startPasswordFirst')}</p>`}
      <label for="start-broker"><span>${t('startBroker')}</span><select id="start-broker" @change=${({ target }) => this.#choose(target.value)}>${BROKERS.map((one) =>
        html`<option value=${one} .selected=${one === this.#broker}>${t(`broker_${one}`)}</option>`)}</select></label>
      ${this.#broker === 'other' ? Object.entries(ELSEWHERE).map(([key, kind]) => field(draft, key, kind, t(`set.${key}`))) : nothing}`;
  }

  #choose(broker) {
    this.#broker = broker;
    Object.keys(ELSEWHERE).forEach((key) => delete this.#draft.changes[key]);
    this.#draft.set('mqtt.broker.enabled', String(broker === 'own'));
  }

  async #try(one) {
    this.#trouble = '';
    this.#draft.set('source', one);
    this.#draft.set('store.file', one === 'simulator' ? SIMULATED : '');
    const answer = await ours('api/start', { method: 'POST', body: JSON.stringify({ source: one }) }).catch(() => null);
    if (!answer?.ok) {
      this.#trouble = (await answer?.json())?.error ?? t('pastFailed', { error: '' });
      this.#draft.set('source', '');
    }
    this.tick();
  }

  #go(steps) {
    this.#step += steps;
    this.#draft.trouble = '';
    this.#render();
    this.#root.querySelector('#step').focus();
  }

  async #begin() {
    this.#trouble = '';
    if (this.#loads.refuses()) {
      this.#step = STEPS.indexOf('loads');
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
