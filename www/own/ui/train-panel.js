//! Train: the button that trains on the set, what it trains on, and a word where there are only few pictures.

import { changes } from "../../app/store.js";
import { PACK_NAMES } from "../../data/pack-table.js";
import { OWN } from "../../strings/own.js";
import { S } from "../../strings/strings.js";
import { range, slider } from "../../ui/controls.js";
import { el, setText } from "../../ui/dom.js";
import { BOUNDS } from "../limits.js";
import { chips } from "./controls.js";

/**
 * @typedef {import("../../app/store.js").State} State
 * @typedef {import("../types.js").MixName} MixName
 */

/** The figures of the training stand further down: they come into view, and the keys go on from there. */
function showFigures() {
  const first = document.getElementById(document.querySelector("[data-comparing]") ? "compare" : "hourglass");
  if (!first) return;
  first.tabIndex = -1;
  first.focus({ preventScroll: true });
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  first.scrollIntoView({ behavior: isCalm ? "auto" : "smooth" });
}

/**
 * @param {import("../image-set.js").ImageSet} own
 * @param {(cause: unknown) => void} explain
 */
export function createTrainPanel(own, explain) {
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
  const setShare = (/** @type {number} */ value) => own.setShare(value);
  const share = slider(words.share, range(...BOUNDS.share, 0.05), words.shareUnit, setShare, { late: true });
  share.input.title = words.shareHint;
  const node = el("div", { class: "own-train" },
    el("h3", { class: "visually-hidden", text: words.title }),
    el("div", { class: "own-train-row" }, button, el("div", { class: "own-train-words" }, counts, hint)),
    el("div", { class: "own-train-more" }, mix.node, share.node), few);

  const changed = changes((/** @type {State} */ { own: state, settings }) => [state, settings.data]);

  /** @param {State} state */
  function update(state) {
    if (!changed(state) || !state.own) return;
    const { source, progress, counts: n, version } = state.own;
    const all = countOf(state.own);
    setText(button, buttonText(state));
    button.setAttribute("aria-disabled", String(all === 0 || progress !== null));
    if (all === 0) setText(counts, "");
    else if (n.version === version) setText(counts, words.counts(n.training, n.variants, n.heldOut, packOf(state.own)));
    setText(hint, hintText(state));
    mix.node.hidden = source === "patches";
    const packs = PACK_NAMES.map((value) => ({ value, text: S.packs[value].name }));
    mix.show([{ value: "", text: words.alone }, ...packs], state.own.mix ?? "");
    // One picture alone cannot be shared out.
    share.node.hidden = all === 1;
    share.show(state.own.share);
    few.hidden = !state.own.few || all === 0 || state.own.mix !== null;
    node.toggleAttribute("data-empty", all === 0);
  }
  return { node, update };
}

/**
 * Pictures, or patches, to train on. How many pictures there are is known at once; the engine's counts come later.
 * @param {import("../types.js").OwnState} set
 */
const countOf = ({ source, counts, drawings, pictures }) =>
  (source === "patches" ? counts.patches : drawings + pictures);

/** The name of the pack that the set is mixed with, or none. @param {import("../types.js").OwnState} set */
const packOf = ({ mix }) => (mix ? S.packs[mix].name : "");

/** How the model stands to the set. @param {State} state @returns {"current" | "older" | "none"} */
function standingOf({ own, settings }) {
  if (!own || settings.data !== "own" || own.trainedVersion === null) return "none";
  return own.trainedVersion === own.version ? "current" : "older";
}

/** @param {State} state */
function buttonText(state) {
  const { own: set } = state;
  if (!set) return "";
  const words = OWN.train;
  const all = countOf(set);
  if (set.source === "patches") return words.photo(all);
  return standingOf(state) === "older" ? words.again(all, packOf(set)) : words.button(all, packOf(set));
}

/** @param {State} state */
function hintText(state) {
  const { own: set } = state;
  if (!set) return "";
  const words = OWN.train;
  const alone = countOf(set) === 1 ? words.one : "";
  const standing = { current: words.upToDate, older: words.changed, none: alone }[standingOf(state)];
  return set.source === "patches" ? `${words.patches} ${standing}`.trim() : standing;
}
