// Units of the page's script, each alone: no program, no page around it. units.html loads them, PageUnitsTest asks what came of them.

import {
  age, chooseLanguage, clock, fetchLanguages, hourMinute, kilowatts, minutes, number, percent, startLanguage, t,
} from '../i18n.js';
import { html, render } from '../lit-html.js';
import { choice } from '../parts/form.js';
import { mayStart } from '../parts/doing.js';
import { wiresOf } from '../parts/grid-drawing.js';
import { meant } from '../parts/load-sheet.js';
import { effect } from '../parts/load-test.js';
import { lastMonths } from '../parts/peaks.js';
import { columns as planColumns } from '../parts/plan-graph.js';
import { columns as quarterColumns, top } from '../parts/quarter-graph.js';
import { addPoint, noPoints } from '../points.js';
import { idOf } from '../parts/load-fields.js';
import { bandsOf, cheapest, columns as priceColumns, dearest, hoursOf, quartersFrom } from '../prices.js';
import { isOffered } from '../settings-keys.js';
import { attachedOf, energies, inColumns, sum } from '../past.js';
import { roundTimes } from '../parts/past-graph.js';
import { drawn, wanted } from '../parts/past-view.js';
import { beginOf, comparedWith, localTime, moved, offsetAt, spanOf } from '../span.js';
import { Stopwatch } from '../stopwatch.js';
import { CHANGES, Store } from '../store.js';
import { levelOf } from '../verdict.js';
import { equal, runAll, test, truthy } from './check.js';

await startLanguage();
await fetchLanguages(['nl', 'fr', 'de', 'en']);

function speaking(language, run) {
  chooseLanguage(language);
  try {
    run();
  } finally {
    chooseLanguage('en');
  }
}

// --- i18n ---

test('fills the blanks of a sentence, a missing one with a dash', () => speaking('en', () => {
  equal(t('target', { target: '2.50' }), 'target 2.50 kW');
  equal(t('target'), 'target – kW');
}));

test('shows the key of a sentence that is not there', () => equal(t('no.such.key'), 'no.such.key'));

test('chooses the plural by the rule of the language', () => {
  const lost = (readings) => t('diskDropped', { readings });
  speaking('en', () => {
    truthy(lost(1) !== lost(2).replace('2', '1'));
    truthy(lost(1200).includes('1,200'));
  });
  // In French none is singular.
  speaking('fr', () => equal(lost(0).replace('0', '1'), lost(1)));
});

test('writes numbers as the language does', () => {
  speaking('en', () => equal(number(1234.56, 1), '1,234.6'));
  speaking('nl', () => equal(number(1234.56, 1), '1.234,6'));
});

test('writes no minus before zero, and a true one before others', () => {
  equal(number(-0.4), '0');
  equal(number(-12), '−12');
});

test('writes a dash for what is not known', () =>
  equal([number(undefined), number(null), number(NaN), kilowatts(undefined), clock(undefined)], ['–', '–', '–', '–', '–']));

test('writes watts as kilowatts', () => equal(kilowatts(2499), '2.50'));

test('never shows what is not certain as 0 or 100 percent', () =>
  equal([percent(0), percent(0.234), percent(1)], ['1', '23', '99']));

test("shows the meter's own time, wherever the browser is", () =>
  equal([clock('2026-11-22T18:04:59+01:00'), hourMinute('2026-07-01T06:30:00+02:00')], ['18:04:59', '06:30']));

test('writes seconds as minutes, and an age in one unit', () =>
  equal([minutes(452), minutes(-1), age(8), age(200), age(20_000)], ['7:32', '0:00', '8 s', '3 min', '5 h']));

// --- the store ---

const reading = (watts) => ({ time: '2026-11-22T18:00:00+01:00', import_power_w: watts });
const second = (at, start = 'A') => ({ start, elapsed_s: at, import_wh: at / 10, forecast_wh: 90 });

test('takes each topic into the state, and leaves the old one as it was', () => {
  const store = new Store(() => 0);
  const first = { loads: [] };
  store.receive(first);
  for (const topic of ['reading', 'quarter', 'peaks', 'link']) {
    const data = { ...second(1), of: topic };
    store.change(topic, data);
    equal(store.state[topic], data);
  }
  store.change('control/mode', 'shadow');
  equal(store.state.control, 'shadow');
  equal(first, { loads: [] });
});

