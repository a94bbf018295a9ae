// The shell: one store, one stream of events, and the page that the address names.

import { Events } from './events.js';
import { alsoSay, browsers, chooseLanguage, fetchLanguages, startLanguage } from './i18n.js';
import { Head } from './parts/head.js';
import { Store } from './store.js';

/** Pages by the address behind the #/; what comes behind a ? is the page's own. */
const PAGES = {
  now: () => import('./pages/now.js'),
  history: () => import('./pages/history.js'),
  peaks: () => import('./pages/peaks.js'),
  bill: () => import('./pages/bill.js'),
  prices: () => import('./pages/prices.js'),
  loads: () => import('./pages/loads.js'),
  meter: () => import('./pages/meter.js'),
  settings: () => import('./pages/settings.js'),
  start: () => import('./pages/start.js'),
  connect: () => import('./pages/connect.js'),
};
/** Before anybody has said where the meter is, the page that asks for it. */
const FIRST = document.documentElement.dataset.first;

const store = new Store();
const head = new Head(store);
let page = null;
let shown = null;
/** The sheet of this page alone. */
let dressed = null;

const named = () => location.hash.replace(/^#\/|\?.*/g, '');
const asked = () => new URLSearchParams(location.hash.split('?')[1]);

/** Waits for a page's own style sheet, if it has one: what is drawn before it would jump. */
async function styled(sheet) {
  if (!sheet) {
    return null;
  }
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: sheet });
  const there = new Promise((done) => { link.onload = link.onerror = done; });
  document.head.append(link);
  await there;
  return link;
}

async function open() {
  const name = Object.hasOwn(PAGES, named()) ? named() : FIRST;
  if (name === shown) {
    page?.go?.(asked());
    return;
  }
  const first = shown === null;
  shown = name;
  const { default: Page, style, words } = await PAGES[name]();
  const [dress] = await Promise.all([styled(style), alsoSay(words)]);
  if (shown !== name) {
    dress?.remove();
    return;
  }
  page?.close();
  dressed?.remove();
  dressed = dress;
  const root = document.createElement('main');
  root.dataset.page = name;
  root.tabIndex = -1;
  document.querySelector('main').replaceWith(root);
  page = new Page(root, store);
  page.go?.(asked());
  page.draw();
  for (const link of document.querySelectorAll('.pages a')) {
    link.toggleAttribute('aria-current', link.hash === `#/${name}`);
  }
  if (!first) {
    // Who reads by ear or by keyboard goes on in the new page.
    root.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

function draw() {
  head.draw();
  page?.draw();
}

/** What ages by itself: also without news the age of what is shown grows. */
function tick() {
  head.drawLink();
  page?.tick();
}

/** Who has signed in sees his name, which leads to where he signs out; who may only see is offered nothing to set. */
async function greet() {
  const { name, scope } = await fetch('api/me').then((answer) => answer.json());
  document.documentElement.dataset.scope = scope;
  const me = document.getElementById('me');
  me.hidden = !name;
  me.textContent = name ?? '';
}

const events = new Events(store, draw, tick);

for (const button of document.querySelectorAll('[data-language]')) {
  button.addEventListener('click', async () => {
    await chooseLanguage(button.dataset.language);
    head.hush();
    draw();
    page?.redress();
  });
}
await startLanguage();
await open();
head.draw();
events.listen();
fetchLanguages(browsers());
greet();
addEventListener('hashchange', open);
setInterval(() => {
  tick();
  events.watch();
}, 1000);
document.addEventListener('visibilitychange', () => document.hidden || events.watch());
