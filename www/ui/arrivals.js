//! Pictures that come to the page: dropped anywhere on it, or pasted. What is done with them is loaded when they come.
//! A picture of another page may come without its file; what comes in its place is handed on, to be told.

import { S } from "../strings/strings.js";
import { el } from "./dom.js";

/**
 * @typedef {{brought: (File | FileSystemDirectoryEntry)[], isPasted: boolean, texts: string[]}} Arrival
 *   Files and folders in their order, and what came as text: addresses, plain text, HTML.
 */

/**
 * @param {(arrival: Arrival) => void} receive
 * @param {() => void} prepare Called as soon as something is held over the page.
 */
export function createArrivals(receive, prepare) {
  const veil = el("div", { class: "veil", hidden: true, "aria-hidden": "true" }, el("p", { text: S.data.drop }));
  document.body.append(veil);
  // Entering a child comes before leaving its parent.
  let depth = 0;
  const brings = (/** @type {DragEvent} */ { dataTransfer }) =>
    /Files|uri-list/.test(`${dataTransfer?.types}`);
  const end = () => {
    depth = 0;
    veil.hidden = true;
  };

  document.addEventListener("dragenter", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    depth += 1;
    if (depth > 1) return;
    veil.hidden = false;
    prepare();
  });
  document.addEventListener("dragleave", (event) => {
    if (!brings(event)) return;
    depth -= 1;
    if (depth <= 0) end();
  });
  document.addEventListener("dragover", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
  });
  document.addEventListener("drop", (event) => {
    if (!brings(event) || !event.dataTransfer) return;
    event.preventDefault();
    end();
    // Taken at once: after this event the browser gives none of it.
    const { dataTransfer } = event;
    receive({ brought: filesAndFolders(dataTransfer), isPasted: false, texts: textsOf(dataTransfer) });
  });
  document.addEventListener("paste", (event) => {
    const { clipboardData, target } = event;
    if (!clipboardData) return;
    const [brought, texts] = [[...clipboardData.files], textsOf(clipboardData)];
    // Other text is pasted all the time, and no word is lost on it.
    const isAddress = /^\s*(http|data:)\S+\s*$|<img/i.test(texts[1] || texts[2]);
    if (brought.length === 0 && (!isAddress || target instanceof HTMLInputElement)) return;
    event.preventDefault();
    receive({ brought, isPasted: true, texts });
  });
}

/** @param {DataTransfer} data */
const textsOf = (data) => ["text/uri-list", "text/plain", "text/html"].map((type) => data.getData(type));

/**
 * What was dropped. Only a folder is taken as an entry: a file's entry may be there and not be read, where the item
 * itself gives the file (in WebKit, of a drop that a script has made).
 * @param {Pick<DataTransfer, "items" | "files">} dropped
 * @returns {Arrival["brought"]}
 */
export function filesAndFolders({ items, files }) {
  const brought = [...items].flatMap((item) => {
    const entry = item.webkitGetAsEntry?.();
    return entry?.isDirectory ? /** @type {FileSystemDirectoryEntry} */ (entry) : item.getAsFile() ?? [];
  });
  return brought.length > 0 ? brought : [...files];
}
