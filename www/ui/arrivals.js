//! Pictures that come to the page: dropped anywhere on it, or pasted. What is done with them is loaded when they come.

import { S } from "../strings/strings.js";
import { el } from "./dom.js";

/**
 * @typedef {{entries: FileSystemEntry[], files: File[], pasted: boolean}} Arrival Entries of what was dropped, where the
 *   browser has them, else its files.
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
  const brings = (/** @type {DragEvent} */ { dataTransfer }) => dataTransfer?.types.includes("Files") ?? false;
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
    const { items, files } = event.dataTransfer;
    const entries = [...items].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
    receive({ entries, files: [...files], pasted: false });
  });
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    receive({ entries: [], files, pasted: true });
  });
}
