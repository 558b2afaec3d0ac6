//! The quiet button in a figure's heading that saves it, and its menu.

import { PLOTS } from "../../strings/keep-plots.js";
import { textButton } from "../../ui/controls.js";
import { el, iconButton, setText, unique } from "../../ui/dom.js";
import { place } from "../../ui/help-text.js";
import { download } from "../../ui/download.js";

/**
 * One thing to be saved: what it is called in the menu, and how its file is made; or what is done instead.
 * @typedef {{text: string, make?: () => Promise<{name: string, blob: Blob}>, run?: () => void}} Item
 */

const SVG = "http://www.w3.org/2000/svg";

/** An arrow onto a tray. */
function arrow() {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", "M8 2.5v7.5M5 7l3 3 3-3M3 13h10");
  svg.append(path);
  return svg;
}

/**
 * @param {string} of What is saved.
 * @param {() => Item[]} items Asked for whenever the menu opens; none where there is nothing to save yet.
 * @param {string} [nothing] What is said then.
 */
export function saveMenu(of, items, nothing = PLOTS.untrained) {
  const id = unique("save-menu");
  const name = PLOTS.button(of);
  const menu = el("div", { id, class: "help save-menu", popover: "auto", role: "dialog", "aria-label": name });
  const button = el("button", {
    type: "button", class: "help-button save-button", "aria-label": name, title: name, popovertarget: id,
  }, arrow());
  const said = el("p", { class: "note", role: "status" });
  const list = el("div", { class: "save-items" });
  menu.append(iconButton("close", PLOTS.close, () => menu.hidePopover()), el("h3", { text: PLOTS.title }), list, said);

  /** @param {NonNullable<Item["make"]>} make */
  async function save(make) {
    setText(said, PLOTS.making);
    try {
      const file = await make();
      download(file.name, file.blob);
      setText(said, PLOTS.saved(file.name));
    } catch (cause) {
      setText(said, PLOTS.failed(cause instanceof Error ? cause.message : String(cause)));
    }
  }
  menu.addEventListener("beforetoggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState !== "open") return;
    const now = items();
    setText(said, now.length === 0 ? nothing : "");
    list.replaceChildren(...now.map(({ text, make, run }) => textButton(text, () => {
      if (make) return void save(make);
      menu.hidePopover();
      run?.();
    })));
  });
  menu.addEventListener("toggle", () => menu.matches(":popover-open") && place(menu, button));
  // What is pressed here is meant for the menu alone.
  menu.addEventListener("keydown", (event) => event.stopPropagation());
  return el("span", { class: "help-place save-place" }, button, menu);
}
