// What the quarter will come to, how sure that is, and what may still be drawn.

import { html } from '../lit-html.js';
import { kilowatts, minutes, number, percent, t } from '../i18n.js';

const QUARTER_S = 900;
// Near the end of a quarter the power that would still fit grows beyond any fuse: times the target.
const MOST_LEFT = 8;

/** @param verdict what is said of the quarter */
export function slab(q, verdict) {
  const seconds = q ? QUARTER_S - q.elapsed_s : 0;
  return html`
    <section class="slab" aria-labelledby="h-expected">
      <h2 id="h-expected">${t('expected')}</h2>
      <p class="big"><span id="at-least" class="at-least" ?hidden=${!q || q.from_start}>${t('atLeast')}</span>
        <span class="figure"><span id="expected" class="num">${kilowatts(q?.forecast_demand_w)}</span> <span class="unit">kW</span></span></p>
      <p class="target" id="target">${q ? t('target', { target: kilowatts(q.target_w) }) : ''}</p>
      <p class="likely" id="likely">${q ? likely(q) : ''}</p>
      <p class="verdict" id="verdict">${verdict ? t(`verdict_${verdict}`) : ''}</p>
      <div class="left">
        <h3 id="h-left">${t(q && !q.from_start ? 'leftAtMost' : 'left')}</h3>
        <p class="mid"><span id="left" class="num">${q && seconds > 0 ? powerLeft(q) : '–'}</span> <span class="unit">W</span></p>
        <p id="left-for">${q ? t('leftFor', { time: minutes(seconds) }) : ''}</p>
      </div>
    </section>`;
}

/** How sure the forecast is. */
function likely(q) {
  const range = t('likely', { low: kilowatts(q.low80_w), high: kilowatts(q.high80_w) });
  return q.certainty === 'open' ? `${range} · ${t('chance', { percent: percent(q.break_probability) })}` : range;
}

function powerLeft(q) {
  const most = q.target_w * MOST_LEFT;
  return q.headroom_w > most ? `> ${number(most)}` : number(q.headroom_w);
}
