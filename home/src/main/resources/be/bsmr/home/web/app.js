// Listens to the program and shows what it says. Keeps the newest state, and draws all of it each
// time: there is no other truth in the page.

import { addPoint, LINES, noPoints, QuarterGraph } from './graph.js';
import { colourOf, drawing, PlanGraph } from './plan.js';
import {
  age, chooseLanguage, clock, dayClock, dayTime, hourMinute, kilowatts, longDay, minutes, monthLetter,
  monthName, number, startLanguage, t,
} from './i18n.js';

const QUARTER_S = 900;
const STALE_AFTER_S = 10;
const RETRY_MS = 2000;
const PROBE_MS = 4000;
const BILLED_MINIMUM_W = 2500;
// Near the end of a quarter the power that would still fit grows beyond any fuse: times the target.
const MOST_LEFT = 8;
// The chance to pass the target from which on it is said, and below which nothing is red.
const POSSIBLE = 0.2;
const UNLIKELY = 0.35;
const MOST_DECISIONS = 20;
// What the event `house` tells; what it leaves out is not so any more.
const HOUSE = ['age_s', 'control', 'silent', 'cost', 'disk', 'guesses'];

const page = document.documentElement;
const $ = (id) => document.getElementById(id);

let state = null;
let points = noPoints();
let pointsOf = null;
let spokeAt;
let lost = false;
let pointed = null;
let level = 'none';
let said = 'live';

const graph = new QuarterGraph($('graph'), (index) => {
  pointed = index;
  showLegend();
});

const planGraph = new PlanGraph($('plan-graph'));

// --- listening ---

let source = null;
let retry = null;
let heard = performance.now();

function listen() {
  clearTimeout(retry);
  retry = null;
  source?.close();
  source = new EventSource('api/events');
  source.addEventListener('snapshot', (event) => receive(JSON.parse(event.data)));
  for (const [topic, take] of Object.entries(CHANGES)) {
    source.addEventListener(topic, (event) => change(take, JSON.parse(event.data)));
  }
  for (const load of state?.loads ?? []) {
    hearOf(load);
  }
  source.onerror = () => {
    lose();
    // The browser retries a broken connection by itself, but gives up on any answer but 200.
    if (source.readyState === EventSource.CLOSED) {
      retry ??= setTimeout(listen, RETRY_MS);
    }
  };
}

/** What each topic changes of the state; loads have a topic each. */
const CHANGES = {
  reading: (next, data) => {
    next.reading = data;
    spoke(0);
  },
  quarter: (next, data) => {
    next.quarter = data;
    takePoint(next.quarter);
  },
  peaks: (next, data) => { next.peaks = data; },
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
    spoke(next.age_s);
  },
};

function hearOf(load) {
  source.addEventListener(`load/${load.id}`, (event) => change((next, data) => {
    next.loads = next.loads.map((one) => (one.id === data.id ? data : one));
  }, JSON.parse(event.data)));
}

function receive(next) {
  if (next.points) {
    points = next.points;
    pointsOf = next.quarter?.start;
  }
  const known = new Set((state?.loads ?? []).map((load) => load.id));
  state = next;
  spoke(next.age_s);
  (next.loads ?? []).filter((load) => !known.has(load.id)).forEach(hearOf);
  heardOfNow();
  show();
}

// The messages of one second come together and are drawn together.
let waiting = null;

function change(take, data) {
  state = { ...state };
  take(state, data);
  heardOfNow();
  waiting ??= setTimeout(() => {
    waiting = null;
    show();
  });
}

function takePoint(quarter) {
  if (quarter.start !== pointsOf) {
    points = noPoints();
    pointsOf = quarter.start;
  }
  addPoint(points, quarter);
}

/** The newest telegram is so old, in s; undefined before the first. */
function spoke(age) {
  spokeAt = age === undefined ? undefined : performance.now() - age * 1000;
}

function heardOfNow() {
  heard = performance.now();
  lost = false;
}

function lose() {
  lost = true;
  showLink();
}

