// What stands around every page: the meter's time, what is wrong, and what is said aloud.

import { age, clock, kilowatts, longDay, number, t } from '../i18n.js';
import { levelOf } from '../verdict.js';
import { trouble } from './link.js';

const QUARTER_S = 900;

const page = document.documentElement;
const $ = (id) => document.getElementById(id);

function text(id, value) {
  const node = $(id);
  if (node.textContent !== value) {
    node.textContent = value;
  }
}

export class Head {
  #store;
  #level = 'none';
  #said = 'live';

  constructor(store) {
    this.#store = store;
  }

  draw() {
    const { state } = this.#store;
    const q = state?.quarter;
    document.title = q ? `${kilowatts(q.forecast_demand_w)} kW · BSMR` : 'BSMR';
    text('meter-time', state?.reading ? `${longDay(state.reading.time)} ${clock(state.reading.time)}` : '–');
    $('mark').setAttribute('d', wedge((q?.elapsed_s ?? 0) / QUARTER_S));
    this.#drawLevel(this.#store.verdict);
    $('demo').hidden = !state?.demo;
    drawWords('disk', diskWords(state?.disk));
    drawWords('guesses', (state?.guesses ?? []).map(guessWords));
    drawWords('made-up', state?.demo && state.fleet ? [t('madeUp')] : []);
    this.drawLink();
  }

  /** Whether what is shown is so. */
  drawLink() {
    const { condition, age: seconds, state } = this.#store;
    page.dataset.link = condition;
    const words = {
      lost: () => t('lost'),
      waiting: () => [t('waiting'), trouble(state?.link)].filter(Boolean).join('. '),
      stale: () => [t('stale', { age: age(seconds ?? 0) }), trouble(state?.link)].filter(Boolean).join(' '),
      live: () => '',
    }[condition]();
    $('banner').hidden = condition === 'live';
    text('banner', words);
    // Said once: an age that is read out each second would drown everything else.
    if (condition !== this.#said) {
      this.#said = condition;
      text('announcement', words);
    }
  }

  /** What was said aloud was said in another language. */
  hush() {
    text('announcement', '');
  }

  #drawLevel(verdict) {
    const next = levelOf(verdict);
    page.dataset.level = next;
    if (next === 'alarm' && this.#level !== 'alarm') {
      text('announcement', t(`verdict_${verdict}`));
    } else if (next !== 'alarm' && this.#level === 'alarm') {
      text('announcement', t('alarmOver'));
    }
    this.#level = next;
  }
}

function drawWords(id, words) {
  $(id).hidden = words.length === 0;
  text(id, words.join(' '));
}

/** A disk that fails stops nothing, so it must be seen. */
const diskWords = (disk) => [
  disk?.trouble && t('diskTrouble', { why: disk.trouble }),
  disk?.dropped > 0 && t('diskDropped', { readings: disk.dropped }),
  disk?.backup_trouble && t('backupTrouble', { why: disk.backup_trouble }),
].filter(Boolean);

/** Who guesses passwords, at this door or another. */
const guessWords = (g) =>
  t('guesses', { wrong: number(g.wrong), refused: number(g.refused), ago: age(g.ago_s), from: g.from });

function wedge(share) {
  const angle = (Math.min(1, Math.max(0, share)) * Math.PI) / 2;
  const x = 3 + 26 * Math.sin(angle);
  const y = 29 - 26 * Math.cos(angle);
  return `M3 29V3A26 26 0 0 1 ${x.toFixed(2)} ${y.toFixed(2)}z`;
}
