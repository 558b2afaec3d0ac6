//! Reconstructions: the same held-out images all along, each above what the model makes of it and the signed error;
//! with noise, what the model is given stands between.

import { decibels } from "../draw/format.js";
import { imageAt, paintError, paintImage, showPixels, tonesOf } from "../draw/pixels.js";
import { changes } from "../app/store.js";
import { S } from "../strings/strings.js";
import { el, heading, paced, setText } from "./dom.js";
import { helpButton } from "./help.js";
import { classColor } from "../draw/inks.js";

/** @typedef {import("../app/store.js").State} State */

/**
 * A row of pictures: the images themselves, or what a view holds of them.
 * @typedef {{name: string, side: 0 | 1, part: "image" | "noisy" | "made" | "error"}} Row
 */

/** Longer names of classes are cut above their columns. */
const LONGEST = 16;

/** @param {import("../app/store.js").ModelInfo | null | undefined} info */
const isNoisy = (info) => info?.layers.some(({ kind }) => kind === "noisy") ?? false;

/**
 * The rows of one model, or of two that are compared.
 * @param {Pick<State, "info" | "compare">} state
 * @returns {Row[]}
 */
function rowsOf({ info, compare }) {
  const words = S.pairs.rows;
  const own = (/** @type {import("../app/store.js").ModelInfo | null} */ info, /** @type {0 | 1} */ side, /** @type {(name: string) => string} */ name) => [
    ...(isNoisy(info) ? [{ name: name(words.noisy), side, part: /** @type {const} */ ("noisy") }] : []),
    { name: name(words.made), side, part: /** @type {const} */ ("made") },
    { name: name(words.error), side, part: /** @type {const} */ ("error") },
  ];
  const image = { name: words.image, side: /** @type {const} */ (0), part: /** @type {const} */ ("image") };
  if (!compare) return [image, ...own(info, 0, (name) => name)];
  const [a, b] = S.compare.names;
  return [image, ...own(info, 0, (name) => `${a}: ${name}`), ...own(compare.info, 1, (name) => `${b}: ${name}`)];
}

/**
 * @param {HTMLElement} container
 * @param {Pick<import("../app/actions.js").Actions, "inspect">} actions
 */
export function createReconstructionsPanel(container, actions) {
  const words = S.pairs;
  const head = heading(words.title, helpButton("pairs"), "pairs-title");
  setText(head.caption, words.caption);
  const empty = el("p", { class: "empty", text: words.empty });
  const blocks = el("div", { class: "pairs" });
  const [before, after] = [el("dd"), el("dd")];
  const psnr = el("div", { class: "psnr note", hidden: true }, el("span", { text: words.psnr }), helpButton("psnr"),
    el("dl", {}, el("dt", { text: words.before }), before, el("dt", { text: words.after }), after));
  container.append(head.node, el("div", { class: "pairs-space" }, blocks, empty), psnr);
  let rows = rowsOf({ info: null, compare: null });
  const names = () => el("div", { class: "pair-rows", "aria-hidden": "true" }, el("span"), ...rows.map(({ name }) => el("span", { text: name })));
  // Until the digits are there, columns without a picture keep their room.
  const room = () => el("span", { class: "pair" }, el("span", { class: "pair-class", text: "\u00a0" }), ...rows.map(() => el("span", { class: "pixels" })));
  blocks.append(...[0, 1].map(() => el("div", { class: "pair-block pair-room", "aria-hidden": "true" }, names(), ...Array.from({ length: 10 }, room))));

  /** @type {{idx: number, button: HTMLButtonElement, label: HTMLElement, pictures: HTMLCanvasElement[]}[]} */
  let columns = [];
  /** @type {State | null} */
  let current = null;

  /** @param {State} state */
  function build({ pairs, heldOut, info, pack, compare }) {
    if (!heldOut) return;
    rows = rowsOf({ info, compare });
    columns = pairs.map((idx) => {
      const name = pack.classes[heldOut.labels[idx]];
      const pictures = rows.map(() => el("canvas", { class: "pixels" }));
      // A class that all share tells nothing.
      const label = el("span", { class: "pair-class", text: pack.classes.length > 1 ? name : "\u00a0" });
      const button = el("button", {
        type: "button", class: "pair", "aria-label": words.inspect(name, idx), title: words.inspect(name, idx),
        onclick: () => actions.inspect({ source: "heldOut", idx }),
      }, label, ...pictures);
      return { idx, button, label, pictures };
    });
    const half = columns.length > 10 ? Math.ceil(columns.length / 2) : columns.length;
    const longest = pack.classes.length > 1 ? Math.min(LONGEST, Math.max(...pack.classes.map(({ length }) => length))) : 0;
    setText(head.caption, pack.name === "own" ? words.ownCaption : words.caption);
    blocks.toggleAttribute("data-named", longest > 1);
    // Elsewhere the second block repeats the classes of the first.
    blocks.toggleAttribute("data-each", pack.name === "own");
    blocks.style.setProperty("--head", longest > 1 ? `${0.5 + 0.44 * longest}rem` : "");
    blocks.replaceChildren(...[columns.slice(0, half), columns.slice(half)].filter((some) => some.length > 0).map((some) =>
      el("div", { class: "pair-block" },
        names(), ...some.map(({ button }) => button))));
  }

  const draw = paced(() => {
    if (!current?.heldOut) return;
    const { heldOut, views } = current;
    const tones = tonesOf(current);
    const { width, height, channels } = heldOut;
    const size = width * height * channels;
    const sides = [views.pairs, current.compare?.views.pairs];
    const blank = new Float32Array(size);
    /** @param {Float32Array | null | undefined} values @param {number} place */
    const of = (values, place) => (values?.length === columns.length * size ? imageAt(values, place, size) : null);
    columns.forEach(({ idx, pictures }, place) => {
      const image = imageAt(heldOut.data, idx, size);
      rows.forEach(({ side, part }, row) => {
        const view = sides[side];
        const values = of(part === "noisy" ? view?.noisy : view?.reconstructions, place);
        showPixels(pictures[row], width, height, (out) => {
          if (part === "image") paintImage(out, image, channels, 255, tones);
          else if (part !== "error") paintImage(out, values ?? blank, channels, 1, tones);
          else if (values) paintError(out, image, values, channels, tones);
          else out.fill(0);
        });
      });
    });
  }, 125);

  const shape = changes((/** @type {State} */ { pairs, heldOut, info, compare }) => [pairs, heldOut, isNoisy(info), compare === null, isNoisy(compare?.info)]);
  const numbers = changes((/** @type {State} */ { views, theme, compare }) => [views.pairs, theme, compare?.views.pairs]);
  const looks = changes((/** @type {State} */ { theme, inspect, pairs }) => [theme, inspect, pairs]);

  /** @param {State} state */
  function update(state) {
    current = state;
    const rebuilt = shape(state);
    if (rebuilt) build(state);
    empty.hidden = columns.length > 0;
    setText(empty, state.phase === "failed" ? S.nothing : words.empty);
    if (numbers(state) || rebuilt) draw();
    psnr.hidden = !isNoisy(state.info) || state.compare !== null;
    setText(before, `${decibels(state.snapshot?.noisyPsnr)} dB`);
    setText(after, `${decibels(state.snapshot?.denoisedPsnr)} dB`);
    if (!looks(state) && !rebuilt) return;
    for (const { idx, button, label } of columns) {
      label.style.color = classColor(state.theme, state.heldOut?.labels[idx] ?? 0);
      button.setAttribute("aria-pressed", String(state.inspect.source === "heldOut" && state.inspect.idx === idx));
    }
  }
  return { update };
}