test('keeps the newest twenty decisions', () => {
  const state = {};
  for (let i = 0; i < 25; i++) {
    CHANGES.decision(state, { what: i });
  }
  equal([state.decisions.length, state.decisions[0].what, state.decisions[19].what], [20, 24, 5]);
});

test('forgets what the house does not tell any more', () => {
  const state = { disk: { trouble: 'full' }, silent: true, peaks: [] };
  CHANGES.house(state, { silent: false });
  equal(state, { peaks: [], silent: false });
});

test('changes one load and no other', () => {
  const store = new Store(() => 0);
  store.receive({ loads: [{ id: 'boiler', state: 'on' }, { id: 'car', state: 'on' }] });
  store.change('load/car', { id: 'car', state: 'shed' });
  equal(store.state.loads.map((load) => load.state), ['on', 'shed']);
});

test('is waiting, live, stale and lost in turn', () => {
  let now = 0;
  const store = new Store(() => now);
  const seen = [store.condition];
  store.receive({ age_s: 0 });
  seen.push(store.condition);
  store.change('reading', reading(500));
  seen.push(store.condition);
  now = 10_999;
  seen.push(store.condition, store.age);
  now = 11_000;
  seen.push(store.condition, store.age);
  store.lost = true;
  seen.push(store.condition);
  store.change('reading', reading(501));
  seen.push(store.condition);
  store.change('house', { age_s: 61, silent: true });
  seen.push(store.condition, store.age);
  equal(seen, ['waiting', 'waiting', 'live', 'live', 10, 'stale', 11, 'lost', 'live', 'stale', 61]);
});

test('waits after a restart, though it knows the numbers of before', () => {
  const store = new Store(() => 0);
  store.receive({ reading: reading(500) });
  equal([store.condition, store.age], ['waiting', undefined]);
});

test('begins the points anew with a quarter', () => {
  const store = new Store(() => 0);
  store.receive({ quarter: second(2), points: { ...noPoints(), elapsed_s: [1, 2], import_wh: [0.1, 0.2] } });
  store.change('quarter', second(3));
  equal(store.points.elapsed_s, [1, 2, 3]);
  store.change('quarter', second(1, 'B'));
  equal(store.points.elapsed_s, [1]);
});

// --- points and graphs ---

test('a clock that was set back takes what it repeats with it', () => {
  const points = noPoints();
  [1, 2, 3, 2].forEach((at) => addPoint(points, second(at)));
  equal(points.elapsed_s, [1, 2]);
  equal(points.import_wh, [0.1, 0.2]);
});

const pointsAt = (...seconds) => {
  const points = noPoints();
  seconds.forEach((at) => addPoint(points, {
    elapsed_s: at, import_wh: at, forecast_wh: 500, low80_w: 1600, high80_w: 2400, alarm_line_wh: 825 - at / 6, limit_wh: 750,
  }));
  return points;
};

test('draws limit and alarm line from end to end, the rest only where it is known', () => {
  const [[at, limit, alarm, forecast, sofar]] = quarterColumns(pointsAt(60, 61));
  equal(at, [0, 60, 61, 900]);
  equal(limit, [750, 750, 750, 750]);
  equal(alarm.map(Math.round), [825, 815, 815, 675]);
  equal([forecast.at(0), forecast.at(-1), sofar.at(0), sofar.at(-1)], [null, null, null, null]);
});

test('draws from where we are to where the quarter is expected to end, with its band', () => {
  const [columns] = quarterColumns(pointsAt(60, 61));
  equal(columns[5], [null, null, 61, 500]);
  equal([columns[6].at(-1), columns[7].at(-1)], [400, 600]);
});

test('draws no line across a long silence', () => {
  const [[at, , , , sofar], index] = quarterColumns(pointsAt(10, 100));
  equal(at, [0, 10, 99, 100, 900]);
  equal(sofar, [null, 10, null, 100, null]);
  equal(index, [null, 0, null, 1, null]);
});

test('a quarter without points has no columns to draw', () =>
  equal(quarterColumns(noPoints())[0].flat(), []));

