// The ways to the meter that there are, and what is heard on the one that is tried.

import { html, nothing } from '../lit-html.js';
import { kilowatts, t } from '../i18n.js';
import { ours } from '../ours.js';

const SIMULATOR = 'simulator';

/** What the meter says, taken from the grid above zero. */
const power = ({ import_power_w: taken = 0, export_power_w: given = 0 }) => kilowatts(taken - given);

/** What the adapter says of itself, and the name of now where it has a lasting one. */
const said = ({ source: lasting, description, device }) =>
  [description, lasting.endsWith(device) ? '' : t('startPortNow', { device })].filter(Boolean).join(', ');

/** What the program says of the first start; null when it does not answer. @param wish what it is to try, if anything */
export const ask = (wish) =>
  ours(`api/start?lang=${document.documentElement.lang}`, wish && { method: 'POST', body: JSON.stringify(wish) }).catch(() => null);

/** Has a way to the meter tried; why that cannot be, empty when it can. */
export async function refusal(one) {
  const answer = await ask({ source: one });
  if (answer?.ok) {
    return '';
  }
  return answer?.status === 400 ? t('startNoAddress', { source: one }) : (await answer?.json())?.error ?? t('pastFailed', { error: '' });
}

/**
 * @param told what the program says of ports and of the line that is tried
 * @param chosen the source that is tried
 * @param attempt called with another one
 */
export const source = (told, chosen, attempt) => {
  const ports = told?.ports ?? [];
  const button = (one, words) => html`<li><button type="button" aria-pressed=${one === chosen} @click=${() => attempt(one)}>${words}</button></li>`;
  const submit = (event) => {
    event.preventDefault();
    const address = new FormData(event.target).get('address').trim();
    attempt(/^\w+:\D/.test(address) ? address : `tcp:${address}`);
  };
  return html`<h4>${t('startPorts')}</h4>
    ${ports.length === 0 ? html`<p class="note">${t('startNoPort')}</p>` : html`<ul class="ports">${ports.map((port) => button(port.source, html`<code>${port.source.replace('serial:', '')}</code> <span class="note">${said(port)}</span>`))}</ul>`}
    <form class="add" @submit=${submit}><label for="start-address"><span>${t('startNetwork')}</span><input id="start-address" name="address" required autocomplete="off" autocapitalize="none" spellcheck="false"></label>
      <button type="submit">${t('startTry')}</button></form>
    ${told?.simulated ? nothing : html`<ul class="ports">${button(SIMULATOR, t('startSimulated'))}</ul>`}
    <p class="note">${t('startFluvius')}</p>
    ${told?.trial ? heard(told.trial) : nothing}`;
};

const heard = (trial) => html`<div id="heard" aria-live="polite">
  <p>${t('startListening', { source: trial.source })}</p>
  ${trial.telegram ? html`<p class="mid num" id="heard-power">${t('startDraws', { power: power(trial.telegram) })}</p>` : nothing}
  ${trial.trouble ? html`<p class="trouble">${trial.trouble}</p>` : html`<ul class="findings">${trial.findings.map((one) => html`<li class=${one.severity === 'problem' ? 'trouble' : ''}>${one.text}</li>`)}</ul>`}</div>`;
