// What flows now.

import { html } from '../lit-html.js';
import { number, t } from '../i18n.js';

export const current = (state) => html`
  <section class="now" aria-labelledby="h-now">
    <h2 id="h-now" class="unseen">${t('now')}</h2>
    <dl>
      <div class="now-import">${power(t('import'), 'import', state?.reading?.import_power_w)}</div>
      <div>${power(t('export'), 'export', state?.reading?.export_power_w)}</div>
      <div>${power(t('mean'), 'mean', state?.quarter?.mean_net_power_w)}</div>
    </dl>
  </section>`;

const power = (label, id, watts) =>
  html`<dt>${label}</dt><dd><span id=${id} class="num">${number(watts)}</span> <span class="unit">W</span></dd>`;
