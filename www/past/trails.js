//! Trails: thin lines over the map, along which its points have come. They are of the maps that the page has seen
//! anyway, of now and of the past, so that no model has to be asked for them.

import { changes } from "../app/store.js";
import { CLASS_COLORS, inks } from "../draw/inks.js";
import { freshContext } from "../draw/pixels.js";
import { PAST } from "../strings/past.js";
import { textButton } from "../ui/controls.js";
import { el } from "../ui/dom.js";
import { leastMissed } from "./rungs.js";
import { MOST_LEFT } from "./way.js";

/**
 * @typedef {import("../app/store.js").State} State
 * @typedef {import("../draw/charts.js").Plot} Plot
 * @typedef {NonNullable<State["views"]["map"]>} Seen
 */

/** So many maps are kept, and so many points have a trail. */
const MOST_MAPS = 40;
const MOST_POINTS = 200;

/** The maps of which trails are made, by their steps: of the way that the model is on, and of those that were left. */
class Maps {
  #way;
  #version = -1;
  #id = -1;
  /** By their ids: an undo brings each back. @type {Map<number, Seen[]>} */
  #left = new Map();
  /** @type {Seen[]} */
  all = [];

  /** @param {import("./way.js").Way} way */
  constructor(way) {
    this.#way = way;
  }

  /** @param {Seen} map */
  keep(map) {
    if (this.all.some(({ step }) => step === map.step)) return;
    this.all = [...this.all, map].sort((a, b) => a.step - b.step);
    if (this.all.length > MOST_MAPS) this.all.splice(leastMissed(this.all.map(({ step }) => step)), 1);
  }

  clear() {
    this.all = [];
    this.#left.clear();
  }

  /** Of another way are those that were kept of it, and of a branch those that lie before it. */
  follow() {
    const { version, id, reached } = this.#way;
    if (version === this.#version) return;
    const before = this.#left.get(id) ?? this.all.filter(({ step }) => step <= reached);
    this.#left.delete(id);
    if (id !== this.#id) this.#left.set(this.#id, this.all);
    for (const oldest of [...this.#left.keys()].slice(0, -MOST_LEFT)) this.#left.delete(oldest);
    [this.all, this.#version, this.#id] = [before, version, id];
  }
}

/** @param {import("../keep/page.js").Page} page @param {import("./way.js").Way} way */
export function showTrails({ store, actions }, way) {
  const panel = document.getElementById("map");
  const points = panel?.querySelector(".map-points");
  const canvas = el("canvas", { class: "trails", "aria-hidden": "true", hidden: true });
  const button = textButton(PAST.trails.button, () => toggle(), { class: "text-button trails-button" });
  const maps = new Maps(way);
  /** Which axes they have. */
  let axes = "";
  let isOn = false;
  /** @type {Plot | null} */
  let plot = null;
  points?.after(canvas);
  panel?.querySelector(".panel-head")?.append(button);
  points?.addEventListener("drawn", (event) => {
    plot = /** @type {CustomEvent<Plot>} */ (event).detail;
    draw();
  });

  function toggle() {
    const { views } = store.get();
    if (views.map?.kind === "components") return actions.notify({ id: "trails", tone: "calm", text: PAST.trails.off });
    isOn = !isOn;
    update(store.get());
    return draw();
  }

  function draw() {
    const state = store.get();
    const now = (state.past ?? state).views.map;
    if (!isOn || !plot || !now || !state.shown) return;
    const before = maps.all.filter(({ step, points: places }) => step < now.step && places.length <= now.points.length);
    drawTrails(canvas, [...before, now], plot, chosen(state, now.points.length / 2), state);
  }

  const changed = changes((/** @type {State} */ { views, past, mapDims }) => [views.map, past?.views.map, mapDims]);

  /** @param {State} state */
  function update(state) {
    const map = state.views.map;
    const isOff = map?.kind === "components";
    const isShown = isOn && !isOff && state.compare === null;
    if (canvas.hidden === isShown) canvas.hidden = !isShown;
    button.hidden = state.compare !== null || !map;
    button.setAttribute("aria-pressed", String(isShown));
    button.title = isOff ? PAST.trails.off : PAST.trails.title;
    // While another model is on its way there is no map, which says nothing of the next one's axes.
    if (!changed(state) || !map) return;
    const now = `${map.kind} ${state.mapDims}`;
    if (now !== axes) maps.clear();
    axes = now;
    maps.follow();
    for (const seen of [map, state.past?.views.map]) if (seen && !isOff && seen.step > 0) maps.keep(seen);
  }
  return { update };
}

/**
 * The points that have trails: of the class that is chosen, or of all, evenly among them.
 * @param {State} state
 * @param {number} n
 */
function chosen({ shown, onlyClass }, n) {
  const all = Array.from({ length: n }, (_, idx) => idx)
    .filter((idx) => onlyClass === null || shown?.labels[idx] === onlyClass);
  const every = Math.max(1, Math.ceil(all.length / MOST_POINTS));
  return all.filter((_, at) => at % every === 0);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Seen[]} maps
 * @param {Plot} plot
 * @param {number[]} idxs
 * @param {State} state
 */
function drawTrails(canvas, maps, { toPixel, plotArea: { left, top, width, height } }, idxs, { shown, theme }) {
  const context = freshContext(canvas)?.context;
  if (!context) return;
  const colors = CLASS_COLORS[theme];
  const { unit } = inks(canvas);
  // The map is linear: two corners give the scale, and no point needs a call of its own.
  const [o, u] = [toPixel(0, 0), toPixel(1, 1)];
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.lineWidth = unit;
  context.globalAlpha = 0.5;
  for (const idx of idxs) {
    context.strokeStyle = colors[(shown?.labels[idx] ?? 0) % colors.length];
    context.beginPath();
    for (const { points } of maps) {
      if (2 * idx >= points.length) continue;
      context.lineTo(o[0] + points[2 * idx] * (u[0] - o[0]), o[1] + points[2 * idx + 1] * (u[1] - o[1]));
    }
    context.stroke();
  }
  context.restore();
}