// A connection can die without a word, as when the power of the other side fails. When nothing
// comes, ask; when nobody answers, begin again.
async function watch() {
  if (performance.now() - heard < STALE_AFTER_S * 1000 || retry) {
    return;
  }
  heard = performance.now() - (STALE_AFTER_S * 1000 - PROBE_MS);
  try {
    const answer = await fetch('healthz', { cache: 'no-store', signal: AbortSignal.timeout(PROBE_MS) });
    if (!answer.ok) {
      throw new Error(answer.statusText);
    }
    if (lost) {
      listen();
    }
  } catch {
    lose();
    listen();
  }
}

// --- showing ---

function text(id, value) {
  const node = $(id);
  if (node.textContent !== value) {
    node.textContent = value;
  }
}

const drawn = {};

/** Whether a part must be drawn anew: a list that is rebuilt each second cannot be read or scrolled. */
function changed(part, ...values) {
  const now = JSON.stringify([page.lang, values]);
  const same = drawn[part] === now;
  drawn[part] = now;
  return !same;
}

function element(name, className, content) {
  const node = document.createElement(name);
  if (className) {
    node.className = className;
  }
  if (content !== undefined) {
    node.append(...[content].flat());
  }
  return node;
}

function show() {
  showQuarter();
  showNow();
  showPeaks();
  showLoads();
  showControl();
  fetchPlan();
  showDecisions();
  showPhases();
  showRegisters();
  showOthers();
  showDisk();
  showGuesses();
  showLink();
}

function showQuarter() {
  const q = state?.quarter;
  const expected = kilowatts(q?.forecast_demand_w);
  text('expected', expected);
  text('target', q ? t('target', { target: kilowatts(q.target_w) }) : '');
  text('likely', q ? likely(q) : '');
  $('at-least').hidden = !q || q.from_start;
  text('meter-time', state?.reading ? `${longDay(state.reading.time)} ${clock(state.reading.time)}` : '–');
  document.title = q ? `${expected} kW · BSMR` : 'BSMR';

  const verdict = q ? judge(q) : 'none';
  text('verdict', q ? t(verdict) : '');
  const next = { safe: 'calm', calm: 'calm', maybe: 'watch', unsure: 'none', none: 'none' }[verdict] ?? 'alarm';
  page.dataset.level = next;
  if (next === 'alarm' && level !== 'alarm') {
    text('announcement', t(verdict));
  } else if (next !== 'alarm' && level === 'alarm') {
    text('announcement', t('alarmOver'));
  }
  level = next;

  const seconds = q ? QUARTER_S - q.elapsed_s : 0;
  text('h-left', t(q && !q.from_start ? 'leftAtMost' : 'left'));
  text('left', q && seconds > 0 ? powerLeft(q) : '–');
  text('left-for', q ? t('leftFor', { time: minutes(seconds) }) : '');

  text('quarter-times', quarterTimes(q));
  $('mark').setAttribute('d', wedge((q?.elapsed_s ?? 0) / QUARTER_S));
  graph.draw(points);
  showLegend();
}

function judge(q) {
  if (q.certainty === 'over') {
    return 'passed';
  }
  if (q.certainty === 'under') {
    return 'safe';
  }
  // An alarm outlasts its cause by a minute; the colour does not.
  if (q.alarm && q.break_probability >= UNLIKELY) {
    return 'alarm';
  }
  if (q.break_probability >= POSSIBLE) {
    return 'maybe';
  }
  // What was drawn before we listened counts too: no promise without it.
  return q.from_start ? 'calm' : 'unsure';
}

function powerLeft(q) {
  const most = q.target_w * MOST_LEFT;
  return q.headroom_w > most ? `> ${number(most)}` : number(q.headroom_w);
}

/** How sure the forecast is. */
function likely(q) {
  const range = t('likely', { low: kilowatts(q.low80_w), high: kilowatts(q.high80_w) });
  return q.certainty === 'open' ? `${range} · ${t('chance', { percent: percent(q.break_probability) })}` : range;
}

