//! A lesson's worksheet: a sheet that is there only while it is printed.

import { partNode } from "./worksheet-parts.js";
import { takePicture } from "./worksheet-pictures.js";
import { notify } from "../app/notices.js";
import { drawQr } from "../draw/qr.js";
import { HOME } from "../lib/spawn-worker.js";
import { WORKSHEET } from "../strings/lessons-worksheet.js";
import { el, loadStyle } from "../ui/dom.js";

/**
 * @typedef {import("../app/store.js").State} State
 *
 * @typedef {object} Sheet
 * @property {string} title
 * @property {number | null} number Of the lesson; null where it has none.
 * @property {string} data The name of the images.
 * @property {number} seed
 * @property {string} address The whole link that leads back to the lesson.
 * @property {readonly import("./worksheet-parts.js").Part[]} parts From the top down.
 */

/** In a longer link the code's modules are too fine for paper. */
const MOST_FOR_QR = 500;
/** A browser that prints begins within so many milliseconds. */
const PATIENCE = 3000;

/** @type {Promise<unknown> | null} */
let styled = null;

/**
 * Prints a worksheet. It may be of a lesson that nobody has run: what is not known is room to write in.
 * @param {import("../app/store.js").Store<State>} store
 * @param {Sheet} sheet
 * @returns {Promise<boolean>} Whether the browser prints; where it does not, the page says so.
 */
export async function printWorksheet(store, sheet) {
  styled ??= loadStyle(new URL("style/lessons-worksheet.css", HOME)).catch((cause) => {
    styled = null;
    throw cause;
  });
  const [code] = await Promise.all([codeOf(sheet.address), styled]);
  const node = sheetNode(sheet, store.get(), code);
  const isPrinted = await print(node, WORKSHEET.heading(sheet.number, sheet.title));
  if (!isPrinted) notify(store, { id: "worksheet", tone: "error", text: WORKSHEET.noPrint });
  return isPrinted;
}

/** The link as a code; null where it is too long, or what draws it has not come. @param {string} address */
async function codeOf(address) {
  if (address.length > MOST_FOR_QR) return null;
  try {
    return await drawQr(address, WORKSHEET.code);
  } catch {
    return null;
  }
}

/**
 * @param {Sheet} sheet
 * @param {State} state
 * @param {SVGElement | null} code
 */
export function sheetNode({ title, number, data, seed, address, parts }, state, code) {
  let questions = 0;
  const next = () => (questions += 1);
  return el("article", { class: "worksheet" },
    el("div", { class: "sheet-by" }, ...WORKSHEET.by.map((text) => el("span", { text }))),
    el("h1", { text: WORKSHEET.heading(number, title) }),
    el("p", { class: "sheet-made", text: WORKSHEET.made(data, seed) }),
    ...parts.map((part) => partNode(part, (name) => takePicture(state, name), next)),
    el("footer", {}, el("p", {}, `${WORKSHEET.link} `, el("b", { text: address }), el("br"), WORKSHEET.none), code));
}

/**
 * Puts the sheet into the place of the page until it is printed.
 * @param {HTMLElement} node
 * @param {string} name What the browser calls the print, or its file.
 * @returns {Promise<boolean>}
 */
function print(node, name) {
  const { body, title } = document;
  document.querySelector(".worksheet")?.remove();
  body.append(node);
  body.dataset.worksheet = "";
  document.title = name;
  return new Promise((resolve) => {
    const ended = new AbortController();
    /** @param {boolean} isPrinted */
    const end = (isPrinted) => {
      ended.abort();
      clearTimeout(timer);
      node.remove();
      delete body.dataset.worksheet;
      document.title = title;
      resolve(isPrinted);
    };
    const timer = setTimeout(end, PATIENCE, false);
    const { signal } = ended;
    addEventListener("beforeprint", () => clearTimeout(timer), { signal });
    addEventListener("afterprint", () => end(true), { signal });
    try {
      window.print();
    } catch {
      end(false);
    }
  });
}
