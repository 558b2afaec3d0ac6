//! The pad by the hourglass, the drawing as the model sees it, and its reconstruction.

import { changes } from "../app/store.js";
import { paintImage, showPixels, tonesOf } from "../draw/pixels.js";
import { S } from "../strings/strings.js";
import { figure, textButton } from "./controls.js";
import { el, setText, unique } from "./dom.js";
import { createDrawPad } from "./draw-pad.js";

/** @typedef {import("../app/store.js").State} State */

/** The shape of a picture until the images are there. */
const DIGIT = { width: 28, height: 28, channels: 1 };

/** A stroke that invites to draw, on a grid of 28. @type {Record<import("../app/store.js").Pack["name"], string>} */
const GHOSTS = {
  digits: "M9 8C11 4 19 4 19 9C19 12 16 13 13 13.5C17 13.5 20 15 20 19C20 25 10 25 8 20",
  fashion: "M10 6C12 8 16 8 18 6L24 10L21 14L19 13V23H9V13L7 14L4 10Z",
  emoji: "M23 14a9 9 0 1 1-18 0a9 9 0 1 1 18 0M11 11v1M17 11v1M10 17c1.5 3 6.5 3 8 0",
  own: "M6 20C8 7 13 6 14 13S18 22 22 8",
};

/**
 * @param {HTMLElement} container
 * @param {Pick<import("../app/actions.js").Actions, "draw">} actions
 * @param {(ink: import("../app/actions.js").Ink) => void} [addDrawing] Makes it part of the visitor's own images.
 */
export function createDrawing(container, actions, addDrawing) {
  const words = S.data;
  /** What stands on the pad. @type {import("../app/actions.js").Ink | null} */
  let drawn = null;
  const pad = createDrawPad((ink) => {
    drawn = ink;
    add.hidden = !ink || !addDrawing;
    actions.draw(ink);
  });
  const add = textButton(words.own.add, () => drawn && addDrawing?.(drawn), { hidden: true });
  const placed = el("canvas", { class: "pixels", role: "img", "aria-label": words.placed });
  const rebuilt = el("canvas", { class: "pixels", role: "img", "aria-label": words.rebuilt });
  const name = el("figcaption");
  const results = [figure(placed, el("figcaption", { text: words.placed })), figure(rebuilt, name)];
  pad.tools.append(add);
  const title = el("h2", { id: unique("draw-title") });
  container.append(
    el("header", { class: "panel-head" }, title, el("p", { class: "caption", text: words.drawCaption })),
    el("div", { class: "pad-row" }, pad.node, el("div", { class: "pad-results" }, ...results)), pad.tools);

  const changed = changes((/** @type {State} */ { drawing, views, theme, heldOut, compare }) =>
    [drawing, views.drawing, theme, heldOut, compare === null]);
  const looks = changes((/** @type {State} */ { theme, pack }) => [theme, pack.name]);

  /** @param {State} state */
  function update(state) {
    if (looks(state)) {
      setText(title, S.packs[state.pack.name].draw);
      pad.invite(GHOSTS[state.pack.name]);
    }
    if (!changed(state)) return;
    const { heldOut, drawing, views } = state;
    const { width, height, channels } = heldOut ?? DIGIT;
    /**
     * Where nothing is drawn, nothing stands.
     * @param {HTMLCanvasElement} canvas
     * @param {ArrayLike<number>} [values]
     * @param {number} [scale]
     */
    const show = (canvas, values, scale = 255) => showPixels(canvas, width, height, (out) => {
      if (values) paintImage(out, values, channels, scale, tonesOf(state));
      else out.fill(0);
    });
    show(placed, drawing ?? undefined);
    const walk = drawing ? views.drawing : undefined;
    const last = walk?.stations.at(-1);
    // A walk through the model before may have come from a drawing of another size.
    show(rebuilt, last?.length === width * height * channels ? last : undefined, 1);
    const whose = state.compare ? S.compare.ofA : "";
    setText(name, whose + words.rebuilt);
    rebuilt.setAttribute("aria-label", whose + (walk ? words.rebuiltFacts(walk.mse) : words.rebuilt));
  }
  return { update };
}
