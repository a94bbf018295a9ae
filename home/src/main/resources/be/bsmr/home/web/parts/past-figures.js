// What a period came to, beside what it is compared with.

import { html, nothing } from '../lit-html.js';
import { dayTime, kilowatts, number, t } from '../i18n.js';
import { energies, sum } from '../past.js';
import { localTime } from '../span.js';
import { rowHead } from './table.js';

/**
 * @param days columns of the days of the period; compared: those of the other, or null
 */
export function figures(days, compared) {
  const rows = [
    [t('import'), (c) => sum(energies(c, 'import'))],
    [`${t('import')} T1`, (c) => sum(c.import_t1_wh)],
    [`${t('import')} T2`, (c) => sum(c.import_t2_wh)],
    [t('export'), (c) => sum(energies(c, 'export'))],
  ].map(([name, of]) => energy(name, of(days), compared ? of(compared) : undefined, compared !== null));
  return html`<table id="past-figures">
    <thead><tr><th scope="col"><span class="unseen">${t('tariff')}</span></th><th scope="col">${t('pastThis')}</th>${
      compared ? html`<th scope="col">${t('pastOther')}</th><th scope="col">${t('pastChange')}</th>` : nothing}</tr></thead>
    <tbody>${rows}${peak(days, compared)}</tbody></table>`;
}

function energy(name, wh, other, comparing) {
  if (wh === undefined && other === undefined) {
    return nothing;
  }
  const change = wh !== undefined && other > 0 ? `${wh >= other ? '+' : ''}${number((wh / other - 1) * 100)} %` : '–';
  return html`<tr>${rowHead(name)}${kWh(wh)}${comparing ? html`${kWh(other)}<td class="num">${change}</td>` : nothing}</tr>`;
}

const kWh = (wh) => html`<td class="num">${wh === undefined ? '–' : html`${number(wh / 1000, 1)} <span class="unit">kWh</span>`}</td>`;

function peak(days, compared) {
  const highest = highestOf(days);
  if (!highest) {
    return nothing;
  }
  const other = compared ? highestOf(compared) : null;
  return html`<tr>${rowHead(t('highestQuarter'))}${kW(highest)}${
    compared ? html`${kW(other)}<td></td>` : nothing}</tr>`;
}

const kW = (peak) => html`<td class="num">${peak
  ? html`${kilowatts(peak.watts)} <span class="unit">kW</span><br><span class="note">${dayTime(localTime(peak.end))}</span>` : '–'}</td>`;

function highestOf(columns) {
  let best = null;
  (columns.peak_w ?? []).forEach((watts, i) => {
    if (watts !== null && (best === null || watts > best.watts)) {
      best = { watts, end: columns.peak_end[i] };
    }
  });
  return best;
}
