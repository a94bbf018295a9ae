// What the lines and bars of the past mean.

import { html, nothing } from '../lit-html.js';
import { t } from '../i18n.js';
import { daysOf } from '../span.js';
import { ATTACHED, LONGEST_OF_DAYS } from './past-view.js';

export function legend(kind, { span, show, compared, zoom }) {
  const comparing = compared !== 'nothing' && !zoom;
  const keys = ATTACHED.includes(show) ? [['t1', t(show)], comparing && ['dot', t(`with_${compared}`)]] : show === 'cost'
    ? [['t1', t('costKnown')], daysOf(span) > LONGEST_OF_DAYS && ['t2', t('costPeaks')], comparing && ['dot', t(`with_${compared}`)]]
    : kind === 'line'
    ? [['power', t(`show_${show}`)], comparing && ['compared', t(`with_${compared}`)]]
    : [['t1', t('import')], ['t2', `${t('import')} T2`], ['export', t('export')], comparing && ['dot', t(`with_${compared}`)]];
  return html`<div class="legend">${keys.map((key) => (key ? html`<div class=${`key-${key[0]}`}>${key[1]}</div>` : nothing))}</div>`;
}
