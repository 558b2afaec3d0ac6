//! Over-fitting in words: what the losses of training and held-out pictures say of a model on the visitor's own set.

import { endOf, lately, lossIsError } from "../app/measures.js";
import { OWN_WORDS } from "../strings/own-notices.js";

/** @typedef {import("../app/store.js").State} State */

/** The held-out loss is wide of the training loss from this ratio on. */
const WIDE = 1.25;

/**
 * What the two losses say, or null where there is nothing to say.
 * @param {Pick<State, "pack" | "snapshot" | "views" | "own" | "settings">} state
 * @returns {string | null}
 */
export function overfittingWords({ pack, snapshot, views, own, settings }) {
  if (pack.name !== "own" || !own || !snapshot || snapshot.step === 0) return null;
  if (pack.sameHeldOut) return OWN_WORDS.overfitting.none;
  const { history } = views;
  const training = lately(history?.training) ?? snapshot.loss;
  const heldOut = endOf(history?.heldOut);
  if (training === null || heldOut === null || !(training > 0)) return null;
  const words = OWN_WORDS.overfitting;
  const isWide = heldOut > WIDE * training;
  const what = lossIsError(settings) ? "error" : "loss";
  return [
    words.numbers(what, training, heldOut),
    isWide ? words.wide(what, heldOut / training) : words.close,
    ...(isWide && views.measured?.heldOutRises ? [words.rising(what)] : []),
  ].join(" ");
}