/** Whole percents; what is not certain is never shown as 0 or 100. */
function percent(share) {
  return number(Math.min(99, Math.max(1, Math.round(share * 100))));
}

function quarterTimes(q) {
  if (!q) {
    return '';
  }
  const end = new Date(new Date(`${q.start.slice(0, 19)}Z`).getTime() + QUARTER_S * 1000);
  return `${hourMinute(q.start)} – ${hourMinute(end.toISOString())}`;
}

function wedge(share) {
  const angle = (Math.min(1, Math.max(0, share)) * Math.PI) / 2;
  const x = 3 + 26 * Math.sin(angle);
  const y = 29 - 26 * Math.cos(angle);
  return `M3 29V3A26 26 0 0 1 ${x.toFixed(2)} ${y.toFixed(2)}z`;
}

/** The values behind the lines: now, or where the pointer is. */
function showLegend() {
  const q = state?.quarter;
  const at = pointed !== null && points.elapsed_s[pointed] !== undefined ? pointed : null;
  const value = (line) => (at === null ? q?.[line] : points[line][at]);
  for (const line of LINES) {
    text(`key-${line}`, number(value(line)));
  }
  $('graph').setAttribute(
    'aria-label',
    q
      ? t('graph', {
          times: quarterTimes(q),
          sofar: number(q.import_wh),
          forecast: number(q.forecast_wh),
          alarm: number(q.alarm_line_wh),
          limit: number(q.limit_wh),
        })
      : t('waiting'),
  );
}

function showNow() {
  text('import', number(state?.reading?.import_power_w));
  text('export', number(state?.reading?.export_power_w));
  text('mean', number(state?.quarter?.mean_net_power_w));
}

/** What peaks cost, where the house's area is known. */
function cost(c) {
  if (c?.capacity_eur === undefined) {
    return '';
  }
  const year = t('costYear', { euro: number(c.capacity_eur, 2) });
  return c.quarter_adds_eur > 0 ? `${year} · ${t('costQuarter', { euro: number(c.quarter_adds_eur, 2) })}` : year;
}

function showPeaks() {
  text('peak-cost', cost(state?.cost));
  const start = state?.quarter?.start;
  if (!changed('peaks', start, state?.peaks)) {
    return;
  }
  const peaks = new Map((state?.peaks ?? []).map((p) => [p.month, p]));
  const month = start?.slice(0, 7);
  const running = peaks.get(month);
  text('peak', kilowatts(running?.demand_w));
  text('peak-when', !start ? '' : running ? (running.time ? t('peakWhen', { time: dayTime(running.time) }) : '') : t('peakNone'));

  const months = month ? lastMonths(month, 12) : [];
  const highest = Math.max(BILLED_MINIMUM_W * 1.25, ...months.map((m) => peaks.get(m)?.demand_w ?? 0));
  const bars = months.map((m) => {
    const peak = peaks.get(m);
    const first = `${m}-01T00:00:00`;
    const bar = element('span', 'bar');
    bar.style.height = `${((peak?.demand_w ?? 0) / highest) * 100}%`;
    const meaning = `${monthName(first)}: ${peak ? `${kilowatts(peak.demand_w)} kW` : t('unknown')}`;
    const letter = element('span', 'letter', monthLetter(first));
    letter.setAttribute('aria-hidden', 'true');
    const item = element('li', peak ? '' : 'none', [element('span', 'column', bar), letter, element('span', 'unseen', meaning)]);
    item.title = meaning;
    return item;
  });
  if (bars.length > 0) {
    const floor = element('li', 'floor');
    floor.setAttribute('aria-hidden', 'true');
    floor.style.setProperty('--at', BILLED_MINIMUM_W / highest);
    bars.push(floor);
  }
  $('peak-history').replaceChildren(...bars);
  text('peak-floor', bars.length > 0 ? `${t('peakMinimum')} ${kilowatts(BILLED_MINIMUM_W)} kW` : '');
}

function lastMonths(month, count) {
  const [year, number] = month.split('-').map(Number);
  return Array.from({ length: count }, (_, i) =>
    new Date(Date.UTC(year, number - count + i, 1)).toISOString().slice(0, 7));
}

