//! The section "Your images": what is added, the tray, what is trained on, and the rest in sections that open.

import { el, heading, iconButton, setText } from "../../ui/dom.js";
import { helpButton } from "../../ui/help.js";
import { OWN } from "../../strings/own.js";
import { createAdd, NONE } from "./add-panel.js";
import { createKeep } from "./keep-panel.js";
import { createNumbers } from "./preparation-panel.js";
import { createPatches } from "./patches-panel.js";
import { createProgress } from "./progress.js";
import { createReport } from "./report.js";
import { createTrain } from "./train-panel.js";
import { createTray } from "./tray.js";
import { createVariations } from "./variations-panel.js";

/** @typedef {import("../../app/store.js").State} State */

/**
 * The section without the set, which may take a moment to come back from where it is kept.
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
  let label = () => NONE;

  /** @param {import("../image-set.js").ImageSet} own */
  function fill(own) {
    const add = createAdd(own, explain);
    const numbers = createNumbers(own, explain);
    const variations = createVariations(own, explain);
    const tray = createTray(own, (id) => {
      numbers.choose(id);
      variations.choose(id);
    });
    const report = createReport();
    const train = createTrain(own, explain);
    const patches = createPatches(own, explain);
    const keep = createKeep(own, explain);
    container.replaceChildren(head.node,
      el("div", { class: "own-main" }, add.node, el("div", { class: "own-side" }, progress.node, report.node, tray.node, train.node)),
      el("div", { class: "own-parts" }, numbers.node, variations.node, patches.node, keep.node));
    widgets = [add, tray, progress, report, train, numbers, variations, patches, keep];
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
