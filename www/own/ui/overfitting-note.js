//! Over-fitting in numbers: below the loss, while the model trains on the visitor's own set.

import { lossUnit } from "../../app/earlier-runs.js";
import { OWN_WORDS } from "../../strings/own-notices.js";

/** @typedef {import("../../app/store.js").State} State */

/** Held-out loss over training loss from which on the gap is worth a word. */
const WIDE = 1.25;
/** The training loss jumps from batch to batch: the mean of so many. */
const BATCHES = 16;
/** A rise of the held-out loss above its least that is more than chance. */
const RISE = 1.05;
/** Numbers of a picture above which the engine makes no PCA. */
export const MOST_PCA = 4096;
/** How often the words may change, in milliseconds. */
const PACE = 1000;

/** @param {Float32Array | undefined} points Pairs of step and value. @param {number} n */
function lately(points, n) {
  const values = Array.from(points ?? []).filter((value, idx) => idx % 2 === 1 && Number.isFinite(value)).slice(-n);
  return values.length === 0 ? null : values.reduce((a, b) => a + b) / values.length;
}

/**
 * What there is to say, or null.
 * @param {Pick<State, "pack" | "snapshot" | "views" | "own" | "heldOut">} state
 * @returns {string | null}
 */
export function gapWords({ pack, snapshot, views, own }) {
  if (pack.name !== "own" || !own || !snapshot || snapshot.step === 0) return null;
  if (pack.sameHeldOut) return OWN_WORDS.gap.none;
  const { history } = views;
  const training = lately(history?.training, BATCHES) ?? snapshot.loss;
  const heldOut = snapshot.heldOutLoss ?? lately(history?.heldOut, 1);
  if (training === null || heldOut === null || !(training > 0)) return null;
  const least = Array.from(history?.heldOut ?? []).filter((_, idx) => idx % 2 === 1).reduce((a, b) => Math.min(a, b), Infinity);
  const words = OWN_WORDS.gap;
  const isWide = heldOut > WIDE * training;
  return [
    words.numbers(training, heldOut),
    isWide ? words.wide(heldOut / training) : words.close,
    ...(isWide && heldOut > RISE * least ? [words.rising] : []),
  ].join(" ");
}

/**
 * Why the chart has no line of PCA, or null.
 * @param {Pick<State, "pack" | "heldOut" | "settings" | "snapshot">} state
 */
export function pcaWords({ pack, heldOut, settings, snapshot }) {
  const features = heldOut ? heldOut.width * heldOut.height * heldOut.channels : 0;
  return pack.name === "own" && snapshot && features > MOST_PCA && lossUnit(settings) === "mse" ? OWN_WORDS.gap.noPca(features, MOST_PCA) : null;
}

/**
 * Keeps the words below the loss chart, as long as there are any.
 * @param {import("../../app/store.js").Store<State>} store
 * @param {HTMLElement | null} [panel]
 */
export function createGap(store, panel = globalThis.document?.getElementById("loss")) {
  if (!panel) return;
  const note = document.createElement("p");
  note.className = "note own-gap";
  note.id = "own-gap";
  note.hidden = true;
  panel.append(note);
  let last = -Infinity;
  store.subscribe((state) => {
    const now = performance.now();
    if (now < last + PACE && state.pack.name === "own" && state.snapshot && state.run === "training") return;
    last = now;
    const text = [gapWords(state), pcaWords(state)].filter((words) => words !== null).join(" ");
    note.hidden = text === "";
    if (note.textContent !== text) note.textContent = text;
  });
}