function showLoads() {
  const loads = state?.loads ?? [];
  if (!changed('loads', state?.loads)) {
    return;
  }
  $('loads').replaceChildren(
    ...loads.map((load) => {
      const shed = load.state === 'shed';
      const failed = load.relay === 'failed';
      const lost = load.state === 'unknown';
      const item = element('li', failed || lost ? 'failed' : shed ? 'shed' : 'on', [
        element('span', 'name', load.name),
        element('span', 'state', t(lost ? 'loadUnknown' : shed ? 'shed' : 'on')),
        element('span', 'note', loadNote(load)),
        element('span', 'hand', [modeChoice(load), undoButton(load)]),
      ]);
      if (lost) {
        item.append(element('span', 'trouble', t('loadLost', { time: dayTime(load.last_contact) })));
      } else if (failed) {
        item.append(element('span', 'trouble', t('relayFailed')));
      }
      return item;
    }),
    ...(state?.loads?.length === 0 ? [element('li', 'note', t('noLoads'))] : []),
  );
}

/** What it draws, what it is set to, and who decides. */
function loadNote(load) {
  const set = load.value === undefined ? '' : ` · ${load.value} ${UNITS[load.unit] ?? load.unit}`;
  const hand = load.hands_off_until ? ` · ${t('handsOff', { time: clock(load.hands_off_until) })}` : '';
  return `${kilowatts(load.measured_power_w ?? load.power_w)} kW${set} · ${t(load.mode)}${hand}`;
}

const UNITS = { ampere: 'A', watt: 'W', percent: '%' };
const MODES = { auto: 'auto', always_on: 'on', always_shed: 'off' };

function modeChoice(load) {
  const select = element('select', '', Object.keys(MODES).map((mode) => {
    const option = element('option', '', t(mode));
    option.value = MODES[mode];
    option.selected = mode === load.mode;
    return option;
  }));
  select.ariaLabel = `${load.name}: ${t('whoDecides')}`;
  select.addEventListener('change', () => ask(`loads/${load.id}/mode`, select.value));
  return select;
}

function undoButton(load) {
  const button = element('button', '', t('undo'));
  button.type = 'button';
  button.disabled = load.since === undefined || load.mode !== 'auto';
  button.addEventListener('click', () => ask(`loads/${load.id}/undo`, ''));
  return button;
}

/** The header is what only our own page can send. */
async function ask(what, body) {
  await fetch(`api/${what}`, { method: 'POST', headers: { 'X-BSMR': '1' }, body });
}

function showControl() {
  if (!changed('control', state?.control, state?.loads?.length)) {
    return;
  }
  const select = element('select', '', ['active', 'shadow', 'off'].map((mode) => {
    const option = element('option', '', t(`control_${mode}`));
    option.value = mode;
    option.selected = mode === state?.control;
    return option;
  }));
  select.ariaLabel = t('control');
  select.addEventListener('change', () => ask('control/mode', select.value));
  $('control').replaceChildren(...(state?.loads?.length > 0 ? [select] : []));
}

function showDecisions() {
  const decisions = state?.decisions ?? [];
  const names = new Map((state?.loads ?? []).map((load) => [load.id, load.name]));
  const today = state?.reading?.time.slice(0, 10);
  if (!changed('decisions', state?.decisions, [...names], today)) {
    return;
  }
  $('decisions').replaceChildren(
    ...decisions.map((d) => {
      const when = element('time', 'num', d.time.slice(0, 10) === today ? clock(d.time) : dayTime(d.time));
      when.dateTime = d.time;
      const said = t(`journal.${d.what}`, {
        load: names.get(d.load) ?? d.load,
        demand: kilowatts(d.demand_w),
        other: kilowatts(d.other_demand_w),
        target: kilowatts(d.target_w),
        power: kilowatts(d.power_w),
        chance: Math.round((d.break_probability ?? 0) * 100),
        from: hourMinute(d.from),
        until: hourMinute(d.until),
        cost: costWords(d.eur_per_year),
      });
      const words = d.shadow ? t('journal.shadow', { words: said }) : said;
      return element('li', d.what, [when, element('span', '', words)]);
    }),
    ...(state?.decisions?.length === 0 ? [element('li', 'note', t('noDecisions'))] : []),
  );
}

