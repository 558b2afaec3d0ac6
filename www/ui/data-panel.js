//! Data: which images the model learns from, and a pad to draw one's own.

import { imageAt, paintImage, showPixels, TONES } from "../pixels.js";
import { changes } from "../store.js";
import { S } from "../strings.js";
import { el, heading, setText } from "./dom.js";
import { createDrawPad } from "./draw-pad.js";
import { helpButton } from "./help.js";

/** @typedef {import("../store.js").State} State */

/**
 * @param {HTMLElement} container
 * @param {Pick<import("../actions.js").Actions, "draw" | "inspect">} actions
 */
export function createDataPanel(container, actions) {
  const words = S.data;
  const head = heading(words.title, helpButton("data"), "data-title");
  const facts = el("p", { class: "note data-facts" });
  const samples = el("canvas", { class: "samples", "aria-hidden": "true" });
  const pad = createDrawPad((ink) => actions.draw(ink));
  const placed = el("canvas", { class: "pixels", role: "img", "aria-label": words.placed });
  const rebuilt = el("canvas", { class: "pixels", role: "img", "aria-label": words.rebuilt });
  const small = (/** @type {HTMLElement} */ canvas, /** @type {string} */ text) => el("figure", { class: "thumb" }, canvas, el("figcaption", { text }));
  container.append(
    head.node,
    samples,
    facts,
    el("p", { class: "note licence", text: words.licence }),
    el("h3", { text: words.draw }),
    el("div", { class: "pad-row" },
      el("div", { class: "pad-side" }, pad.node, pad.tools),
      el("div", { class: "pad-results" }, small(placed, words.placed), small(rebuilt, words.rebuilt))),
  );
  setText(head.caption, words.digits);

  const factsChanged = changes((/** @type {State} */ { heldOut, loading, phase }) => [heldOut, loading, phase]);
  const samplesChanged = changes((/** @type {State} */ { heldOut, pairs, theme }) => [heldOut, pairs, theme]);
  const drawingChanged = changes((/** @type {State} */ { drawing, views, theme }) => [drawing, views.drawing, theme]);
  const themeChanged = changes((/** @type {State} */ { theme }) => [theme]);

  /** @param {State} state */
  function update(state) {
    const { heldOut, loading, drawing, views } = state;
    const tones = TONES[state.theme];
    if (themeChanged(state)) pad.redraw();
    if (factsChanged(state)) {
      const all = heldOut && loading.arrived >= loading.total;
      setText(facts, all ? words.facts(loading.total, heldOut.count) : loading.total > 0 ? words.arriving(loading.arrived, loading.total) : state.phase === "failed" ? S.nothing : S.status.state.loading);
    }
    if (samplesChanged(state) && heldOut) showSamples(samples, heldOut, state.pairs, tones);
    if (drawingChanged(state)) {
      const [width, height] = [heldOut?.width ?? 28, heldOut?.height ?? 28];
      const blank = new Float32Array(width * height);
      showPixels(placed, width, height, (out) => paintImage(out, drawing ?? blank, 1, 255, tones));
      const walk = drawing ? views.drawing : undefined;
      const last = walk?.stations[walk.stations.length - 1] ?? blank;
      showPixels(rebuilt, width, height, (out) => paintImage(out, last, 1, 1, tones));
      rebuilt.setAttribute("aria-label", walk ? words.rebuiltFacts(walk.mse) : words.rebuilt);
    }
  }
  return { update };
}

/**
 * One digit of each class in a row.
 * @param {HTMLCanvasElement} canvas
 * @param {import("../packs.js").ImageSet} set
 * @param {number[]} pairs
 * @param {import("../pixels.js").Tones} tones
 */
function showSamples(canvas, set, pairs, tones) {
  const { width, height, channels } = set;
  const row = pairs.slice(0, pairs.length / 2);
  const one = new Uint8ClampedArray(width * height * 4);
  showPixels(canvas, width * row.length, height, (out) => {
    row.forEach((idx, place) => {
      paintImage(one, imageAt(set.data, idx, width * height * channels), channels, 255, tones);
      for (let y = 0; y < height; y += 1) {
        out.set(one.subarray(y * width * 4, (y + 1) * width * 4), (y * row.length + place) * width * 4);
      }
    });
  });
}
