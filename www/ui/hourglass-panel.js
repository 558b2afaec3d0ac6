//! The hourglass: one image on its way through the model, and which image that is.

import { signed } from "../draw/format.js";
import { freshContext, imageAt, tonesOf } from "../draw/pixels.js";
import { changes } from "../app/store.js";
import { S } from "../strings/strings.js";
import { el, heading, iconButton, onResize, paced, setText } from "./dom.js";
import { createFilters } from "./filters-view.js";
import { drawHourglass } from "./hourglass-picture.js";
import { helpButton } from "./help.js";
import { inks } from "../draw/inks.js";

/** @typedef {import("../app/store.js").State} State */

/**
 * @param {HTMLElement} container
 * @param {Pick<import("../app/actions.js").Actions, "inspect" | "inspectNext" | "showFilters">} actions
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
  const [less, more] = [el("span"), el("span")];
  const key = el("span", { class: "error-key", "aria-hidden": "true" }, less, el("i"), more);
  const filters = createFilters(actions);
  head.node.append(filters.toggle);
  const walkers = el("span", { class: "walkers", role: "group", "aria-label": words.source }, previous, next, which, swap);
  container.append(head.node, el("div", { class: "figure-space" }, canvas, filters.node, empty),
    el("div", { class: "figure-foot" }, walkers, filters.choice, key));

  const nameOf = (/** @type {State} */ { inspect, pack }, /** @type {import("../data/packs.js").ImageSet} */ { labels }) =>
    (inspect.source === "drawing" ? words.drawing : words.heldOut(pack.classes[labels[inspect.idx]], inspect.idx));

  /** @type {State | null} */
  let current = null;
  const changed = changes((/** @type {State} */ s) => [s.info, s.inspect, s.drawing, s.views, s.heldOut, s.theme, s.phase, s.filters, s.compare === null]);

  const draw = paced(() => {
    if (!current?.info || !current.heldOut) return;
    const { info, heldOut, inspect, drawing, views, pack } = current;
    const fresh = freshContext(canvas);
    if (!fresh) return;
    const { layers } = info;
    const walk = (inspect.source === "drawing" ? views.drawing : views.inspect) ?? null;
    const size = heldOut.width * heldOut.height * heldOut.channels;
    const image = inspect.source === "drawing" ? drawing ?? new Uint8Array(size).fill(pack.paper) : imageAt(heldOut.data, inspect.idx, size);
    // A walk of the model before does not fit this one's bars.
    const fits = walk && walk.stations.length === layers.length && walk.stations.every((values, idx) => values.length === layers[idx].features);
    drawHourglass(fresh.context, fresh.width, fresh.height, {
      layers, image, shape: heldOut, walk: fits ? walk : null, variational: info.config.bottleneck.kind === "variational", tones: tonesOf(current), inks: inks(),
    });
  }, 66);
  onResize(canvas, draw);

  // Facts for readers change seldom: a new text every frame would help nobody.
  const describe = paced(() => {
    if (!current) return;
    const { info, heldOut, inspect, views } = current;
    const walk = inspect.source === "drawing" ? views.drawing : views.inspect;
    if (!info || !heldOut || !walk) return;
    const numbers = [...walk.code.subarray(0, 8)].map((value, idx) => signed(value) + (walk.sigma ? ` ± ${signed(walk.sigma[idx])}` : "")).join(", ");
    const noisy = info.layers.some(({ kind }) => kind === "noisy");
    const widths = info.layers.filter(({ kind }) => kind !== "noisy").map(({ kind, shape, features }) => (kind === "maps" && shape ? shape.join(" × ") : features));
    canvas.setAttribute("aria-label", words.alt(nameOf(current, heldOut), noisy, widths.join(", "), numbers + (walk.code.length > 8 ? " …" : ""), walk.mse));
  }, 2000);

  /** @param {State} state */
  function update(state) {
    current = state;
    filters.update(state);
    if (!changed(state)) return;
    const { info, heldOut, inspect, drawing } = state;
    setText(head.title, state.compare ? S.compare.hourglass : words.title);
    empty.hidden = info !== null;
    const failed = state.phase === "failed" && info === null;
    setText(empty, failed ? S.nothing : words.empty);
    key.hidden = failed;
    walkers.hidden = failed || state.filters !== null;
    canvas.hidden = state.filters !== null;
    const [few, many] = state.filters ? S.filters.keys[state.filters.side] : [words.tooLittle, words.tooMuch];
    setText(less, few);
    setText(more, many);
    if (!info || !heldOut) return;
    setText(head.caption, words.caption(heldOut.width * heldOut.height, heldOut.channels, info.latentDim));
    setText(which, nameOf(state, heldOut));
    which.title = nameOf(state, heldOut);
    // It keeps its room: nothing below may move while someone draws.
    swap.toggleAttribute("data-away", drawing === null);
    setText(swap, inspect.source === "drawing" ? words.showHeldOut : words.showDrawing);
    draw();
    describe();
  }
  return { update };
}
