// What a person sets.

import { html } from '../lit-html.js';
import { ours } from '../ours.js';

/**
 * One of several. What is refused goes back to what is so.
 *
 * @param options pairs of a value and its words
 * @param choose called with the value that a person chose; resolves to whether it was taken
 */
export const choice = (label, options, chosen, choose) => {
  const change = async ({ target }) => {
    if (!await choose(target.value)) {
      target.value = chosen;
    }
  };
  return html`<select aria-label=${label} @change=${change}>${options.map(([value, words]) =>
    html`<option value=${value} .selected=${value === chosen}>${words}</option>`)}</select>`;
};

/**
 * Asks the program for something, and whether it was taken; goes out also from a page that is left.
 * The header is what only our own page can send.
 */
export const ask = (what, body) =>
  ours(`api/${what}`, { method: 'POST', keepalive: true, body }).then((answer) => answer.ok, () => false);
