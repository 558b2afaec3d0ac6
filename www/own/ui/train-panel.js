//! Train: the one button all this is for, what it trains on, and what there is for the few.

import { changes } from "../../app/store.js";
import { S } from "../../strings/strings.js";
import { el, setText } from "../../ui/dom.js";
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
 * @param {import("../image-set.js").ImageSet} own
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
    const { counts: n } = set;
    // The engine's numbers follow a moment later; how many pictures there are is known at once.
    const all = set.source === "patches" ? n.all : set.drawings + set.pictures;
    const pack = set.mix ? S.packs[set.mix].name : "";
    const trained = state.settings.data === "own" && set.trainedVersion !== null;
    const isCurrent = trained && set.trainedVersion === set.version;
    const ready = all > 0;
    setText(button, set.source === "patches" ? words.photo(all) : trained && !isCurrent ? words.again(all, pack) : words.button(all, pack));
    button.setAttribute("aria-disabled", String(!ready || set.progress !== null));
    if (!ready) setText(counts, "");
    else if (n.version === set.version) setText(counts, words.counts(n.training, n.variants, n.heldOut, pack));
    const standing = isCurrent ? words.upToDate : trained ? words.changed : all === 1 ? words.one : "";
    setText(hint, set.source === "patches" ? `${words.patches} ${standing}`.trim() : standing);
    mix.node.hidden = set.source === "patches";
    mix.show([{ value: "", text: words.alone }, ...MIXES.map((value) => ({ value, text: S.packs[value].name }))], set.mix ?? "");
    // One alone cannot be shared out.
    share.node.hidden = all === 1;
    share.show(set.share);
    few.hidden = !set.few || all === 0 || set.mix !== null;
    node.toggleAttribute("data-empty", all === 0);
  }
  return { node, update };
}
