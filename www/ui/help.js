//! The "?" beside a heading: one short paragraph with its formula, in a popover.

import { HELP_BUTTON, HELP_CLOSE, HELP_LOST, HELP_TITLES } from "../strings/help-titles.js";
import { el, icon, iconButton } from "./dom.js";

let made = 0;

/** @type {Promise<typeof import("./help-text.js")> | null} */
let library = null;

/** Texts and formulas, fetched when a "?" is first pointed at: they weigh much, and nobody reads them at the start. */
function loadTexts() {
  library ??= import("./help-text.js");
  library.catch(() => {
    library = null; // the next "?" tries again
  });
  return library;
}

/**
 * A help button with its popover.
 * @param {string} key A key of `HELP_TITLES`.
 * @param {{large?: boolean, label?: string}} [options]
 */
export function helpButton(key, { large = false, label } = {}) {
  const title = HELP_TITLES[key];
  made += 1;
  const id = `help-${made}`;
  const popover = el("div", { id, class: "help", popover: "auto", role: "dialog", "aria-label": title });
  const name = label ?? HELP_BUTTON(title);
  const looks = { type: "button", class: large ? "icon-button" : "help-button", "aria-label": name, title: name };
  const button = el("button", { ...looks, popovertarget: id }, icon("question"));
  const prepare = () => void loadTexts().catch(() => {});
  button.addEventListener("pointerenter", prepare);
  button.addEventListener("focus", prepare);
  // Written when it is first asked for: sixteen texts with their formulas would hold the page's start up.
  let isWhole = false;
  const lost = el("p", { text: HELP_LOST });
  popover.addEventListener("beforetoggle", async () => {
    if (isWhole) return;
    lost.remove();
    if (!popover.hasChildNodes()) {
      popover.append(iconButton("close", HELP_CLOSE, () => popover.hidePopover()), el("h3", { text: title }));
    }
    try {
      const { paragraphs, place } = await loadTexts();
      if (isWhole) return;
      isWhole = true;
      popover.append(...paragraphs(key));
      const show = () => popover.matches(":popover-open") && place(popover, button);
      popover.addEventListener("toggle", show);
      show();
    } catch {
      popover.append(lost);
    }
  });
  return el("span", { class: "help-place" }, button, popover);
}
