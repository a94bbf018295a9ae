// What is said of the quarter, in a colour that is seen from across the room.

import { age, kilowatts, minutes, t } from '../i18n.js';
import { html } from '../lit-html.js';

const QUARTER_S = 900;

/** What is wrong with what is shown, else what is said of the quarter. */
const said = ({ condition, age: seconds, verdict }) => ({
  lost: () => t('lost'),
  waiting: () => t('waiting'),
  stale: () => t('stale', { age: age(seconds ?? 0) }),
  live: () => (verdict ? t(`verdict_${verdict}`) : ''),
})[condition]();

export function band(store) {
  const q = store.state?.quarter;
  return html`
    <header class="band">
      <p id="said" class="said">${said(store)}</p>
      <p class="expected"><span class="unseen">${t('expected')}</span>
        <small id="at-least" ?hidden=${!q || q.from_start}>${t('atLeast')}</small>
        <span class="figure"><span id="expected" class="num">${kilowatts(q?.forecast_demand_w)}</span> <span class="unit">kW</span></span></p>
      <p id="target">${q ? t('target', { target: kilowatts(q.target_w) }) : ''}</p>
      <p id="time-left" class="num">${q ? t('panelLeft', { time: minutes(QUARTER_S - q.elapsed_s) }) : ''}</p>
    </header>`;
}
