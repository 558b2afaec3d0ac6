//! Two at once: what to compare the model with, and while two train, what differs between them and how they stand.

import { differences } from "../app/differences.js";
import { defaults } from "../app/options.js";
import { otherSide } from "../app/second-side.js";
import { error } from "../draw/format.js";
import { withChange } from "../app/presets.js";
import { changes } from "../app/store.js";
import { S } from "../strings/strings.js";
import { el, heading, setText } from "./dom.js";
import { helpButton } from "./help.js";

/** @typedef {import("../app/store.js").State} State */
/** @typedef {import("../app/options.js").Settings} Settings */

/**
 * @param {HTMLElement} container
 * @param {{compare: (settings: Settings) => Promise<void>, end: () => void}} comparing
 */
export function createComparePanel(container, comparing) {
  const words = S.compare;
  const head = heading(words.title, helpButton("compare"), "compare-title");
  const choices = variants(defaults()).map((_, idx) => el("button", { type: "button", class: "text-button", onclick: () => void compare(idx) }));
  const buttons = el("div", { class: "variants", role: "group", "aria-label": words.choose }, ...choices);
  const wait = el("p", { class: "note", role: "status" });
  const chooser = el("div", { class: "chooser" }, el("p", { text: words.choose }), buttons, wait);
  const numbers = words.names.map(() => el("dd"));
  const errors = el("dl", { class: "sides" }, ...words.names.map((name, idx) =>
    el("div", { class: "sides" }, el("dt", { class: `side-${idx}`, text: name }), numbers[idx])));
  const comparison = el("div", { class: "comparison" }, el("p", { class: "note", text: words.errors }), errors,
    el("button", { type: "button", class: "text-button", text: words.end, onclick: end }));
  container.append(head.node, chooser, comparison);

  const isComplete = (/** @type {State} */ { phase, loading }) => phase === "ready" && loading.arrived === loading.total;
  let isOpening = false;
  const changed = changes((/** @type {State} */ state) => [state.settings, state.compare?.settings, isComplete(state), isOpening]);
  /** @type {State | null} */
  let current = null;
  let wasComparing = false;

  /** @param {number} idx */
  async function compare(idx) {
    if (isOpening || !current || !isComplete(current)) return;
    isOpening = true;
    update(current);
    await comparing.compare(variants(current.settings)[idx].settings);
    isOpening = false;
    update(current);
  }

  function end() {
    comparing.end();
    // What the button stood in is gone; the figures are where they were before.
    document.getElementById("hourglass")?.focus({ preventScroll: true });
  }

  /** @param {State} state */
  function update(state) {
    current = state;
    const { compare: second, settings, snapshot } = state;
    if (changed(state)) {
      chooser.hidden = second !== null;
      comparison.hidden = second === null;
      setText(wait, isOpening ? words.opening : isComplete(state) ? "" : words.waitForData);
      // Not disabled, so that the focus stays where it is.
      variants(settings).forEach(({ text }, idx) => {
        setText(choices[idx], text);
        choices[idx].setAttribute("aria-disabled", String(isOpening || !isComplete(state)));
      });
      const found = second ? differences(settings, otherSide(state).settings, true) : [];
      const list = found.map(({ label, from, to }) => words.difference(label, from, to)).join("; ");
      setText(head.caption, second ? list || words.same : words.about);
    }
    if (second) [snapshot, second.snapshot].forEach((of, idx) => setText(numbers[idx], error(of?.heldOutMse)));
    if (second && !wasComparing) {
      // The button may have been far below; both models now stand at the top.
      container.focus({ preventScroll: true });
      container.scrollIntoView();
    }
    wasComparing = second !== null;
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
  const variant = (/** @type {string} */ text, /** @type {import("../app/options.js").Key} */ key, /** @type {string | number} */ value) =>
    ({ text, settings: withChange(settings, key, value) });
  return [
    arch === "conv" ? variant(words.arch.dense, "arch", "dense") : variant(words.arch.conv, "arch", "conv"),
    bottleneck === "plain" ? variant(words.bottleneck.variational, "bottleneck", "variational") : variant(words.bottleneck.plain, "bottleneck", "plain"),
    variant(words.code(code === 2 ? 8 : 2), "code", code === 2 ? 8 : 2),
    noise === "none" ? variant(words.noise.gaussian, "noise", "gaussian") : variant(words.noise.none, "noise", "none"),
  ];
}
