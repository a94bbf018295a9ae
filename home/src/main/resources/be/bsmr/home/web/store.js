// The newest state, as the program tells it: a snapshot first, then what changes, topic by topic.
// There is no other truth in the page.

import { addPoint, noPoints } from './points.js';

/** A meter that says nothing for so long is silent, in s. */
export const STALE_AFTER_S = 10;

const MOST_DECISIONS = 20;
// What the event `house` tells; what it leaves out is not so any more.
const HOUSE = ['age_s', 'control', 'silent', 'demo', 'cost', 'disk', 'guesses', 'fleet'];

/** What each topic changes of the state; loads have a topic each. */
export const CHANGES = {
  reading: (next, data) => { next.reading = data; },
  quarter: (next, data) => { next.quarter = data; },
  peaks: (next, data) => { next.peaks = data; },
  prices: (next, data) => { next.prices = data; },
  link: (next, data) => { next.link = data; },
  'control/mode': (next, data) => { next.control = data; },
  decision: (next, data) => {
    next.decisions = [data, ...next.decisions ?? []].slice(0, MOST_DECISIONS);
  },
  house: (next, data) => {
    for (const key of HOUSE) {
      delete next[key];
    }
    Object.assign(next, data);
  },
};

const changeLoad = (next, data) => {
  next.loads = next.loads.map((one) => (one.id === data.id ? data : one));
};

export class Store {
  state = null;
  points = noPoints();
  /** Whether the program does not answer. */
  lost = false;
  #pointsOf;
  #spokeAt;
  #clock;

  /** @param clock milliseconds that only grow */
  constructor(clock = () => performance.now()) {
    this.#clock = clock;
  }

  receive(snapshot) {
    if (snapshot.points) {
      this.points = snapshot.points;
      this.#pointsOf = snapshot.quarter?.start;
    }
    this.state = snapshot;
    this.#spoke(snapshot.age_s);
    this.lost = false;
  }

  change(topic, data) {
    this.state = { ...this.state };
    (CHANGES[topic] ?? changeLoad)(this.state, data);
    if (topic === 'reading') {
      this.#spoke(0);
    } else if (topic === 'house') {
      this.#spoke(this.state.age_s);
    } else if (topic === 'quarter') {
      this.#takePoint(data);
    }
    this.lost = false;
  }

  /** What is said of the running quarter; undefined before the first. */
  get verdict() {
    return this.state?.quarter?.verdict;
  }

  /** Whole seconds since the newest telegram; undefined before the first. */
  get age() {
    return this.#spokeAt === undefined ? undefined : Math.floor((this.#clock() - this.#spokeAt) / 1000);
  }

  /** Whether what is shown is so: lost, waiting, stale or live. */
  get condition() {
    if (this.lost) {
      return 'lost';
    }
    // After a restart the numbers are those of before until a telegram comes.
    if (!this.state?.reading || this.age === undefined) {
      return 'waiting';
    }
    return this.state.silent || this.age > STALE_AFTER_S ? 'stale' : 'live';
  }

  #spoke(age) {
    this.#spokeAt = age === undefined ? undefined : this.#clock() - age * 1000;
  }

  #takePoint(quarter) {
    if (quarter.start !== this.#pointsOf) {
      this.points = noPoints();
      this.#pointsOf = quarter.start;
    }
    addPoint(this.points, quarter);
  }
}
