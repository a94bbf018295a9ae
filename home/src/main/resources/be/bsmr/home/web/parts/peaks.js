// The month peak, what it costs, and the months before.

import { html, nothing } from '../lit-html.js';
import { kilowatts, monthLetter, monthName, number, t } from '../i18n.js';
import { card } from './card.js';
import { euroOf } from './euro.js';
import { quarterBefore } from '../span.js';

const BILLED_MINIMUM_W = 2500;

export function peaks(state) {
  const start = state?.quarter?.start;
  const month = start?.slice(0, 7);
  const known = new Map((state?.peaks ?? []).map((p) => [p.month, p]));
  const running = known.get(month);
  const bars = month ? history(lastMonths(month, 12), known) : [];
  const when = running ? (running.time ? t('peakWhen', { time: quarterBefore(Date.parse(running.time) / 1000) }) : '') : t('peakNone');
  return card('peak', t('monthPeak'), html`
    <p class="mid"><span id="peak" class="num">${kilowatts(running?.demand_w)}</span> <span class="unit">kW</span></p>
    <p id="peak-when" class="note">${start ? when : ''}</p>
    <p id="peak-cost" class="note">${cost(state?.cost)}</p>
    ${state?.cost?.capacity_eur === undefined ? nothing : euroOf('peaks')}
    <ol id="peak-history" class="bars" aria-label=${t('peakHistory')}>${bars}</ol>
    <p id="peak-floor" class="note floor-key">${month ? `${t('peakMinimum')} ${kilowatts(BILLED_MINIMUM_W)} kW` : ''}</p>`,
  'peaks');
}

/** A bar for each month, and the line that is paid for in any case. */
function history(months, known) {
  const highest = Math.max(BILLED_MINIMUM_W * 1.25, ...months.map((m) => known.get(m)?.demand_w ?? 0));
  return [
    ...months.map((m) => bar(`${m}-01T00:00:00`, known.get(m), highest)),
    html`<li class="floor" aria-hidden="true" .style=${`--at: ${BILLED_MINIMUM_W / highest}`}></li>`,
  ];
}

function bar(first, peak, highest) {
  const meaning = `${monthName(first)}: ${peak ? `${kilowatts(peak.demand_w)} kW` : t('unknown')}`;
  const height = ((peak?.demand_w ?? 0) / highest) * 100;
  return html`<li class=${peak ? '' : 'none'} title=${meaning}><span class="column"><span
    class="bar" .style=${`height: ${height}%`}></span></span><span
    class="letter" aria-hidden="true">${monthLetter(first)}</span><span class="unseen">${meaning}</span></li>`;
}

/** Of a month such as 2026-01 and those before it, the oldest first. */
export function lastMonths(month, count) {
  const [year, number] = month.split('-').map(Number);
  return Array.from({ length: count }, (_, i) =>
    new Date(Date.UTC(year, number - count + i, 1)).toISOString().slice(0, 7));
}

/** What peaks cost, where the house's area is known. */
function cost(c) {
  if (c?.capacity_eur === undefined) {
    return '';
  }
  const year = t('costYear', { euro: number(c.capacity_eur, 2) });
  return c.quarter_adds_eur > 0 ? `${year} · ${t('costQuarter', { euro: number(c.quarter_adds_eur, 2) })}` : year;
}
