//! The latent map: every held-out image as a point, and of a small set every other one too. Point at one, or at an
//! empty place, and see what is there.

import { changes } from "../app/store.js";
import { isGridOn } from "../app/view-actions.js";
import { signed } from "../draw/format.js";
import { chartLook, CLASS_COLORS, inks } from "../draw/inks.js";
import { imageAt, tonesOf } from "../draw/pixels.js";
import { S } from "../strings/strings.js";
import { check } from "./controls.js";
import { el, heading, onResize, paced, setText, unique } from "./dom.js";
import { helpButton } from "./help.js";
import { createMapAxes } from "./map-axes.js";
import { createMapLegend } from "./map-legend.js";
import { backgroundOf, gridOf, withRow } from "./map-manifold.js";
import { drawOverlay } from "./map-overlay.js";
import { beyond, nearest } from "./map-points.js";
import { trackPointer } from "./map-pointer.js";
import { axisLabels, captionOf, className, short } from "./map-words.js";

/**
 * @typedef {import("../app/store.js").State} State
 * @typedef {import("../draw/charts.js").Plot} Plot
 * @typedef {import("../app/actions.js").Actions} Actions
 * @typedef {Pick<Actions, "probe" | "inspect" | "setMapDims" | "showManifold" | "showClass" | "decodeGrid">} MapActions
 */

/** A dot is pointed at within so many pixels. */
const REACH = 7;
/** The nearest dot is picked within so many pixels. */
const PICK_REACH = 24;

/**
 * @param {HTMLElement} container
 * @param {MapActions} actions
 * @param {string} [title]
 */
export function createMapPanel(container, actions, title = S.map.title) {
  return new MapPanel(container, actions, title);
}

class MapPanel {
  #actions;
  #title;
  #head;
  #canvas = el("canvas", { class: "map-points", role: "img" });
  #over;
  #empty = el("p", { class: "empty", text: S.map.empty });
  #said = el("p", { class: "visually-hidden", role: "status" });
  #axes;
  #grid;
  #hint;

  /** @type {State | null} */
  #state = null;
  /** @type {Plot | null} */
  #plot = null;
  /** @type {import("../draw/charts.js").Range | undefined} */
  #range;
  /**
   * The place that is pointed at, in pixels, and the dot there, or -1.
   * @type {{x: number, y: number, idx: number} | null}
   */
  #pointer = null;
  #legend;
  /** So many dots stand at the edge, since they lie farther out. */
  #beyond = 0;

