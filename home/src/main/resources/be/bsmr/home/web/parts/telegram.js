// The newest telegram line by line, and what the link doctor found.

import { html, nothing } from '../lit-html.js';
import { age, manual, t } from '../i18n.js';
import { card } from './card.js';

const SEVERITIES = ['problem', 'note', 'ok'];

/** @param told answer of api/telegram; null before one came */
export const findings = (told) => card('findings', t('findings'), html`
  <ul id="findings" class="findings">${sorted(told?.findings).map((f) => html`<li class=${f.severity}><span
    class="mark-of">${t(`severity_${f.severity}`)}</span><span>${f.text}${f.severity === 'problem'
      ? html` <a href=${manual(`troubleshooting#${f.finding}`)}>${t('help')}</a>` : nothing}</span></li>`)}</ul>
  <p class="note">${told?.heard_s !== undefined ? t('findingsOf', { seconds: age(told.heard_s) }) : ''}</p>`, 'broad');

/** What needs doing first. */
const sorted = (found = []) =>
  [...found].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));

export const telegram = (told) => card('telegram', t('telegram'), html`
  <table id="lines" class="lines">
    <thead><tr><th scope="col">${t('meaning')} · ${t('obisCode')}</th><th scope="col">${t('value')}</th></tr></thead>
    <tbody>${(told?.lines ?? []).flatMap(rows)}</tbody>
  </table>
  <details><summary>${t('asSent')}</summary><pre id="as-sent" class="as-sent" tabindex="0">${(told?.lines ?? [])
    .map((line) => `${line.code}${line.values}`).join('\n')}</pre></details>`, 'whole');

function rows(line) {
  const says = line.says?.length > 0 ? line.says : [{ label: '', value: '' }];
  const why = t({ unknown: 'lineUnknown', unreadable: 'lineUnreadable' }[line.state] ?? 'lineEmpty');
  return says.map((one, i) => html`<tr><th scope="row">${one.label} ${i === 0
    ? html`<span class="code num" title=${line.values}>${line.code}</span>` : nothing}</th><td class=${one.unit === undefined ? '' : 'num'}>${
    line.state ? html`<span class="note">${why}</span>` : one.value}${
    one.unit ? html` <span class="unit">${one.unit}</span>` : nothing}${
    one.note ? html`<span class="note">${one.note}</span>` : nothing}</td></tr>`);
}
