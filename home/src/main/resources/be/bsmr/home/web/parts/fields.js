// Fields of the configuration, with the words of the configuration beside the one that does not fit.

import { html, nothing } from '../lit-html.js';
import { t } from '../i18n.js';
import { NETWORK, ON_OFF } from '../settings-keys.js';

const UNITS = { n: '', list: '', secret: '', d: 'd' };
/** What is said of a choice instead of its own word. */
const WORDS = { ...Object.fromEntries(ON_OFF.map((one) => [one, `is_${one}`])), [NETWORK[0]]: 'bind_here', [NETWORK[1]]: 'bind_all' };
/** Choices that are words of a language, and not names. */
const SPOKEN = new Set(['active', 'shadow', 'off', 'low', 'normal', 'high', 'none', 'ampere', 'watt', 'percent']);
const PLAIN = new Set(['', 'list', 'secret']);

const plain = (one) => {
  const lower = one.toLowerCase();
  return one === '' ? '–' : WORDS[one] ? t(WORDS[one]) : SPOKEN.has(lower) ? t(`choice_${lower}`) : lower;
};

/**
 * One key of the configuration.
 *
 * @param kind its unit or kind, or its choices; see settings-keys.js
 * @param label what people call it
 * @param words of one of its choices, where it has no word of its own here
 */
export const field = (draft, key, kind, label, words = null) => {
  const id = `set-${key.replaceAll(/[.[\]]+/g, '-')}`;
  const value = draft.now(key);
  const known = draft.values.get(key);
  const wrong = draft.wrong === key;
  const change = ({ target }) => draft.set(key, target.value, kind === 'list');
  // While a person writes, not when he goes on: what moves then moves the button from under his finger.
  const write = () => draft.mend(key);
  const unit = typeof kind === 'string' ? UNITS[kind] ?? kind : '';
  const note = wrong ? html`<span id="${id}-wrong" class="trouble">${draft.trouble}</span>` : nothing;
  const name = html`<span>${label}${unit ? html` <span class="unit">${unit}</span>` : nothing}</span>`;
  if (Array.isArray(kind)) {
    // The configuration takes a word in any case, and says it in its own.
    const offered = known?.choices ?? kind;
    const all = offered.map((one) => (one === value.toLowerCase() ? value : one));
    const usual = draft.usual(key);
    const named = (one) => (one === '' && usual ? t('form.usual', { what: plain(usual) }) : words?.(one) ?? known?.names?.[all.indexOf(one)] ?? plain(one));
    const options = all.includes(value) ? all : [value, ...all];
    return html`<label for=${id}>${name}<select id=${id} aria-invalid=${wrong} aria-describedby=${wrong ? `${id}-wrong` : nothing} @input=${write} @change=${change}>${options.map((one) =>
      html`<option value=${one} .selected=${one === value}>${named(one)}</option>`)}</select>${note}</label>`;
  }
  return html`<label for=${id}>${name}<input id=${id} class=${kind === 'secret' ? 'hidden-text' : nothing} type=${PLAIN.has(kind) ? 'text' : 'number'} step="any" autocomplete="off" spellcheck="false"
    placeholder=${kind === 'secret' ? t(known?.set ? 'isSet' : 'isNotSet') : draft.usual(key) || nothing} aria-invalid=${wrong} aria-describedby=${wrong ? `${id}-wrong` : nothing} .value=${value} @input=${write} @change=${change}>${note}</label>`;
};

/** All of a group, whose keys stand below another. */
export const fields = (draft, below, keys, words) =>
  Object.entries(keys).map(([name, kind]) => field(draft, `${below}${name}`, kind, words(name)));
