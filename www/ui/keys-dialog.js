//! The list of all keys, fetched when it is first wanted.

import { KEYS } from "../strings/keys.js";
import { el, iconButton } from "./dom.js";

/** Shows the list of all keys on top. */
export function showKeys() {
  dialog ??= createDialog();
  dialog.showModal();
}
/** @type {HTMLDialogElement | undefined} */
let dialog;

function createDialog() {
  const words = KEYS;
  const dialog = el("dialog", { class: "keys", "aria-label": words.title });
  const rows = words.list.flatMap(([keys, what]) => [
    el("dt", {}, ...keys.map((key) => el("kbd", { text: key }))), el("dd", { text: what }),
  ]);
  // What is pressed here is meant for the dialog alone.
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  dialog.append(iconButton("close", words.close, () => dialog.close()),
    el("h2", { text: words.title }), el("dl", {}, ...rows));
  document.body.append(dialog);
  return dialog;
}
