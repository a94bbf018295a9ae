// The loads as the configuration has them: each with what it is, its limits, and what it is switched with.

import { html } from '../lit-html.js';
import { t } from '../i18n.js';
import { CONTACTS, ELSEWHERE, LOAD, SWITCHES } from '../settings-keys.js';
import { fields } from './fields.js';

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
  /** Groups that were asked for and have nothing in them yet. */
  #opened = new Set();

  /** @param onChange called when something is to be drawn anew */
  constructor(draft, onChange) {
    this.#draft = draft;
    this.#onChange = onChange;
  }

  view() {
    const keys = [...this.#draft.values.keys(), ...Object.keys(this.#draft.changes)];
    const ids = [...new Set(keys.map((key) => ITEM.exec(key)?.[1]).filter(Boolean))].filter((id) => this.#draft.has(`loads[${id}]`));
    return html`<fieldset id="loads"><legend>${t('navLoads')}</legend>
      ${ids.map((id) => this.#load(id))}
      <p class="add"><label for="new-load"><span>${t('loadNew')}</span><input id="new-load" autocomplete="off" @keydown=${(event) => this.#onKey(event)}></label>
        <button type="button" @click=${() => this.#add(document.getElementById('new-load'))}>${t('add')}</button></p></fieldset>`;
  }

  #load(id) {
    const draft = this.#draft;
    const item = `loads[${id}]`;
    const name = draft.now(`${item}.name`) || id;
    const isOpen = (draft.wrong ?? '').startsWith(`${item}.`) || !draft.values.has(`${item}.id`);
    const there = (kind) => draft.has(`${item}.${kind}`) || this.#opened.has(`${item}.${kind}`);
    const words = (key) => t(`load.${key}`);
    return html`<details class="item" ?open=${isOpen}><summary>${name} <code>${id}</code></summary>
      ${fields(draft, `${item}.`, LOAD.what, words)}
      <details class="item" ?open=${Object.keys(LOAD.limits).some((key) => draft.wrong === `${item}.${key}`)}><summary>${t('limits')}</summary>${fields(draft, `${item}.`, LOAD.limits, words)}</details>
      ${Object.entries(SWITCHES).filter(([kind]) => there(kind)).map(([kind, keys]) => html`<fieldset><legend>${t(`switch_${kind}`)}</legend>
        ${this.#parts(`${item}.${kind}.`, keys, kind === 'modulating' ? words : (key) => t(`part.${key}`))}
        <button type="button" @click=${() => this.#drop(`${item}.${kind}`)}>${t('without', { what: t(`switch_${kind}`) })}</button></fieldset>`)}
      <p class="add"><label for="switch-${id}"><span>${t('loadSwitch')}</span><select id="switch-${id}" @change=${({ target }) => this.#open(`${item}.${target.value}`, target)}>
        <option value="">–</option>${Object.keys(SWITCHES).filter((kind) => !there(kind)).map((kind) => html`<option value=${kind}>${t(`switch_${kind}`)}</option>`)}</select></label>
        <button type="button" class="remove" @click=${() => draft.drop(item)}>${t('without', { what: name })}</button></p>
      </details>`;
  }

  /** What it is switched with; a contact that hangs elsewhere than on a pin is only told. */
  #parts(below, keys, words) {
    const draft = this.#draft;
    const told = Object.keys(CONTACTS).flatMap((contact) =>
      ELSEWHERE.filter((way) => draft.has(`${below}${contact}.${way}`)).map((way) => ({ contact, way })));
    const here = Object.entries(keys).filter(([key]) => !told.some(({ contact }) => key.startsWith(`${contact}.`)));
    return html`${told.map(({ contact, way }) => {
      const relay = `${below}${contact}.${way}.`;
      const name = draft.now(`${relay}device`) || draft.now(`${relay}topic`) || draft.now(`${relay}host`);
      return html`<p class="note elsewhere">${t('contactElsewhere', { number: CONTACTS[contact], what: t(`switch_${way}`) })} <code>${name}</code></p>`;
    })}${fields(draft, below, Object.fromEntries(here), words)}`;
  }

  /** Says which group was chosen and says nothing yet, if one was: without a word it would just not be there. */
  refuses() {
    const empty = [...this.#opened].find((one) => !this.#draft.has(one) && this.#draft.has(one.replace(/\.\w+$/, '')));
    if (empty) {
      const what = t(`switch_${empty.replace(/.*\./, '')}`);
      this.#draft.refuse(t('switchEmpty', { what, without: t('without', { what }) }));
    }
    return empty !== undefined;
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

  #open(group, select) {
    this.#opened.add(group);
    select.value = '';
    this.#onChange();
  }

  #drop(group) {
    this.#opened.delete(group);
    this.#draft.drop(group);
  }
}

