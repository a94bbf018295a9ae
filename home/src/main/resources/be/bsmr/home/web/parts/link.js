// How the cable to the meter does.

import { html } from '../lit-html.js';
import { age, dayClock, number, t } from '../i18n.js';
import { card } from './card.js';
import { fact } from './table.js';

/** What is wrong with the cable, in words; empty when nothing is. */
export function trouble(link) {
  const why = link?.[`trouble_${document.documentElement.lang}`] ?? link?.trouble;
  return why && !link.connected ? `${t('disconnected')}: ${why}` : '';
}

/** @param seconds since the newest telegram; undefined before the first */
export const linkCard = (link, seconds, meter) => card('link', t('link'), html`
  <p id="link-state" class="link-state ${link?.connected ? 'good' : 'bad'}">${
    link?.connected ? t('connected') : trouble(link) || t('disconnected')}</p>
  <dl class="facts">
    ${fact(t('lastTelegram'), 'link-age', seconds === undefined ? '–' : t('ago', { age: age(seconds) }))}
    ${fact(t('accepted'), 'link-accepted', number(link?.accepted))}
    ${fact(t('rejected'), 'link-rejected', rejected(link))}
    ${fact(t('skew'), 'link-skew', skew(link?.clock_skew_s))}
  </dl>
  <details>
    <summary>${t('more')}</summary>
    <dl class="facts">
      ${fact(t('meter'), 'meter', meter ?? '–', '')}
      ${fact(t('recentRejected'), 'link-recent', recent(link))}
      ${fact(t('lastRejected'), 'link-last-rejected', last(link?.last_rejected))}
      ${fact(t('strayBytes'), 'link-stray', number(link?.stray_bytes))}
      ${fact(t('bytes'), 'link-bytes', number(link?.bytes))}
      ${fact(t('linkSource'), 'link-source', link?.source ?? '–', '')}
      ${fact(t('timesOpened'), 'link-opened', number(link?.opened))}
    </dl>
  </details>`);

function rejected(link) {
  const causes = Object.entries(link?.rejected_by ?? {}).map(([cause, n]) => `${cause} ${number(n)}`);
  return number(link?.rejected) + (causes.length ? ` (${causes.join(', ')})` : '');
}

const recent = (link) => (link
  ? t('recent', { rejected: number(link.recent_rejected), telegrams: number(link.recent_telegrams) })
  : '–');

const last = (one) => (one
  ? t('rejectedAt', { cause: one.cause, time: dayClock(one.time), offset: number(one.offset) })
  : '–');

/** How far the meter's clock is from ours; less than two seconds is the telegram's own journey. */
function skew(seconds) {
  if (seconds === undefined) {
    return '–';
  }
  const near = Math.abs(seconds) < 2;
  return near ? t('skewNone') : t(seconds < 0 ? 'skewBehind' : 'skewAhead', { age: age(Math.abs(seconds)) });
}
