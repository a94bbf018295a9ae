// What a load is switched or set with: the choice of it, and what each way asks.

import { html, nothing } from '../lit-html.js';
import { manual, t } from '../i18n.js';
import { BESIDE_PRESET, CONTACTS, DEVICES, ELSEWHERE, SWITCHES, WAYS } from '../settings-keys.js';
import { fields } from './fields.js';

/** Instead of a switch: whoever listens to the load's topic switches it. */
const TOPIC = 'topic';
/** Is set beside a switch, and switches nothing itself. */
const RANGE = 'modulating';
const KINDS = Object.keys(SWITCHES);
/** Of labels that show a blank as it is to be written. */
const LITERAL = { value: '{value}' };

export class LoadSwitch {
  #draft;
  #onChange;
  /** Groups that were asked for and have nothing in them yet. */
  #opened = new Set();
  /** Loads without a switch that somebody wants so. */
  #toldOnly = new Set();

  /** @param onChange called when something is to be drawn anew */
  constructor(draft, onChange) {
    this.#draft = draft;
    this.#onChange = onChange;
  }

  /** @param item as in loads[boiler] */
  view(id, item) {
    const there = this.#there(item);
    const ways = there.filter((kind) => kind !== RANGE);
    return html`${this.#choice(id, item, ways[0])}
      ${there.map((kind) => html`<fieldset data-switch=${kind}><legend>${t(`switch_${kind}`)}</legend>
        ${this.#parts(`${item}.${kind}.`, SWITCHES[kind], (key) => (kind === RANGE ? t(`load.${key}`) : t(`part.${key}`, LITERAL)))}
        <button type="button" @click=${() => this.#drop(`${item}.${kind}`)}>${t('without', { what: t(`switch_${kind}`) })}</button></fieldset>`)}
      ${ways.length > 0 ? this.#besides(id, item, ways) : nothing}
      ${there.includes(RANGE) ? nothing : html`<p class="add"><button type="button" id="range-${id}" @click=${() => this.#open(`${item}.${RANGE}`)}>${t('form.range')}</button></p>`}`;
  }

  /** Says of the first load that lacks something what that is: without a word it would just not be there. */
  refuses(ids) {
    const bare = ids.find((id) => this.#there(`loads[${id}]`).every((kind) => kind === RANGE) && !this.#isToldOnly(`loads[${id}]`));
    const empty = [...this.#opened].find((one) => !this.#draft.has(one) && this.#draft.has(one.replace(/\.\w+$/, '')));
    if (bare) {
      this.#draft.refuse(t('form.noSwitch', { load: this.#draft.now(`loads[${bare}].name`) || bare }), `loads[${bare}].switch`);
    } else if (empty) {
      const what = t(`switch_${empty.replace(/.*\./, '')}`);
      this.#draft.refuse(t('switchEmpty', { what, without: t('without', { what }) }));
    }
    return (bare ?? empty) !== undefined;
  }

  /** Shows what was chosen: a device by its name, or a way. */
  #choice(id, item, way) {
    const draft = this.#draft;
    const preset = `${way}.${draft.now(`${item}.${way}.preset`)}`;
    const now = way === undefined ? (this.#isToldOnly(item) ? TOPIC : '') : preset in DEVICES ? preset : way;
    const wrong = draft.wrong === `${item}.switch`;
    const option = (one, words) => html`<option value=${one} .selected=${one === now}>${words}</option>`;
    const named = (one) => option(one, DEVICES[one] ?? t(`switch_${one}`));
    return html`<label for="switch-${id}"><span>${t('loadSwitch')}</span><select id="switch-${id}" aria-invalid=${wrong} aria-describedby=${wrong ? `switch-${id}-wrong` : nothing}
        @change=${({ target }) => this.#choose(item, way, target.value)}>
        ${now === '' ? option('', t('form.choose')) : nothing}
        <optgroup label=${t('form.devices')}>${Object.keys(DEVICES).map(named)}</optgroup>
        <optgroup label=${t('form.ways')}>${WAYS.map(named)}${option(TOPIC, t('form.nothing'))}</optgroup></select>
        ${wrong ? html`<span id="switch-${id}-wrong" class="trouble">${draft.trouble}</span>` : nothing}</label>
      <p class="note">${way === undefined ? html`${t('form.toldOnly')} <code>bsmr/${draft.now('mqtt.site')}/load/${id}/set</code>. ` : nothing}<a href=${manual('loads')} target="_blank">${t('help')}</a></p>`;
  }

  /** A load may be told in more ways than one, but rarely is. */
  #besides(id, item, ways) {
    const others = KINDS.filter((kind) => kind !== RANGE && !ways.includes(kind));
    return html`<label for="also-${id}"><span>${t('form.also')}</span><select id="also-${id}" @change=${({ target }) => this.#also(item, target)}>
      <option value="">${t('form.alsoNone')}</option>${others.map((kind) => html`<option value=${kind}>${t(`switch_${kind}`)}</option>`)}</select></label>`;
  }

  /** A contact that hangs elsewhere than on a pin is only told. */
  #parts(below, keys, words) {
    const draft = this.#draft;
    const told = Object.keys(CONTACTS).flatMap((contact) =>
      ELSEWHERE.filter((way) => draft.has(`${below}${contact}.${way}`)).map((way) => ({ contact, way })));
    const here = Object.entries(keys).filter(([key]) => !told.some(({ contact }) => key.startsWith(`${contact}.`)));
    return html`${told.map(({ contact, way }) => {
      const relay = `${below}${contact}.${way}.`;
      const name = draft.now(`${relay}device`) || draft.now(`${relay}topic`) || draft.now(`${relay}host`);
      return html`<p class="note elsewhere">${t('contactElsewhere', { number: CONTACTS[contact], what: t(`switch_${way}`) })} <code>${name}</code></p>`;
    })}${this.#asked(below, here, words)}`;
  }

  /** What a preset says already is folded away. */
  #asked(below, keys, words) {
    const draft = this.#draft;
    const among = (list) => fields(draft, below, Object.fromEntries(list), words);
    if (!draft.now(`${below}preset`)) {
      return among(keys);
    }
    const rest = keys.filter(([key]) => !BESIDE_PRESET.includes(key));
    return html`${among(keys.filter(([key]) => BESIDE_PRESET.includes(key)))}
      <details class="item" ?open=${rest.some(([key]) => draft.wrong === `${below}${key}`)}><summary>${t('form.differs')}</summary>${among(rest)}</details>`;
  }

  /** The ways that a load has, or is being given, in their order. */
  #there(item) {
    return KINDS.filter((kind) => this.#draft.has(`${item}.${kind}`) || this.#opened.has(`${item}.${kind}`));
  }

  /** What the file leaves without a switch is meant so, too. */
  #isToldOnly(item) {
    const inFile = (kind) => kind !== RANGE && [...this.#draft.values.keys()].some((key) => key.startsWith(`${item}.${kind}.`));
    return this.#toldOnly.has(item) || (this.#draft.values.has(`${item}.id`) && !KINDS.some(inFile));
  }

  /** Another way instead of the one that it has. */
  #choose(item, before, chosen) {
    const [kind, preset = ''] = chosen.split('.');
    if (before && before !== kind) {
      this.#drop(`${item}.${before}`);
    }
    this.#draft.mend(`${item}.switch`);
    this.#toldOnly.delete(item);
    if (kind === TOPIC) {
      this.#toldOnly.add(item);
    } else {
      this.#open(`${item}.${kind}`);
      if ('preset' in SWITCHES[kind]) {
        this.#draft.set(`${item}.${kind}.preset`, preset);
      }
    }
    this.#onChange();
  }

  #also(item, select) {
    this.#open(`${item}.${select.value}`);
    select.value = '';
  }

  /** What was taken away and not saved yet is there again. */
  #open(group) {
    this.#opened.add(group);
    if (this.#draft.changes[group] === null) {
      delete this.#draft.changes[group];
    }
    this.#onChange();
  }

  #drop(group) {
    this.#opened.delete(group);
    this.#draft.drop(group);
  }
}
