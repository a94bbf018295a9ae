// The highest quarter of each of thirteen months.

import { html } from '../lit-html.js';
import { dayTime, kilowatts, monthLetter, monthName, t } from '../i18n.js';
import { card } from '../parts/card.js';
import { lastMonths } from '../parts/peaks.js';

const MONTHS = 13;

export function peaks(known, state) {
  const byMonth = new Map(known.map((p) => [p.month, p]));
  const months = lastMonths(state.time.slice(0, 7), MONTHS);
  const highest = Math.max(1, state.target_w ?? 0, ...known.map((p) => p.demand_w)) * 1.05;
  const running = byMonth.get(months.at(-1));
  return card('peaks', t('monthPeaks'), html`
    <p class="mid"><span class="num">${kilowatts(running?.demand_w)}</span> <span class="unit">kW</span></p>
    <p class="note">${running ? t(running.at_least ? 'peakAtLeast' : 'peakAt', { time: dayTime(running.start) }) : t('peakNoneYet')}</p>
    <ol class="bars" aria-label=${t('monthPeaks')}>
      ${months.map((month) => bar(month, byMonth.get(month), highest))}
      ${state.target_w === undefined ? '' : html`<li class="floor" aria-hidden="true" .style=${`--at: ${state.target_w / highest}`}></li>`}
    </ol>
    ${state.target_w === undefined ? '' : html`<p class="note floor-key">${t('target', { target: kilowatts(state.target_w) })}</p>`}`, 'peaks');
}

function bar(month, peak, highest) {
  const first = `${month}-01T00:00:00`;
  const meaning = `${monthName(first)}: ${peak ? `${kilowatts(peak.demand_w)} kW` : '–'}`;
  return html`<li class=${peak ? '' : 'none'} title=${meaning}><span class="column"><span
    class="bar" .style=${`height: ${((peak?.demand_w ?? 0) / highest) * 100}%`}></span></span><span
    class="letter" aria-hidden="true">${monthLetter(first)}</span><span class="unseen">${meaning}</span></li>`;
}
