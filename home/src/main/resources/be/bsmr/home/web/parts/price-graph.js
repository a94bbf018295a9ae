// What energy costs and brings by the quarter-hour: steps, the bands they lie in, now, the cheapest and the dearest hour.

import uPlot from '../uplot.js';
import { columns } from '../prices.js';
import { label, roundTimes } from './past-graph.js';
import { Graph } from './graph.js';

const MOST_PRESSED = 1.4;

export class PriceGraph extends Graph {
  #shown;
  #onPoint;

  /** @param onPoint called with the second under the pointer, or null */
  constructor(box, onPoint) {
    super(box);
    this.#onPoint = onPoint;
  }

  /** @param shown quarters; bands; range: both ends; now, in seconds since 1970; best and worst: an hour's both ends, or null */
  draw(shown) {
    this.#shown = shown;
    this.set(columns(shown.quarters));
  }

  options({ colour, small, scale, across, upwards, common }) {
    const steps = (name, more) => ({ paths: uPlot.paths.stepped({ align: 1 }), points: { show: false }, stroke: colour(name), width: 2, ...more });
    const times = (plot, from, to) => roundTimes(from, to, Math.max(2, plot.width / (90 * scale)));
    return {
      ...common,
      scales: {
        x: { time: false, range: () => this.#shown.range },
        y: { range: (_, low, high) => [Math.min(0, (low ?? 0) * 1.15), Math.max(0, high ?? 0) * (this.#shown.bands.length > 0 ? 1.25 : 1.08) || 1] },
      },
      axes: [
        {
          ...across,
          splits: (plot, _, from, to) => times(plot, from, to).times,
          values: (plot, all) => all.map((second) => label(second, times(plot, ...this.#shown.range).step)),
        },
        upwards('c€', 0),
      ],
      series: [
        {},
        steps('--alarm', { fill: colour('--price-fill'), fillTo: () => 0 }),
        steps('--forecast', { dash: [6, 4] }),
      ],
      hooks: {
        drawClear: [(plot) => this.#behind(plot, colour)],
        draw: [(plot) => this.#before(plot, colour, small)],
        setCursor: [(plot) => this.#onPoint(plot.cursor.left >= 0 ? plot.posToVal(plot.cursor.left, 'x') : null)],
      },
    };
  }

  /** Where bands begin, and the cheapest and the dearest hour, as high as the graph. */
  #behind({ ctx, bbox, valToPos }, colour) {
    ctx.save();
    ctx.fillStyle = colour('--rule');
    this.#shown.bands.forEach(({ from }) => ctx.fillRect(Math.round(valToPos(from, 'x', true)), bbox.top, uPlot.pxRatio, bbox.height));
    ctx.globalAlpha = 0.25;
    for (const [name, hour] of [['--sofar', this.#shown.best], ['--limit', this.#shown.worst]]) {
      if (hour) {
        const [left, right] = [hour.from, hour.to].map((second) => valToPos(second, 'x', true));
        ctx.fillStyle = colour(name);
        ctx.fillRect(left, bbox.top, right - left, bbox.height);
      }
    }
    ctx.restore();
  }

  #before({ ctx, bbox, axes, valToPos }, colour, small) {
    const { bands, now, range } = this.#shown;
    const x = (second) => Math.round(valToPos(second, 'x', true));
    const line = (name, width, ...ends) => {
      ctx.strokeStyle = colour(name);
      ctx.lineWidth = width * uPlot.pxRatio;
      ctx.beginPath();
      ends.forEach((end) => ctx.lineTo(...end));
      ctx.stroke();
    };
    ctx.save();
    ctx.setLineDash([]);
    const zero = Math.round(valToPos(0, 'y', true));
    line('--ink', 1, [bbox.left, zero], [bbox.left + bbox.width, zero]);
    [ctx.font] = [].concat(axes[0].font);
    ctx.textAlign = 'center';
    ctx.textBaseline = 'top';
    ctx.fillStyle = colour('--ink');
    for (const { band, from, to } of bands) {
      const [left, right] = [Math.max(x(from), bbox.left), Math.min(x(to), bbox.left + bbox.width)];
      // A name may be pressed together a little, no more.
      if (ctx.measureText(band).width < MOST_PRESSED * (right - left)) {
        ctx.fillText(band, (left + right) / 2, bbox.top + (small ? 2 : 6) * uPlot.pxRatio, right - left - 4);
      }
    }
    if (now >= range[0] && now < range[1]) {
      const top = bbox.top + (bands.length > 0 ? (small ? 16 : 26) * uPlot.pxRatio : 0);
      line('--ink', 2, [x(now), top], [x(now), bbox.top + bbox.height]);
    }
    ctx.restore();
  }
}
