// What was decided lately, and why.

import { html } from '../lit-html.js';
import { clock, costWords, dayTime, hourMinute, kilowatts, number, t } from '../i18n.js';

export function journal(state) {
  const names = new Map((state?.loads ?? []).map((load) => [load.id, load.name]));
  const today = state?.reading?.time.slice(0, 10);
  return html`
    <section aria-labelledby="h-decisions">
      <h2 id="h-decisions">${t('decisions')}</h2>
      <ol id="decisions" class="decisions" tabindex="0" aria-labelledby="h-decisions">${
        state?.decisions?.length === 0
          ? html`<li class="note">${t('noDecisions')}</li>`
          : (state?.decisions ?? []).map((decision) => decisionRow(decision, names, today))}</ol>
    </section>`;
}

export const decisionRow = (d, names, today) => html`<li class=${d.what}><time
  class="num" datetime=${d.time}>${d.time.slice(0, 10) === today ? clock(d.time) : dayTime(d.time)}</time><span>${
  d.shadow ? t('journal.shadow', { words: said(d, names) }) : said(d, names)}</span></li>`;

export const said = (d, names) => t(`journal.${d.what}`, {
  load: names.get(d.load) ?? d.load,
  demand: kilowatts(d.demand_w),
  other: kilowatts(d.other_demand_w),
  target: kilowatts(d.target_w),
  power: kilowatts(d.power_w),
  given: kilowatts(Math.abs(d.power_w)),
  chance: Math.round((d.break_probability ?? 0) * 100),
  from: hourMinute(d.from),
  until: hourMinute(d.until),
  cost: costWords(d.eur_per_year),
  euro: number(d.eur_per_year, 2),
  saved: number(d.saves_eur, 2),
});
