//! How pictures become numbers: size, color and shape, with one picture before and after.

import { changes } from "../../app/store.js";
import { paintImage, showPixels } from "../../draw/pixels.js";
import { OWN } from "../../strings/own.js";
import { figure, range, slider } from "../../ui/controls.js";
import { el, setText } from "../../ui/dom.js";
import { BOUNDS } from "../limits.js";
import { checkWithHint, chips, newest, section, showSquare, tonesOf } from "./controls.js";

/**
 * @typedef {import("../../app/store.js").State} State
 * @typedef {import("../image-set.js").ImageSet} ImageSet
 * @typedef {import("../types.js").Preparation} Preparation
 */

const FITS = /** @type {const} */ (["fit", "fill", "stretch"]);
/** The longer side of the picture as it came, in pixels of its canvas. */
const SIDE = 320;

/**
 * @param {ImageSet} own
 * @param {(cause: unknown) => void} explain
 */
export function createPreparationPanel(own, explain) {
  const words = OWN.preparation;
  const controls = createControls((patch) => void own.setPreparation(patch).catch(explain));
  const example = new Example(own);
  const note = el("p", { class: "note own-gone", text: words.gone });
  const part = section(words.title, "numbers", () => {
    isStale = true;
    if (current) update(current);
  }, controls.node, el("div", { class: "own-picture" }, ...example.nodes, note));

  /** @type {State | null} */
  let current = null;
  /** The picture that is shown; null for the newest. @type {number | null} */
  let chosen = null;
  let isStale = true;
  const show = newest(async () => {
    isStale = false;
    await example.show(chosen, () => current);
  });

  const changed = changes((/** @type {State} */ { own: state, theme }) => [state?.preparation, state?.version, theme]);

  /** @param {State} state */
  function update(state) {
    current = state;
    const { own: all } = state;
    if (!all) return;
    if (changed(state)) {
      part.say(words.now(all.preparation));
      controls.show(all.preparation, all.mix !== null, all.inColor > 0);
      isStale = true;
    }
    note.hidden = all.canPrepareAgain || all.resized === 0;
    if (isStale && part.node.open) void show();
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

/** @param {(patch: Partial<Preparation>) => void} set */
function createControls(set) {
  const words = OWN.preparation;
  const sizes = range(...BOUNDS.size, 4);
  const size = slider(words.size, sizes, words.sizeUnit, (value) => set({ size: value }), { late: true });
  const color = chips(words.color, (/** @type {number} */ value) => set({ channels: value === 3 ? 3 : 1 }));
  const because = el("p", { class: "note", text: words.inColor, hidden: true });
  const fit = chips(words.fit, (/** @type {Preparation["fit"]} */ value) => set({ fit: value }));
  const center = checkWithHint(words.center, words.hints.center, (value) => set({ center: value }));
  const invert = checkWithHint(words.invert, words.hints.invert, (value) => set({ invert: value }));
  const normalize = checkWithHint(words.normalize, words.hints.normalize, (value) => set({ normalize: value }));
  const node = el("div", { class: "own-controls" },
    el("div", { class: "own-stack" }, size.node, color.node, because, fit.node),
    el("div", { class: "own-stack" }, center.node, invert.node, normalize.node));
  return {
    node,
    /**
     * @param {Preparation} preparation
     * @param {boolean} isMixed Where the set is mixed with a pack, that decides size and color.
     * @param {boolean} isByItself Whether it is in color without a choice of the visitor's.
     */
    show(preparation, isMixed, isByItself) {
      because.hidden = !isByItself || isMixed;
      size.show(preparation.size);
      size.input.disabled = isMixed;
      const colors = [{ value: 1, text: words.channels[1] }, { value: 3, text: words.channels[3] }];
      color.show(colors, preparation.channels, !isMixed);
      fit.show(FITS.map((value) => ({ value, text: words.fits[value] })), preparation.fit);
      center.input.checked = preparation.center;
      invert.input.checked = preparation.invert;
      normalize.input.checked = preparation.normalize;
    },
  };
}

/** One picture before and after its preparation. */
class Example {
  #own;
  #before = el("canvas", { class: "own-before", role: "img" });
  #after = el("canvas", { class: "pixels own-after", role: "img", "aria-label": OWN.preparation.afterAlt });
  #afterText = el("figcaption");
  #came = figure(this.#before, el("figcaption", { text: OWN.preparation.before }));
  #arrow = el("span", { class: "own-arrow", "aria-hidden": "true", text: "→" });
  #pair = el("div", { class: "own-pair" }, this.#came, this.#arrow, figure(this.#after, this.#afterText));
  #none = el("p", { class: "note", text: OWN.preparation.none });
  #lost = el("p", { class: "note", text: OWN.preparation.lost });

  nodes = [this.#pair, el("p", { class: "note", text: OWN.preparation.which }), this.#none, this.#lost];

  /** @param {ImageSet} own */
  constructor(own) {
    this.#own = own;
  }

  /**
   * @param {number | null} id null for the newest picture.
   * @param {() => State | null} stateOf The state at the time.
   */
  async show(id, stateOf) {
    try {
      // The picture that was chosen may be gone by now.
      const preview = (id === null ? null : await this.#own.preview(id)) ?? await this.#newest(stateOf());
      const state = stateOf();
      if (state) this.#draw(preview, state);
    } catch (cause) {
      this.#pair.hidden = this.#none.hidden = true;
      this.#lost.hidden = false;
      setText(this.#lost, cause instanceof Error ? cause.message : String(cause));
    }
  }

  /** The last picture of the tray, where drawings come first. @param {State | null} state */
  async #newest(state) {
    const { drawings = 0, pictures = 0 } = state?.own ?? {};
    const all = drawings + pictures;
    return all === 0 ? null : this.#own.preview(this.#own.page(all - 1, 1).ids[0]);
  }

  /** @param {import("../types.js").Preview | null} preview @param {State} state */
  #draw(preview, state) {
    const words = OWN.preparation;
    setText(this.#lost, words.lost);
    this.#pair.hidden = !preview;
    this.#none.hidden = preview !== null;
    const isLost = preview !== null && preview.before === null && preview.ink === null;
    this.#lost.hidden = !isLost;
    this.#came.hidden = this.#arrow.hidden = isLost;
    if (!preview) return;
    showBefore(this.#before, preview, tonesOf(state));
    this.#before.setAttribute("aria-label", words.beforeAlt(preview.width, preview.height));
    showSquare(this.#after, preview.after, preview.size, preview.channels, tonesOf(state));
    setText(this.#afterText, words.after(preview.size));
  }
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