// --- the coming day ---

let plan = null;

/** A plan is made when a quarter begins; what is due or a person's hand may move it only then. */
async function fetchPlan() {
  const loads = (state?.loads ?? []).map((load) => load.id);
  if (!state?.quarter || loads.length === 0 || !changed('fetchedPlan', state.quarter.start, loads)) {
    return;
  }
  try {
    const answer = await fetch('api/plan', { cache: 'no-store' });
    plan = answer.ok ? await answer.json() : null;
  } catch {
    // The reading that comes asks again.
    drawn.fetchedPlan = null;
  }
  showPlan();
}

function showPlan() {
  $('plan').hidden = plan === null || drawing(plan).length === 0;
  if ($('plan').hidden || !changed('plan', plan)) {
    return;
  }
  const turns = plan.loads.flatMap((load) => load.turns.map((turn) => ({ ...turn, name: load.name })));
  const sentences = turns.map(({ name, from, until, mean_w: mean }) =>
    t('planTurn', { load: name, from: hourMinute(from), until: hourMinute(until), power: kilowatts(mean) }));
  if (plan.level_w > plan.target_w) {
    sentences.push(t('journal.level_raised', {
      demand: kilowatts(plan.target_w),
      target: kilowatts(plan.aim_w),
      load: plan.loads.find((load) => load.id === plan.because)?.name,
      cost: costWords(plan.eur_per_year),
    }));
  }
  if (!plan.day_known) {
    sentences.push(t('planFirstDay'));
  }
  $('plan-legend').replaceChildren(
    key('key-house', '--house', t('planHouse')),
    ...drawing(plan).map((load) => key('key-load', colourOf(load.place), load.name)),
    ...(plan.fill_w > 0 ? [key('key-level', '--ink', t('planLevel'), plan.fill_w)] : []),
    key('key-limit', '--limit', t('planTarget'), plan.target_w),
  );
  $('plan-turns').replaceChildren(...sentences.map((sentence) => element('li', '', sentence)));
  $('plan-graph').ariaLabel = [t('plan'), ...sentences].join('. ');
  planGraph.draw(plan);
}

function key(kind, colour, name, watts) {
  const entry = element('div', kind, [
    element('dt', '', name),
    element('dd', 'num', watts === undefined ? '' : `${kilowatts(watts)} kW`),
  ]);
  entry.style.setProperty('--colour', `var(${colour})`);
  return entry;
}

const costWords = (euro) => (euro === undefined ? '' : t('journal.cost', { euro: number(euro, 2) }));

function showPhases() {
  const r = state?.reading;
  const has = (n) => r?.[`voltage_l${n}_v`] !== undefined || r?.[`current_l${n}_a`] !== undefined;
  // Two wattmeters need no third voltage: the zeros on L2 are how the meter measures, not a fault.
  const twoWattmeters = r?.grid === '3x230' && r.voltage_l2_v === 0;
  const rows = [1, 2, 3].filter(has).map((n) => {
    const unmeasured = twoWattmeters && n === 2;
    const power = net(r[`import_power_l${n}_w`], r[`export_power_l${n}_w`]);
    const name = element('th', '', `L${n}`);
    name.scope = 'row';
    return element('tr', '', [
      name,
      unmeasured ? notMeasured() : quantity(number(r[`voltage_l${n}_v`], 1), 'V'),
      quantity(number(r[`current_l${n}_a`], 2), 'A'),
      unmeasured ? notMeasured() : quantity(number(power), 'W'),
    ]);
  });
  $('phases').tBodies[0].replaceChildren(...rows);
  const note = { '3x230': twoWattmeters ? 'delta' : 'deltaStar', '3n400': 'star', '1x230': 'single' }[r?.grid];
  text('grid-note', note ? t(note) : '');
}

