// What flows, what the quarter comes to, and how each wire does.

import { number, t } from '../i18n.js';
import { html } from '../lit-html.js';
import { isMeasured } from './phases.js';

const figure = (id, label, value, unit) => html`
  <div class="key-${id}"><dt>${label}</dt><dd><span id=${id} class="num">${number(value)}</span> <span class="unit">${unit}</span></dd></div>`;

export const flows = (state) => html`
  <dl class="flows">
    ${figure('import', t('import'), state?.reading?.import_power_w, 'W')}
    ${figure('export', t('export'), state?.reading?.export_power_w, 'W')}
    ${figure('forecast', t('forecast'), state?.quarter?.forecast_wh, 'Wh')}
    ${figure('sofar', t('sofar'), state?.quarter?.import_wh, 'Wh')}
  </dl>`;

/** The two powers, below the registers. */
export const powers = (r) => html`
  <dl class="powers">
    ${figure('import-power', t('import'), r?.import_power_w, 'W')}
    ${figure('export-power', t('export'), r?.export_power_w, 'W')}
  </dl>`;

/** Voltage and current of the wires that there are. */
export const wires = (r) => html`
  <dl class="wires">${[1, 2, 3]
    .filter((n) => r?.[`voltage_l${n}_v`] !== undefined || r?.[`current_l${n}_a`] !== undefined)
    .map((n) => html`<div><dt>L${n}</dt>
      <dd><span><span class="num">${isMeasured(r, n) ? number(r[`voltage_l${n}_v`]) : '–'}</span> <span class="unit">V</span></span>
        <span><span class="num">${number(r[`current_l${n}_a`], 1)}</span> <span class="unit">A</span></span></dd></div>`)}</dl>`;
