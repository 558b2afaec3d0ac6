//! Keys for the whole page: play and pause, step, reset, and a dialog that lists them.

import { S } from "../strings/strings.js";
import { el, iconButton } from "./dom.js";

/** @typedef {"play" | "step" | "reset" | "keys"} Deed */

/** What each key does. @type {Record<string, Deed>} */
const DEEDS = { " ": "play", k: "play", ArrowRight: "step", r: "reset", "?": "keys" };

/** Where people type, and where every key may mean something. */
const TYPING = "input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable]";
/** What takes the key itself while it has the focus; maps and pads say so by `preventDefault()`. */
const TAKEN = /** @type {Record<string, string>} */ ({
  " ": "button, summary, input, a",
  ArrowRight: "input[type=range], input[type=radio]",
});

/** @param {Record<Deed, () => void>} deeds */
export function listenToKeys(deeds) {
  document.addEventListener("keydown", (event) => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const deed = DEEDS[key];
    const { target } = event;
    if (!deed || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    if (target instanceof Element && target.closest([TYPING, TAKEN[key]].filter(Boolean).join())) return;
    event.preventDefault();
    // Only a step may be repeated by holding its key.
    if (!event.repeat || deed === "step") deeds[deed]();
  });
}

/** @returns {HTMLDialogElement} The list of all keys, to be shown on top. */
export function createKeysDialog() {
  const words = S.keys;
  const dialog = el("dialog", { class: "keys", "aria-label": words.title });
  const rows = words.list.flatMap(([keys, what]) => [
    el("dt", {}, ...keys.map((key) => el("kbd", { text: key }))), el("dd", { text: what }),
  ]);
  // What is pressed here is meant for the dialog alone.
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  dialog.append(iconButton("close", S.notices.close, () => dialog.close()),
    el("h2", { text: words.title }), el("dl", {}, ...rows));
  document.body.append(dialog);
  return dialog;
}
