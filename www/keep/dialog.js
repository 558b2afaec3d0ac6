//! The dialog of what can be kept: sections one below the other, each a module of its own.

import { offlineState } from "./offline.js";
import { createFilmSection } from "./ui/film-section.js";
import { createFurtherSection } from "./ui/further-section.js";
import { createSaveSection } from "./ui/save-section.js";
import { HOME } from "../lib/spawn-worker.js";
import { KEEP } from "../strings/keep.js";
import { KEEP_OFFLINE } from "../strings/keep-offline.js";
import { el, iconButton, loadStyle, unique } from "../ui/dom.js";

/**
 * @typedef {import("./page.js").Page} Page
 * @typedef {{autosave: import("./autosave.js").RunAutosave, close: () => void}} Around What the sections also need.
 * @typedef {{title: string, node: HTMLElement, end?: () => void}} Section `end` is called when the dialog closes.
 */

/**
 * From the top down; another section is one more line.
 * @type {Record<string, (page: Page, around: Around) => Section>}
 */
const SECTIONS = { save: createSaveSection, film: createFilmSection, further: createFurtherSection };

/** @type {Promise<unknown> | null} */
let styled = null;

/**
 * @param {Page} page
 * @param {import("./autosave.js").RunAutosave} autosave
 * @param {keyof typeof SECTIONS} [at] The section that it begins with; its top without this.
 */
export async function showKeep(page, autosave, at) {
  await (styled ??= loadStyle(new URL("style/keep.css", HOME)).catch((cause) => {
    styled = null;
    throw cause;
  }));
  if (document.querySelector("dialog[open]")) return;
  const dialog = el("dialog", { class: "keys keep", "aria-label": KEEP.title });
  const around = { autosave, close: () => dialog.close() };
  const sections = Object.entries(SECTIONS).map(([name, create]) => ({ name, ...create(page, around) }));
  // What is pressed here is meant for the dialog alone.
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  dialog.addEventListener("close", () => {
    for (const { end } of sections) end?.();
    dialog.remove();
  });
  const places = sections.map(placed);
  dialog.append(
    iconButton("close", KEEP.close, () => dialog.close()), el("h2", { text: KEEP.title }), ...places,
    el("p", { class: "keep-section keep-note", text: KEEP_OFFLINE.state[offlineState()] }),
  );
  document.body.append(dialog);
  dialog.showModal();
  const first = places[sections.findIndex(({ name }) => name === at)];
  first?.scrollIntoView();
  first?.querySelector("input")?.focus();
}

/** @param {Section} section */
function placed({ title, node }) {
  const name = el("h3", { id: unique("keep-section"), text: title });
  return el("section", { class: "keep-section", "aria-labelledby": name.id }, name, node);
}
