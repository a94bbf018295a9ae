// Voltage, current and power of each phase, and how full its main fuse is.

import { html, nothing } from '../lit-html.js';
import { number, t } from '../i18n.js';
import { card } from './card.js';
import { notMeasured, quantity, rowHead } from './table.js';

/** Two wattmeters need no third voltage: the zeros on L2 are how the meter measures, not a fault. */
export const isMeasured = (r, n) => !(n === 2 && r?.grid === '3x230' && r.voltage_l2_v === 0);

/** @param fuse of each wire, in A; undefined while it is not known */
export function phases(r, fuse) {
  const has = (n) => r?.[`voltage_l${n}_v`] !== undefined || r?.[`current_l${n}_a`] !== undefined;
  const note = { '3x230': isMeasured(r, 2) ? 'deltaStar' : 'delta', '3n400': 'star', '1x230': 'single' }[r?.grid];
  return card('phases', t('phases'), html`
    <table id="phases">
      <thead><tr><th scope="col"><span class="unseen">${t('phase')}</span></th>
        <th scope="col">${t('voltage')}</th><th scope="col">${t('current')}</th><th scope="col">${t('power')}</th></tr></thead>
      <tbody>${[1, 2, 3].filter(has).map((n) => row(r, n, isMeasured(r, n), fuse))}</tbody>
    </table>
    <p id="grid-note" class="note">${note ? t(note) : ''}</p>
    ${fuse > 0 ? html`<p id="fuse-note" class="note">${t('fuseShare', { amperes: number(fuse) })}</p>` : nothing}`);
}

function row(r, n, measured, fuse) {
  const amperes = r[`current_l${n}_a`];
  return html`<tr>${rowHead(`L${n}`)}${
    measured ? quantity(number(r[`voltage_l${n}_v`], 1), 'V') : notMeasured()}${
    current(amperes, fuse)}${
    measured ? quantity(number(r[`net_power_l${n}_w`]), 'W') : notMeasured()}</tr>`;
}

/** A current, and what share of the fuse it is. */
const current = (amperes, fuse) => (fuse > 0 && amperes !== undefined
  ? html`<td class="num">${number(amperes, 2)} <span class="unit">A</span><br><span
      class=${amperes >= fuse ? 'note bad' : 'note'}>${number((100 * amperes) / fuse)} %</span></td>`
  : quantity(number(amperes, 2), 'A'));
