// What the month peaks would have been without control, as far as that is known.

import { html, nothing } from '../lit-html.js';
import { dayTime, kilowatts, number, t } from '../i18n.js';

/** What is known of a month; undefined when nothing is. */
export const uncontrolled = (month, without) => without?.months?.find((m) => m.month === month);

/** The likely peak, what it could not have passed, and what it adds to the year's bill. */
export function withoutCell(m) {
  if (!m) {
    return html`<td class="num"><span aria-hidden="true">–</span><span class="unseen">${t('unknown')}</span></td>`;
  }
  return html`<td class="num">${kilowatts(m.would_w)}<br><span class="note">≤ ${kilowatts(m.most_w)}${
    m.more_eur > 0 ? html`<br>+${number(m.more_eur, 2)} €` : nothing}</span></td>`;
}

/** What this month would have cost more. */
export function withoutControl(without) {
  const m = without?.months?.at(-1);
  if (!m) {
    return '';
  }
  const blanks = { would: kilowatts(m.would_w), most: kilowatts(m.most_w), euro: number(m.more_eur, 2), mostEuro: number(m.more_at_most_eur, 2) };
  const said = m.most_w > m.was_w ? t(m.more_eur === undefined ? 'withoutPeak' : 'withoutCosts', blanks) : t('withoutSame');
  return `${said} ${t('withoutSince', { since: dayTime(without.recorded_since) })}`;
}
