// Voltage, current and power of each phase.

import { html } from '../lit-html.js';
import { number, t } from '../i18n.js';
import { card } from './card.js';
import { notMeasured, quantity, rowHead } from './table.js';

export function phases(r) {
  const has = (n) => r?.[`voltage_l${n}_v`] !== undefined || r?.[`current_l${n}_a`] !== undefined;
  // Two wattmeters need no third voltage: the zeros on L2 are how the meter measures, not a fault.
  const twoWattmeters = r?.grid === '3x230' && r.voltage_l2_v === 0;
  const note = { '3x230': twoWattmeters ? 'delta' : 'deltaStar', '3n400': 'star', '1x230': 'single' }[r?.grid];
  return card('phases', t('phases'), html`
    <table id="phases">
      <thead><tr><th scope="col"><span class="unseen">${t('phase')}</span></th>
        <th scope="col">${t('voltage')}</th><th scope="col">${t('current')}</th><th scope="col">${t('power')}</th></tr></thead>
      <tbody>${[1, 2, 3].filter(has).map((n) => row(r, n, !(twoWattmeters && n === 2)))}</tbody>
    </table>
    <p id="grid-note" class="note">${note ? t(note) : ''}</p>`);
}

function row(r, n, measured) {
  const power = net(r[`import_power_l${n}_w`], r[`export_power_l${n}_w`]);
  return html`<tr>${rowHead(`L${n}`)}${
    measured ? quantity(number(r[`voltage_l${n}_v`], 1), 'V') : notMeasured()}${
    quantity(number(r[`current_l${n}_a`], 2), 'A')}${
    measured ? quantity(number(power), 'W') : notMeasured()}</tr>`;
}

function net(imported, exported) {
  return imported === undefined && exported === undefined ? undefined : (imported ?? 0) - (exported ?? 0);
}
