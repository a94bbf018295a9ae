// The page that is open by default: the running quarter, and all the rest in a ledger below it.

import { html, render } from '../lit-html.js';
import { ours } from '../ours.js';
import { Attached } from '../parts/attached.js';
import { current } from '../parts/current.js';
import { doing } from '../parts/doing.js';
import { journal } from '../parts/journal.js';
import { linkCard } from '../parts/link.js';
import { loads } from '../parts/loads.js';
import { peaks } from '../parts/peaks.js';
import { phases } from '../parts/phases.js';
import { PlanGraph } from '../parts/plan-graph.js';
import { planCard, showsPlan } from '../parts/plan.js';
import { QuarterGraph } from '../parts/quarter-graph.js';
import { quarter } from '../parts/quarter.js';
import { registers } from '../parts/registers.js';
import { slab } from '../parts/slab.js';
import { WhatIf } from '../parts/whatif.js';

export default class NowPage {
  #root;
  #store;
  #whatIf = new WhatIf(() => this.tick());
  #attached = new Attached(() => this.tick());
  #graph;
  #pointed = null;
  #planGraph;
  #plan = null;
  #planOf = null;
  #fuse;
  #fuseAsked = false;

  constructor(root, store) {
    this.#root = root;
    this.#store = store;
    this.tick();
    this.#graph = new QuarterGraph(root.querySelector('#graph'), (index) => {
      this.#pointed = index;
      this.tick();
    });
    this.#planGraph = new PlanGraph(root.querySelector('#plan-graph'));
  }

  /** Draws the newest state. */
  draw() {
    this.#graph.draw(this.#store.points);
    this.tick();
    this.#fetchPlan();
    this.#fetchFuse();
  }

  /** Draws all but the graphs. */
  tick() {
    const { state, age } = this.#store;
    const q = state?.quarter;
    render(html`
      <div class="hero">${slab(q, this.#store.verdict)}${current(state)}${quarter(q, (line) => this.#value(line))}</div>
      ${doing(state)}
      <div class="ledger">
        ${planCard(this.#plan)}
        ${peaks(state)}
        ${loads(state)}
        ${this.#whatIf.card()}
        ${journal(state)}
        ${phases(state?.reading, this.#fuse)}
        ${registers(state?.reading)}
        ${this.#attached.card(state?.reading)}
        ${linkCard(state?.link, age, state?.reading?.meter)}
      </div>`, this.#root);
  }

  /** Draws the graphs anew, in another language. */
  redress() {
    this.#graph.redress();
    this.#planGraph.redress();
  }

  close() {
    this.#graph.close();
    this.#planGraph.close();
  }

  /** Of a line of the quarter, in Wh: now, or where the pointer is. */
  #value(line) {
    const { points, state } = this.#store;
    const there = this.#pointed !== null && points.elapsed_s[this.#pointed] !== undefined;
    return there ? points[line][this.#pointed] : state?.quarter?.[line];
  }

  /** The main fuse is not changed while somebody looks: it is asked once. */
  async #fetchFuse() {
    if (this.#fuseAsked || !this.#store.state?.reading) {
      return;
    }
    this.#fuseAsked = true;
    try {
      const answer = await ours(`api/telegram?lang=${document.documentElement.lang}`);
      this.#fuse = answer.status === 200 ? (await answer.json()).fuse_a : undefined;
      this.tick();
    } catch {
      // The reading that comes asks again.
      this.#fuseAsked = false;
    }
  }

  /** A plan is made when a quarter begins; what is due or a person's hand may move it only then. */
  async #fetchPlan() {
    const { state } = this.#store;
    const loadIds = (state?.loads ?? []).map((load) => load.id);
    const of = JSON.stringify([state?.quarter?.start, loadIds]);
    if (!state?.quarter || loadIds.length === 0 || of === this.#planOf) {
      return;
    }
    this.#planOf = of;
    try {
      const answer = await ours('api/plan');
      this.#plan = answer.status === 200 ? await answer.json() : null;
    } catch {
      // The reading that comes asks again.
      this.#planOf = null;
    }
    this.tick();
    if (showsPlan(this.#plan)) {
      this.#planGraph.draw(this.#plan);
    }
  }
}
