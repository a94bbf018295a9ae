// What came of a question about the past: a sentence, the lines of the bill, and the months.

import { html, nothing } from '../lit-html.js';
import { dayTime, kilowatts, monthLetter, monthName, number, t } from '../i18n.js';
import { rowHead } from './table.js';

const LINES = { capacity: 'otherCapacity', volume: 'otherVolume', maximum_tariff: 'otherMaximum', minimum_contribution: 'otherMinimum', vat: 'otherVat', total: 'bill.total' };

/** @param kind battery, target or control */
export function answered(kind, a) {
  if (a.status !== 'known') {
    return html`<p>${t(a.status === 'nothing_recorded' ? 'otherNotRecorded' : 'otherNothing')}</p>`;
  }
  const said = { battery, target, control }[kind](a);
  return html`<p id="otherwise-said">${said.filter(Boolean).join(' ')}</p>
    ${a.unknown_loads ? html`<p class="note">${t('otherUnknownLoads', { loads: a.unknown_loads.join(', ') })}</p>` : nothing}
    ${bars(a.months)}
    ${a.lines ? lines(a.lines) : html`<p class="note">${t('whatifUnknown')}</p>`}
    <p class="note">${t(`otherNote_${kind}`, { since: dayTime(a.recorded_since) })}</p>`;
}

const battery = (a) => [
  t('otherBattery', { given: number(a.given_kwh), sun: number(a.of_sun_kwh), more: signed(a.added_import_kwh, 0) }),
  saved(a),
  a.saves_at_most_eur_per_year > a.saves_eur_per_year && t('otherAtMost', { euro: number(a.saves_at_most_eur_per_year, 2) }),
];

const target = (a) => [
  t('otherAbove', { above: a.above_quarters, kw: kilowatts(a.question.target_w) }),
  a.waits > 0 && waited(a),
  a.above_quarters > 0 && (a.beyond_quarters > 0 ? t('otherBeyond', { beyond: a.beyond_quarters }) : t('otherCould')),
  saved(a),
];

/** How often and how long loads would have had to wait. */
export const waited = (a, decimals = 0) => t('otherWaits', { waits: a.waits, longest: hours(a.longest_wait_s), kwh: number(a.moved_kwh, decimals) });

const control = (a) => [
  t('otherHeld', { since: dayTime(a.recorded_since), times: a.sheds, longest: hours(a.longest_shed_s) }),
  a.saves_eur_per_year !== undefined && t('otherWithout', { euro: number(-a.saves_eur_per_year, 2), most: number(-a.saves_at_least_eur_per_year, 2) }),
];

function saved({ saves_eur_per_year: euro }) {
  return euro !== undefined && (euro >= 0 ? t('otherSaves', { euro: number(euro, 2) }) : t('otherAdds', { euro: number(-euro, 2) }));
}

export const signed = (value, decimals) => `${value > 0 ? '+' : ''}${number(value, decimals)}`;

/** Hours and minutes. */
const hours = (seconds) => {
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${number(minutes)} min` : `${number(Math.floor(minutes / 60))} h ${number(minutes % 60)} min`;
};

/** Two bars a month: as it was, and otherwise. */
function bars(months) {
  const most = Math.max(2500 * 1.25, ...months.map((m) => Math.max(m.was_w, m.would_w)));
  const bar = (name, watts) => html`<span class=${`bar ${name}`} .style=${`height: ${(watts / most) * 100}%`}></span>`;
  return html`<ol id="otherwise-months" class="bars pairs" aria-label=${t('peaksOfMonths')}>${months.map((m) => {
    const first = `${m.month}-01T00:00:00`;
    const meaning = t('otherMonth', { month: monthName(first), was: kilowatts(m.was_w), would: kilowatts(m.would_w) });
    return html`<li title=${meaning}><span class="column" aria-hidden="true">${bar('was', m.was_w)}${bar('would', m.would_w)}</span><span
      class="letter" aria-hidden="true">${monthLetter(first)}</span><span class="unseen">${meaning}</span></li>`;
  })}<li class="floor" aria-hidden="true" .style=${`--at: ${2500 / most}`}></li></ol>
    <div class="legend"><div class="key-was">${t('otherWas')}</div><div class="key-would">${t('whatif')}</div></div>`;
}

function lines(list) {
  const shown = list.filter(({ line }) => LINES[line]);
  const euro = (value) => html`<td class="num">${number(value, 2)}</td>`;
  return html`<table id="otherwise-lines"><thead><tr><th scope="col">€</th><th scope="col">${t('otherWas')}</th><th
      scope="col">${t('whatif')}</th><th scope="col">${t('pastChange')}</th></tr></thead>
    <tbody>${shown.map(({ line, eur, otherwise_eur: other }) => html`<tr class=${line === 'total' ? 'total' : nothing}>${rowHead(t(LINES[line]))}${
      euro(eur)}${euro(other)}<td class="num">${signed((other ?? 0) - (eur ?? 0), 2)}</td></tr>`)}</tbody></table>`;
}
