//! One lab in a figure: its widget, with workers of its own.

import { LAB_TABLE } from "../labs/lab-table.js";
import { Laboratory } from "../labs/laboratory.js";
import { LabPool } from "../labs/pool.js";
import { LABS } from "../strings/labs.js";
import { el, unique } from "../ui/dom.js";
import { spawnLab } from "./files.js";
import { sheetOf } from "./style.js";

/**
 * @param {HTMLElement} section
 * @param {string} name
 * @param {{root: ShadowRoot, store: import("../app/store.js").Store<import("../app/store.js").State>,
 *   actions: import("../app/actions.js").Actions, models: import("../app/models.js").Models}} figure
 */
export async function createLabPanel(section, name, { root, store, actions, models }) {
  const lab = LAB_TABLE.find((one) => one.name === name);
  if (!lab) throw new Error(`no lab is named ${name}`);
  const [{ createLab }, sheet] = await Promise.all([lab.load(), sheetOf("labs.css")]);
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
  const pool = new LabPool({ spawn: spawnLab });
  const laboratory = new Laboratory(store, actions, models, pool);
  const widget = createLab(laboratory, name);
  const title = el("h2", { id: unique("lab-title"), text: LABS.titles[name].title });
  section.append(el("header", { class: "panel-head" }, title), el("div", { class: "lab" }, widget.node));
  section.setAttribute("aria-labelledby", title.id);
  const update = (state = store.get()) => widget.update(laboratory.of(name), state);
  laboratory.subscribe(() => update());
  return { update, close: () => pool.close() };
}
