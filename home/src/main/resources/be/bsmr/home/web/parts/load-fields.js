// The loads as the configuration has them: each with what it is, its limits, and what it is switched with.

import { html } from '../lit-html.js';
import { t } from '../i18n.js';
import { LOAD } from '../settings-keys.js';
import { fields } from './fields.js';
import { LoadSwitch } from './load-switch.js';

const ITEM = /^loads\[([^\]]+)]/;
const LONGEST_ID = 32;

/** Of "Boiler kelder" boiler-kelder; with a number behind it where that is taken. */
export function idOf(name, isTaken) {
  const plain = name.normalize('NFD').toLowerCase().replaceAll(/\p{M}/gu, '').replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '') || 'load';
  for (let number = 1; ; number++) {
    const end = number === 1 ? '' : `-${number}`;
    const id = plain.slice(0, LONGEST_ID - end.length).replace(/-$/, '') + end;
    if (!isTaken(id)) {
      return id;
    }
  }
}

export class LoadFields {
  #draft;
  #onChange;
  #switch;

  /** @param onChange called when something is to be drawn anew */
  constructor(draft, onChange) {
    this.#draft = draft;
    this.#onChange = onChange;
    this.#switch = new LoadSwitch(draft, onChange);
  }

  view() {
    return html`<fieldset id="loads"><legend>${t('navLoads')}</legend>
      ${this.#ids().map((id) => this.#load(id))}
      <p class="add"><label for="new-load"><span>${t('loadNew')}</span><input id="new-load" autocomplete="off" @keydown=${(event) => this.#onKey(event)}></label>
        <button type="button" @click=${() => this.#add(document.getElementById('new-load'))}>${t('add')}</button></p></fieldset>`;
  }

  #load(id) {
    const draft = this.#draft;
    const item = `loads[${id}]`;
    const name = draft.now(`${item}.name`) || id;
    const isOpen = (draft.wrong ?? '').startsWith(`${item}.`) || !draft.values.has(`${item}.id`);
    const words = (key) => t(`load.${key}`);
    return html`<details class="item" ?open=${isOpen}><summary>${name} <code>${id}</code></summary>
      ${fields(draft, `${item}.`, LOAD.what, words)}
      <details class="item" ?open=${Object.keys(LOAD.limits).some((key) => draft.wrong === `${item}.${key}`)}><summary>${t('limits')}</summary>${fields(draft, `${item}.`, LOAD.limits, words)}</details>
      ${this.#switch.view(id, item)}
      <p class="add"><button type="button" class="remove" @click=${() => draft.drop(item)}>${t('without', { what: name })}</button></p>
      </details>`;
  }

  /** Says what a load lacks, if one lacks something. */
  refuses() {
    return this.#switch.refuses(this.#ids());
  }

  #ids() {
    const keys = [...this.#draft.values.keys(), ...Object.keys(this.#draft.changes)];
    return [...new Set(keys.map((key) => ITEM.exec(key)?.[1]).filter(Boolean))].filter((id) => this.#draft.has(`loads[${id}]`));
  }

  #onKey(event) {
    if (event.key === 'Enter') {
      event.preventDefault();
      this.#add(event.target);
    }
  }

  #add(input) {
    const name = input.value.trim();
    if (name) {
      const id = idOf(name, (one) => this.#draft.values.has(`loads[${one}].id`) || this.#draft.has(`loads[${one}]`));
      input.value = '';
      this.#draft.set(`loads[${id}].name`, name);
    }
    this.#onChange();
  }
}