test('piles the loads of a plan upon the house', () => {
  const plan = {
    quarter_s: 900, house_w: [1000, 500], target_w: 2500, fill_w: 0,
    loads: [{ draws_w: [0, 0] }, { draws_w: [0, 1500] }],
  };
  equal(planColumns(plan), [
    [0, 900, 1800],
    [1, 2, 2],
    [1, 0.5, 0.5],
    [2.5, 2.5, 2.5],
    [null, null, null],
  ]);
});

test('ends the axis of a quarter at a round value, with room above the highest line', () =>
  equal([undefined, 40, 94, 95, 700, 750, 1180, 1190].map(top), [100, 100, 100, 125, 800, 800, 1500, 1500]));

test('lets the end of the quarter glide where a load switches', () => {
  const points = noPoints();
  for (let at = 1; at <= 20; at++) {
    const expected = at <= 15 ? 400 : 800;
    addPoint(points, { elapsed_s: at, import_wh: at, forecast_wh: expected, low80_w: 4 * expected, high80_w: 8 * expected, alarm_line_wh: 750, limit_wh: 750 });
  }
  const end = quarterColumns(points)[0].map((column) => column.at(-1));
  // Five of the newest ten seconds expect 400, five 800.
  equal([end[0], end[5], end[6], end[7]], [900, 600, 600, 1200]);
});

// --- what is said of a quarter ---

test('gives each word its colour', () => {
  const words = ['passed', 'alarm', 'maybe', 'unsure', 'calm', 'safe', undefined];
  equal(words.map(levelOf), ['alarm', 'alarm', 'watch', 'none', 'calm', 'calm', 'none']);
});

test('says which appliances fit under the target, and when the others do', () => {
  const q = { start: '2026-11-26T18:00:00+01:00', elapsed_s: 300, target_w: 3000, forecast_demand_w: 1850, from_start: true };
  // 1000 W of the quarter are left: 1500 W for the ten minutes to go.
  equal(mayStart(q).map((a) => a.now), [false, false, true]);
  equal(mayStart({ ...q, elapsed_s: 600 }).map((a) => a.now), [true, true, true]);
  equal(mayStart(q)[0].then, '18:15');
});

test('names the months before this one, also across a year', () =>
  equal(lastMonths('2026-02', 4), ['2025-11', '2025-12', '2026-01', '2026-02']));

// --- parts ---

test('a choice shows what is chosen, follows it, and goes back when it is refused', async () => {
  const box = document.createElement('div');
  const chosen = [];
  const draw = (mode) => render(
    html`${choice('Who', [['auto', 'Automatic'], ['off', 'Off']], mode, async (value) => {
      chosen.push(value);
      return false;
    })}`, box);
  draw('off');
  const select = box.querySelector('select');
  equal([select.value, select.getAttribute('aria-label')], ['off', 'Who']);
  draw('auto');
  equal([select.value, box.querySelector('select') === select], ['auto', true]);
  select.value = 'off';
  select.dispatchEvent(new Event('change'));
  equal(chosen, ['off']);
  await Promise.resolve();
  await Promise.resolve();
  equal(select.value, 'auto');
});

// --- periods ---

test('a period is made of whole days, a week from Monday', () => {
  equal(spanOf('day', '2026-11-26'), { kind: 'day', from: '2026-11-26', to: '2026-11-27' });
  equal(spanOf('week', '2026-11-22'), { kind: 'week', from: '2026-11-16', to: '2026-11-23' });
  equal(spanOf('month', '2026-12-26'), { kind: 'month', from: '2026-12-01', to: '2027-01-01' });
  equal(spanOf('year', '2026-11-26'), { kind: 'year', from: '2026-01-01', to: '2027-01-01' });
  equal(spanOf('range', '2026-11-26', '2026-11-28'), { kind: 'range', from: '2026-11-26', to: '2026-11-29' });
});

test('the next period is of the same kind', () => {
  equal(moved(spanOf('month', '2026-01-15'), -1).from, '2025-12-01');
  equal(moved(spanOf('month', '2026-01-15'), 1).from, '2026-02-01');
  equal(moved(spanOf('range', '2026-11-26', '2026-11-27'), 1).from, '2026-11-28');
});

