//! Images in columns, each above what the models make of it: their rows, their elements and their pictures.

import { imageName } from "../app/shown-pack.js";
import { imageAt, paintError, paintImage, showPixels, tonesOf } from "../draw/pixels.js";
import { S } from "../strings/strings.js";
import { el } from "./dom.js";

/**
 * @typedef {import("../app/store.js").State} State
 *
 * @typedef {{name: string, side: 0 | 1, part: "image" | "noisy" | "made" | "error"}} Row A row of pictures: the images
 *   themselves, or what a view of the first or the second model holds of them.
 * @typedef {{idx: number, head: string, button: HTMLButtonElement, label: HTMLElement,
 *   pictures: HTMLCanvasElement[]}} Column
 */

/** So many columns stand in one block; more of them in two. */
const MOST_IN_BLOCK = 10;

/** @param {import("../app/store.js").ModelInfo | null | undefined} info */
export const isNoisy = (info) => info?.layers.some(({ kind }) => kind === "noisy") ?? false;

/**
 * The rows of one model, or of two that are compared.
 * @param {Pick<State, "info" | "compare">} state
 * @returns {Row[]}
 */
export function rowsOf({ info, compare }) {
  const image = { name: S.pairs.rows.image, side: /** @type {const} */ (0), part: /** @type {const} */ ("image") };
  if (!compare) return [image, ...rowsOfModel(info, 0, "")];
  const [a, b] = S.compare.names;
  return [image, ...rowsOfModel(info, 0, `${a}: `), ...rowsOfModel(compare.info, 1, `${b}: `)];
}

/**
 * @param {import("../app/store.js").ModelInfo | null} info
 * @param {0 | 1} side
 * @param {string} whose Stands before the names.
 * @returns {Row[]}
 */
function rowsOfModel(info, side, whose) {
  const words = S.pairs.rows;
  /** @type {Row[]} */
  const noisy = isNoisy(info) ? [{ name: whose + words.noisy, side, part: "noisy" }] : [];
  return [
    ...noisy,
    { name: whose + words.made, side, part: "made" },
    { name: whose + words.error, side, part: "error" },
  ];
}

/**
 * @param {Pick<State, "pairs" | "pack" | "shown">} state
 * @param {Row[]} rows
 * @param {(idx: number) => void} inspect
 * @returns {Column[]}
 */
export function columnsOf(state, rows, inspect) {
  return state.pairs.map((idx) => {
    const pictures = rows.map(() => el("canvas", { class: "pixels" }));
    const { pack: { classes, whole }, shown } = state;
    // A class that all share tells nothing.
    const head = whole?.head(idx) ?? (classes.length > 1 ? classes[shown?.labels[idx] ?? 0] : "");
    const label = el("span", { class: "pair-class", text: head || "\u00a0" });
    const words = S.pairs.inspect(imageName(state, idx));
    const looks = { type: "button", class: "pair", "aria-label": words, title: words, onclick: () => inspect(idx) };
    return { idx, head, label, pictures, button: el("button", looks, label, ...pictures) };
  });
}

/** @param {Row[]} rows */
function namesOf(rows) {
  const names = rows.map(({ name }) => el("span", { text: name }));
  return el("div", { class: "pair-rows", "aria-hidden": "true" }, el("span"), ...names);
}

/** The columns in one block or two, with the rows' names beside each. @param {Column[]} columns @param {Row[]} rows */
export function blocksOf(columns, rows) {
  const half = columns.length > MOST_IN_BLOCK ? Math.ceil(columns.length / 2) : columns.length;
  const parts = [columns.slice(0, half), columns.slice(half)].filter((some) => some.length > 0);
  return parts.map((some) => el("div", { class: "pair-block" }, namesOf(rows), ...some.map(({ button }) => button)));
}

/** Until the images are there, columns without a picture keep their room. @param {Row[]} rows */
export function emptyBlocks(rows) {
  const column = () => el("span", { class: "pair" },
    el("span", { class: "pair-class", text: "\u00a0" }), ...rows.map(() => el("span", { class: "pixels" })));
  return [0, 1].map(() => el("div", { class: "pair-block pair-room", "aria-hidden": "true" },
    namesOf(rows), ...Array.from({ length: MOST_IN_BLOCK }, column)));
}

/** @param {Column[]} columns @param {Row[]} rows @param {State} state */
export function paintColumns(columns, rows, state) {
  const { shown, views, compare } = state;
  if (!shown) return;
  const tones = tonesOf(state);
  const { width, height, channels } = shown;
  const size = width * height * channels;
  const sides = [views.pairs, compare?.views.pairs];
  const blank = new Float32Array(size);
  /** @param {Float32Array | null | undefined} values @param {number} place */
  const of = (values, place) => (values?.length === columns.length * size ? imageAt(values, place, size) : null);
  columns.forEach(({ idx, pictures }, place) => {
    const image = imageAt(shown.data, idx, size);
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
}