  #pointsChanged = changes((/** @type {State} */ state) => {
    const { views, theme, shown, pack, charts, onlyClass } = state;
    const isOn = isGridOn(state);
    return [views.map, theme, shown, pack, isOn, isOn && views.manifold, charts, onlyClass];
  });
  #ringsChanged = changes((/** @type {State} */ { views, inspect, drawing }) =>
    [views.inspect, views.drawing, views.probe, inspect, drawing]);
  #textsChanged = changes((/** @type {State} */ { info, views, mapDims, compare, pack }) =>
    [info, views.map?.kind, mapDims, compare === null, pack]);

  #drawPoints = paced(() => this.#paintPoints(), 125);

  /**
   * @param {HTMLElement} container
   * @param {MapActions} actions
   * @param {string} title
   */
  constructor(container, actions, title) {
    const words = S.map;
    this.#actions = actions;
    this.#title = title;
    this.#head = heading(title, helpButton("map"), "map-title");
    const hintId = unique("map-hint");
    this.#over = el("canvas", {
      class: "map-over", tabindex: 0, role: "application", "aria-label": title, "aria-describedby": hintId, title: "",
    });
    this.#legend = createMapLegend(actions);
    this.#axes = createMapAxes(actions);
    this.#grid = check(words.grid, actions.showManifold, { id: unique("map-grid") });
    const keys = el("span", { class: "visually-hidden", text: ` ${words.keys}` });
    this.#hint = el("p", { id: hintId, class: "note hint" }, words.hint, keys);
    container.append(this.#head.node,
      el("div", { class: "figure-space map-space" }, this.#canvas, this.#over, this.#empty),
      this.#legend.node,
      el("div", { class: "figure-foot" }, this.#axes.node, this.#grid.node, this.#hint),
      this.#said);
    trackPointer(this.#over, {
      area: () => this.#plot?.plotArea ?? null,
      at: () => this.#pointer,
      move: (at, byKey) => this.#point(at, byKey),
      pick: () => this.#pick(),
    });
    onResize(this.#canvas, this.#drawPoints);
  }

  #paintPoints() {
    const state = this.#state;
    const map = state?.views.map;
    if (!state?.charts || !map || this.#canvas.clientWidth === 0) return;
    const { charts, shown: images, pack, theme, views } = state;
    const hasGrid = isGridOn(state);
    const isStrip = map.kind === "strip";
    const names = pack.classes.map(short);
    const range = charts.stableRange(map.points, this.#range);
    const shown = isStrip && hasGrid ? withRow(range, this.#canvas.clientHeight) : range;
    const pictures = hasGrid && images && views.manifold;
    const rowTop = isStrip ? range[2] : null;
    const { points, labels, ids } = this.#legend.dots(map.points, images?.labels ?? null);
    const plot = charts.drawMap(this.#canvas, {
      points, labels, colors: CLASS_COLORS[theme], range: shown, hollowFrom: pack.whole?.hollowFrom(ids),
      glyphs: isStrip || names.length < 2 ? null : names, rows: isStrip ? names : [],
      background: pictures ? backgroundOf(pictures, images, tonesOf(state), rowTop, shown[2]) : null,
      ...axisLabels(state), ...chartLook(this.#canvas),
    });
    [this.#range, this.#plot] = [range, plot];
    this.#canvas.dispatchEvent(new CustomEvent("drawn", { detail: plot }));
    if (hasGrid && images) this.#actions.decodeGrid(gridOf(plot, images, isStrip));
    this.#beyond = beyond(map.points, plot.range);
    this.#writeCaption(state);
    const pointer = this.#pointer;
    if (pointer) pointer.idx = this.#nearest(pointer, REACH);
    this.#drawOver();
    this.#canvas.setAttribute("aria-label", S.map.alt(captionOf(state), map.points.length / 2, pack.classes.length));
  }

  /** @param {State} state */
  #writeCaption(state) {
    const far = this.#beyond > 0 && state.views.map ? `; ${S.map.beyond(this.#beyond)}` : "";
    setText(this.#head.caption, state.info ? captionOf(state) + far : "");
  }

  /** The image whose dot is nearest, or -1. @param {{x: number, y: number}} at In pixels. @param {number} reach */
  #nearest({ x, y }, reach) {
    const { views, shown } = this.#state ?? {};
    if (!views?.map || !this.#plot) return -1;
    const { points, ids } = this.#legend.dots(views.map.points, shown?.labels ?? null);
    const idx = nearest(points, this.#plot.toPixel, x, y, reach);
    return idx < 0 || !ids ? idx : ids[idx];
  }

  #drawOver() {
    const [plot, state, pointer] = [this.#plot, this.#state, this.#pointer];
    if (!plot || !state?.shown) return;
    const { shown, views, inspect, drawing, mapDims } = state;
    const hasPlace = mapDims === null || views.map?.kind === "dims";
    const { points = null } = views.map ?? {};
    // Of an image that has not arrived the map knows no place.
    const idx = points && inspect.source === "image" && 2 * inspect.idx < points.length ? inspect.idx : -1;
    drawOverlay(this.#over, {
      area: plot.plotArea,
      toPixel: plot.toPixel,
      inspected: points && idx >= 0 ? points.subarray(2 * idx, 2 * idx + 2) : null,
      drawing: hasPlace && drawing ? views.drawing?.place ?? null : null,
      pointer: pointer && { ...pointer, ...this.#pointedAt(state, shown, pointer.idx) },
      picture: pointer && pictureAt(pointer.idx, shown, views.probe),
    }, inks(this.#over), tonesOf(state));
  }

  /**
   * @param {State} state
   * @param {import("../data/packs.js").ImageSet} shown
   * @param {number} idx Of the dot, or -1.
   */
  #pointedAt(state, { labels }, idx) {
    const onDot = idx >= 0;
    const text = () => state.pack.whole?.name(idx) ?? S.map.image(short(className(state, labels[idx])));
    return { onDot, text: onDot ? text() : S.map.decoded };
  }

  /**
   * @param {{x: number, y: number} | null} at In pixels; null when the pointer has gone.
   * @param {boolean} [say] By keyboard: then the place is also said.
   */
  #point(at, say = false) {
    const [plot, state] = [this.#plot, this.#state];
    if (!plot || !state?.views.map || !at) {
      this.#pointer = null;
      this.#actions.probe(null);
      this.#drawOver();
      return;
    }
    const idx = this.#nearest(at, REACH);
    this.#pointer = { ...at, idx };
    const [x, y] = plot.toData(at.x, at.y);
    this.#actions.probe({ x, y });
    if (say && state.shown) {
      const place = /** @type {const} */ ([signed(x), signed(y)]);
      const { pack: { whole }, shown } = state;
      const what = () => whole?.name(idx) ?? S.map.anImage(className(state, shown.labels[idx]));
      setText(this.#said, idx >= 0 ? S.map.atImage(...place, what()) : S.map.at(...place));
    }
    this.#drawOver();
  }

  /** @returns {boolean} Whether there is a dot to pick. */
  #pick() {
    const idx = this.#pointer ? this.#nearest(this.#pointer, PICK_REACH) : -1;
    if (idx >= 0) this.#actions.inspect({ source: "image", idx });
    return idx >= 0;
  }

  /** @param {State} state */
  update(state) {
    this.#state = state;
    if (this.#textsChanged(state)) {
      this.#writeCaption(state);
      const isFirstOfTwo = state.compare !== null && this.#title === S.map.title;
      setText(this.#head.title, isFirstOfTwo ? S.compare.mapA : this.#title);
    }
    this.#axes.update(state);
    this.#legend.update(state);
    this.#empty.hidden = state.views.map !== undefined;
    const hasFailed = state.phase === "failed" && !this.#empty.hidden;
    setText(this.#empty, hasFailed ? S.nothing : S.map.empty);
    this.#hint.hidden = this.#grid.node.hidden = this.#over.hidden = hasFailed;
    this.#grid.input.checked = isGridOn(state);
    if (this.#pointsChanged(state)) this.#drawPoints();
    if (this.#ringsChanged(state)) this.#drawOver();
  }
}

/**
 * The picture at the pointer: a dot's image, or what the decoder makes of the place between dots.
 * @param {number} idx Of the dot, or -1.
 * @param {import("../data/packs.js").ImageSet} shown
 * @param {State["views"]["probe"]} probe
 */
function pictureAt(idx, { data, width, height, channels }, probe) {
  const size = width * height * channels;
  const shape = { width, height, channels };
  if (idx >= 0) return { ...shape, values: imageAt(data, idx, size), scale: 255 };
  return probe?.picture.length === size ? { ...shape, values: probe.picture, scale: 1 } : null;
}
