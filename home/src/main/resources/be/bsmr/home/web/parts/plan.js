// The coming day: its graph, what each colour is, and the same in words.

import { html } from '../lit-html.js';
import { costWords, hourMinute, kilowatts, number, t } from '../i18n.js';
import { colourOf, drawing } from './plan-graph.js';

/** Whether there is anything to show of a plan, which may be null. */
export const showsPlan = (plan) => plan !== null && drawing(plan).length > 0;

export function planCard(plan) {
  const shown = showsPlan(plan);
  const sentences = shown ? inWords(plan) : [];
  return html`
    <section id="plan" class="plan" aria-labelledby="h-plan" ?hidden=${!shown}>
      <h2 id="h-plan">${t('plan')}</h2>
      <dl id="plan-legend" class="legend">${shown ? legend(plan) : ''}</dl>
      <div id="plan-graph" class="graph" role="img" aria-label=${[t('plan'), ...sentences].join('. ')}></div>
      <ul id="plan-turns" class="turns">${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>
    </section>`;
}

function inWords(plan) {
  const sentences = plan.loads.flatMap((load) => load.turns.map(({ from, until, mean_w: mean }) =>
    t('planTurn', { load: load.name, from: hourMinute(from), until: hourMinute(until), power: kilowatts(mean) })));
  if (plan.level_w > plan.target_w) {
    sentences.push(t('journal.level_raised', {
      demand: kilowatts(plan.target_w),
      target: kilowatts(plan.aim_w),
      load: plan.loads.find((load) => load.id === plan.because)?.name,
      cost: costWords(plan.eur_per_year),
    }));
  }
  if (plan.price_peak_eur_per_year !== undefined) {
    sentences.push(t('journal.level_raised_for_price', {
      demand: kilowatts(plan.target_w),
      target: kilowatts(plan.fill_w),
      saved: number(plan.saves_eur, 2),
      euro: number(plan.price_peak_eur_per_year, 2),
    }));
  } else if (plan.saves_eur >= 0.01) {
    sentences.push(t('planSaves', { saved: number(plan.saves_eur, 2) }));
  }
  if (!plan.day_known) {
    sentences.push(t('planFirstDay'));
  }
  return sentences;
}

const legend = (plan) => [
  key('key-house', '--house', t('planHouse')),
  ...drawing(plan).map((load) => key('key-load', colourOf(load.place), load.name)),
  ...(plan.fill_w > 0 ? [key('key-level', '--ink', t('planLevel'), plan.fill_w)] : []),
  key('key-limit', '--limit', t('planTarget'), plan.target_w),
];

const key = (kind, colour, name, watts) => html`<div class=${kind} .style=${`--colour: var(${colour})`}><dt>${name}</dt><dd
  class="num">${watts === undefined ? '' : `${kilowatts(watts)} kW`}</dd></div>`;
