//! The hourglass: one image on its way through the model, and which image that is.

import { signed } from "../format.js";
import { freshContext, imageAt, TONES } from "../pixels.js";
import { changes } from "../store.js";
import { S } from "../strings.js";
import { el, heading, iconButton, onResize, paced, setText } from "./dom.js";
import { codeIndex } from "./hourglass-geometry.js";
import { drawHourglass } from "./hourglass-picture.js";
import { helpButton } from "./help.js";
import { inks } from "./theme.js";

/** @typedef {import("../store.js").State} State */

/**
 * @param {HTMLElement} container
 * @param {Pick<import("../actions.js").Actions, "inspect" | "inspectNext">} actions
 */
export function createHourglassPanel(container, actions) {
  const words = S.hourglass;
  const head = heading(words.title, helpButton("hourglass"), "hourglass-title");
  const canvas = el("canvas", { class: "hourglass-picture", role: "img" });
  const empty = el("p", { class: "empty", text: words.empty });
  const which = el("span", { class: "which" });
  const previous = iconButton("left", words.previous, () => actions.inspectNext(-1));
  const next = iconButton("right", words.next, () => actions.inspectNext(1));
  const swap = el("button", { type: "button", class: "text-button swap", onclick: () => {
    if (current?.inspect.source === "drawing") actions.inspectNext(0);
    else actions.inspect({ source: "drawing" });
  } });
  const key = el("span", { class: "error-key", "aria-hidden": "true" },
    el("span", { text: words.tooLittle }), el("i"), el("span", { text: words.tooMuch }));
  container.append(head.node, el("div", { class: "figure-space" }, canvas, empty),
    el("div", { class: "figure-foot", role: "group", "aria-label": words.source }, previous, next, which, swap, key));

  /** @type {State | null} */
  let current = null;
  const changed = changes((/** @type {State} */ s) => [s.info, s.inspect, s.drawing, s.views, s.heldOut, s.theme, s.phase]);

  const draw = paced(() => {
    if (!current?.info || !current.heldOut) return;
    const { info, heldOut, inspect, drawing, views, theme } = current;
    const fresh = freshContext(canvas);
    if (!fresh) return;
    const features = info.layers.map((layer) => layer.features);
    const walk = (inspect.source === "drawing" ? views.drawing : views.inspect) ?? null;
    const size = heldOut.width * heldOut.height * heldOut.channels;
    const image = inspect.source === "drawing" ? drawing ?? new Uint8Array(size) : imageAt(heldOut.data, inspect.idx, size);
    const codeIdx = codeIndex(info.layers);
    // A walk of the model before does not fit this one's bars.
    const fits = walk && walk.stations.length === features.length && walk.stations.every((values, idx) => values.length === features[idx]);
    drawHourglass(fresh.context, fresh.width, fresh.height, { features, codeIdx, image, shape: heldOut, walk: fits ? walk : null, tones: TONES[theme], inks: inks() });
  }, 66);
  onResize(canvas, draw);

  // Facts for readers change seldom: a new text every frame would help nobody.
  const describe = paced(() => {
    if (!current) return;
    const { info, heldOut, inspect, views } = current;
    const walk = inspect.source === "drawing" ? views.drawing : views.inspect;
    if (!info || !heldOut || !walk) return;
    const what = inspect.source === "drawing" ? words.drawing : words.digit(heldOut.labels[inspect.idx], inspect.idx);
    const numbers = [...walk.code.subarray(0, 8)].map((value) => signed(value)).join(", ") + (walk.code.length > 8 ? " …" : "");
    canvas.setAttribute("aria-label", words.alt(what, info.layers.map((layer) => layer.features).join(", "), numbers, walk.mse));
  }, 2000);

  /** @param {State} state */
  function update(state) {
    current = state;
    if (!changed(state)) return;
    const { info, heldOut, inspect, drawing } = state;
    empty.hidden = info !== null;
    const failed = state.phase === "failed" && info === null;
    setText(empty, failed ? S.nothing : words.empty);
    for (const node of [previous, next, which, swap, key]) node.hidden = failed;
    if (!info || !heldOut) return;
    setText(head.caption, words.caption(info.layers[0].features, info.latentDim));
    setText(which, inspect.source === "drawing" ? words.drawing : words.digit(heldOut.labels[inspect.idx], inspect.idx));
    // It keeps its room: nothing below may move while someone draws.
    swap.toggleAttribute("data-away", drawing === null);
    setText(swap, inspect.source === "drawing" ? words.showDigit : words.showDrawing);
    draw();
    describe();
  }
  return { update };
}
