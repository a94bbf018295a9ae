// The shell: one store, one stream of events, and the page that the address names.

import { Events } from './events.js';
import { chooseLanguage, startLanguage } from './i18n.js';
import { NowPage } from './pages/now.js';
import { Head } from './parts/head.js';
import { Store } from './store.js';

/** Pages by the address behind the #/. */
const PAGES = { now: NowPage };
const FIRST = 'now';

const store = new Store();
const head = new Head(store);
let page = null;
let shown = null;

const named = () => location.hash.replace(/^#\//, '');

function open() {
  const name = Object.hasOwn(PAGES, named()) ? named() : FIRST;
  if (name === shown) {
    return;
  }
  page?.close();
  const root = document.createElement('main');
  document.querySelector('main').replaceWith(root);
  page = new PAGES[name](root, store);
  shown = name;
  page.draw();
}

function draw() {
  head.draw();
  page.draw();
}

/** What ages by itself: also without news the age of what is shown grows. */
function tick() {
  head.drawLink();
  page.tick();
}

const events = new Events(store, draw, tick);

for (const button of document.querySelectorAll('[data-language]')) {
  button.addEventListener('click', () => {
    chooseLanguage(button.dataset.language);
    head.hush();
    draw();
    page.redress();
  });
}
await startLanguage();
open();
head.draw();
events.listen();
addEventListener('hashchange', open);
setInterval(() => {
  tick();
  events.watch();
}, 1000);
document.addEventListener('visibilitychange', () => document.hidden || events.watch());
