// Messages to people: the ways to them, what they are told, and a message to try it.

import { html } from '../lit-html.js';
import { t } from '../i18n.js';
import { ours } from '../ours.js';
import { CHANNELS, PEOPLE, RULE, RULES } from '../settings-keys.js';
import { field, fields } from './fields.js';

export class PeopleFields {
  #draft;
  #onChange;
  #trying = false;
  #outcome = [];

  /** @param onChange called when something is to be drawn anew */
  constructor(draft, onChange) {
    this.#draft = draft;
    this.#onChange = onChange;
  }

  view() {
    const draft = this.#draft;
    return html`<fieldset id="people"><legend>${t('settings_people')}</legend>
      ${Object.entries(PEOPLE).map(([key, kind]) => field(draft, key, kind, t(`set.${key}`)))}
      ${Object.entries(CHANNELS).map(([channel, keys]) => {
        const below = `notify.${channel}`;
        const isOn = Object.entries(keys).some(([key, kind]) => (kind === 'secret' ? draft.values.get(`${below}.${key}`)?.set : key !== 'server' && kind === '' && draft.now(`${below}.${key}`)) && draft.changes[below] !== null);
        return html`<details class="item" ?open=${(draft.wrong ?? '').startsWith(`${below}.`)}><summary>${t(`channel_${channel}`)} <span class="note">${isOn ? t('isSet') : ''}</span></summary>
          ${fields(draft, `${below}.`, keys, (key) => t(`part.${key}`))}
          ${isOn ? html`<button type="button" @click=${() => draft.drop(below)}>${t('without', { what: t(`channel_${channel}`) })}</button>` : ''}</details>`;
      })}
      <details class="item"><summary>${t('whatIsTold')}</summary><table class="rules"><thead><tr><th scope="col">${t('whatIsTold')}</th>${Object.keys(RULE).map((key) => html`<th scope="col">${t(`rule.${key}`)}</th>`)}</tr></thead><tbody>
        ${RULES.map((rule) => html`<tr><th scope="row">${t(`rule_${rule}`)}</th>${Object.entries(RULE).map(([key, kind]) => html`<td>${field(draft, `notify.rules.${rule}.${key}`, kind, html`<span class="unseen">${t(`rule_${rule}`)}: ${t(`rule.${key}`)}</span>`)}</td>`)}</tr>`)}</tbody></table></details>
      <p class="add"><button type="button" id="try-people" ?disabled=${this.#trying || draft.changed} @click=${() => this.#try()}>${t('tryPeople')}</button> <span class="note">${draft.changed ? t('trySaved') : ''}</span></p>
      <ul role="status">${this.#outcome.map((one) => html`<li class=${one.trouble ? 'trouble' : ''}>${one.trouble ? t('notTaken', { channel: one.channel, why: one.trouble }) : t('taken', { channel: one.channel })}</li>`)}</ul></fieldset>`;
  }

  async #try() {
    this.#trying = true;
    this.#outcome = [];
    this.#onChange();
    try {
      const answer = await ours('api/notify/test', { method: 'POST', body: '{}' });
      const told = await answer.json();
      this.#outcome = told.channels ?? [{ channel: 'BSMR', trouble: told.error }];
    } catch (trouble) {
      this.#outcome = [{ channel: 'BSMR', trouble: trouble.message }];
    }
    this.#trying = false;
    this.#onChange();
  }
}
