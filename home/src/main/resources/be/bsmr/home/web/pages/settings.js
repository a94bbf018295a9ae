// What the owner sets: written into the configuration file, whose own words say what does not fit; and who may come in.

import { html, nothing, render } from '../lit-html.js';
import { t } from '../i18n.js';
import { field } from '../parts/fields.js';
import { LoadFields } from '../parts/load-fields.js';
import { PeopleFields } from '../parts/people-fields.js';
import { priceFields } from '../parts/price-fields.js';
import { rowHead } from '../parts/table.js';
import { Users } from '../parts/users.js';
import { Draft } from '../settings-draft.js';
import { HOUSE, isOffered } from '../settings-keys.js';

/** Below these a key that says nothing is one of a kind of switch or a way that is not there. */
const LISTED = /^(loads\[|notify\.)/;

/** Are there before the page. */
export const style = 'style/settings.css';
export const words = ['form', 'prices'];

export default class SettingsPage {
  #root;
  #draft = new Draft(() => this.#render());
  #loads = new LoadFields(this.#draft, () => this.#render());
  #people = new PeopleFields(this.#draft, () => this.#render());
  #users = new Users(() => this.#render());

  constructor(root) {
    this.#root = root;
    this.#draft.load();
    this.#users.load();
  }

  draw() {}

  tick() {}

  redress() {
    this.#render();
  }

  close() {}

  #render() {
    const draft = this.#draft;
    render(html`<h2 class="unseen">${t('navSettings')}</h2>
      ${draft.values.get('source')?.value === 'simulator' ? html`<p class="settings" id="simulated">${t('settingsSimulated')} <a href="#/connect">${t('connectTitle')}</a></p>` : nothing}
      <form class="settings" @submit=${(event) => this.#save(event)}>
        ${draft.file ? html`${Object.entries(HOUSE).map(([name, keys]) => html`<fieldset><legend>${t(`settings_${name}`)}</legend>${
          Object.entries(keys).map(([key, kind]) => field(draft, key, kind, t(`set.${key}`), (one) => this.#named(key, one)))}</fieldset>`)}
        ${priceFields(draft)}
        ${this.#loads.view()}
        ${this.#people.view()}
        <p class="bar"><button type="submit" ?disabled=${draft.saving || !draft.changed}>${t('settingsSave')}</button>
          <span>${t('settingsFile')} <code>${draft.file}</code></span></p>` : nothing}
        <p id="settings-trouble" class="trouble" role="alert">${draft.trouble}</p>
        <p id="settings-saved" role="status">${draft.saved ? t('settingsSaved') : ''}</p>
      </form>
      ${this.#users.view()}
      ${draft.file ? html`<details><summary>${t('settingsOthers')}</summary><table class="others"><tbody>${
        [...draft.values.values()].filter((one) => !isOffered(one.key) && !(LISTED.test(one.key) && (one.value ?? '') === '' && !one.set)).map((one) =>
          html`<tr>${rowHead(html`<code>${one.key}</code>`)}<td>${one.secret ? t(one.set ? 'settingsSecret' : 'isNotSet') : one.value ?? '–'}</td></tr>`)}</tbody></table></details>` : nothing}`, this.#root);
  }

  /** Our own broker is not started where there is another, whatever is said of it. */
  #named(key, one) {
    return key === 'mqtt.broker.enabled' && one === 'true' && this.#draft.now('mqtt.host') ? t('brokerNotStarted') : null;
  }

  async #save(event) {
    event.preventDefault();
    if (!this.#loads.refuses()) {
      await this.#draft.save();
    }
    this.#root.querySelector('[aria-invalid="true"]')?.focus();
  }
}
