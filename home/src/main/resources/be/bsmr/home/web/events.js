// Listens to the program, and begins again when it cannot be heard.

import { CHANGES, STALE_AFTER_S } from './store.js';

const RETRY_MS = 2000;
const PROBE_MS = 4000;

/** A stream does not say why it was refused. When the session has ended, the program shows where one signs in. */
const signInAgain = () => fetch('api/me').then(({ status }) => status === 401 && location.reload(), () => {});

export class Events {
  #store;
  #onChange;
  #onLost;
  #source = null;
  #retry = null;
  #waiting = null;
  #heard = performance.now();

  /**
   * @param onChange called when the store changed; what comes together is told together
   * @param onLost called when the program cannot be heard
   */
  constructor(store, onChange, onLost) {
    this.#store = store;
    this.#onChange = onChange;
    this.#onLost = onLost;
  }

  listen() {
    clearTimeout(this.#retry);
    this.#retry = null;
    this.#source?.close();
    const source = new EventSource('api/events');
    this.#source = source;
    source.addEventListener('snapshot', (event) => this.#receive(JSON.parse(event.data)));
    for (const topic of Object.keys(CHANGES)) {
      source.addEventListener(topic, (event) => this.#change(topic, event));
    }
    (this.#store.state?.loads ?? []).forEach((load) => this.#hearOf(load));
    source.onerror = () => {
      this.#lose();
      // The browser retries a broken connection by itself, but gives up on any answer but 200.
      if (source.readyState === EventSource.CLOSED) {
        this.#retry ??= setTimeout(() => this.listen(), RETRY_MS);
        signInAgain();
      }
    };
  }

  // A connection can die without a word, as when the power of the other side fails. When nothing
  // comes, ask; when nobody answers, begin again.
  async watch() {
    if (performance.now() - this.#heard < STALE_AFTER_S * 1000 || this.#retry) {
      return;
    }
    this.#heard = performance.now() - (STALE_AFTER_S * 1000 - PROBE_MS);
    try {
      const answer = await fetch('api/me', { cache: 'no-store', signal: AbortSignal.timeout(PROBE_MS) });
      if (!answer.ok) {
        throw new Error(answer.statusText);
      }
      if (this.#store.lost) {
        this.listen();
      }
    } catch {
      this.#lose();
      this.listen();
    }
  }

  #hearOf(load) {
    const topic = `load/${load.id}`;
    this.#source.addEventListener(topic, (event) => this.#change(topic, event));
  }

  #receive(snapshot) {
    const known = new Set((this.#store.state?.loads ?? []).map((load) => load.id));
    this.#store.receive(snapshot);
    (snapshot.loads ?? []).filter((load) => !known.has(load.id)).forEach((load) => this.#hearOf(load));
    this.#heard = performance.now();
    this.#onChange();
  }

  #change(topic, event) {
    this.#store.change(topic, JSON.parse(event.data));
    this.#heard = performance.now();
    this.#waiting ??= setTimeout(() => {
      this.#waiting = null;
      this.#onChange();
    });
  }

  #lose() {
    this.#store.lost = true;
    this.#onLost();
  }
}
