// What a person chooses of the past, what it is called, and what is kept of it.

import { html, nothing } from '../lit-html.js';
import { dayMonth, dayTime, fullDay, monthName, t } from '../i18n.js';
import { address } from '../past.js';
import { addDays, KINDS, localTime, moved, spanOf } from '../span.js';
import { choice } from './form.js';
import { ATTACHED, SHOWS, wanted } from './past-view.js';
import { saveFrom, savePicture } from './save.js';

export const COMPARED = ['nothing', 'previous', 'year'];
const FILES = { CSV: ['csv-be', 'csv'], Excel: ['xlsx', 'xlsx'], JSON: ['json', 'json'] };

/**
 * What a person chooses of the past.
 *
 * @param attached kinds of other meters that the house has
 * @param change called with what is to be otherwise
 */
export function tools({ span, show, compared, zoom }, today, attached, change) {
  const shown = [...SHOWS, ...ATTACHED.filter((one) => one === show || attached.includes(one))];
  const kinds = KINDS.map((kind) => html`<button type="button" aria-pressed=${kind === span.kind}
    @click=${() => change({ span: spanOf(kind, inside(span, today), addDays(span.to, -1)) })}>${t(`kind_${kind}`)}</button>`);
  const go = (next) => change({ span: next });
  const day = (label, id, value, take) => html`<label><span class="unseen">${label}</span><input id=${id} type="date" .value=${value}
    @change=${({ target }) => target.value && take(target.value)}></label>`;
  const last = addDays(span.to, -1);
  return html`
    <div class="tools">
      <div class="segments" role="group" aria-label=${t('period')}>${kinds}</div>
      <div class="steps">
        <button type="button" aria-label=${t('earlier')} @click=${() => go(moved(span, -1))}>‹</button>
        ${day(t('from'), 'past-from', span.from, (value) => go(spanOf(span.kind, value, last)))}
        ${span.kind === 'range' ? day(t('until'), 'past-last', last, (value) => go(spanOf('range', span.from, value))) : nothing}
        <button type="button" aria-label=${t('later')} @click=${() => go(moved(span, 1))}>›</button>
      </div>
      ${choice(t('whatToShow'), shown.map((one) => [one, SHOWS.includes(one) ? t(`show_${one}`) : t(one)]), show, async (one) => { change({ show: one }); return true; })}
      ${choice(t('compareWith'), COMPARED.map((one) => [one, t(`with_${one}`)]), compared, async (one) => { change({ compared: one }); return true; })}
      ${zoom ? html`<button type="button" id="past-out" @click=${() => change({})}>${t('zoomOut')}</button>` : nothing}
    </div>`;
}

/** @param canvas gives the picture */
export function files({ span, show, zoom }, canvas) {
  const { each, range } = wanted(show, span, zoom);
  const name = `bsmr-${span.from}-${each}`;
  return html`<p class="files"><span>${t('download')}</span> ${Object.entries(FILES).map(([label, [format, ending]]) =>
    html`<button type="button" @click=${() => saveFrom(address(...range, each, 0, format), `${name}.${ending}`)}>${label}</button>`)}
    <button type="button" @click=${() => savePicture(canvas(), `${name}.png`)}>PNG</button></p>`;
}

/** Today if it is in the period, else its first day. */
const inside = (span, today) => (span.from <= today && today < span.to ? today : span.from);

export function title({ span, zoom }) {
  if (zoom) {
    return `${dayTime(localTime(zoom[0]))} – ${dayTime(localTime(zoom[1]))}`;
  }
  const of = (day) => `${day}T00:00:00`;
  return {
    day: () => fullDay(of(span.from)),
    month: () => monthName(of(span.from)),
    year: () => span.from.slice(0, 4),
  }[span.kind]?.() ?? `${dayMonth(of(span.from))} – ${fullDay(of(addDays(span.to, -1)))}`;
}
