// How time passes, also while the device sleeps: a browser's own stopwatch may stand still then.

/** The wall's clock is set by less than this without anybody having slept, in ms. */
const JUMP_MS = 5000;

export class Stopwatch {
  /** Milliseconds that were slept so far. */
  slept = 0;
  #steady;
  #wall;
  #ahead;

  /** @param steady, wall clocks in milliseconds: one that only grows, one that may be set */
  constructor(steady = () => performance.now(), wall = () => Date.now()) {
    this.#steady = steady;
    this.#wall = wall;
    this.#ahead = wall() - steady();
  }

  /** Milliseconds that only grow. */
  now() {
    const ahead = this.#wall() - this.#steady();
    if (ahead - this.#ahead > JUMP_MS) {
      this.slept += ahead - this.#ahead;
    }
    this.#ahead = ahead;
    return this.#steady() + this.slept;
  }
}
