//! Reconstructions: the same images all along, each above what the model makes of it and the signed error; with noise,
//! what the model is given stands between.

import { changes } from "../app/store.js";
import { decibels } from "../draw/format.js";
import { classColor } from "../draw/inks.js";
import { S } from "../strings/strings.js";
import { el, heading, paced, setText } from "./dom.js";
import { helpButton } from "./help.js";
import { blocksOf, columnsOf, emptyBlocks, isNoisy, paintColumns, rowsOf } from "./pair-columns.js";

/** @typedef {import("../app/store.js").State} State */

/** Longer names of classes are cut above their columns. */
const LONGEST = 18;

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
  const psnr = createPsnr();
  container.append(head.node, el("div", { class: "pairs-space" }, blocks, empty), psnr.node);
  let rows = rowsOf({ info: null, compare: null });
  blocks.append(...emptyBlocks(rows));

  /** @type {import("./pair-columns.js").Column[]} */
  let columns = [];
  /** @type {State | null} */
  let current = null;

  /** @param {State} state */
  function build(state) {
    const { shown, pack } = state;
    if (!shown) return;
    rows = rowsOf(state);
    columns = columnsOf(state, rows, (idx) => actions.inspect({ source: "image", idx }));
    setText(head.caption, pack.whole?.caption ?? words.caption);
    const names = pack.whole ? columns.map((column) => column.head) : pack.classes.length > 1 ? pack.classes : [];
    const longest = Math.max(0, ...names.map(({ length }) => length));
    // A mark is as wide as some letters. A digit, with a mark before it or without, is not turned.
    const [isNamed, mark] = pack.whole ? [longest > 3, 1] : [longest > 1, 0];
    blocks.toggleAttribute("data-named", isNamed);
    // Elsewhere the second block repeats the classes of the first.
    blocks.toggleAttribute("data-each", pack.name === "own");
    blocks.style.setProperty("--head", isNamed ? `${0.5 + 0.44 * (Math.min(LONGEST, longest) + mark)}rem` : "");
    blocks.replaceChildren(...blocksOf(columns, rows));
  }

  const draw = paced(() => current && paintColumns(columns, rows, current), 125);

  const shape = changes((/** @type {State} */ { pairs, shown, info, compare }) =>
    [pairs, shown, isNoisy(info), compare === null, isNoisy(compare?.info)]);
  const numbers = changes((/** @type {State} */ { views, theme, compare }) =>
    [views.pairs, theme, compare?.views.pairs]);
  const looks = changes((/** @type {State} */ { theme, inspect, pairs }) => [theme, inspect, pairs]);

  /** @param {State} state */
  function update(state) {
    current = state;
    const isRebuilt = shape(state);
    if (isRebuilt) build(state);
    empty.hidden = columns.length > 0;
    setText(empty, state.phase === "failed" ? S.nothing : words.empty);
    if (numbers(state) || isRebuilt) draw();
    psnr.update(state);
    if (!looks(state) && !isRebuilt) return;
    const { inspect, shown, theme } = state;
    for (const { idx, button, label } of columns) {
      label.style.setProperty("--class", classColor(theme, shown?.labels[idx] ?? 0));
      button.setAttribute("aria-pressed", String(inspect.source === "image" && inspect.idx === idx));
    }
  }
  return { update };
}

/** How like the clean input a denoising model's input and its reconstruction are. */
function createPsnr() {
  const words = S.pairs;
  const [before, after] = [el("dd"), el("dd")];
  const numbers = el("dl", {}, el("dt", { text: words.before }), before, el("dt", { text: words.after }), after);
  const node = el("div", { class: "psnr note", hidden: true },
    el("span", { text: words.psnr }), helpButton("psnr"), numbers);
  return {
    node,
    /** @param {State} state */
    update({ info, compare, views: { measured } }) {
      node.hidden = !isNoisy(info) || compare !== null;
      setText(before, `${decibels(measured?.noisyPsnr)} dB`);
      setText(after, `${decibels(measured?.denoisedPsnr)} dB`);
    },
  };
}
