// Rows of tables and of lists of facts.

import { html } from '../lit-html.js';
import { t } from '../i18n.js';

export const rowHead = (content) => html`<th scope="row">${content}</th>`;

/** A number with its unit; a dash has none. */
export const quantity = (value, unit) =>
  html`<td class="num">${value === '–' ? value : html`${value} <span class="unit">${unit}</span>`}</td>`;

export const notMeasured = () =>
  html`<td class="num"><span aria-hidden="true">–</span><span class="unseen">${t('notMeasured')}</span></td>`;

/** @param id of the value */
export const fact = (label, id, value, className = 'num') =>
  html`<div><dt>${label}</dt><dd id=${id} class=${className}>${value}</dd></div>`;
