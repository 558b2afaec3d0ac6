//! What a worksheet is made of, as elements.

import { WORKSHEET } from "../strings/lessons-worksheet.js";
import { el } from "../ui/dom.js";

/**
 * @typedef {import("./worksheet-pictures.js").PictureName} PictureName
 *
 * @typedef {{kind: "text", title?: string, text: string | readonly string[]}} TextPart Paragraphs.
 * @typedef {{kind: "question", text: string, choices: readonly string[], chosen?: number | null}} QuestionPart Each
 *   choice has a box, with a cross in the one that was chosen.
 * @typedef {{kind: "table", caption: string, head: readonly string[], rows: readonly (readonly (string | null)[])[]}}
 *   TablePart What was not measured (null) is room to write in. The first cell of a row is its name.
 * @typedef {object} Picture
 * @property {PictureName} name
 * @property {string} [caption] The figure's title, without this.
 * @property {HTMLCanvasElement | null} [canvas] As `takePicture()` gave it earlier; null for room to sketch it in; as
 *   the figure is now, without this.
 * @typedef {{kind: "pictures", title?: string, pictures: readonly Picture[]}} PicturesPart
 * @typedef {{kind: "lines", text?: string, count: number}} LinesPart Ruled lines to write on.
 *
 * @typedef {TextPart | QuestionPart | TablePart | PicturesPart | LinesPart} Part
 */

/** These have a row of their own. */
const WIDE = ["hourglass", "reconstructions"];

/**
 * @param {Part} part
 * @param {(name: PictureName) => HTMLCanvasElement | null} take A figure as it is now.
 * @param {() => number} next The number of a question.
 */
export function partNode(part, take, next) {
  if (part.kind === "text") return textNode(part);
  if (part.kind === "question") return questionNode(part, next());
  if (part.kind === "table") return tableNode(part);
  if (part.kind === "pictures") return picturesNode(part, take);
  return linesNode(part);
}

/** @param {TextPart} part */
const textNode = ({ title, text }) => el("section", {}, title ? el("h2", { text: title }) : null,
  ...[text].flat().map((paragraph) => el("p", { text: paragraph })));

/** @param {QuestionPart} part @param {number} number */
const questionNode = ({ text, choices, chosen = null }, number) => el("section", { class: "sheet-whole" },
  el("h2", { text: `${number}. ${text}` }),
  el("ul", { class: "sheet-choices" }, ...choices.map((choice, idx) =>
    el("li", {}, el("span", { class: "sheet-box", text: idx === chosen ? "×" : "" }), choice))));

/** @param {TablePart} part */
const tableNode = ({ caption, head, rows }) => el("table", { class: "sheet-whole" },
  el("caption", { text: caption }),
  el("thead", {}, el("tr", {}, ...head.map((text) => el("th", { scope: "col", text })))),
  el("tbody", {}, ...rows.map(([name, ...cells]) => el("tr", {}, el("th", { scope: "row", text: name ?? "" }),
    ...cells.map((text) => el("td", { text: text ?? "" }))))));

/** @param {PicturesPart} part @param {(name: PictureName) => HTMLCanvasElement | null} take */
function picturesNode({ title, pictures }, take) {
  const nodes = pictures.map(({ name, caption = WORKSHEET.pictures[name], canvas = take(name) }) =>
    el("figure", { class: WIDE.includes(name) ? "sheet-wide" : "" },
      canvas ? copyOf(canvas) : el("div", { class: "sheet-sketch", text: WORKSHEET.sketch }),
      el("figcaption", { text: caption })));
  return el("section", { class: "sheet-pictures" }, title ? el("h2", { text: title }) : null, ...nodes);
}

/** A canvas stands in one place at a time, and may be printed again. @param {HTMLCanvasElement} canvas */
function copyOf(canvas) {
  const copy = el("canvas", { width: canvas.width, height: canvas.height });
  copy.getContext("2d")?.drawImage(canvas, 0, 0);
  return copy;
}

/** @param {LinesPart} part */
const linesNode = ({ text, count }) => el("section", { class: "sheet-whole" }, text ? el("p", { text }) : null,
  ...Array.from({ length: count }, () => el("div", { class: "sheet-line" })));
