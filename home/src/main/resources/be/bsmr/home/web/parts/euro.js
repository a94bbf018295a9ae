// What the amounts in euro beside it are of, in the same words wherever some stand.

import { html, nothing } from '../lit-html.js';
import { t } from '../i18n.js';

/** @param what peaks or bill */
export const euroOf = (what) => html`<p class="note euro">${t(`euro_${what}`)} ${
  location.hash.startsWith('#/bill') ? nothing : html`<a href="#/bill">${t('euroLines')}</a>`}</p>`;
