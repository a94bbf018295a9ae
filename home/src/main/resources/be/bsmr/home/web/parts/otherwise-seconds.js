// What came of each second of the last days through BSMR itself: a sentence or two, and a row a month.

import { html, nothing } from '../lit-html.js';
import { dayTime, kilowatts, monthName, number, t } from '../i18n.js';
import { signed, waited } from './otherwise-answer.js';
import { rowHead } from './table.js';

/** @param kind battery or target */
export function eachSecond(kind, a) {
  if (a.status !== 'known') {
    return html`<p>${t('otherNoSeconds')}</p>`;
  }
  return html`<p id="otherwise-said">${{ battery, target }[kind](a).filter(Boolean).join(' ')}</p>
    ${a.unknown_loads ? html`<p class="note">${t('otherAsTheyWere', { loads: a.unknown_loads.join(', ') })}</p>` : nothing}
    ${table(a.months)}
    <p class="note">${t('otherSpan', { from: dayTime(a.from), to: dayTime(a.to), learned: dayTime(a.learned_from), quarters: a.quarters, missing: a.left_out_quarters })}
      ${t(`otherSecondsNote_${kind}`)}</p>`;
}

const battery = (a) => [t('otherBatterySeconds', { given: number(a.given_kwh, 1), taken: number(a.taken_kwh, 1), more: signed(a.added_import_kwh, 1) })];

const target = (a) => [
  t('otherAbove', { above: a.above_quarters, kw: kilowatts(a.question.target_w) }),
  a.above_quarters > 0 && (a.still_above_quarters > 0 ? t('otherStillAbove', { above: a.still_above_quarters }) : t('otherNoneAbove')),
  a.waits > 0 && waited(a, 1),
  a.waits > 0 && (a.left_kwh > 0 ? t('otherLeft', { kwh: number(a.left_kwh, 1) }) : t('otherAllDrawn')),
];

function table(months) {
  const head = (key) => html`<th scope="col">${t(key)}</th>`;
  const cell = (watts) => html`<td class="num">${watts === undefined ? '–' : kilowatts(watts)} <span class="unit">kW</span></td>`;
  return html`<table id="otherwise-seconds"><thead><tr><th scope="col">${t('month')}</th>${head('otherWas')}${head('otherByQuarters')}${head('otherThrough')}</tr></thead>
    <tbody>${months.map((m) => html`<tr>${rowHead(monthName(`${m.month}-01T00:00:00`))}${cell(m.was_w)}${cell(m.quarters_w)}${cell(m.would_w)}</tr>`)}</tbody></table>`;
}