function net(imported, exported) {
  return imported === undefined && exported === undefined ? undefined : (imported ?? 0) - (exported ?? 0);
}

function quantity(value, unit) {
  return element('td', 'num', value === '–' ? value : [value, ' ', element('span', 'unit', unit)]);
}

function notMeasured() {
  const cell = element('td', 'num', [element('span', '', '–'), element('span', 'unseen', t('notMeasured'))]);
  cell.firstChild.setAttribute('aria-hidden', 'true');
  return cell;
}

function showRegisters() {
  const r = state?.reading ?? {};
  const kWh = (wh) => element('td', 'num', number(wh === undefined ? undefined : wh / 1000, 3));
  const tariffs = [1, 2, 3, 4, 5].filter((n) => `import_t${n}_wh` in r || `export_t${n}_wh` in r);
  const rows = tariffs.map((n) => {
    const active = r.tariff === n;
    const name = element('th', '', active ? [`T${n} `, element('span', 'active', t('tariffNow'))] : `T${n}`);
    name.scope = 'row';
    return element('tr', '', [name, kWh(r[`import_t${n}_wh`]), kWh(r[`export_t${n}_wh`])]);
  });
  if ('import_wh' in r || 'export_wh' in r) {
    const name = element('th', '', t('total'));
    name.scope = 'row';
    rows.push(element('tr', '', [name, kWh(r.import_wh), kWh(r.export_wh)]));
  }
  $('registers').tBodies[0].replaceChildren(...rows);
}

function showOthers() {
  const meters = (state?.reading?.mbus ?? []).filter((m) => m.value !== undefined);
  if (!changed('others', meters)) {
    return;
  }
  $('others').hidden = meters.length === 0;
  $('others').tBodies[0].replaceChildren(
    ...meters.map((m) => {
      const name = element('th', '', t(m.type));
      name.scope = 'row';
      return element('tr', '', [
        name,
        element('td', 'note num', m.time ? dayTime(m.time) : ''),
        quantity(number(Number(m.value), 3), (m.unit ?? '').replace('m3', 'm³')),
      ]);
    }),
  );
}

/** A disk that fails stops nothing, so it must be seen. */
function showDisk() {
  const disk = state?.disk;
  const words = [
    disk?.trouble && t('diskTrouble', { why: disk.trouble }),
    disk?.dropped > 0 && t('diskDropped', { readings: disk.dropped }),
    disk?.backup_trouble && t('backupTrouble', { why: disk.backup_trouble }),
  ].filter(Boolean);
  $('disk').hidden = words.length === 0;
  text('disk', words.join(' '));
}

/** Who guesses passwords, at this door or another. */
function showGuesses() {
  const words = (state?.guesses ?? []).map((g) =>
    t('guesses', { wrong: number(g.wrong), refused: number(g.refused), ago: age(g.ago_s), from: g.from }),
  );
  $('guesses').hidden = words.length === 0;
  text('guesses', words.join(' '));
}

