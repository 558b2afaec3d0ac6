//! What stands in an open help, and where it opens: fetched when a "?" is first pointed at.

import { formulaNode } from "../draw/formulas.js";
import { HELP } from "../strings/help.js";
import { el } from "./dom.js";

/** @param {string} key */
export function paragraphs(key) {
  const { text, formulas = [], more } = HELP[key];
  return [
    ...text.map((paragraph) => el("p", { text: paragraph })), ...formulas.map(formulaNode),
    ...(more ? [el("p", {}, el("a", { class: "text-button", ...more }))] : []),
  ];
}

/** What a help text explains stands in the nearest of these. */
const EXPLAINED = ".field, .kinds, .panel, .bar";

/**
 * Beside what it explains, where there is room, else below its button, inside the window. Narrow windows show it at
 * one of their edges by style: at the upper one where the button stands in the lower half.
 * @param {HTMLElement} popover
 * @param {HTMLElement} button
 */
export function place(popover, button) {
  const anchor = button.getBoundingClientRect();
  const explained = button.closest(EXPLAINED)?.getBoundingClientRect() ?? anchor;
  const { offsetWidth: width, offsetHeight: height } = popover;
  const inside = (/** @type {number} */ at, /** @type {number} */ size, /** @type {number} */ room) =>
    Math.max(8, Math.min(at, room - size - 8));
  const after = explained.right + 16;
  const before = explained.left - width - 16;
  const beside = after + width <= innerWidth - 8 ? after : before >= 8 ? before : null;
  const below = anchor.bottom + 8;
  const clear = below + height <= innerHeight - 8 ? below : anchor.top - height - 8;
  const [left, top] = beside === null ? [anchor.left - 16, clear] : [beside, anchor.top - 16];
  popover.style.setProperty("--left", `${inside(left, width, innerWidth)}px`);
  popover.style.setProperty("--top", `${inside(top, height, innerHeight)}px`);
  popover.toggleAttribute("data-up", anchor.top > innerHeight / 2);
}
