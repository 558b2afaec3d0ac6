//! Train: the one button all this is for, what it trains on, and what there is for the few.

import { changes } from "../../app/store.js";
import { S } from "../../strings/strings.js";
import { el, setText } from "../../ui/dom.js";
import { countsOf } from "../counts.js";
import { OWN } from "../../strings/own.js";
import { chips, range, slider } from "./controls.js";

/** @typedef {import("../../app/store.js").State} State */
/** @typedef {import("../types.js").MixName} MixName */

const MIXES = /** @type {const} */ (["digits", "fashion", "emoji"]);

/** What is trained is seen further down: the figures come into view, and the keys go on from there. */
function showFigures() {
  const first = document.getElementById(document.querySelector("[data-comparing]") ? "compare" : "hourglass");
  if (!first) return;
  first.tabIndex = -1;
  first.focus({ preventScroll: true });
  first.scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

/**
 * @param {import("../types.js").Own} own
 * @param {(cause: unknown) => void} explain
 */
export function createTrain(own, explain) {
  const words = OWN.train;
  const button = el("button", { type: "button", class: "play own-train-button", onclick: () => {
    if (button.getAttribute("aria-disabled") === "true") return;
    own.train();
    showFigures();
  } });
  const counts = el("p", { class: "own-counts", role: "status" });
  const hint = el("p", { class: "note own-train-hint" });
  const few = el("p", { class: "note own-few", text: words.few });
  const mix = chips(words.mix, (/** @type {MixName | ""} */ value) => void own.setMix(value || null).catch(explain));
  const share = slider(words.share, range(0, 0.5, 0.05), words.shareUnit, own.setShare, true);
  share.input.title = words.shareHint;
  const node = el("div", { class: "own-train" },
    el("h3", { class: "visually-hidden", text: words.title }),
    el("div", { class: "own-train-row" }, button, el("div", { class: "own-train-words" }, counts, hint)),
    el("div", { class: "own-train-more" }, mix.node, share.node), few);

  const changed = changes((/** @type {State} */ { own: state, settings }) => [state, settings.data]);

  /** @param {State} state */
  function update(state) {
    if (!changed(state) || !state.own) return;
    const set = state.own;
    const n = countsOf(set);
    const pack = set.mix ? S.packs[set.mix].name : "";
    const trained = state.settings.data === "own" && set.trainedVersion !== null;
    const isCurrent = trained && set.trainedVersion === set.version;
    const ready = n.all > 0;
    setText(button, set.source === "patches" ? words.photo(n.all) : trained && !isCurrent ? words.again(n.all, pack) : words.button(n.all, pack));
    button.setAttribute("aria-disabled", String(!ready || set.progress !== null));
    setText(counts, ready && n.split ? words.counts(n.split.training, n.split.variants, n.split.heldOut, pack) : "");
    const standing = isCurrent ? words.upToDate : trained ? words.changed : n.all === 1 ? words.one : "";
    setText(hint, set.source === "patches" ? `${words.patches} ${standing}`.trim() : standing);
    mix.node.hidden = set.source === "patches";
    mix.show([{ value: "", text: words.alone }, ...MIXES.map((value) => ({ value, text: S.packs[value].name }))], set.mix ?? "");
    // One alone cannot be shared out.
    share.node.hidden = n.all === 1;
    share.show(set.share);
    few.hidden = !set.few || n.all === 0 || set.mix !== null;
    node.toggleAttribute("data-empty", n.all === 0);
  }
  return { node, update };
}