test('a day is compared with the same weekday, a month with the same month', () => {
  equal(comparedWith(spanOf('day', '2026-11-26'), 'year').from, '2025-11-27');
  equal(comparedWith(spanOf('month', '2026-11-26'), 'year').from, '2025-11-01');
  equal(comparedWith(spanOf('day', '2026-11-26'), 'previous').from, '2026-11-25');
});

test('the meter keeps the time of Brussels, whatever the browser keeps', () => {
  equal(localTime(Date.parse('2026-07-01T10:00:00Z') / 1000), '2026-07-01T12:00:00');
  equal(offsetAt(Date.parse('2026-10-25T01:00:00Z') / 1000), 3600);
  equal(offsetAt(Date.parse('2026-10-25T00:59:59Z') / 1000), 7200);
  equal(beginOf('2026-10-25'), Date.parse('2026-10-24T22:00:00Z') / 1000);
  equal(beginOf('2026-10-26'), Date.parse('2026-10-25T23:00:00Z') / 1000);
});

test('times on the axis are round by the clock of the meter', () => {
  const { step, times } = roundTimes(beginOf('2026-11-26'), beginOf('2026-11-27'), 12);
  equal(step, 7200);
  equal(times.map((s) => localTime(s).slice(11, 16)).slice(0, 3), ['00:00', '02:00', '04:00']);
});

// --- what was ---

test('a table becomes columns', () => equal(inColumns({ columns: ['a', 'b'], rows: [[1, 2], [3, null]] }), { a: [1, 3], b: [2, null] }));

test('what is not known is no zero', () => {
  equal(sum([null, undefined]), undefined);
  equal(sum([null, 2, 3]), 5);
  equal(energies({ import_t1_wh: [1, null], import_t2_wh: [2, null] }, 'import'), [3, null]);
  equal(energies({ import_t1_wh: [1], import_wh: [7] }, 'import'), [7]);
});

test('a gap stays a gap, and what is compared lies on the same hour', () => {
  const span = spanOf('day', '2026-11-26');
  const need = wanted('demand', span, null);
  const at = (day, quarter) => beginOf(day) + 900 * quarter;
  const { data } = drawn('demand', need,
    { start: [at('2026-11-26', 0), at('2026-11-26', 2)], demand_w: [100, 300] },
    { start: [at('2026-11-25', 1)], demand_w: [50] }, beginOf('2026-11-25'));
  equal(data[1].slice(0, 4), [100, null, 300, null]);
  equal(data[4].slice(0, 3), [null, 50, null]);
  equal(data[0].length, 96);
});

test('a short part of a day is asked for second by second', () => {
  const span = spanOf('day', '2026-11-26');
  const from = beginOf('2026-11-26');
  equal(wanted('power', span, [from, from + 600]).step, 1);
  equal(wanted('power', spanOf('week', '2026-11-26'), null).each, 'quarter');
  equal(wanted('energy', spanOf('year', '2026-11-26'), null).each, 'month');
});

test('what a year cost stands by months, the part of the peaks within it', () => {
  const need = wanted('cost', spanOf('year', '2026-11-26'), null);
  equal(need.each, 'month');
  const { data } = drawn('cost', need, { month: ['2026-01', '2026-02'], network_eur: [10, null], capacity_eur: [20, 25] }, null, 0);
  equal(data[1], [30, 25]);
  equal(data[2], [20, 25]);
});

test('what a day cost is put together by the hour', () => {
  const need = wanted('cost', spanOf('day', '2026-11-26'), null);
  const at = (quarter) => beginOf('2026-11-26') + 900 * quarter;
  const { data, names } = drawn('cost', need, { start: [at(0), at(3), at(4)], network_eur: [0.25, 0.5, null] }, null, 0);
  equal(names, ['00:00', '01:00']);
  equal(data[1], [0.75, null]);
});

