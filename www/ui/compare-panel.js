//! Two at once: what to compare the model with, and while two train, what differs between them and how they stand.

import { differences } from "../app/differences.js";
import { endOf, heldOutErrors } from "../app/measures.js";
import { defaults } from "../app/options.js";
import { otherSide } from "../app/second-side.js";
import { error } from "../draw/format.js";
import { withChange } from "../app/presets.js";
import { changes, isComplete } from "../app/store.js";
import { COMPARE } from "../strings/compare-panel.js";
import { S } from "../strings/strings.js";
import { textButton } from "./controls.js";
import { el, heading, setText } from "./dom.js";
import { helpButton } from "./help.js";

/** @typedef {import("../app/store.js").State} State */
/** @typedef {import("../app/options.js").Settings} Settings */

/**
 * @param {HTMLElement} container
 * @param {{compare: (settings: Settings) => Promise<void>, end: () => void}} comparing
 */
export function createComparePanel(container, comparing) {
  const [words, { title, names }] = [COMPARE, S.compare];
  const head = heading(title, helpButton("compare"), "compare-title");
  const choices = variants(defaults()).map(({ text }, idx) => textButton(text, () => void compare(idx)));
  const buttons = el("div", { class: "variants", role: "group", "aria-label": words.choose }, ...choices);
  const wait = el("p", { class: "note", role: "status" });
  const chooser = el("div", { class: "chooser" }, el("p", { text: words.choose }), buttons, wait);
  const numbers = names.map(() => el("dd"));
  const errors = el("dl", { class: "sides" }, ...names.map((name, idx) =>
    el("div", { class: "sides" }, el("dt", { class: `side-${idx}`, text: name }), numbers[idx])));
  const comparison = el("div", { class: "comparison" }, el("p", { class: "note", text: words.errors }), errors,
    textButton(words.end, end));
  container.append(head.node, chooser, comparison);

  let isOpening = false;
  /** Whether a button here was pressed since two models stood last. */
  let isChosen = false;
  const changed = changes((/** @type {State} */ state) =>
    [state.settings, state.compare?.settings, isComplete(state), isOpening, state.linked, state.phase]);
  /** @type {State | null} */
  let current = null;

  /** @param {number} idx */
  async function compare(idx) {
    if (isOpening || !current || !isComplete(current) || current.linked) return;
    isOpening = isChosen = true;
    update(current);
    await comparing.compare(variants(current.pending ?? current.settings)[idx].settings);
    isOpening = false;
    update(current);
  }

  function end() {
    comparing.end();
    // The button is hidden now; the focus goes to the figures, which are where they were before.
    document.getElementById("hourglass")?.focus({ preventScroll: true });
  }

  /** @param {State} state */
  function update(state) {
    current = state;
    const { compare: second, settings } = state;
    if (changed(state)) {
      chooser.hidden = second !== null;
      comparison.hidden = second === null;
      const isComing = isOpening || state.linked !== null;
      setText(wait, isComing ? words.opening : isComplete(state) || state.phase === "failed" ? "" : words.waitForData);
      // Not disabled, so that the focus stays where it is.
      variants(settings).forEach(({ text }, idx) => {
        setText(choices[idx], text);
        choices[idx].setAttribute("aria-disabled", String(isComing || !isComplete(state)));
      });
      const found = second ? differences(settings, otherSide(state).settings, true) : [];
      const list = found.map(({ label, from, to }) => words.difference(label, from, to)).join("; ");
      setText(head.caption, second ? list || words.same : words.about);
    }
    if (second) heldOutErrors(state).forEach((curve, idx) => setText(numbers[idx], error(endOf(curve))));
    if (second && isChosen) {
      // The button may have been far below; both models now stand at the top.
      isChosen = false;
      container.focus({ preventScroll: true });
      container.scrollIntoView();
    }
  }
  return { update };
}

/**
 * What a model is worth comparing with: the same but for one axis.
 * @param {Settings} settings
 */
function variants(settings) {
  const { arch, bottleneck, noise, code } = settings;
  const words = COMPARE.variants;
  const otherArch = arch === "conv" ? "dense" : "conv";
  const otherBottleneck = bottleneck === "plain" ? "variational" : "plain";
  const otherCode = code === 2 ? 8 : 2;
  const otherNoise = noise === "none" ? "gaussian" : "none";
  return [
    { text: words.arch[otherArch], settings: withChange(settings, "arch", otherArch) },
    { text: words.bottleneck[otherBottleneck], settings: withChange(settings, "bottleneck", otherBottleneck) },
    { text: words.code(otherCode), settings: withChange(settings, "code", otherCode) },
    { text: words.noise[otherNoise], settings: withChange(settings, "noise", otherNoise) },
  ];
}
