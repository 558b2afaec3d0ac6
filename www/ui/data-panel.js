//! Data: which images the model learns from.

import { changes } from "../app/store.js";
import { imageAt, paintImage, showPixels, tonesOf } from "../draw/pixels.js";
import { S } from "../strings/strings.js";
import { textButton } from "./controls.js";
import { el, heading, setText } from "./dom.js";
import { helpButton } from "./help.js";
import { createPackChips, hasOwn } from "./pack-chips.js";

/** @typedef {import("../app/store.js").State} State */

/** So many pictures at least have room in the row. */
const SAMPLES = 8;

/**
 * @param {HTMLElement} container
 * @param {Pick<import("../app/actions.js").Actions, "change">} actions
 * @param {{open: () => void}} own The door to the visitor's own images.
 */
export function createDataPanel(container, actions, own) {
  const words = S.data;
  const head = heading(words.title, helpButton("data"), "data-title");
  const chips = createPackChips(actions);
  const samples = el("canvas", { class: "samples", width: 280, height: 28, "aria-hidden": "true" });
  const licence = el("p", { class: "note licence" });
  const use = textButton(words.own.use, own.open, { class: "text-button own-use" });
  container.append(head.node, chips.group, samples, chips.facts, licence, use);

  const packChanged = changes((/** @type {State} */ { pack }) => [pack.name]);
  const samplesChanged = changes((/** @type {State} */ { shown, pairs, theme }) => [shown, pairs, theme]);

  /** @param {State} state */
  function update(state) {
    chips.update(state);
    if (packChanged(state)) {
      const pack = S.packs[state.pack.name];
      setText(head.caption, pack.caption);
      setText(licence, pack.licence);
    }
    setText(use, hasOwn(state.own) ? words.own.edit : words.own.use);
    if (samplesChanged(state) && state.shown) showSamples(samples, state.shown, state.pairs, tonesOf(state));
  }
  return { update };
}

/**
 * One image of each class in a row.
 * @param {HTMLCanvasElement} canvas
 * @param {import("../data/packs.js").ImageSet} set
 * @param {number[]} pairs Which of them to choose from: of many, one of each class, then a second.
 * @param {import("../draw/pixels.js").Tones} tones
 */
function showSamples(canvas, set, pairs, tones) {
  const { width, height, channels } = set;
  const row = pairs.slice(0, Math.max(pairs.length / 2, SAMPLES));
  // A few pictures are drawn no larger than many.
  const places = Math.max(row.length, SAMPLES);
  const one = new Uint8ClampedArray(width * height * 4);
  showPixels(canvas, width * places, height, (out) => {
    out.fill(0);
    row.forEach((idx, place) => {
      paintImage(one, imageAt(set.data, idx, width * height * channels), channels, 255, tones);
      for (let y = 0; y < height; y += 1) {
        out.set(one.subarray(y * width * 4, (y + 1) * width * 4), (y * places + place) * width * 4);
      }
    });
  });
}
