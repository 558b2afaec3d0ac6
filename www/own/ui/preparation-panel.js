//! How pictures become numbers: size, color and shape, with one picture before and after.

import { paintImage, showPixels } from "../../draw/pixels.js";
import { changes } from "../../app/store.js";
import { el, setText } from "../../ui/dom.js";
import { OWN } from "../../strings/own.js";
import { check, chips, figure, newest, range, section, showSquare, slider, tonesOf } from "./controls.js";

/** @typedef {import("../../app/store.js").State} State */
/** @typedef {import("../types.js").Preparation} Preparation */

const FITS = /** @type {const} */ (["fit", "fill", "stretch"]);
/** The longer side of the picture as it came, on the screen's canvas. */
const SIDE = 320;

/**
 * @param {import("../image-set.js").ImageSet} own
 * @param {(cause: unknown) => void} explain
 */
export function createNumbers(own, explain) {
  const words = OWN.numbers;
  const set = (/** @type {Partial<Preparation>} */ patch) => void own.setPreparation(patch).catch(explain);
  const size = slider(words.size, range(16, 64, 4), words.sizeUnit, (value) => set({ size: value }), true);
  const color = chips(words.color, (/** @type {number} */ value) => set({ channels: value === 3 ? 3 : 1 }));
  const fit = chips(words.fit, (/** @type {Preparation["fit"]} */ value) => set({ fit: value }));
  const center = check(words.center, words.hints.center, (value) => set({ center: value }));
  const invert = check(words.invert, words.hints.invert, (value) => set({ invert: value }));
  const normalize = check(words.normalize, words.hints.normalize, (value) => set({ normalize: value }));

  const before = el("canvas", { class: "own-before", role: "img" });
  const after = el("canvas", { class: "pixels own-after", role: "img", "aria-label": words.afterAlt });
  const afterText = el("figcaption");
  const came = figure(before, el("figcaption", { text: words.before }));
  const arrow = el("span", { class: "own-arrow", "aria-hidden": "true", text: "→" });
  const pair = el("div", { class: "own-pair" }, came, arrow, figure(after, afterText));
  const none = el("p", { class: "note", text: words.none });
  const lost = el("p", { class: "note", text: words.lost });
  const note = el("p", { class: "note own-gone", text: words.gone });
  const part = section(words.title, "numbers", () => {
    isStale = true;
    if (current) update(current);
  },
    el("div", { class: "own-controls" }, el("div", { class: "own-stack" }, size.node, color.node, fit.node), el("div", { class: "own-stack" }, center.node, invert.node, normalize.node)),
    el("div", { class: "own-picture" }, pair, el("p", { class: "note", text: words.which }), none, lost, note));

  /** @type {State | null} */
  let current = null;
  /** @type {number | null} */
  let chosen = null;
  let isStale = true;

  const show = newest(async () => {
    isStale = false;
    try {
      // The one that was chosen may be gone by now.
      const preview = (chosen === null ? null : await own.preview(chosen)) ?? await newestOf();
      const state = current;
      if (!state) return;
      setText(lost, words.lost);
      pair.hidden = !preview;
      none.hidden = preview !== null;
      const isLost = preview !== null && preview.before === null && preview.ink === null;
      lost.hidden = !isLost;
      came.hidden = arrow.hidden = isLost;
      if (!preview) return;
      showBefore(before, preview, tonesOf(state));
      before.setAttribute("aria-label", words.beforeAlt(preview.width, preview.height));
      showSquare(after, preview.after, preview.size, preview.channels, tonesOf(state));
      setText(afterText, words.after(preview.size));
    } catch (cause) {
      pair.hidden = none.hidden = true;
      lost.hidden = false;
      setText(lost, cause instanceof Error ? cause.message : String(cause));
    }
  });

  /** Drawings come first, the newest picture last. */
  async function newestOf() {
    const { drawings = 0, pictures = 0 } = current?.own ?? {};
    const all = drawings + pictures;
    return all === 0 ? null : own.preview(own.page(all - 1, 1).ids[0]);
  }

  const changed = changes((/** @type {State} */ { own: state, theme }) => [state?.preparation, state?.version, theme]);

  /** @param {State} state */
  function update(state) {
    current = state;
    const { own: all } = state;
    if (!all) return;
    if (changed(state)) {
      const { preparation } = all;
      part.say(words.now(preparation));
      size.show(preparation.size);
      // A pack it is mixed with decides these two.
      size.input.disabled = all.mix !== null;
      color.show([{ value: 1, text: words.channels[1] }, { value: 3, text: words.channels[3] }], preparation.channels, all.mix === null);
      fit.show(FITS.map((value) => ({ value, text: words.fits[value] })), preparation.fit);
      center.input.checked = preparation.center;
      invert.input.checked = preparation.invert;
      normalize.input.checked = preparation.normalize;
      isStale = true;
    }
    note.hidden = all.canPrepareAgain || all.resized === 0;
    if (isStale && part.node.open) show();
  }
  return {
    node: part.node, update,
    choose(/** @type {number | null} */ id) {
      chosen = id;
      isStale = true;
      if (current) update(current);
    },
  };
}

/**
 * The picture as it came, smoothly made smaller; a drawing as it was drawn.
 * @param {HTMLCanvasElement} canvas
 * @param {import("../types.js").Preview} preview
 * @param {import("../../draw/pixels.js").Tones} tones
 */
function showBefore(canvas, { before, ink, width, height }, tones) {
  if (ink) {
    showPixels(canvas, ink.width, ink.height, (out) => paintImage(out, ink.data, 1, 255, tones));
    return;
  }
  if (!before) return;
  const scale = Math.min(1, SIDE / Math.max(width, height));
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context) {
    context.imageSmoothingQuality = "high";
    context.drawImage(before, 0, 0, canvas.width, canvas.height);
  }
  before.close();
}
