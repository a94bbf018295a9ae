// What the configuration says, and what a person has changed of it on the page and not saved yet.

import { t } from './i18n.js';
import { ours } from './ours.js';

/** Between the values of a list. */
const BETWEEN = '; ';

export class Draft {
  /** Where it is written; null before it is known, or when nobody may see it. */
  file = null;
  /** What every key says, by its key. */
  values = new Map();
  /** What a load is taken to say where it says nothing, by its keys. */
  #loadDefaults = {};
  /** By key; null = not to be written any more. */
  changes = {};
  trouble = '';
  /** The key that the trouble is about, if it is about one. */
  wrong = null;
  saved = false;
  saving = false;
  #onChange;

  /** @param onChange called when something is to be drawn anew */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  get changed() {
    return Object.keys(this.changes).length > 0;
  }

  async load() {
    try {
      const answer = await ours('api/settings');
      const told = { 204: { error: t('settingsNoFile') }, 403: { error: t('settingsOwnersOnly') } }[answer.status] ?? await answer.json();
      this.trouble = told.error ?? '';
      this.file = told.file ?? null;
      this.values = new Map((told.values ?? []).map((one) => [one.key, one]));
      this.#loadDefaults = told.load_defaults ?? {};
    } catch (trouble) {
      this.trouble = t('pastFailed', { error: trouble.message });
    }
    this.#onChange();
  }

  /** Writes all changes, or none; resolves to whether they were taken. */
  async save() {
    this.saved = await this.#ask(this.changes);
    if (this.saved) {
      this.changes = {};
      await this.load();
    }
    this.#onChange();
    return this.saved;
  }

  /** Resolves to whether the changes below a key would be taken; nothing is written. */
  async fits(below) {
    const of = Object.entries(this.changes).filter(([key]) => key.startsWith(below));
    const fits = of.length === 0 || await this.#ask({ check: Object.fromEntries(of) });
    this.#onChange();
    return fits;
  }

  async #ask(wish) {
    let taken = false;
    this.saving = true;
    this.#onChange();
    this.wrong = null;
    try {
      const answer = await ours('api/settings', { method: 'POST', body: JSON.stringify(wish) });
      const told = await answer.json();
      taken = answer.ok;
      this.trouble = told.error ?? '';
      this.wrong = told.key ?? null;
    } catch (trouble) {
      this.trouble = t('pastFailed', { error: trouble.message });
    }
    this.saving = false;
    return taken;
  }

  /** Says why nothing is written yet, and beside which key, if it is about one. */
  refuse(trouble, key = null) {
    this.saved = false;
    this.wrong = key;
    this.trouble = trouble;
    this.#onChange();
  }

  /** The text that stands in a field now. */
  now(key) {
    const changed = this.changes[key];
    const now = changed === undefined ? this.values.get(key)?.value : changed;
    return Array.isArray(now) ? now.join(BETWEEN) : now ?? '';
  }

  /** What counts where nothing is written; empty where nothing does, or a preset says it. */
  usual(key) {
    const [, item, name] = /^(loads\[[^\]]+]\.)(.+)$/.exec(key) ?? [];
    const isPreset = name && this.now(`${item}${name.split('.')[0]}.preset`) !== '';
    return isPreset ? '' : this.#loadDefaults[name] ?? '';
  }

  /** Something else is being written into what was wrong. */
  mend(key) {
    if (this.wrong === key) {
      this.trouble = '';
      this.wrong = null;
      this.#onChange();
    }
  }

  /** Takes what a person wrote; empty = as if it had never been written. */
  set(key, text, isList = false) {
    this.saved = false;
    if (text === (this.values.get(key)?.value ?? '')) {
      delete this.changes[key];
    } else if (text === '') {
      this.changes[key] = null;
    } else {
      this.changes[key] = isList ? text.split(';').map((one) => one.trim()).filter(Boolean) : text;
    }
    this.#onChange();
  }

  /** Whether anything stands below a group or an item, or will. */
  has(group) {
    const below = (key) => key.startsWith(`${group}.`);
    return Object.keys(this.changes).some(below)
      || (this.changes[group] === undefined && [...this.values.values()].some((one) => below(one.key)));
  }

  /** A group or an item goes, with all that is below it. */
  drop(group) {
    this.saved = false;
    for (const key of Object.keys(this.changes).filter((one) => one.startsWith(`${group}.`))) {
      delete this.changes[key];
    }
    if ([...this.values.keys()].some((key) => key.startsWith(`${group}.`))) {
      this.changes[group] = null;
    }
    this.#onChange();
  }
}
