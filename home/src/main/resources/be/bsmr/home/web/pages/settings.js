// What the owner sets: written into the configuration file, whose own words say what does not fit.

import { html, nothing, render } from '../lit-html.js';
import { t } from '../i18n.js';
import { ours } from '../ours.js';
import { rowHead } from '../parts/table.js';

const ON_OFF = ['true', 'false'];

/** What can be set here, by groups, with its unit or its choices; all other keys are shown. */
const GROUPS = {
  aim: { goal_w: 'W', limit_w: 'W', connection_w: 'W' },
  bill: { 'tariff.area': [], 'tariff.volume_kwh': 'kWh' },
  control: { 'control.mode': ['active', 'shadow', 'off'], 'control.fuse_a': 'A', silence_s: 's' },
  mqtt: { 'mqtt.broker.enabled': ON_OFF, 'mqtt.host': '', 'mqtt.port': 'n', 'mqtt.user': '', 'mqtt.site': '' },
  store: { 'store.backup.folder': '', 'store.backup.keep': 'n', 'store.keep_days': 'd' },
};
const UNITS = { n: '', d: 'd' };

export default class SettingsPage {
  #root;
  #told = null;
  #changes = {};
  #trouble = '';
  #saved = false;
  #saving = false;

  constructor(root) {
    this.#root = root;
    this.#load();
  }

  draw() {}

  tick() {}

  redress() {
    this.#render();
  }

  close() {}

  async #load() {
    try {
      const answer = await ours('api/settings');
      const told = answer.status === 204 ? { error: t('settingsNoFile') } : await answer.json();
      this.#trouble = told.error ?? '';
      this.#told = told.error ? null : told;
    } catch (trouble) {
      this.#trouble = t('pastFailed', { error: trouble.message });
    }
    this.#render();
  }

  async #save(event) {
    event.preventDefault();
    this.#saving = true;
    this.#render();
    try {
      const answer = await ours('api/settings', { method: 'POST', body: JSON.stringify(this.#changes) });
      this.#trouble = answer.ok ? '' : (await answer.json()).error;
      this.#saved = answer.ok;
    } catch (trouble) {
      this.#trouble = t('pastFailed', { error: trouble.message });
    }
    this.#saving = false;
    if (this.#saved) {
      this.#changes = {};
      await this.#load();
    }
    this.#render();
  }

  #set(key, value, was) {
    this.#saved = false;
    if (value === (was ?? '')) {
      delete this.#changes[key];
    } else {
      this.#changes[key] = value === '' ? null : value;
    }
    this.#render();
  }

  #render() {
    const values = new Map((this.#told?.values ?? []).map((one) => [one.key, one]));
    const offered = Object.entries(GROUPS)
      .map(([name, keys]) => [name, Object.entries(keys).filter(([key]) => values.has(key))])
      .filter(([, keys]) => keys.length > 0);
    const here = new Set(offered.flatMap(([, keys]) => keys.map(([key]) => key)));
    render(html`
      <form class="settings" @submit=${(event) => this.#save(event)}>
        <h2 class="unseen">${t('navSettings')}</h2>
        ${offered.map(([name, keys]) => html`<fieldset><legend>${t(`settings_${name}`)}</legend>${
          keys.map(([key, kind]) => this.#field(values.get(key), kind))}</fieldset>`)}
        ${this.#told ? html`<p class="bar"><button type="submit" ?disabled=${this.#saving || Object.keys(this.#changes).length === 0}>${t('settingsSave')}</button>
          <span>${t('settingsFile')} <code>${this.#told.file}</code></span></p>` : nothing}
        <p id="settings-trouble" class="trouble" role="alert">${this.#trouble}</p>
        <p id="settings-saved" role="status">${this.#saved ? t('settingsSaved') : ''}</p>
      </form>
      ${this.#told ? html`<details><summary>${t('settingsOthers')}</summary><table class="others"><tbody>${
        this.#told.values.filter((one) => !here.has(one.key)).map((one) =>
          html`<tr>${rowHead(html`<code>${one.key}</code>`)}<td>${one.secret ? t('settingsSecret') : one.value ?? '–'}</td></tr>`)}</tbody></table></details>` : nothing}`, this.#root);
  }

  #field({ key, value, choices }, kind) {
    const now = this.#changes[key] === undefined ? value ?? '' : this.#changes[key] ?? '';
    const id = `set-${key.replaceAll('.', '-')}`;
    const change = ({ target }) => this.#set(key, target.value, value);
    const label = html`<span>${t(`set.${key}`)}${typeof kind === 'string' && kind ? html` <span class="unit">${UNITS[kind] ?? kind}</span>` : nothing}</span>`;
    if (Array.isArray(kind)) {
      const all = choices ?? kind;
      const options = all.includes(now) ? all : [now, ...all];
      return html`<label for=${id}>${label}<select id=${id} @change=${change}>${options.map((one) =>
        html`<option value=${one} .selected=${one === now}>${one === '' ? '–' : ON_OFF.includes(one) ? t(`is_${one}`) : one}</option>`)}</select></label>`;
    }
    return html`<label for=${id}>${label}<input id=${id} type=${kind ? 'number' : 'text'} .value=${now} @change=${change}></label>`;
  }
}
