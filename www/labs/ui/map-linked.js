//! One map of two that are linked: images as points in the colors of their classes, one of them marked.

import { chartLook, CLASS_COLORS, inks } from "../../draw/inks.js";
import { tonesOf } from "../../draw/pixels.js";
import { MAP } from "../../strings/labs-map.js";
import { el, onResize, setText, unique } from "../../ui/dom.js";
import { drawOverlay } from "../../ui/map-overlay.js";
import { nearest } from "../../ui/map-points.js";
import { trackPointer } from "../../ui/map-pointer.js";
import { short } from "../../ui/map-words.js";

/**
 * @typedef {import("../../app/store.js").State} State
 *
 * @typedef {object} Shown
 * @property {Float32Array} pairs Where the images stand.
 * @property {Uint8Array | null} labels
 * @property {string[]} classes
 * @property {boolean} isStrip Whether the vertical axis stands for classes.
 * @property {[x: string, y: string]} axes
 * @property {string} caption
 * @property {(place: number) => {values: ArrayLike<number>, width: number, height: number, channels: number,
 *   text: string}} picture
 */

/** An image is pointed at within so many pixels. */
const REACH = 16;

/** @typedef {{x: number, y: number}} Point In pixels. */

export class LinkedMap {
  #name;
  #legend;
  #onPick;
  #canvas = el("canvas", { class: "map-points", role: "img" });
  #over;
  #empty = el("p", { class: "empty", text: MAP.waiting });
  #caption = el("span", { class: "note" });
  /** @type {Shown | null} */
  #shown = null;
  /** @type {State | null} */
  #page = null;
  /** @type {import("../../draw/charts.js").Plot | null} */
  #plot = null;
  /** What points at it. @type {Point | null} */
  #pointer = null;
  /** @type {{place: number, near: number[]}} */
  #marked = { place: -1, near: [] };

  /**
   * @param {string} name
   * @param {string} hintId What says how it is used.
   * @param {Pick<ReturnType<typeof import("../../ui/map-legend.js").createMapLegend>, "dots">} legend
   * @param {(place: number, byKey: boolean) => void} onPick
   */
  constructor(name, hintId, legend, onPick) {
    this.#name = name;
    this.#legend = legend;
    this.#onPick = onPick;
    const titleId = unique("lab-map-title");
    this.#over = el("canvas", {
      class: "map-over", tabindex: 0, role: "application", "aria-labelledby": titleId, "aria-describedby": hintId,
      title: "",
    });
    this.node = el("div", { class: "lab-block lab-map" },
      el("h3", {}, el("span", { id: titleId, text: name }), " ", this.#caption),
      el("div", { class: "figure-space lab-map-space" }, this.#canvas, this.#over, this.#empty));
    trackPointer(this.#over, {
      area: () => this.#plot?.plotArea ?? null,
      // The keys go on from the image that is marked.
      at: () => this.#pointer ?? this.#pixelOf(this.#marked.place),
      move: (at, byKey = false) => this.#point(at, byKey),
      pick: () => this.#pointer !== null && this.#placeAt(this.#pointer, REACH) >= 0,
    });
    onResize(this.#canvas, () => this.#draw());
  }

  /** @param {Shown | null} next @param {State} page @param {string} [why] Why there is nothing to show. */
  show(next, page, why = MAP.waiting) {
    [this.#shown, this.#page] = [next, page];
    this.#empty.hidden = next !== null;
    this.#over.hidden = this.#canvas.hidden = next === null;
    setText(this.#empty, why);
    setText(this.#caption, next?.caption ?? "");
    const alt = next ? MAP.alt(next.pairs.length / 2, this.#name, next.caption) : this.#name;
    this.#canvas.setAttribute("aria-label", alt);
    this.#draw();
  }

  /** @param {number} place @param {number[]} near */
  mark(place, near) {
    this.#marked = { place, near };
    this.#drawOver();
  }

  /** @param {Point | null} at @param {boolean} byKey */
  #point(at, byKey) {
    this.#pointer = at;
    const place = at ? this.#placeAt(at, byKey ? Infinity : REACH) : -1;
    if (place >= 0) this.#onPick(place, byKey);
    this.#drawOver();
  }

  /** @param {number} place */
  #pairOf(place) {
    return this.#shown?.pairs.subarray(2 * place, 2 * place + 2) ?? [];
  }

  /** @param {number} place @returns {Point | null} */
  #pixelOf(place) {
    if (!this.#plot || !this.#shown || place < 0) return null;
    const [x, y] = this.#plot.toPixel(this.#pairOf(place)[0], this.#pairOf(place)[1]);
    return { x, y };
  }

  /** The image that stands nearest, or -1. @param {Point} at @param {number} reach */
  #placeAt({ x, y }, reach) {
    if (!this.#plot || !this.#shown) return -1;
    const { points, ids } = this.#legend.dots(this.#shown.pairs, this.#shown.labels);
    const found = nearest(points, this.#plot.toPixel, x, y, reach);
    return found < 0 || !ids ? found : ids[found];
  }

  #draw() {
    const [shown, page] = [this.#shown, this.#page];
    if (!shown || !page?.charts || this.#canvas.clientWidth === 0) return;
    const { charts, theme } = page;
    const { classes, isStrip, axes: [xLabel, yLabel] } = shown;
    const names = classes.map(short);
    const { points, labels } = this.#legend.dots(shown.pairs, shown.labels);
    this.#plot = charts.drawMap(this.#canvas, {
      points, labels, colors: CLASS_COLORS[theme], range: charts.stableRange(shown.pairs),
      glyphs: isStrip || !labels || names.length < 2 ? null : names, rows: isStrip && labels ? names : [],
      xLabel, yLabel, ...chartLook(this.#canvas),
    });
    this.#drawOver();
  }

  #drawOver() {
    const [plot, shown, page, pointer] = [this.#plot, this.#shown, this.#page, this.#pointer];
    if (!plot || !shown || !page) return;
    const { place, near } = this.#marked;
    const isOn = pointer !== null && this.#placeAt(pointer, REACH) === place;
    const picture = isOn ? shown.picture(place) : null;
    drawOverlay(this.#over, {
      area: plot.plotArea, toPixel: plot.toPixel, drawing: null,
      inspected: place < 0 ? null : this.#pairOf(place), near: near.map((other) => this.#pairOf(other)),
      pointer: pointer && { ...pointer, onDot: isOn, text: picture?.text ?? "" },
      picture: picture && { ...picture, scale: 255 },
    }, inks(this.#over), tonesOf(page));
  }
}
