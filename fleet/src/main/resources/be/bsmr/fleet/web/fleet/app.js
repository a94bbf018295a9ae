// The shell of a community's page: asks how the community does every few seconds, and shows it.

import { html, nothing, render } from '../lit-html.js';
import { age, browsers, chooseLanguage, clock, fetchLanguages, longDay, startLanguage, t } from '../i18n.js';
import { levelOf } from './verdict.js';
import { Page } from './page.js';

const EVERY_MS = 2000;
// Longer than it takes the server to say that its database does not answer.
const PATIENCE_MS = 8000;
const QUARTER_S = 900;

const $ = (id) => document.getElementById(id);
const page = new Page(document.querySelector('main'), (path) => answer(path));

let communities = [];
let state = null;
/** Why what is shown is not so now: a key of a sentence; none = it is. */
let wrong = 'fleetWaiting';
let said = null;

/** What an address answers; the page of the sign-in when nobody is signed in any more. */
async function answer(path) {
  const response = await fetch(`api/v1/${path}`, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) });
  if (response.status === 401) {
    location.reload();
  }
  if (!response.ok) {
    throw Object.assign(new Error(response.statusText), { status: response.status });
  }
  return response.json();
}

const asked = () => decodeURIComponent(location.hash.replace(/^#\/?/, ''));

async function look() {
  try {
    if (!communities.some(({ id }) => id === state?.id)) {
      communities = await answer('communities');
    }
    const id = communities.find((one) => one.id === asked())?.id ?? communities[0]?.id;
    state = id === undefined ? null : await answer(`communities/${encodeURIComponent(id)}`);
    wrong = condition();
  } catch (e) {
    communities = e.status === 404 ? [] : communities;
    wrong = { 404: 'fleetWaiting', 503: 'fleetNoDatabase' }[e.status] ?? 'lost';
  }
  draw();
}

function condition() {
  if (state?.start === undefined) {
    return 'fleetWaiting';
  }
  return state.age_s > state.silent_after_s ? 'fleetStale' : null;
}

function draw() {
  const root = document.documentElement;
  root.dataset.link = { fleetWaiting: 'waiting', fleetStale: 'stale' }[wrong] ?? (wrong ? 'lost' : 'live');
  root.dataset.level = levelOf(state);
  const words = wrong ? t(wrong, { age: age(state?.age_s ?? 0) }) : '';
  $('banner').hidden = !wrong;
  $('banner').textContent = words;
  // Said once: an age that is read out each time would drown everything else.
  if (wrong !== said) {
    said = wrong;
    $('announcement').textContent = words;
  }
  document.title = state ? `${state.name} · BSMR` : 'BSMR';
  $('name').textContent = state?.name ?? 'BSMR';
  $('time').textContent = state ? `${longDay(state.time)} ${clock(state.time)}` : '–';
  $('mark').setAttribute('d', wedge());
  $('communities').hidden = communities.length < 2;
  render(communities.length < 2 ? nothing : communities.map(({ id, name }) => html`<a
    href="#/${encodeURIComponent(id)}" aria-current=${id === state?.id ? 'page' : nothing}>${name}</a>`), $('communities'));
  page.draw(state);
}

/** How far the quarter is, as a part of a quarter of a circle. */
function wedge() {
  if (!state?.start) {
    return '';
  }
  const seconds = (Date.parse(state.time) - Date.parse(state.start)) / 1000;
  const angle = (Math.min(1, Math.max(0, seconds / QUARTER_S)) * Math.PI) / 2;
  return `M3 29V3A26 26 0 0 1 ${(3 + 26 * Math.sin(angle)).toFixed(2)} ${(29 - 26 * Math.cos(angle)).toFixed(2)}z`;
}

async function greet() {
  const { name } = await answer('me');
  $('me').hidden = !name;
  $('me').textContent = name ?? '';
}

for (const button of document.querySelectorAll('[data-language]')) {
  button.addEventListener('click', async () => {
    await chooseLanguage(button.dataset.language);
    draw();
    page.redress();
  });
}

/** One question after the other, however long an answer takes; none while nobody looks. */
async function keepLooking() {
  if (!document.hidden) {
    await look();
  }
  setTimeout(keepLooking, EVERY_MS);
}

await startLanguage();
await keepLooking();
fetchLanguages(browsers());
greet();
addEventListener('hashchange', look);
document.addEventListener('visibilitychange', () => document.hidden || look());