test('shows what a gas meter counted, in one unit, whoever else tells of it', () => {
  const need = wanted('gas', spanOf('month', '2026-11-26'), null);
  equal(need.each, 'mbus-day');
  const told = {
    day: ['2026-11-01', '2026-11-01', '2026-11-02', '2026-11-02'], type: ['gas', 'gas', 'gas', 'water'],
    amount: [31.5, 2.9, 3.1, 0.4], unit: ['kWh', 'm3', 'm3', 'm3'], origin: ['mijn_fluvius', 'meter', 'meter', 'meter'],
  };
  equal(drawn('gas', need, told, null, 0).data[1], [2.9, 3.1]);
  equal(attachedOf(told, 'gas').unit, 'm³');
  equal(attachedOf({}, 'gas').amounts, []);
});

// --- a display on the wall ---

test('what a device slept through has passed, and a clock that is set a little has not', () => {
  let [steady, wall] = [0, 1_000_000];
  const watch = new Stopwatch(() => steady, () => wall);
  [steady, wall] = [1000, 1_001_000];
  equal([watch.now(), watch.slept], [1000, 0]);
  [steady, wall] = [2000, 4_602_000];
  equal([watch.now(), watch.slept], [3_602_000, 3_600_000]);
  [steady, wall] = [3000, 4_605_000];
  equal([watch.now(), watch.slept], [3_603_000, 3_600_000]);
  // Set back by an hour: nothing passed backwards.
  [steady, wall] = [4000, 1_006_000];
  equal([watch.now(), watch.slept], [3_604_000, 3_600_000]);
});

// --- settings ---

test('shows every key that has no field', () => {
  const offered = ['goal_w', 'loads[car].id', 'loads[car].due.kwh', 'loads[car].mqtt.set.topic', 'notify.ntfy.token', 'notify.rules.load.level', 'notify.quiet'];
  const shown = ['web.port', 'loads[car].mqtt.retain', 'loads[car].http.repeat_s', 'notify.ntfy.timeout', 'notify.rules.load.quiet', 'loads'];
  equal([...offered, ...shown].filter(isOffered), offered);
});

test('makes an id of whatever a load is called', () => {
  const none = () => false;
  equal(['Boiler kelder', 'Chauffe-eau d’été', '  ', 'Ж', 'A'.repeat(40)].map((name) => idOf(name, none)), ['boiler-kelder', 'chauffe-eau-d-ete', 'load', 'load', 'a'.repeat(32)]);
  equal(idOf('Boiler', (id) => ['boiler', 'boiler-2'].includes(id)), 'boiler-3');
  equal(idOf('a'.repeat(32), (id) => id.length === 32 && !id.endsWith('-2')), `${'a'.repeat(30)}-2`);
});

// --- loads and meter ---

test('a switch has shown once the meter has moved and stays there', () => {
  const samples = [3000, 3010, 2990, 3000, 3000, 3000, 620, 610].map((watts, second) => ({ second, watts }));
  equal(effect(samples, 4, 1200, -1), { watts: 2385, seconds: 2 });
  equal(effect(samples.slice(0, 7), 4, 1200, -1), null);
  equal(effect(samples, 4, 1200, 1), null);
  // A kettle that goes off for one reading is no load that was switched.
  equal(effect([3000, 3000, 600, 3000].map((watts, second) => ({ second, watts })), 1, 1200, -1), null);
});

test('what is meant with a load is only what is known', () => speaking('en', () => {
  const state = { control: 'active', reading: { time: '2026-11-22T18:00:30+01:00' } };
  const load = {
    id: 'boiler', mode: 'auto', state: 'shed', since: '2026-11-22T18:00:00+01:00',
    limits: { min_shed_s: 60, longest_shed_s: 3600 },
  };
  const plan = { loads: [{ id: 'boiler', turns: [{ from: '2026-11-22T22:00:00+01:00', until: '2026-11-22T23:00:00+01:00', mean_w: 2400 }] }] };
  equal(meant(load, state, plan).length, 4);
  truthy(meant(load, state, plan)[1].includes('18:01'));
  truthy(meant(load, state, plan)[2].includes('19:00'));
  truthy(meant(load, state, plan)[3].includes('22:00'));
  equal(meant({ ...load, mode: 'always_on' }, state, null).length, 1);
  equal(meant({ ...load, state: 'unknown' }, state, null)[0], t('meantUnknown'));
  equal(meant({ ...load, state: 'connected', rest_until: '2026-11-22T17:00:00+01:00' }, state, null), [t('meantNothing')]);
}));

