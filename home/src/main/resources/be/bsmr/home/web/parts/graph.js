// What all graphs have in common.

import uPlot from '../uplot.js';
import { number } from '../i18n.js';

/** Draws into `box`, in the page's own colours and at its size. What it draws, a subclass says. */
export class Graph {
  #box;
  #plot;
  #data = [];
  #open = new AbortController();

  constructor(box) {
    this.#box = box;
    const sizes = new ResizeObserver(() => this.#fit());
    sizes.observe(box);
    this.#open.signal.addEventListener('abort', () => sizes.disconnect());
    for (const query of ['(prefers-color-scheme: dark)', '(max-height: 360px)']) {
      matchMedia(query).addEventListener('change', () => this.redress(), { signal: this.#open.signal });
    }
  }

  /** Draws no more: its page is left. */
  close() {
    this.#open.abort();
    this.#plot?.destroy();
  }

  /** Draws these columns, the first of them along the x axis. */
  set(data) {
    this.#data = data;
    if (this.#plot) {
      this.#plot.setData(data);
    } else {
      this.redress();
    }
  }

  /** Draws anew: the colours, the language or the kind of screen changed. */
  redress() {
    if (this.#data.length === 0) {
      return;
    }
    this.#plot?.destroy();
    this.#plot = new uPlot({ ...this.#size(), ...this.options(this.#look()) }, this.#data, this.#box);
  }

  #fit() {
    if (this.#plot && this.#box.clientWidth > 0) {
      this.#plot.setSize(this.#size());
    }
  }

  /** In whole pixels, and never more than there are. */
  #size() {
    const { width, height } = this.#box.getBoundingClientRect();
    return { width: Math.max(1, Math.floor(width)), height: Math.max(1, Math.floor(height)) };
  }

  /** What all graphs have in common; `small` where there is little room. */
  #look() {
    const style = getComputedStyle(this.#box);
    const colour = (name) => style.getPropertyValue(name).trim();
    const small = this.#box.clientHeight < 200;
    // A display on the wall writes larger than a page.
    const scale = Number.parseFloat(style.fontSize) / 16;
    const axis = {
      stroke: colour('--muted'),
      font: `${Math.round((small ? 10 : 13) * scale)}px ${style.fontFamily}`,
      ticks: { show: false },
      gap: (small ? 3 : 6) * scale,
    };
    const across = { ...axis, grid: { show: false }, size: (small ? 18 : 30) * scale };
    const upwards = (unit, decimals) => ({
      ...axis,
      grid: { stroke: colour('--rule'), width: 1 },
      size: (plot, values) => Math.max(small ? 34 : 72, widest(plot, axis.font, values) + axis.gap),
      space: (small ? 34 : 56) * scale,
      values: (_, values) =>
        values.map((v, i) => number(v, decimals) + (i === values.length - 1 && !small ? ` ${unit}` : '')),
    });
    const common = {
      padding: (small ? [6, 20, 0, 0] : [10, 26, 0, 0]).map((side) => side * scale),
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, y: false, points: { size: 8 } },
    };
    return { colour, small, scale, across, upwards, common };
  }
}

/** Of some labels, in CSS pixels: how wide they are depends on the font that there is. */
function widest(plot, font, labels) {
  plot.ctx.save();
  plot.ctx.font = font;
  const widths = (labels ?? []).map((label) => plot.ctx.measureText(label).width);
  plot.ctx.restore();
  return Math.ceil(Math.max(0, ...widths));
}
