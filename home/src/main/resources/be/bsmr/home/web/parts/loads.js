// The loads: what each does, and what a person sets it to.

import { html } from '../lit-html.js';
import { clock, dayTime, kilowatts, t } from '../i18n.js';
import { card } from './card.js';
import { ask, choice } from './form.js';

export const UNITS = { ampere: 'A', watt: 'W', percent: '%' };
/** What a person asks for by the mode that comes of it. */
export const MODES = { auto: 'auto', always_on: 'on', always_shed: 'off' };
const CONTROL = ['active', 'shadow', 'off'];

export const loads = (state) => card('loads', t('loads'), html`
  <p id="control" class="hand">${state?.loads?.length > 0 ? control(state.control) : ''}</p>
  <ul id="loads" class="loads">${state?.loads?.length === 0
    ? html`<li class="note">${t('noLoads')}</li>`
    : (state?.loads ?? []).map(row)}</ul>`);

export const control = (mode) => choice(
  t('control'),
  CONTROL.map((one) => [one, t(`control_${one}`)]),
  mode,
  (chosen) => ask('control/mode', chosen),
);

function row(load) {
  const { words, className } = stateOf(load);
  return html`<li class=${className}><span
    class="name">${load.name}</span><span
    class="state">${words}</span><span
    class="note">${note(load)}</span><span class="hand">${mode(load)}${undo(load)}</span>${trouble(load)}</li>`;
}

/** How it stands, in a word. */
export function stateOf(load) {
  const shed = load.state === 'shed';
  const lost = load.state === 'unknown';
  return {
    words: t(lost ? 'loadUnknown' : shed ? 'shed' : 'on'),
    className: load.relay === 'failed' || lost ? 'failed' : shed ? 'shed' : 'on',
  };
}

/** What is wrong with its switch, or that nobody knows; nothing when it obeys. */
export function trouble(load) {
  const words = load.state === 'unknown' ? lost(load) : load.relay === 'failed' ? t('relayFailed') : '';
  return words ? html`<span class="trouble">${words}</span>` : load.told_only ? html`<span class="note told">${t('toldOnly')}</span>` : '';
}

/** Since when it cannot be reached, if it ever could. */
const lost = (load) => (load.last_contact ? t('loadLost', { time: dayTime(load.last_contact) }) : t('loadNotYet'));

/** What it draws, what it is set to, and who decides. */
function note(load) {
  const set = load.value === undefined ? '' : ` · ${load.value} ${UNITS[load.unit] ?? load.unit}`;
  const hand = load.hands_off_until ? ` · ${t('handsOff', { time: clock(load.hands_off_until) })}` : '';
  const draws = load.state === 'unknown' ? '–' : kilowatts(load.measured_power_w ?? load.power_w);
  return `${draws} kW${set} · ${t(load.mode)}${hand}`;
}

export const mode = (load) => choice(
  `${load.name}: ${t('whoDecides')}`,
  Object.entries(MODES).map(([one, word]) => [word, t(one)]),
  MODES[load.mode],
  (chosen) => ask(`loads/${load.id}/mode`, chosen),
);

export const undo = (load) => html`<button type="button" ?disabled=${load.since === undefined && load.mode === 'auto'}
  @click=${() => ask(`loads/${load.id}/undo`, '')}>${t('undo')}</button>`;
