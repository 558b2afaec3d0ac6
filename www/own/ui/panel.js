//! The section "Your images": what is added, the tray, what is trained on, and the rest in parts that open.

import { OWN } from "../../strings/own.js";
import { el, heading, iconButton, setText } from "../../ui/dom.js";
import { helpButton } from "../../ui/help.js";
import { NO_CLASS } from "../limits.js";
import { createAddPanel } from "./add-panel.js";
import { createKeepPanel } from "./keep-panel.js";
import { createPatchesPanel } from "./patches-panel.js";
import { createPreparationPanel } from "./preparation-panel.js";
import { createProgress } from "./progress.js";
import { createReport } from "./report.js";
import { createTablePanel } from "./table-panel.js";
import { createTrainPanel } from "./train-panel.js";
import { Tray } from "./tray.js";
import { createVariationsPanel } from "./variations-panel.js";

/** @typedef {import("../../app/store.js").State} State */

/**
 * The section without the set, which may take a moment to come back from the browser's database.
 * @param {HTMLElement} container
 * @param {{explain: (cause: unknown) => void, close: () => void}} page
 */
export function createOwnPanel(container, { explain, close }) {
  const head = heading(OWN.title, helpButton("own"), "own-title");
  const progress = createProgress();
  const waiting = el("p", { class: "own-waiting note", role: "status", text: OWN.loading });
  head.node.append(iconButton("close", OWN.close, close));
  container.replaceChildren(head.node, progress.node, waiting);
  /** @type {{update: (state: State) => void}[]} */
  let widgets = [progress];
  let label = () => NO_CLASS;

  /** @param {import("../image-set.js").ImageSet} own */
  function fill(own) {
    const add = createAddPanel(own, explain);
    const preparation = createPreparationPanel(own, explain);
    const variations = createVariationsPanel(own, explain);
    const tray = new Tray(own, (id) => {
      preparation.choose(id);
      variations.choose(id);
    });
    const report = createReport();
    const table = createTablePanel(own, explain);
    const train = createTrainPanel(own, explain);
    const patches = createPatchesPanel(own, explain);
    const keep = createKeepPanel(own, explain);
    const side = el("div", { class: "own-side" }, progress.node, report.node, table.node, tray.node, train.node);
    container.replaceChildren(head.node,
      el("div", { class: "own-main" }, add.node, side),
      el("div", { class: "own-parts" }, preparation.node, variations.node, patches.node, keep.node));
    widgets = [add, tray, progress, report, table, train, preparation, variations, patches, keep];
    label = add.label;
  }

  /** @param {State} state */
  function update(state) {
    if (!state.own) return;
    const { drawings, pictures, classes } = state.own;
    setText(head.caption, OWN.caption(drawings + pictures, classes.length));
    widgets.forEach((widget) => widget.update(state));
  }
  return { fill, update, label: () => label() };
}
