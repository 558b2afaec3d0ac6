//! The "?" beside a heading: one short paragraph with its formula, in a popover.

import { formulaNode } from "../formulas.js";
import { HELP, HELP_BUTTON, HELP_CLOSE } from "../help.js";
import { el, icon, iconButton } from "./dom.js";

let made = 0;

/**
 * A help button with its popover.
 * @param {string} key A key of `HELP`.
 * @param {{large?: boolean, label?: string}} [options]
 */
export function helpButton(key, { large = false, label } = {}) {
  const { title } = HELP[key];
  made += 1;
  const id = `help-${made}`;
  const popover = el("div", { id, class: "help", popover: "auto", role: "dialog", "aria-label": title });
  const name = label ?? HELP_BUTTON(title);
  const button = el("button", { type: "button", class: large ? "icon-button" : "help-button", popovertarget: id, "aria-label": name, title: name }, icon("question"));
  // Written when it is first asked for: sixteen texts with their formulas would hold the page's start up.
  popover.addEventListener("beforetoggle", () => {
    if (!popover.hasChildNodes()) fill(popover, key);
  });
  popover.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === "open") place(popover, button);
  });
  return el("span", { class: "help-place" }, button, popover);
}

/**
 * @param {HTMLElement} popover
 * @param {string} key
 */
function fill(popover, key) {
  const { title, text, formulas = [] } = HELP[key];
  popover.append(iconButton("close", HELP_CLOSE, () => popover.hidePopover()), el("h3", { text: title }),
    ...text.map((paragraph) => el("p", { text: paragraph })), ...formulas.map(formulaNode));
}

/**
 * Below its button, inside the window; narrow windows show it at their lower edge by style.
 * @param {HTMLElement} popover
 * @param {HTMLElement} button
 */
function place(popover, button) {
  const anchor = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const left = Math.max(8, Math.min(anchor.left - 16, innerWidth - width - 16));
  const below = anchor.bottom + 8;
  const top = below + height <= innerHeight - 8 ? below : Math.max(8, anchor.top - height - 8);
  popover.style.setProperty("--left", `${left}px`);
  popover.style.setProperty("--top", `${top}px`);
}
