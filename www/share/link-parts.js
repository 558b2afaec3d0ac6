//! What a dialog that gives a link away is made of: a text to be copied, a QR code, and their style sheet.

import { drawQr } from "../draw/qr.js";
import { HOME } from "../lib/spawn-worker.js";
import { SHARE } from "../strings/share.js";
import { textButton } from "../ui/controls.js";
import { el, loadStyle, setText, unique } from "../ui/dom.js";

/** In a longer link the code's modules are too small for a phone's camera, at the size that it has in a dialog. */
const MOST_FOR_QR = 700;
/** So many lines of code are seen at once. */
const MOST_LINES = 12;
/** From so many characters on a link may be cut by what it is sent with. */
export const LONG = 2000;

/** @type {Promise<unknown> | null} */
let coming = null;

/** Resolves once the style sheet of these parts is there. */
export function styled() {
  coming ??= loadStyle(new URL("style/share.css", HOME)).catch((cause) => {
    coming = null;
    throw cause;
  });
  return coming;
}

/** The code of a link, or why there is none. @param {string} address */
export async function qrOf(address) {
  const note = (/** @type {string} */ text) => el("p", { class: "share-note", text });
  if (address.length > MOST_FOR_QR) return [note(SHARE.qrLong(address.length))];
  try {
    const code = await drawQr(address, SHARE.qr);
    return code ? [code, note(SHARE.qrHint)] : [note(SHARE.qrLong(address.length))];
  } catch {
    return [note(SHARE.qrLost)];
  }
}

/**
 * A text that can be copied.
 * @param {string} label
 * @param {"input" | "textarea"} tag
 */
export function createCopied(label, tag) {
  const id = unique("share-text");
  const field = el(tag, { id, readonly: true, spellcheck: "false" });
  if (field instanceof HTMLTextAreaElement) new ResizeObserver(() => fit(field)).observe(field);
  const said = el("p", { class: "share-note", role: "status" });
  const button = textButton(SHARE.copy, async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      setText(said, SHARE.copied);
    } catch {
      setText(said, SHARE.byHand);
    }
  });
  button.setAttribute("aria-label", `${SHARE.copy}: ${label}`);
  return {
    node: el("div", { class: "share-field" }, el("label", { for: id, text: label }), field, button, said),
    /** @param {string} text */
    show(text) {
      if (field.value === text) return;
      field.value = text;
      setText(said, "");
      if (field instanceof HTMLTextAreaElement) fit(field);
    },
    /** Puts the keyboard there, with all of it selected. */
    take() {
      field.focus();
      field.select();
    },
  };
}

/** Lets a text have its lines, up to a bound. @param {HTMLTextAreaElement} field */
function fit(field) {
  const { lineHeight, paddingTop, paddingBottom } = getComputedStyle(field);
  field.rows = 1;
  const height = field.scrollHeight - parseFloat(paddingTop) - parseFloat(paddingBottom);
  field.rows = Math.min(MOST_LINES, Math.max(1, Math.round(height / parseFloat(lineHeight))));
}
