//! The hourglass: one image on its way through the model, and which image that is.

import { imageName } from "../app/shown-pack.js";
import { changes } from "../app/store.js";
import { signed } from "../draw/format.js";
import { inks } from "../draw/inks.js";
import { freshContext, imageAt, tonesOf } from "../draw/pixels.js";
import { S } from "../strings/strings.js";
import { textButton } from "./controls.js";
import { el, heading, iconButton, onDemand, onSight, paced, setText } from "./dom.js";
import { helpButton } from "./help.js";
import { drawHourglass } from "./hourglass-picture.js";
import { createWave } from "./hourglass-wave.js";

/**
 * @typedef {import("../app/store.js").State} State
 * @typedef {Pick<import("./hourglass-picture.js").Scene, "cloud" | "front">} Extras
 */

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
    const { info, inspect, drawing, views, heldOut, theme, phase, filters: shown, compare, slow } = state;
    return [info, inspect, drawing, views, heldOut, theme, phase, shown, compare === null, slow];
  });
  const picture = createPicture(canvas, () => current, actions.explain);
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
      // The hourglass stays until they have come.
      canvas.hidden = now.filters !== null;
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
    if (!info || !heldOut) return;
    setText(head.caption, words.caption(heldOut.width * heldOut.height, heldOut.channels, info.latentDim));
    walkers.update(state);
    picture.update(state);
    describe();
  }
  return { update };
}

/**
 * The picture: drawn in turns, and lit up on its way when another image is pointed at.
 * @param {HTMLCanvasElement} canvas
 * @param {() => State | null} state
 * @param {(cause: unknown) => void} explain
 */
function createPicture(canvas, state, explain) {
  const cloud = onDemand(() => import("./hourglass-cloud.js"), explain);
  /** @type {Extras["cloud"]} */
  let drawsClouds = null;
  const now = () => {
    const current = state();
    if (current) drawImage(canvas, current, { cloud: drawsClouds, front: current.slow?.front ?? wave.front });
  };
  const draw = paced(now, 66);
  const wave = createWave(now);
  canvas.addEventListener("pointerenter", () => wave.start());
  const isSeen = onSight(canvas, draw);
  const walksAnew = changes((/** @type {State} */ { inspect }) => [inspect.source, "idx" in inspect && inspect.idx]);
  let isFirst = true;

  /** @param {State} shown */
  function update(shown) {
    cloud(shown.info?.config.bottleneck.kind === "variational", (part) => {
      if (drawsClouds === part) return;
      drawsClouds = part;
      draw();
    });
    // The page opens with an image that nobody has pointed at.
    if (walksAnew(shown) && !isFirst && isSeen()) wave.start();
    isFirst = false;
    if (isSeen()) draw();
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
    setText(swap, isDrawing ? state.pack.whole?.show ?? words.showHeldOut : words.showDrawing);
  }
  return { node, update };
}

/** The inspected image's name. @param {State} state */
const nameOf = (state) => state.slow?.name
  ?? (state.inspect.source === "drawing" ? S.hourglass.drawing : imageName(state, state.inspect.idx));

/** Its way through the model, as far as it has come. @param {Pick<State, "inspect" | "views" | "slow">} state */
const walkOf = ({ inspect, views, slow }) =>
  slow?.walk ?? (inspect.source === "drawing" ? views.drawing : views.inspect) ?? null;

/** @param {HTMLCanvasElement} canvas @param {State} state @param {Extras} extras */
function drawImage(canvas, state, extras) {
  const { info, heldOut, shown, inspect, drawing, pack, slow } = state;
  if (!info || !heldOut || !shown) return;
  const fresh = freshContext(canvas);
  if (!fresh) return;
  const { layers } = info;
  const size = heldOut.width * heldOut.height * heldOut.channels;
  const image = slow?.image ?? (inspect.source === "image" ? imageAt(shown.data, inspect.idx, size)
    : drawing ?? new Uint8Array(size).fill(pack.paper));
  const walk = walkOf(state);
  // A walk of the model before does not fit this one's bars.
  const isOfThis = walk?.stations.length === layers.length
    && walk.stations.every((values, idx) => values.length === layers[idx].features);
  drawHourglass(fresh.context, fresh.width, fresh.height, {
    layers, image, shape: heldOut, walk: isOfThis ? walk : null, tones: tonesOf(state), inks: inks(canvas),
    variational: info.config.bottleneck.kind === "variational", ...extras,
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
