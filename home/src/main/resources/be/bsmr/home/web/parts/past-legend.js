// What the lines and bars of the past mean.

import { html, nothing } from '../lit-html.js';
import { t } from '../i18n.js';

export function legend(kind, { show, compared, zoom }) {
  const comparing = compared !== 'nothing' && !zoom;
  const keys = kind === 'line'
    ? [['power', t(`show_${show}`)], comparing && ['compared', t(`with_${compared}`)]]
    : [['t1', t('import')], ['t2', `${t('import')} T2`], ['export', t('export')], comparing && ['dot', t(`with_${compared}`)]];
  return html`<div class="legend">${keys.map((key) => (key ? html`<div class=${`key-${key[0]}`}>${key[1]}</div>` : nothing))}</div>`;
}
