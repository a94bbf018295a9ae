// What BSMR is doing and why, and what may still be started.

import { html, nothing } from '../lit-html.js';
import { hourMinute, t } from '../i18n.js';
import { said } from './journal.js';

const QUARTER_S = 900;
const SPARE = 0.05;

// What people start by hand, and what it draws while it does, W.
const APPLIANCES = { oven: 2500, washing: 2000, microwave: 1200 };

export const doing = (state) => html`
  <section class="doing" aria-labelledby="h-doing">
    <h2 id="h-doing" class="unseen">${t('doing')}</h2>
    <p id="doing">${state?.quarter ? act(state) : ''}</p>
    ${state?.quarter ? html`<dl id="may-start" class="may" aria-label=${t('mayStart')}>${mayStart(state.quarter).map(answer)}</dl>` : nothing}
  </section>`;

/** The newest decisions that still hold, or that there is nothing to do. */
function act(state) {
  const loads = state.loads ?? [];
  const newest = (load) => (state.decisions ?? []).find((d) => d.load === load.id);
  const held = loads.filter((load) =>
    load.mode === 'auto' && (load.state === 'shed' || newest(load)?.what === 'load_limited' || (newest(load)?.what === 'load_gives' && load.power_w < 0)));
  if (held.length > 0) {
    const names = new Map(loads.map((load) => [load.id, load.name]));
    return held.map((load) => (newest(load) ? said(newest(load), names) : t('doingHeld', { load: load.name }))).join('. ');
  }
  return t(loads.length === 0 ? 'doingWatch' : state.control === 'off' ? 'doingOff' : 'doingNothing');
}

/**
 * Of each appliance whether the quarter is expected to stay under the target, with a twentieth to
 * spare, when it is started now and runs until the quarter's end; if not, when the next begins.
 */
export function mayStart(q) {
  const left = QUARTER_S - q.elapsed_s;
  const room = ((q.target_w * (1 - SPARE) - q.forecast_demand_w) * QUARTER_S) / Math.max(1, left);
  const end = new Date(Date.parse(`${q.start.slice(0, 19)}Z`) + QUARTER_S * 1000).toISOString();
  return Object.entries(APPLIANCES).map(([name, watts]) => ({ name, now: q.from_start && room >= watts, then: hourMinute(end) }));
}

const answer = ({ name, now, then }) => html`<div class=${now ? 'yes' : 'no'}><dt>${t(`start_${name}`)}</dt><dd>${
  now ? t('startNow') : t('startThen', { time: then })}</dd></div>`;
