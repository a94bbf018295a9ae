// One load: how it is, what is meant with it and why, what its owner set, and what was decided of it.

import { html, nothing } from '../lit-html.js';
import { dayTime, hourMinute, kilowatts, number, t } from '../i18n.js';
import { decisionRow } from './journal.js';
import { mode, stateOf, trouble, UNITS, undo } from './loads.js';
import { fact } from './table.js';

const MOST_DECISIONS = 12;

/**
 * @param plan answer of api/plan, or null
 * @param decisions of all loads, the newest first
 * @param test that runs or ran of this load, or null
 * @param start called to begin a test; undefined while none can
 */
export function loadSheet(load, { state, plan, decisions, test, start }) {
  const own = decisions.filter((d) => d.load === load.id);
  const { words, className } = stateOf(load);
  return html`<section class=${`load-sheet ${className}`} aria-labelledby=${`h-load-${load.id}`} data-load=${load.id}>
    <h3 id=${`h-load-${load.id}`}><span class="name">${load.name}</span> <span class="state">${words}</span></h3>
    ${trouble(load)}
    <ul class="meant">${meant(load, state, plan).map((one) => html`<li>${one}</li>`)}</ul>
    <dl class="facts">
      ${fact(t('powerNow'), `power-${load.id}`, powerNow(load))}
      ${fact(t(load.learned ? 'powerLearned' : 'powerSet'), `usual-${load.id}`, `${kilowatts(load.power_w)} kW`)}
      ${fact(t('energyToday'), `energy-${load.id}`, energy(load))}
      ${load.value === undefined ? nothing : fact(t('setTo'), `set-${load.id}`, `${number(load.value)} ${UNITS[load.unit] ?? load.unit}`)}
    </dl>
    <p class="hand">${mode(load)}${undo(load)}<button type="button" class="test-load" ?disabled=${!start || (test && !test.over)}
      @click=${start}>${t('testLoad')}</button></p>
    ${start || test ? nothing : html`<p class="note">${t(load.state === 'unknown' ? 'testOnlyReached' : 'testOnlyActive')}</p>`}
    ${test ? test.view() : nothing}
    <details><summary>${t('limits')}</summary>${limits(load)}</details>
    <details><summary>${t('journalOf')}</summary><ol class="decisions-of">${own.length === 0
      ? html`<li class="note">${t('nothingDecided')}</li>`
      : own.slice(0, MOST_DECISIONS).map((d) => decisionRow(d, new Map([[load.id, load.name]]), state?.reading?.time.slice(0, 10)))}</ol></details>
  </section>`;
}

/** What a load without a meter of its own draws is worked out, so it is said with ≈. */
function powerNow(load) {
  if (load.measured_power_w !== undefined) {
    return `${kilowatts(load.measured_power_w)} kW`;
  }
  return `≈ ${kilowatts(load.running && load.state !== 'shed' ? load.power_w : 0)} kW`;
}

const energy = (load) => (load.energy_today_wh === undefined
  ? '–'
  : `${load.measured_power_w === undefined ? '≈ ' : ''}${number(load.energy_today_wh / 1000, 2)} kWh`);

/** What comes next and why, as far as it is known. */
export function meant(load, state, plan) {
  const now = Date.parse(state?.reading?.time);
  const isComing = (time) => time !== undefined && Date.parse(time) > now;
  const after = (time, seconds) => localAfter(time, seconds);
  const said = [];
  if (load.state === 'unknown') {
    said.push(t('meantUnknown'));
  } else if (load.mode !== 'auto') {
    said.push(t(load.mode === 'always_on' ? 'meantOn' : 'meantOff'));
  } else if (isComing(load.hands_off_until)) {
    said.push(t('meantHandsOff', { time: hourMinute(load.hands_off_until) }));
  } else if (load.state === 'shed' && load.since) {
    said.push(t('meantShed', { time: dayTime(load.since) }));
    const least = after(load.since, load.limits?.min_shed_s ?? 0);
    if (isComing(least)) {
      said.push(t('meantNotBefore', { time: hourMinute(least) }));
    }
    if (load.limits?.longest_shed_s) {
      said.push(t('meantLongest', { time: hourMinute(after(load.since, load.limits.longest_shed_s)) }));
    }
  } else if (isComing(load.rest_until)) {
    said.push(t('meantRest', { time: hourMinute(load.rest_until) }));
  }
  const turn = plan?.loads.find((one) => one.id === load.id)?.turns.find((one) => isComing(one.until));
  if (turn) {
    said.push(t('meantTurn', { from: hourMinute(turn.from), until: hourMinute(turn.until), power: kilowatts(turn.mean_w) }));
  }
  if (load.limits?.due_wh > (load.due_had_wh ?? 0)) {
    said.push(t('meantDue', {
      energy: number(load.limits.due_wh / 1000, 1), within: load.limits.due_within, had: number((load.due_had_wh ?? 0) / 1000, 1),
    }));
  }
  if (said.length === 0) {
    said.push(t(state?.control === 'off' ? 'meantFree' : 'meantNothing'));
  }
  return said;
}

/** A time of the meter so many seconds later, in the same offset. */
function localAfter(time, seconds) {
  const local = new Date(Date.parse(`${time.slice(0, 19)}Z`) + seconds * 1000).toISOString().slice(0, 19);
  return `${local}${time.slice(19)}`;
}

function limits({ priority, limits: set = {}, sheds_today: sheds }) {
  const minutes = (seconds) => (seconds % 60 === 0 ? `${number(seconds / 60)} min` : `${number(seconds)} s`);
  const rows = [
    [t('limitPriority'), number(priority)],
    [t('limitLongest'), set.longest_shed_s ? minutes(set.longest_shed_s) : t('limitNone')],
    [t('limitMinShed'), minutes(set.min_shed_s ?? 0)],
    [t('limitMinOn'), minutes(set.min_on_s ?? 0)],
    [t('limitSwitches'), set.switches_per_day ? `${number(sheds)} / ${number(set.switches_per_day)}` : t('limitNone')],
    [t('limitNever'), set.never_shed ?? '–'],
    [t('limitDue'), set.due_wh ? `${number(set.due_wh / 1000, 1)} kWh · ${set.due_within}` : '–'],
    [t('limitHandsOff'), minutes(set.hands_off_s ?? 0)],
    [t('limitFailSafe'), { on: t('on'), off: t('shed') }[set.fail_safe] ?? set.fail_safe ?? '–'],
  ];
  return html`<dl class="facts">${rows.map(([label, value]) => html`<div><dt>${label}</dt><dd class="num">${value}</dd></div>`)}</dl>`;
}
