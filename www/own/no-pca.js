//! Why the loss chart of a visitor's own set has no line of PCA.

import { MOST_PCA } from "./limits.js";
import { lossIsError } from "../app/measures.js";
import { OWN_WORDS } from "../strings/own-notices.js";

/** @typedef {import("../app/store.js").State} State */

/**
 * The reason in words, or null where PCA is drawn or could not be compared with.
 * @param {Pick<State, "pack" | "heldOut" | "settings" | "snapshot">} state
 */
export function pcaWords({ pack, heldOut, settings, snapshot }) {
  const features = heldOut ? heldOut.width * heldOut.height * heldOut.channels : 0;
  const isMissed = pack.name === "own" && snapshot && features > MOST_PCA && lossIsError(settings);
  return isMissed ? OWN_WORDS.noPca(features, MOST_PCA) : null;
}
