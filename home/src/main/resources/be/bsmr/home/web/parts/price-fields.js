// What energy costs, as the contract says: of the keys those that count where prices come from.

import { html, nothing } from '../lit-html.js';
import { t } from '../i18n.js';
import { PRICES, PRICES_OF } from '../settings-keys.js';
import { SOURCES } from './price-source.js';
import { field } from './fields.js';

export function priceFields(draft) {
  const source = draft.now('prices.source').toLowerCase() || 'none';
  const keys = PRICES_OF[source.replaceAll('_', '-')] ?? [];
  return html`<fieldset id="prices"><legend>${t('prices.settings')}</legend>
    ${field(draft, 'prices.source', PRICES.source, t('prices.source'), (one) => t(SOURCES[one]))}
    ${keys.map((key) => field(draft, `prices.${key}`, PRICES[key], t(`prices.${key}`)))}
    ${keys.length > 0 ? html`<p class="note">${t(source === 'bands' ? 'prices.bandsInFile' : 'prices.asOnTheCard')}</p>` : nothing}</fieldset>`;
}
