// The houses of a community: what each draws, is expected to come to and may draw, and who needs a look.

import { html } from '../lit-html.js';
import { age, kilowatts, t } from '../i18n.js';
import { card } from '../parts/card.js';
import { rowHead } from '../parts/table.js';

/** Flat 2 comes before flat 12. */
const byName = new Intl.Collator(undefined, { numeric: true }).compare;

export function houses(state) {
  const all = [...state.houses].sort((a, b) => byName(a.name, b.name));
  const odd = all.filter(({ condition }) => condition !== 'well');
  return card('houses', t('houses', { houses: all.length }), html`
    ${odd.length === 0 ? '' : html`<ul class="odd" aria-label=${t('needALook')}>${odd.map((house) => html`<li><b>${house.name}</b> <span>${trouble(house, state.silent_after_s)}</span></li>`)}</ul>`}
    <table>
      <thead><tr>
        <th scope="col">${t('house')}</th>
        <th scope="col">${t('now')} <span class="unit">kW</span></th>
        <th scope="col">${t('forecast')} <span class="unit">kW</span></th>
        <th scope="col">${t('share')} <span class="unit">kW</span></th>
        <th scope="col">${t('heardAgo')}</th>
      </tr></thead>
      <tbody>${all.map(row)}</tbody>
    </table>`, 'houses');
}

const row = (house) => html`
  <tr class=${house.condition} data-meter=${house.meter}>
    ${rowHead(house.name)}
    <td class="num">${kilowatts(house.power_w)}</td>
    <td class="num">${kilowatts(house.expected_w)}</td>
    <td class="num">${kilowatts(house.share_w)}</td>
    <td class="num">${house.condition === 'well' ? age(house.heard_s) : t(`short_${house.condition}`)}</td>
  </tr>`;

/** What bridge and topology have a word for; what is behind its colon is for who runs the fleet. */
const WHY = new Set(['damaged', 'too-large', 'future', 'too-old', 'wrong-topic', 'no-meter', 'not-its-meter', 'flood', 'implausible', 'superseded']);

function why(refused) {
  const [word] = refused.split(':');
  return WHY.has(word) ? t(`why_${word}`) : refused;
}

/** @param lately seconds: what was refused within them is why nothing is known now */
function trouble(house, lately) {
  const refused = house.condition === 'wrong_clock' && house.refused_s <= lately;
  return [
    refused ? t('clockRefused') : t(`condition_${house.condition}`, { heard: age(house.heard_s ?? 0), off: age(Math.abs(house.clock_s ?? 0)) }),
    house.refused === undefined ? '' : t('refusedBecause', { why: why(house.refused), ago: age(house.refused_s) }),
  ].filter(Boolean).join('. ');
}
