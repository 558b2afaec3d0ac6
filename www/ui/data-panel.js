//! Data: which images the model learns from, and a pad to draw one's own.

import { PACK_NAMES } from "../data/pack-table.js";
import { imageAt, paintImage, showPixels, tonesOf } from "../draw/pixels.js";
import { changes } from "../app/store.js";
import { S } from "../strings/strings.js";
import { el, heading, setText } from "./dom.js";
import { createDrawPad } from "./draw-pad.js";
import { helpButton } from "./help.js";

/** @typedef {import("../app/store.js").State} State */
/** @typedef {import("../data/pack-table.js").PackName} PackName */

/** The visitor's own has a chip once there is something in it. */
const NAMES = /** @type {PackName[]} */ ([...PACK_NAMES, "own"]);
/** So many pictures at least have room in the row. */
const SAMPLES = 8;
/** The shape of a picture until the images are there. */
const DIGIT = { width: 28, height: 28, channels: 1 };

/**
 * @param {HTMLElement} container
 * @param {Pick<import("../app/actions.js").Actions, "change" | "draw">} actions
 * @param {Pick<ReturnType<typeof import("../own/door.js").createOwnImages>, "open" | "addDrawing">} own
 */
export function createDataPanel(container, actions, own) {
  const words = S.data;
  const head = heading(words.title, helpButton("data"), "data-title");
  /** @type {State | null} */
  let current = null;
  // A choice made again, of what is there or on its way, ends what was chosen in between.
  const chips = NAMES.map((name) => {
    const input = el("input", { type: "radio", name: "pack", value: name, class: "visually-hidden", onchange: () => {
      current?.switching?.cancel();
      actions.change("data", name);
    } });
    return { name, input, node: el("label", { class: "chip", title: S.packs[name].facts }, input, el("span", { text: S.packs[name].name })) };
  });
  const facts = el("p", { id: "data-facts", class: "note data-facts" });
  const group = el("div", { class: "chips packs", role: "radiogroup", "aria-label": words.choose, "aria-describedby": facts.id }, ...chips.map(({ node }) => node));
  const samples = el("canvas", { class: "samples", width: 280, height: 28, "aria-hidden": "true" });
  const licence = el("p", { class: "note licence" });
  const title = el("h3");
  /** What stands on the pad. @type {import("../app/actions.js").Ink | null} */
  let drawn = null;
  const pad = createDrawPad((ink) => {
    drawn = ink;
    add.hidden = !ink;
    actions.draw(ink);
  });
  const use = el("button", { type: "button", class: "text-button own-use", text: words.own.use, onclick: own.open });
  const add = el("button", { type: "button", class: "text-button", text: words.own.add, hidden: true, onclick: () => drawn && own.addDrawing(drawn) });
  const placed = el("canvas", { class: "pixels", role: "img", "aria-label": words.placed });
  const rebuilt = el("canvas", { class: "pixels", role: "img", "aria-label": words.rebuilt });
  const small = (/** @type {HTMLElement} */ canvas, /** @type {string} */ text) => el("figure", { class: "thumb" }, canvas, el("figcaption", { text }));
  container.append(
    head.node,
    group,
    samples,
    facts,
    licence,
    use,
    title,
    el("div", { class: "pad-row" },
      el("div", { class: "pad-side" }, pad.node, pad.tools),
      el("div", { class: "pad-results" }, small(placed, words.placed), small(rebuilt, words.rebuilt))),
    el("div", { class: "own-add-small" }, add),
  );

  const choiceChanged = changes((/** @type {State} */ { settings, pending, switching, own: set }) => [settings.data, pending?.data, switching?.name, hasOwn(set)]);
  const packChanged = changes((/** @type {State} */ { pack }) => [pack.name]);
  const factsChanged = changes((/** @type {State} */ { heldOut, loading, phase, switching }) => [heldOut, loading, phase, switching]);
  const samplesChanged = changes((/** @type {State} */ { heldOut, pairs, theme }) => [heldOut, pairs, theme]);
  const drawingChanged = changes((/** @type {State} */ { drawing, views, theme, heldOut }) => [drawing, views.drawing, theme, heldOut]);
  const themeChanged = changes((/** @type {State} */ { theme }) => [theme]);

  /** @param {State} state */
  function factsOf({ heldOut, loading, phase, switching }) {
    if (switching) return words.switching(S.packs[switching.name].name, switching.bytes);
    if (heldOut && loading.arrived >= loading.total) return words.facts(loading.total, heldOut.count, heldOut);
    if (loading.total > 0) return words.arriving(loading.arrived, loading.total);
    return phase === "failed" ? S.nothing : S.status.state.loading;
  }

  /** @param {State} state */
  function update(state) {
    current = state;
    const { heldOut, drawing, views, settings, pending, switching } = state;
    const tones = tonesOf(state);
    if (themeChanged(state)) pad.redraw();
    if (choiceChanged(state)) {
      const chosen = switching?.name ?? (pending ?? settings).data;
      for (const { name, input, node } of chips) {
        input.checked = name === chosen;
        node.hidden = name === "own" && chosen !== "own" && !hasOwn(state.own);
      }
    }
    if (packChanged(state)) {
      const pack = S.packs[state.pack.name];
      setText(head.caption, pack.caption);
      setText(licence, pack.licence);
      setText(title, pack.draw);
    }
    setText(use, hasOwn(state.own) ? words.own.edit : words.own.use);
    if (factsChanged(state)) setText(facts, factsOf(state));
    if (samplesChanged(state) && heldOut) showSamples(samples, heldOut, state.pairs, tones);
    if (drawingChanged(state)) {
      const { width, height, channels } = heldOut ?? DIGIT;
      const size = width * height * channels;
      const blank = new Float32Array(size).fill(state.pack.paper);
      showPixels(placed, width, height, (out) => paintImage(out, drawing ?? blank, channels, 255, tones));
      const walk = drawing ? views.drawing : undefined;
      const last = walk?.stations.at(-1);
      // A walk through the model before may have come from a drawing of another size.
      const [values, scale] = last?.length === size ? [last, 1] : [blank, 255];
      showPixels(rebuilt, width, height, (out) => paintImage(out, values, channels, scale, tones));
      rebuilt.setAttribute("aria-label", walk ? words.rebuiltFacts(walk.mse) : words.rebuilt);
    }
  }
  return { update };
}

/** @param {State["own"]} own */
const hasOwn = (own) => own !== null && own.drawings + own.pictures > 0;

/**
 * One image of each class in a row.
 * @param {HTMLCanvasElement} canvas
 * @param {import("../data/packs.js").ImageSet} set
 * @param {number[]} pairs
 * @param {import("../draw/pixels.js").Tones} tones
 */
function showSamples(canvas, set, pairs, tones) {
  const { width, height, channels } = set;
  const row = pairs.slice(0, Math.max(pairs.length / 2, SAMPLES));
  // Few are no larger than many.
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
