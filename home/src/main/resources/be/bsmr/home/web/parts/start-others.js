// The last step of the first start: who else reaches the page, which broker there is, and Home Assistant.

import { html, nothing } from '../lit-html.js';
import { t } from '../i18n.js';
import { NETWORK, ON_OFF } from '../settings-keys.js';
import { field } from './fields.js';

const BROKERS = ['own', 'other', 'none'];
const HOST = 'mqtt.host';
const ELSEWHERE = { [HOST]: '', 'mqtt.port': 'n', 'mqtt.user': '', 'mqtt.password': 'secret' };
const HOME_ASSISTANT = 'home_assistant.enabled';

export class StartOthers {
  #draft;
  #broker = 'own';

  constructor(draft) {
    this.#draft = draft;
  }

  /** @param mayOpen whether somebody has a password */
  view(mayOpen) {
    const draft = this.#draft;
    const bind = draft.now('web.bind');
    return html`<label for="start-bind"><span>${t('set.web.bind')}</span><select id="start-bind" ?disabled=${!mayOpen} @change=${({ target }) => draft.set('web.bind', target.value)}>
        ${NETWORK.map((one, i) => html`<option value=${one} .selected=${one === bind}>${t(i ? 'bind_all' : 'bind_here')}</option>`)}</select></label>
      ${mayOpen ? nothing : html`<p class="note">${t('startPasswordFirst')}</p>`}
      <label for="start-broker"><span>${t('startBroker')}</span><select id="start-broker" @change=${({ target }) => this.#choose(target.value)}>${BROKERS.map((one) =>
        html`<option value=${one} .selected=${one === this.#broker}>${t(`broker_${one}`)}</option>`)}</select></label>
      ${this.#broker === 'other' ? Object.entries(ELSEWHERE).map(([key, kind]) => field(draft, key, kind, t(`set.${key}`))) : nothing}
      ${this.#broker === 'none' ? nothing : html`<label for="start-home-assistant"><span>${t('startHomeAssistant')}</span><select id="start-home-assistant" @change=${({ target }) => this.#show(target.value)}>
          ${[...ON_OFF].reverse().map((one) => html`<option value=${one} .selected=${one === draft.now(HOME_ASSISTANT)}>${t(`is_${one}`)}</option>`)}</select></label>
        <p class="note">${t(this.#broker === 'own' ? 'startHomeAssistantNote' : 'startHomeAssistantOther')}</p>`}`;
  }

  /** What is to be tried before it is written; null = nothing. */
  broker() {
    const { changes } = this.#draft;
    return this.#broker === 'other' && changes[HOST]
      ? Object.fromEntries(Object.keys(ELSEWHERE).filter((key) => changes[key]).map((key) => [key, changes[key]]))
      : null;
  }

  /** Says beside its field that another broker has no address yet. */
  refuses() {
    const lacks = this.#broker === 'other' && !this.#draft.now(HOST);
    if (lacks) {
      this.#draft.refuse(t('startBrokerHost'), HOST);
    }
    return lacks;
  }

  #choose(broker) {
    this.#broker = broker;
    Object.keys(ELSEWHERE).forEach((key) => delete this.#draft.changes[key]);
    if (broker === 'none') {
      this.#show('false');
    }
    this.#draft.set('mqtt.broker.enabled', String(broker === 'own'));
  }

  /** Its entities are named in the language of who sets this up. */
  #show(wanted) {
    delete this.#draft.changes['home_assistant.language'];
    if (wanted === 'true') {
      this.#draft.set('home_assistant.language', document.documentElement.lang);
    }
    this.#draft.set(HOME_ASSISTANT, wanted);
  }
}
