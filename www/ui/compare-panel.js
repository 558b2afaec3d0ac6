//! Two at once: what to compare the model with, and while two train, what differs between them and how they stand.

import { differences } from "../changing.js";
import { otherSide } from "../comparing.js";
import { withChange } from "../presets.js";
import { changes } from "../store.js";
import { S } from "../strings.js";
import { el, heading, setText } from "./dom.js";
import { helpButton } from "./help.js";
import { createModelPanel } from "./model-panel.js";

/** @typedef {import("../store.js").State} State */
/** @typedef {import("../config.js").Settings} Settings */

/**
 * @param {HTMLElement} container
 * @param {{compare: (settings: Settings) => void, close: () => void}} comparing
 * @param {Pick<import("../actions.js").Actions, "change" | "changeAll" | "choose">} others The second model's own actions.
 */
export function createComparePanel(container, comparing, others) {
  const words = S.compare;
  const head = heading(words.title, helpButton("compare"), "compare-title");
  const buttons = el("div", { class: "variants" });
  const wait = el("p", { class: "note", text: words.waitForData });
  const chooser = el("div", {}, el("p", { class: "note", text: words.about }), el("p", { class: "variants-title", text: words.choose }), buttons, wait);
  const list = el("p", { class: "differences" });
  const errors = el("p", { class: "note" });
  const own = el("div", { class: "panel" });
  const model = createModelPanel(own, others);
  const comparison = el("div", {}, list, errors,
    el("button", { type: "button", class: "text-button", text: words.end, onclick: comparing.close }),
    el("details", { class: "more" }, el("summary", { text: words.settings }), own));
  container.append(head.node, chooser, comparison);

  const isComplete = (/** @type {State} */ { phase, loading }) => phase === "ready" && loading.arrived === loading.total;
  const changed = changes((/** @type {State} */ state) => [state.settings, state.compare?.settings, isComplete(state)]);

  /** @param {State} state */
  function update(state) {
    const { compare, settings, snapshot } = state;
    if (changed(state)) {
      chooser.hidden = compare !== null;
      comparison.hidden = compare === null;
      wait.hidden = isComplete(state);
      buttons.replaceChildren(...variants(settings).map(({ text, settings: variant }) =>
        el("button", { type: "button", class: "text-button", text, disabled: !isComplete(state), onclick: () => comparing.compare(variant) })));
      if (compare) {
        const found = differences(settings, otherSide(state).settings, true);
        setText(list, found.map(({ label, from, to }) => words.difference(label, from, to)).join("; ") || words.same);
      }
    }
    if (!compare) return;
    setText(errors, words.errors(snapshot?.heldOutMse ?? null, compare.snapshot?.heldOutMse ?? null));
    model.update(otherSide(state));
  }
  return { update };
}

/**
 * What a model is worth comparing with: the same but for one axis.
 * @param {Settings} settings
 */
function variants(settings) {
  const { arch, bottleneck, noise, code } = settings;
  const words = S.compare.variants;
  const variant = (/** @type {string} */ text, /** @type {import("../config.js").Key} */ key, /** @type {string | number} */ value) =>
    ({ text, settings: withChange(settings, key, value) });
  return [
    arch === "conv" ? variant(words.arch.dense, "arch", "dense") : variant(words.arch.conv, "arch", "conv"),
    bottleneck === "plain" ? variant(words.bottleneck.variational, "bottleneck", "variational") : variant(words.bottleneck.plain, "bottleneck", "plain"),
    variant(words.code(code === 2 ? 8 : 2), "code", code === 2 ? 8 : 2),
    noise === "none" ? variant(words.noise.gaussian, "noise", "gaussian") : variant(words.noise.none, "noise", "none"),
  ];
}