test('a wire shows the way of its power, and what the meter does not tell stays open', () => {
  const [one, two, neutral] = wiresOf({
    grid: '3n400', voltage_l1_v: 230, current_l1_a: 10, net_power_l1_w: -2300, voltage_l2_v: 231, current_l2_a: 0,
  }, 25);
  equal([one.way, one.load, two.way, two.watts, neutral.name], [-1, 0.4, 0, undefined, 'N']);
  equal(wiresOf({ grid: '3x230', voltage_l1_v: 230, voltage_l2_v: 0, current_l2_a: 5, voltage_l3_v: 230 }).map((w) => w.volts), [230, undefined, 230]);
});

// --- prices ---

const aDay = (euro, more = {}) => ({ quarters: euro.map((import_eur_kwh, i) => ({
  start: `2026-11-27T${String(Math.floor(i / 4)).padStart(2, '0')}:${String((i % 4) * 15).padStart(2, '0')}:00+01:00`, import_eur_kwh, export_eur_kwh: -0.01, ...more,
})) });
const MIDNIGHT = Date.parse('2026-11-27T00:00:00+01:00') / 1000;

test('the cheapest hour is four quarters in a row, not the cheapest quarter', () => {
  const quarters = quartersFrom('2026-11-27', aDay([0.3, -0.2, 0.3, 0.3, 0.4, 0.1, 0.1, 0.1, 0.1, 0.5]));
  equal([cheapest(quarters).from, cheapest(quarters).to, cheapest(quarters).mean], [MIDNIGHT + 5 * 900, MIDNIGHT + 9 * 900, 10]);
  equal([dearest(quarters).from, dearest(quarters).to, dearest(quarters).mean], [MIDNIGHT + 2 * 900, MIDNIGHT + 6 * 900, 27.5]);
});

test('what costs as much as the cheapest hour after it belongs to it', () => {
  const quarters = quartersFrom('2026-11-27', aDay([...Array(6).fill(0.364), ...Array(9).fill(0.2311), ...Array(3).fill(0.364)]));
  equal([cheapest(quarters).from, cheapest(quarters).to], [MIDNIGHT + 6 * 900, MIDNIGHT + 15 * 900]);
});

test('no hour is cheapest where all cost the same, or where none is known whole', () => {
  equal(cheapest(quartersFrom('2026-11-27', aDay(Array(40).fill(0.2123)))), null);
  equal(cheapest(quartersFrom('2026-11-27', aDay([0.1, 0.2, 0.3]))), null);
  const { quarters } = aDay([0.1, 0.2, 0.1, 0.3, 0.1]);
  equal(cheapest(quartersFrom('2026-11-27', { quarters: quarters.filter((_, i) => i !== 2) })), null);
});

test('prices are steps, with nothing where a quarter is not known', () => {
  const { quarters } = aDay([0.1, 0.2, 0.3]);
  const [times, imported, exported] = priceColumns(quartersFrom('2026-11-27', { quarters: [quarters[0], quarters[2]] }));
  equal(times.map((second) => second - MIDNIGHT), [0, 900, 901, 1800, 2700]);
  equal(imported, [10, 10, null, 30, 30]);
  equal(exported, [-1, -1, null, -1, -1]);
  equal(quartersFrom('2026-11-28', { quarters }), []);
});

test('bands last as long as they have one name, and hours have means', () => {
  const quarters = quartersFrom('2026-11-27', { quarters: [...aDay([0.1, 0.2, 0.3, 0.4], { band: 'eco' }).quarters, ...aDay([0, 0, 0, 0, 0.2]).quarters.slice(4).map((q) => ({ ...q, band: 'pic' }))] });
  equal(bandsOf(quarters).map(({ band, from, to }) => [band, from - MIDNIGHT, to - MIDNIGHT]), [['eco', 0, 3600], ['pic', 3600, 4500]]);
  equal(bandsOf(quartersFrom('2026-11-27', aDay([0.1, 0.2]))), []);
  equal(hoursOf(quarters).map(({ imported, band }) => [imported, band]), [[25, 'eco'], [20, 'pic']]);
});

window.results = await runAll();
document.documentElement.dataset.done = '';
