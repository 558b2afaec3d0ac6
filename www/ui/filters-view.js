//! What the outermost weights look like: the first layer's filters, and the templates that the last layer paints with.
//! Fetched when they are first asked for.

import { freshContext, largest, paintWeights, stamp, TONES } from "../draw/pixels.js";
import { changes } from "../app/store.js";
import { FILTERS } from "../strings/filters.js";
import { textButton } from "./controls.js";
import { el, onResize, paced, setText } from "./dom.js";
import { inks } from "../draw/inks.js";

/** @typedef {import("../app/store.js").State} State */
/** @typedef {"encoder" | "decoder"} Side */

const GAP = 4;
/** No picture becomes larger than this, in CSS pixels, however few its own pixels are, as in a 3 × 3 kernel. */
const LARGEST = 88;
/** No picture becomes smaller than this. */
const SMALLEST = 20;

/**
 * How n pictures stand in a room: as many as can be told apart, as large as they fit.
 * @param {number} n
 * @param {number} width
 * @param {number} height
 * @param {number} [unit] How much larger than usual the page's type is.
 */
export function fitGrid(n, width, height, unit = 1) {
  for (let size = Math.max(SMALLEST * unit, Math.min(LARGEST * unit, width, height)); ; size -= 1) {
    const columns = Math.max(1, Math.floor((width + GAP) / (size + GAP)));
    const room = columns * Math.max(1, Math.floor((height + GAP) / (size + GAP)));
    if (room >= n || size <= SMALLEST * unit) return { columns: Math.min(n, columns), size, shown: Math.min(n, room) };
  }
}

/** @param {Pick<import("../app/actions.js").Actions, "showFilters">} actions */
export function createFilters(actions) {
  const words = FILTERS;
  const [sentence, tally] = [el("span"), el("span")];
  const canvas = el("canvas", { role: "img", "aria-label": words.title });
  const node = el("div", { class: "filters", hidden: true }, el("p", { class: "note" }, sentence, " ", tally),
    el("div", { class: "filters-space" }, canvas));
  const sides = /** @type {Side[]} */ (["encoder", "decoder"]).map((side) => ({
    side, button: textButton(words.sides[side], () => actions.showFilters({ side })),
  }));
  const buttons = sides.map(({ button }) => button);
  const choice = el("span", { role: "group", "aria-label": words.title, hidden: true }, ...buttons);

  /** @type {State | null} */
  let current = null;
  const strip = document.createElement("canvas");
  const draw = paced(() => current && drawFilters(canvas, strip, current, tally), 125);
  onResize(canvas, draw);
  const changed = changes((/** @type {State} */ { filters, views, info, theme }) =>
    [filters, views.filters, info, theme]);

  /** @param {State} state */
  function update(state) {
    current = state;
    if (!changed(state)) return;
    const { filters, info } = state;
    node.hidden = choice.hidden = filters === null;
    if (!filters || !info) return;
    for (const { side, button } of sides) button.setAttribute("aria-pressed", String(side === filters.side));
    const { kind, kernel } = info.config.architecture;
    setText(sentence, words.sentences[filters.side][kind](`${kernel}×${kernel}`));
    draw();
  }
  return { node, choice, update, keys: words.keys };
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLCanvasElement} strip Where the pictures are painted first, one below the other.
 * @param {State} state
 * @param {HTMLElement} tally Says how many of them are shown.
 */
function drawFilters(canvas, strip, { views: { filters: view }, filters, info, theme }, tally) {
  if (!filters || !info) return;
  const { side } = filters;
  const fresh = freshContext(canvas);
  // The other side's filters, or those of the model before, are not what the sentence says.
  if (!fresh || !view || view.side !== side || view.count === 0) return;
  const { context } = fresh;
  const { count, width, height, channels, weights } = view;
  const { columns, size, shown } = fitGrid(count, fresh.width - 2, fresh.height - 2, inks(canvas).unit);
  // On a common scale, units that have learned stand out from those that have not.
  const painted = weights.subarray(0, shown * height * width * channels);
  const paint = (/** @type {Uint8ClampedArray} */ out) =>
    paintWeights(out, painted, channels, largest(painted), TONES[theme]);
  stamp(width, shown * height, paint, strip);
  const scale = size / Math.max(width, height);
  const ratio = context.getTransform().a;
  const at = (/** @type {number} */ value) => Math.round(value * ratio) / ratio;
  const [w, h] = [at(width * scale), at(height * scale)];
  context.imageSmoothingEnabled = scale * ratio < 1;
  context.lineWidth = 1;
  context.strokeStyle = inks(canvas).faint;
  for (let idx = 0; idx < shown; idx += 1) {
    const [x, y] = [at(1 + (idx % columns) * (size + GAP)), at(1 + Math.floor(idx / columns) * (size + GAP))];
    context.drawImage(strip, 0, idx * height, width, height, x, y, w, h);
    context.strokeRect(x - 0.5, y - 0.5, w + 1, h + 1);
  }
  const [first, last] = [info.layers.find(({ side: of }) => of !== "input"), info.layers[info.layers.length - 2]];
  const layer = side === "encoder" ? first : last;
  const all = (layer?.kind === "maps" ? layer.shape?.[0] : layer?.features) ?? count;
  setText(tally, FILTERS.tally(shown, all));
  canvas.setAttribute("aria-label", FILTERS.alt(shown, all, `${height}×${width}`));
}
