// The connection to the grid as a drawing: what flows on each wire, which way, and how full its fuse is.

import { html, nothing, svg } from '../lit-html.js';
import { number, t } from '../i18n.js';

const WIDTH = 360;
const ROW = 58;
const TOP = 40;
const [LEFT, RIGHT] = [40, 320];
/** A current below this flows neither way, in A. */
const STILL_A = 0.05;

/**
 * The wires of a connection, the neutral last.
 *
 * @param r reading
 * @param fuse of each wire, in A; undefined when it is not known
 */
export function wiresOf(r, fuse) {
  const phases = [1, 2, 3].filter((n) => r[`voltage_l${n}_v`] !== undefined || r[`current_l${n}_a`] !== undefined);
  // Two wattmeters measure nothing on L2 but its current.
  const blind = r.grid === '3x230' && r.voltage_l2_v === 0 ? 2 : 0;
  const wires = phases.map((n) => {
    const amperes = r[`current_l${n}_a`];
    const watts = n === blind ? undefined : powerOf(r, n, phases.length);
    const still = amperes !== undefined && amperes < STILL_A;
    return {
      name: `L${n}`,
      volts: n === blind ? undefined : r[`voltage_l${n}_v`],
      amperes,
      watts,
      way: still || !watts ? 0 : Math.sign(watts),
      load: fuse > 0 && amperes !== undefined ? amperes / fuse : undefined,
    };
  });
  return r.grid === '3x230' || wires.length === 0 ? wires : [...wires, { name: 'N' }];
}

/** Import above zero; of a house on one wire that wire has it all. */
const powerOf = (r, n, count) => r[`net_power_l${n}_w`] ?? (count === 1 ? r.net_power_w : undefined);

export function gridDrawing(r, fuse) {
  const wires = r ? wiresOf(r, fuse) : [];
  if (wires.length === 0) {
    return html`<p class="note">${t('wiresUnknown')}</p>`;
  }
  const height = TOP + wires.length * ROW;
  return html`
    <svg id="wires" class="wires" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label=${wires.map(said).filter(Boolean).join('. ')}>
      ${ends(height)}
      ${wires.map((wire, i) => drawn(wire, TOP + i * ROW + 22))}
    </svg>
    <p class="note">${fuse > 0 ? t('fuseOf', { amperes: number(fuse) }) : t('fuseUnknown')}</p>`;
}

/** The grid on the left, the house on the right. */
const ends = (height) => svg`
  <text x=${LEFT} y="14" class="end">${t('gridSide')}</text>
  <text x=${RIGHT} y="14" class="end last">${t('houseSide')}</text>
  <path class="pylon" d="M8 ${height - 8}L18 26L28 ${height - 8}M6 34h24M9 44h18M12 ${height * 0.6}h12"/>
  <path class="house" d="M326 ${height - 8}V44L341 28L356 44V${height - 8}z"/>`;

function drawn(wire, y) {
  const figures = [
    wire.volts === undefined ? '' : `${number(wire.volts, 1)} V`,
    wire.amperes === undefined ? '' : `${number(wire.amperes, 2)} A`,
    wire.watts === undefined ? '' : `${number(Math.abs(wire.watts))} W`,
  ];
  return svg`
    <line class=${wire.name === 'N' ? 'wire neutral' : 'wire'} x1=${LEFT} x2=${RIGHT} y1=${y} y2=${y}/>
    ${wire.way ? arrow(wire.way, y) : nothing}
    <text class="wire-name" x=${LEFT + 4} y=${y - 7}>${wire.name}</text>
    ${figures.map((words, i) => svg`<text class="num figure-of-wire" x=${[142, 222, RIGHT - 4][i]} y=${y - 7}>${words}</text>`)}
    ${wire.load === undefined ? nothing : fuseBar(wire.load, y + 8)}`;
}

const arrow = (way, y) => svg`<path class=${way > 0 ? 'flow import' : 'flow export'} d=${way > 0
  ? `M66 ${y - 7}l16 7l-16 7z` : `M82 ${y - 7}l-16 7l16 7z`}/>`;

const fuseBar = (load, y) => svg`
  <rect class="fuse-whole" x=${LEFT + 4} y=${y} width="200" height="7"/>
  <rect class=${load >= 1 ? 'fuse-part over' : load >= 0.8 ? 'fuse-part near' : 'fuse-part'} x=${LEFT + 4} y=${y} width=${200 * Math.min(1, load)} height="7"/>
  <text class="num figure-of-wire small" x=${RIGHT - 4} y=${y + 8}>${number(load * 100)} %</text>`;

/** A wire in words. */
function said({ name, volts, amperes, watts, way, load }) {
  if (name === 'N') {
    return '';
  }
  return `${name}: ${[
    volts !== undefined && `${number(volts, 1)} V`,
    amperes !== undefined && `${number(amperes, 2)} A`,
    watts !== undefined && `${number(Math.abs(watts))} W${way === 0 ? '' : ` ${t(way > 0 ? 'import' : 'export')}`}`,
    load !== undefined && t('ofFuse', { percent: number(load * 100) }),
  ].filter(Boolean).join(', ')}`;
}