/** Also each second without news: the age of what we show grows. */
function showLink() {
  const link = state?.link;
  const seconds =
    spokeAt === undefined ? undefined : Math.floor((performance.now() - spokeAt) / 1000);
  const silent = Boolean(state?.silent) || seconds > STALE_AFTER_S;
  // After a restart the numbers are those of before until a telegram comes.
  const waiting = !state?.reading || seconds === undefined;
  const condition = lost ? 'lost' : waiting ? 'waiting' : silent ? 'stale' : 'live';
  page.dataset.link = condition;

  const why = link?.[`trouble_${page.lang}`] ?? link?.trouble;
  const trouble = why && !link.connected ? `${t('disconnected')}: ${why}` : '';
  const words = {
    lost: t('lost'),
    waiting: [t('waiting'), trouble].filter(Boolean).join('. '),
    stale: [t('stale', { age: age(seconds ?? 0) }), trouble].filter(Boolean).join(' '),
    live: '',
  }[condition];
  $('banner').hidden = condition === 'live';
  text('banner', words);
  // Said once: an age that is read out each second would drown everything else.
  if (condition !== said) {
    said = condition;
    text('announcement', words);
  }

  $('link-state').className = `link-state ${link?.connected ? 'good' : 'bad'}`;
  text('link-state', link?.connected ? t('connected') : trouble || t('disconnected'));
  text('link-age', seconds === undefined ? '–' : t('ago', { age: age(seconds) }));
  text('link-accepted', number(link?.accepted));
  const causes = Object.entries(link?.rejected_by ?? {}).map(([cause, n]) => `${cause} ${number(n)}`);
  text('link-rejected', number(link?.rejected) + (causes.length ? ` (${causes.join(', ')})` : ''));
  text('link-skew', skew(link?.clock_skew_s));
  text('link-recent', link ? t('recent', { rejected: number(link.recent_rejected), telegrams: number(link.recent_telegrams) }) : '–');
  const last = link?.last_rejected;
  text('link-last-rejected', last ? t('rejectedAt', { cause: last.cause, time: dayClock(last.time), offset: number(last.offset) }) : '–');
  text('link-stray', number(link?.stray_bytes));
  text('link-bytes', number(link?.bytes));
  text('link-opened', number(link?.opened));
  text('link-source', link?.source ?? '–');
  text('meter', state?.reading?.meter ?? '–');
}

/** How far the meter's clock is from ours; less than two seconds is the telegram's own journey. */
function skew(seconds) {
  if (seconds === undefined) {
    return '–';
  }
  const near = Math.abs(seconds) < 2;
  return near ? t('skewNone') : t(seconds < 0 ? 'skewBehind' : 'skewAhead', { age: age(Math.abs(seconds)) });
}

// --- what if ---

let asked = null;

async function askWhatIf(event) {
  event.preventDefault();
  const question = new URLSearchParams({
    load_w: $('whatif-load').value,
    for_s: String(Number($('whatif-for').value) * 60),
  });
  try {
    const answer = await fetch(`api/whatif?${question}`, { cache: 'no-store', headers: { 'X-BSMR': '1' } });
    asked = answer.status === 503 ? { none: true } : await answer.json();
  } catch (trouble) {
    asked = { error: trouble.message };
  }
  showWhatIf();
}

function showWhatIf() {
  $('whatif-answer').replaceChildren(...(asked ? answered(asked) : []));
}

function answered(a) {
  if (a.none || a.error) {
    return [element('p', 'trouble', a.none ? t('whatifNone') : t('whatifFailed', { error: a.error }))];
  }
  const best =
    a.cheapest.start === a.now.start
      ? [element('p', 'note', t('whatifBest', { hours: number(a.within_s / 3600) }))]
      : start(t('whatifThen', { time: dayTime(a.cheapest.start) }), a.cheapest);
  return [...start(t('whatifNow'), a.now), ...best];
}

function start(title, s) {
  const cost = {
    billed: () => t('whatifCost', { euro: number(s.eur_per_year, 2) }),
    not_billed: () => t('whatifFree'),
    unknown: () => t('whatifUnknown'),
  }[s.costs];
  return [
    element('h3', '', title),
    element('ul', '', [
      element('li', '', t(s.break_probability_anyway >= 0.005 ? 'whatifAnyway' : 'whatifChance', {
        percent: percent(s.break_probability),
        anyway: percent(s.break_probability_anyway),
      })),
      element('li', '', t('whatifPeak', { added: kilowatts(s.added_peak_w) })),
      element('li', '', cost()),
    ]),
  ];
}

// --- beginning ---

$('whatif').addEventListener('submit', askWhatIf);

for (const button of document.querySelectorAll('[data-language]')) {
  button.addEventListener('click', () => {
    chooseLanguage(button.dataset.language);
    text('announcement', '');
    show();
    showWhatIf();
    showPlan();
    graph.redress();
    planGraph.redress();
  });
}
await startLanguage();
show();
listen();
setInterval(() => {
  showLink();
  watch();
}, 1000);
document.addEventListener('visibilitychange', () => document.hidden || watch());
