// The running quarter: its graph, and the values behind the lines.

import { html } from '../lit-html.js';
import { hourMinute, number, t } from '../i18n.js';

const QUARTER_S = 900;

/**
 * @param value says what a line is, in Wh: now, or where the pointer is
 */
export const quarter = (q, value) => html`
  <figure class="quarter" aria-labelledby="h-quarter">
    <figcaption>
      <h2><span id="h-quarter">${t('thisQuarter')}</span> <span id="quarter-times" class="num">${times(q)}</span></h2>
      <dl class="legend" id="legend">
        <div class="key-sofar">${key(t('sofar'), 'import_wh', value)}</div>
        <div class="key-forecast">${key(t('forecast'), 'forecast_wh', value)}</div>
        <div class="key-alarm">${key(t('alarmLine'), 'alarm_line_wh', value)}</div>
        <div class="key-limit">${key(t('limit'), 'limit_wh', value)}</div>
      </dl>
    </figcaption>
    <div id="graph" class="graph" role="img" aria-label=${q ? inWords(q) : t('waiting')}></div>
  </figure>`;

const key = (name, line, value) =>
  html`<dt>${name}</dt><dd><span id="key-${line}" class="num">${number(value(line))}</span> Wh</dd>`;

const inWords = (q) => t('graph', {
  times: times(q),
  sofar: number(q.import_wh),
  forecast: number(q.forecast_wh),
  alarm: number(q.alarm_line_wh),
  limit: number(q.limit_wh),
});

function times(q) {
  if (!q) {
    return '';
  }
  const end = new Date(new Date(`${q.start.slice(0, 19)}Z`).getTime() + QUARTER_S * 1000);
  return `${hourMinute(q.start)} – ${hourMinute(end.toISOString())}`;
}
