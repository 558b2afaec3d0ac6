//! A pad to draw on, the drawing as the model sees it, and its reconstruction.

import { changes } from "../app/store.js";
import { paintImage, showPixels, tonesOf } from "../draw/pixels.js";
import { S } from "../strings/strings.js";
import { figure, textButton } from "./controls.js";
import { el } from "./dom.js";
import { createDrawPad } from "./draw-pad.js";

/** @typedef {import("../app/store.js").State} State */

/** The shape of a picture until the images are there. */
const DIGIT = { width: 28, height: 28, channels: 1 };

/**
 * @param {Pick<import("../app/actions.js").Actions, "draw">} actions
 * @param {(ink: import("../app/actions.js").Ink) => void} addDrawing Makes it part of the visitor's own images.
 */
export function createDrawing(actions, addDrawing) {
  const words = S.data;
  /** What stands on the pad. @type {import("../app/actions.js").Ink | null} */
  let drawn = null;
  const pad = createDrawPad((ink) => {
    drawn = ink;
    add.hidden = !ink;
    actions.draw(ink);
  });
  const add = textButton(words.own.add, () => drawn && addDrawing(drawn), { hidden: true });
  const placed = el("canvas", { class: "pixels", role: "img", "aria-label": words.placed });
  const rebuilt = el("canvas", { class: "pixels", role: "img", "aria-label": words.rebuilt });
  const results = [figure(placed, el("figcaption", { text: words.placed })),
    figure(rebuilt, el("figcaption", { text: words.rebuilt }))];
  const nodes = [
    el("div", { class: "pad-row" },
      el("div", { class: "pad-side" }, pad.node, pad.tools),
      el("div", { class: "pad-results" }, ...results)),
    el("div", { class: "own-add-small" }, add),
  ];

  const changed = changes((/** @type {State} */ { drawing, views, theme, heldOut }) =>
    [drawing, views.drawing, theme, heldOut]);
  const themeChanged = changes((/** @type {State} */ { theme }) => [theme]);

  /** @param {State} state */
  function update(state) {
    if (themeChanged(state)) pad.redraw();
    if (!changed(state)) return;
    const { heldOut, drawing, views, pack } = state;
    const tones = tonesOf(state);
    const { width, height, channels } = heldOut ?? DIGIT;
    const size = width * height * channels;
    const blank = new Float32Array(size).fill(pack.paper);
    showPixels(placed, width, height, (out) => paintImage(out, drawing ?? blank, channels, 255, tones));
    const walk = drawing ? views.drawing : undefined;
    const last = walk?.stations.at(-1);
    // A walk through the model before may have come from a drawing of another size.
    const [values, scale] = last?.length === size ? [last, 1] : [blank, 255];
    showPixels(rebuilt, width, height, (out) => paintImage(out, values, channels, scale, tones));
    rebuilt.setAttribute("aria-label", walk ? words.rebuiltFacts(walk.mse) : words.rebuilt);
  }
  return { nodes, update };
}
