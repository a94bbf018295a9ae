// Switches a load off and on, watches the meter meanwhile, and says what it showed.

import { html, nothing, svg } from '../lit-html.js';
import { number, t } from '../i18n.js';
import { ask } from './form.js';
import { MODES } from './loads.js';

/** An effect that the meter has not shown after so long does not come any more, in s. */
const PATIENCE_S = 20;
/** So many readings before a switch say what the house draws, so many after it that it stays so. */
const [BEFORE, SETTLED] = [5, 2];
/** Smaller steps are the house's noise, in W. */
const LEAST_W = 100;

/**
 * What the meter showed of a switch.
 *
 * @param samples of the meter since the test began: second and net watts
 * @param at second of the switch
 * @param least watts by which the meter has to move
 * @param way 1 = it should rise, -1 = it should fall
 * @param from second since which the switch before has settled
 * @returns {{watts: number, seconds: number}|null} null when it has not, or not yet
 */
export function effect(samples, at, least, way, from = 0) {
  const before = samples.filter((s) => s.second >= from && s.second <= at).slice(-BEFORE).map((s) => s.watts).sort((a, b) => a - b);
  const base = before[Math.floor(before.length / 2)];
  const after = samples.filter((s) => s.second > at);
  const moved = (s) => (s.watts - base) * way >= least;
  const i = after.findIndex((_, k) => k + SETTLED <= after.length && after.slice(k, k + SETTLED).every(moved));
  if (i < 0) {
    return null;
  }
  const mean = after.slice(i, i + SETTLED).reduce((sum, s) => sum + s.watts, 0) / SETTLED;
  return { watts: Math.abs(mean - base), seconds: after[i].second - at };
}

export class LoadTest {
  load;
  #onChange;
  #samples = [];
  #began = null;
  #steps;
  #switched = null;
  #settled = 0;
  #back;
  #said = [];
  over = false;

  /** @param onChange called when there is something to say */
  constructor(load, onChange) {
    this.load = load;
    this.#onChange = onChange;
    this.#back = MODES[load.mode];
    this.#steps = load.state === 'shed' ? ['on'] : ['off', 'on'];
  }

  /** Takes what the meter says now; what it said before counts for nothing. */
  take(reading) {
    if (this.over || !reading) {
      return;
    }
    const now = Date.parse(reading.time) / 1000;
    this.#began ??= now;
    const second = now - this.#began;
    if (this.#samples.at(-1)?.second === second) {
      return;
    }
    this.#samples.push({ second, watts: (reading.import_power_w ?? 0) - (reading.export_power_w ?? 0) });
    if (this.#switched === null) {
      if (this.#samples.length >= BEFORE) {
        this.#next(second);
      }
      return;
    }
    const way = this.#switched.to === 'on' ? 1 : -1;
    const { at } = this.#switched;
    const seen = effect(this.#samples, at, this.#least(), way, this.#settled);
    if (seen || second - at > PATIENCE_S) {
      this.#settled = at + (seen?.seconds ?? 0);
      this.#said.push(words(way, seen));
      this.#next(second);
    }
  }

  /** Ends at once, with the load as it was before. */
  stop() {
    if (!this.over) {
      this.over = true;
      if (this.#switched !== null) {
        ask(`loads/${this.load.id}/mode`, this.#back);
      }
    }
  }

  view() {
    const watts = this.#samples.at(-1)?.watts;
    const doing = this.over ? t('testOver') : this.#switched === null ? t('testBefore') : t(this.#switched.to === 'on' ? 'testOn' : 'testOff');
    return html`<div class="test">
      <p>${doing} <span class="num">${watts === undefined ? '' : `${number(watts)} W`}</span></p>
      ${course(this.#samples)}
      <ul role="status">${this.#said.map((one) => html`<li>${one}</li>`)}</ul>
      ${this.over ? nothing : html`<button type="button" @click=${() => { this.stop(); this.#onChange(); }}>${t('testStop')}</button>`}
    </div>`;
  }

  /** Half of what it draws: a thermostat, or a kettle beside it, moves the meter too. */
  #least() {
    return Math.max(LEAST_W, (this.load.measured_power_w || this.load.power_w) / 2);
  }

  async #next(second) {
    const to = this.#steps.shift();
    if (to === undefined) {
      this.stop();
      return;
    }
    this.#switched = { to, at: second };
    if (!await ask(`loads/${this.load.id}/mode`, to)) {
      this.#said.push(t('testRefused'));
      this.stop();
    }
    this.#onChange();
  }
}

const words = (way, seen) => (seen
  ? t(way > 0 ? 'testRose' : 'testFell', { power: number(seen.watts), seconds: number(seen.seconds) })
  : t(way > 0 ? 'testNoRise' : 'testNoFall'));

/** The meter's power since the test began. */
function course(samples) {
  if (samples.length < 2) {
    return nothing;
  }
  const watts = samples.map((s) => s.watts);
  const [low, high] = [Math.min(0, ...watts), Math.max(100, ...watts)];
  const last = samples.at(-1).second || 1;
  const points = samples.map((s) => `${((s.second / last) * 300).toFixed(1)},${(58 - ((s.watts - low) / (high - low)) * 56).toFixed(1)}`);
  return html`<svg class="course" viewBox="0 0 300 60" preserveAspectRatio="none" aria-hidden="true">${svg`<polyline points=${points.join(' ')}/>`}</svg>`;
}
