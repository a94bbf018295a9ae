// What a period came to, beside what it is compared with.

import { html, nothing } from '../lit-html.js';
import { dayTime, kilowatts, number, t } from '../i18n.js';
import { energies, sum } from '../past.js';
import { localTime } from '../span.js';
import { rowHead } from './table.js';

const QUARTER_S = 900;

/**
 * @param days columns of the days of the period; compared: those of the other, or null
 * @param months columns of the months of a period of whole months, or null; comparedMonths: those of the other
 */
export function figures(days, compared, months, comparedMonths) {
  const rows = [
    [t('import'), (c) => sum(energies(c, 'import'))],
    [`${t('import')} T1`, (c) => sum(c.import_t1_wh)],
    [`${t('import')} T2`, (c) => sum(c.import_t2_wh)],
    [t('export'), (c) => sum(energies(c, 'export'))],
  ].map(([name, of]) => energy(name, of(days), compared ? of(compared) : undefined, compared !== null));
  return html`<table id="past-figures">
    <thead><tr><th scope="col"><span class="unseen">${t('tariff')}</span></th><th scope="col">${t('pastThis')}</th>${
      compared ? html`<th scope="col">${t('pastOther')}</th><th scope="col">${t('pastChange')}</th>` : nothing}</tr></thead>
    <tbody>${rows}${peak(days, compared)}${cost(t('costNetwork'), 'network_eur', days, compared)}${
      months ? cost(t('costPeaks'), 'capacity_eur', months, comparedMonths) : nothing}</tbody></table>
    <p id="past-cost" class="note">${t(days.network_eur ? 'costNote' : 'costNoRates')}</p>`;
}

/** Euros of a column, where any is known. */
function cost(name, column, told, compared) {
  const [euro, other] = [sum(told[column]), compared ? sum(compared[column]) : undefined];
  if (euro === undefined && other === undefined) {
    return nothing;
  }
  const cell = (value) => html`<td class="num">${value === undefined ? '–' : html`${number(value, 2)} <span class="unit">€</span>`}</td>`;
  return html`<tr>${rowHead(name)}${cell(euro)}${compared ? html`${cell(other)}${change(euro, other)}` : nothing}</tr>`;
}

const change = (now, other) => html`<td class="num">${
  now !== undefined && other > 0 ? `${now >= other ? '+' : ''}${number((now / other - 1) * 100)} %` : '–'}</td>`;

function energy(name, wh, other, comparing) {
  if (wh === undefined && other === undefined) {
    return nothing;
  }
  return html`<tr>${rowHead(name)}${kWh(wh)}${comparing ? html`${kWh(other)}${change(wh, other)}` : nothing}</tr>`;
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
  ? html`${kilowatts(peak.watts)} <span class="unit">kW</span><br><span class="note">${dayTime(localTime(peak.end - QUARTER_S))}</span>` : '–'}</td>`;

function highestOf(columns) {
  let best = null;
  (columns.peak_w ?? []).forEach((watts, i) => {
    if (watts !== null && (best === null || watts > best.watts)) {
      best = { watts, end: columns.peak_end[i] };
    }
  });
  return best;
}
