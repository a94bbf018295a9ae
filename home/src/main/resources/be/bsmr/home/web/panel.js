// A display on the wall: the two pages of the original one. A touch or a key turns the page.

import { Events } from './events.js';
import { startLanguage, t } from './i18n.js';
import { html, render } from './lit-html.js';
import { band } from './parts/panel-band.js';
import { flows, powers, wires } from './parts/panel-numbers.js';
import { QuarterGraph } from './parts/quarter-graph.js';
import { registerTable } from './parts/registers.js';
import { Stopwatch } from './stopwatch.js';
import { Store } from './store.js';
import { levelOf } from './verdict.js';

const TURNING = /^(Arrow.*|Page.*|Enter|.)$/u;

const root = document.querySelector('main');
const page = document.documentElement;
const stopwatch = new Stopwatch();
const store = new Store(() => stopwatch.now());
let slept = 0;
let second = false;
let graph;

/** Draws all but the graph. */
function tick() {
  const { state, verdict, condition } = store;
  page.dataset.level = levelOf(verdict);
  page.dataset.link = condition;
  render(html`
    ${band(store)}
    <section class="first" ?hidden=${second}>
      <div id="graph" class="graph" role="img" aria-label=${t('thisQuarter')}></div>
      <p class="is-demo" ?hidden=${!state?.demo}>demo</p>
      ${flows(state)}
    </section>
    <section class="second" ?hidden=${!second}>${registerTable(state?.reading)}${powers(state?.reading)}</section>
    <footer>
      ${wires(state?.reading)}
      <button type="button" id="turn" aria-label=${t('panelTurn')}>${second ? '2' : '1'}<span aria-hidden="true">/2</span></button>
    </footer>`, root);
}

function draw() {
  graph.draw(store.points);
  tick();
}

function turn() {
  second = !second;
  tick();
}

/** A phone on the wall stays awake, where its browser lets us ask. */
const stayAwake = () => document.hidden || navigator.wakeLock?.request('screen').catch(() => {});

// What brought us in is not for who looks at the address.
history.replaceState(null, '', location.pathname + location.search);
await startLanguage(new URLSearchParams(location.search).get('lang'));
tick();
graph = new QuarterGraph(document.getElementById('graph'), () => {});
const events = new Events(store, draw, tick);
events.listen();
stayAwake();
setInterval(() => {
  tick();
  events.watch();
  // Of a connection that was slept through nobody says that it is dead.
  if (stopwatch.slept !== slept) {
    slept = stopwatch.slept;
    events.listen();
  }
}, 1000);
addEventListener('click', turn);
addEventListener('keydown', (event) => {
  const modified = event.ctrlKey || event.altKey || event.metaKey;
  // A button that has the focus is pressed by these keys: that turns the page.
  const presses = event.target.id === 'turn' && (event.key === 'Enter' || event.key === ' ');
  if (TURNING.test(event.key) && !modified && !presses && !event.repeat) {
    turn();
  }
});
addEventListener('resize', () => graph.redress());
document.addEventListener('visibilitychange', () => {
  stayAwake();
  document.hidden || events.watch();
});
