// The registers of the meter.

import { html } from '../lit-html.js';
import { number, t } from '../i18n.js';
import { card } from './card.js';
import { rowHead } from './table.js';

export const registers = (r = {}) => card('registers', t('registers'), registerTable(r));

/** What was drawn and given since the meter hangs there. */
export const registerTable = (r = {}) => html`
  <table id="registers">
    <thead><tr><th scope="col"><span class="unseen">${t('tariff')}</span></th>
      <th scope="col"><span>${t('import')}</span> <span class="unit">kWh</span></th>
      <th scope="col"><span>${t('export')}</span> <span class="unit">kWh</span></th></tr></thead>
    <tbody>${rows(r)}</tbody>
  </table>`;

function rows(r) {
  const tariffs = [1, 2, 3, 4, 5].filter((n) => `import_t${n}_wh` in r || `export_t${n}_wh` in r);
  const all = tariffs.map((n) => row(tariff(n, r.tariff === n), r[`import_t${n}_wh`], r[`export_t${n}_wh`]));
  if ('import_wh' in r || 'export_wh' in r) {
    all.push(row(t('total'), r.import_wh, r.export_wh));
  }
  return all;
}

const tariff = (n, active) => (active ? html`T${n} <span class="active">${t('tariffNow')}</span>` : `T${n}`);

const row = (name, imported, exported) => html`<tr>${rowHead(name)}${kWh(imported)}${kWh(exported)}</tr>`;

const kWh = (wh) => html`<td class="num">${number(wh === undefined ? undefined : wh / 1000, 3)}</td>`;
