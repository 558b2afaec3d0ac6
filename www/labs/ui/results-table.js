//! A table of results, which can be copied and saved as CSV.

import { LABS } from "../../strings/labs.js";
import { textButton } from "../../ui/controls.js";
import { el, setText } from "../../ui/dom.js";
import { copyText, saveText } from "./save.js";

/**
 * A cell: what is shown, and the number for whoever takes it along.
 * @typedef {{text: string, value?: number | string | null, note?: string,
 *   interval?: [number, number] | null}} Cell
 * @typedef {{name: string, cells: Cell[], isOurs?: boolean, picture?: HTMLElement}} Row A picture stands by the name.
 */

/** @param {string} title @param {string} file Its name without the ending. */
export function createResultsTable(title, file) {
  const head = el("tr");
  const body = el("tbody");
  const table = el("table", { class: "lab-table" }, el("caption", { class: "visually-hidden", text: title }),
    el("thead", {}, head), body);
  /** @type {{columns: string[], rows: Row[]}} */
  let shown = { columns: [], rows: [] };
  const copy = async () => {
    setText(copies, (await copyText(separated(shown, "\t"))) ? LABS.copied : LABS.notCopied);
    setTimeout(() => setText(copies, LABS.copy), 2000);
  };
  const copies = textButton(LABS.copy, () => void copy());
  const save = () => saveText(separated(shown, ","), `${file}.csv`, "text/csv");
  const node = el("div", { class: "lab-block" },
    el("div", { class: "lab-scroll", tabindex: 0, role: "group", "aria-label": title }, table),
    el("div", { class: "lab-tools" }, copies, textButton(LABS.csv, save)));
  return {
    node,
    /** @param {string[]} columns The first one is of the names. @param {Row[]} rows */
    show(columns, rows) {
      shown = { columns, rows };
      head.replaceChildren(...columns.map((text) => el("th", { scope: "col", text })));
      body.replaceChildren(...rows.map(({ name, cells, isOurs, picture = null }) => el("tr",
        { class: isOurs ? "lab-ours" : undefined }, el("th", { scope: "row" }, picture, name),
        ...cells.map(({ text, note }) => el("td", {}, text, note ? el("small", { text: note }) : null)))));
    },
  };
}

/** Stands where there is no number. */
const NONE = "–";
/** No measure here is known to more digits; the rest would be rounding. */
const DIGITS = 6;

/** A number as programs for tables read it; a count stays whole. @param {number} value */
const plainly = (value) => String(Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS)));

/** @param {{columns: string[], rows: Row[]}} shown @param {string} mark */
export function separated({ columns, rows }, mark) {
  const quoted = (/** @type {string | number} */ cell) => {
    // A name that begins so would be a formula to a program for tables.
    const text = typeof cell === "number" ? plainly(cell) : /^[=+@-]/.test(cell) ? `'${cell}` : cell;
    return /["\n\t,]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  };
  // A column of means is followed by the ends of their intervals.
  const spread = columns.map((_, idx) => rows.some(({ cells }) => cells[idx - 1]?.interval));
  const ends = (/** @type {string} */ text) => LABS.ends.map((end) => `${text}, ${end}`);
  const head = columns.flatMap((text, idx) => [text, ...(spread[idx] ? ends(text) : [])]);
  const lines = rows.map(({ name, cells }) => [name, ...cells.flatMap(({ text, value, interval }, idx) =>
    // A dash for what is missing would make a column of numbers one of text.
    [value ?? (text === NONE ? "" : text), ...(spread[idx + 1] ? interval ?? ["", ""] : [])])]);
  return `${[head, ...lines].map((line) => line.map(quoted).join(mark)).join("\n")}\n`;
}
