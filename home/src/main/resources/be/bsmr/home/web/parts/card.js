// A card of the ledger: a heading, and what stands below it.

import { html, nothing } from '../lit-html.js';

/**
 * @param name of the card: its heading has the id h-<name>
 * @param className of the section, or nothing
 */
export const card = (name, heading, content, className = nothing) => html`
  <section class=${className} aria-labelledby="h-${name}">
    <h2 id="h-${name}">${heading}</h2>
    ${content}
  </section>`;
