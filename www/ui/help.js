//! The "?" beside a heading: one short paragraph with its formula, in a popover.

import { HELP_BUTTON, HELP_CLOSE, HELP_LOST, HELP_TITLES } from "../strings/help-titles.js";
import { el, icon, iconButton } from "./dom.js";

let made = 0;

/** @type {Promise<[typeof import("../strings/help.js"), typeof import("../draw/formulas.js")]> | null} */
let library = null;

/** Texts and formulas, fetched when a "?" is first pointed at: they weigh much, and nobody reads them at the start. */
function loadTexts() {
  library ??= Promise.all([import("../strings/help.js"), import("../draw/formulas.js")]);
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
      const nodes = await paragraphs(key);
      if (!isWhole) popover.append(...nodes);
      isWhole = true;
    } catch {
      popover.append(lost);
    }
    place(popover, button);
  });
  popover.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === "open") place(popover, button);
  });
  return el("span", { class: "help-place" }, button, popover);
}

/** @param {string} key */
async function paragraphs(key) {
  const [{ HELP }, { formulaNode }] = await loadTexts();
  const { text, formulas = [] } = HELP[key];
  return [...text.map((paragraph) => el("p", { text: paragraph })), ...formulas.map(formulaNode)];
}

/** What a help text explains stands in the nearest of these. */
const EXPLAINED = ".field, .kinds, .panel, .bar";

/**
 * Beside what it explains, where there is room, else below its button, inside the window. Narrow windows show it at
 * one of their edges by style: at the upper one where the button stands in the lower half.
 * @param {HTMLElement} popover
 * @param {HTMLElement} button
 */
function place(popover, button) {
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
