//! The hourglass: one image on its way through the model, and which image that is.

import { changes } from "../app/store.js";
import { signed } from "../draw/format.js";
import { inks } from "../draw/inks.js";
import { freshContext, imageAt, tonesOf } from "../draw/pixels.js";
import { S } from "../strings/strings.js";
import { textButton } from "./controls.js";
import { el, heading, iconButton, onDemand, onSight, paced, setText } from "./dom.js";
import { helpButton } from "./help.js";
import { drawHourglass } from "./hourglass-picture.js";

/** @typedef {import("../app/store.js").State} State */

/** Numbers of the code that are read out. */
const MOST_SAID = 8;

/**
 * @param {HTMLElement} container
 * @param {Pick<import("../app/actions.js").Actions, "inspect" | "inspectNext" | "showFilters" | "explain">} actions
 * @param {boolean} [isSecond] The second of two that are compared: what both show is chosen at the first.
 */
export function createHourglassPanel(container, actions, isSecond = false) {
  const words = S.hourglass;
  const title = isSecond ? S.compare.otherHourglass : words.title;
  const head = heading(title, helpButton("hourglass"), "hourglass-title");
  const canvas = el("canvas", { class: "hourglass-picture", role: "img", "aria-label": title });
  const empty = el("p", { class: "empty", text: words.empty });
  const [less, more] = [el("span"), el("span")];
  const key = el("span", { class: "error-key", "aria-hidden": "true" }, less, el("i"), more);
  const space = el("div", { class: "figure-space" }, canvas, empty);
  const filters = onDemand(async () => {
    const made = (await import("./filters-view.js")).createFilters(actions);
    space.append(made.node);
    key.before(made.choice);
    return made;
  }, actions.explain);
  const toggle = textButton(S.filters.title, () => actions.showFilters(current?.filters ? null : { side: "encoder" }),
    { class: "text-button filters-button" });
  const walkers = createWalkers(actions);
  if (!isSecond) head.node.append(toggle);
  container.append(head.node, space, el("div", { class: "figure-foot" }, isSecond ? null : walkers.node, key));

  /** @type {State | null} */
  let current = null;
  const changed = changes((/** @type {State} */ state) => {
    const { info, inspect, drawing, views, heldOut, theme, phase, filters: shown, compare } = state;
    return [info, inspect, drawing, views, heldOut, theme, phase, shown, compare === null];
  });
  const paint = paced(() => current && drawImage(canvas, current), 66);
  const isSeen = onSight(canvas, paint);
  // Facts for readers change seldom: a new text every frame would help nobody.
  const describe = paced(() => {
    const text = current && described(current);
    if (text) canvas.setAttribute("aria-label", text);
  }, 2000);

  /** @param {State} state */
  function update(state) {
    current = state;
    if (!state.filters) [words.tooLittle, words.tooMuch].forEach((end, idx) => setText([less, more][idx], end));
    filters(state.filters !== null, ({ update: show, keys }) => {
      const now = current ?? state;
      show(now);
      if (!now.filters) return;
      const ends = keys[now.filters.side];
      [less, more].forEach((end, idx) => setText(end, ends[idx]));
    });
    if (!changed(state)) return;
    const { info, heldOut } = state;
    toggle.hidden = info === null;
    toggle.setAttribute("aria-pressed", String(state.filters !== null));
    if (!isSecond) setText(head.title, state.compare ? S.compare.hourglass : words.title);
    empty.hidden = info !== null;
    const hasFailed = state.phase === "failed" && info === null;
    setText(empty, hasFailed ? S.nothing : words.empty);
    key.hidden = hasFailed;
    walkers.node.hidden = hasFailed || state.filters !== null;
    canvas.hidden = state.filters !== null;
    if (!info || !heldOut) return;
    setText(head.caption, words.caption(heldOut.width * heldOut.height, heldOut.channels, info.latentDim));
    walkers.update(state);
    if (isSeen()) paint();
    describe();
  }
  return { update };
}

/**
 * What leads from image to image.
 * @param {Pick<import("../app/actions.js").Actions, "inspect" | "inspectNext">} actions
 */
function createWalkers(actions) {
  const words = S.hourglass;
  const which = el("span", { class: "which" });
  let isDrawing = false;
  const swap = textButton("", () => {
    if (isDrawing) actions.inspectNext(0);
    else actions.inspect({ source: "drawing" });
  }, { class: "text-button swap" });
  const node = el("span", { class: "walkers", role: "group", "aria-label": words.source },
    iconButton("left", words.previous, () => actions.inspectNext(-1)),
    iconButton("right", words.next, () => actions.inspectNext(1)), which, swap);

  /** @param {State} state */
  function update(state) {
    isDrawing = state.inspect.source === "drawing";
    setText(which, nameOf(state));
    which.title = nameOf(state);
    // The button keeps its room: nothing below may move while someone draws.
    swap.toggleAttribute("data-away", state.drawing === null);
    setText(swap, isDrawing ? words.showHeldOut : words.showDrawing);
  }
  return { node, update };
}

/** The inspected image's name. @param {Pick<State, "inspect" | "pack" | "heldOut">} state */
function nameOf({ inspect, pack, heldOut }) {
  if (inspect.source === "drawing" || !heldOut) return S.hourglass.drawing;
  return S.hourglass.heldOut(pack.classes[heldOut.labels[inspect.idx]], inspect.idx);
}

/** Its way through the model, as far as it has come. @param {Pick<State, "inspect" | "views">} state */
const walkOf = ({ inspect, views }) => (inspect.source === "drawing" ? views.drawing : views.inspect) ?? null;

/** @param {HTMLCanvasElement} canvas @param {State} state */
function drawImage(canvas, state) {
  const { info, heldOut, inspect, drawing, pack } = state;
  if (!info || !heldOut) return;
  const fresh = freshContext(canvas);
  if (!fresh) return;
  const { layers } = info;
  const size = heldOut.width * heldOut.height * heldOut.channels;
  const image = inspect.source === "heldOut" ? imageAt(heldOut.data, inspect.idx, size)
    : drawing ?? new Uint8Array(size).fill(pack.paper);
  const walk = walkOf(state);
  // A walk of the model before does not fit this one's bars.
  const isOfThis = walk?.stations.length === layers.length
    && walk.stations.every((values, idx) => values.length === layers[idx].features);
  drawHourglass(fresh.context, fresh.width, fresh.height, {
    layers, image, shape: heldOut, walk: isOfThis ? walk : null, tones: tonesOf(state), inks: inks(),
    variational: info.config.bottleneck.kind === "variational",
  });
}

/** The picture in words, once there is a walk to tell of. @param {State} state */
function described(state) {
  const { info, heldOut } = state;
  const walk = walkOf(state);
  if (!info || !heldOut || !walk) return null;
  const { code, sigma, mse } = walk;
  const numbers = [...code.subarray(0, MOST_SAID)].map((value, idx) =>
    signed(value) + (sigma ? ` ± ${signed(sigma[idx])}` : ""));
  const rest = code.length > MOST_SAID ? " …" : "";
  const layers = info.layers.filter(({ kind }) => kind !== "noisy");
  const isNoisy = layers.length < info.layers.length;
  const widths = layers.map(({ kind, shape, features }) => (kind === "maps" && shape ? shape.join(" × ") : features));
  return S.hourglass.alt(nameOf(state), isNoisy, widths.join(", "), numbers.join(", ") + rest, mse);
}
