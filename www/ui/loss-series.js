//! Which curves the loss chart shows, in the order in which they matter: the error, with PCA and all runs before on the
//! same images; or, where that is something else and the visitor has not chosen the error, the loss and its parts.

import { isOnSameImages, letterOf } from "../app/earlier-runs.js";
import { endOf, heldOutErrors, lossIsError, lossUnit, showsError } from "../app/measures.js";
import * as format from "../draw/format.js";
import { S } from "../strings/strings.js";

/** @typedef {import("../app/store.js").State} State */
/** @typedef {import("../draw/charts.js").Role} Role */
/**
 * `then` are the values at the evaluations alone, for the table.
 * @typedef {import("../draw/charts.js").Series & {then?: Float32Array}} Series
 */

/**
 * @param {State} state
 * @param {number | null} strong The earlier run that is pointed at.
 * @returns {Series[]}
 */
export function lossSeries(state, strong = null) {
  const { views: { history }, info, settings, compare } = state;
  const words = S.loss;
  /** @type {Series[]} */
  const series = [];
  /** @type {(role: Role, name: string, points: Float32Array | undefined, more?: Partial<Series>) => void} */
  const add = (role, name, points, more) => {
    // An earlier run goes as far as this one, unless this one is its branch; its last value stands in the list.
    const value = role === "old" ? "" : format.error(endOf(points));
    if (points && points.length > 0) series.push({ role, name, value, points, ...more });
  };
  const old = (/** @type {"heldOut" | "heldOutError"} */ curve) =>
    [...comparable(state)].reverse().filter(({ shown }) => shown).forEach((run, age) =>
      add("old", letterOf(run), run[curve], { strong: run.id === strong, age, isWhole: age < 1 && run.isTrunk }));
  if (compare) {
    const [a, b] = heldOutErrors(state);
    add("held-out", S.compare.heldOut("A"), a);
    add("other-held-out", S.compare.heldOut("B"), b);
  } else if (showsError(state)) {
    add("held-out", words.heldOutError, history?.heldOutError);
    if (lossIsError(settings)) add("training", words.trainingError, history?.training, { then: history?.trainingThen });
    const pca = yardstick(state);
    if (pca !== null && info) add("yardstick", words.pca(info.latentDim), new Float32Array([0, pca]));
  } else {
    add("held-out", words.heldOutLoss, history?.heldOut);
    add("training", words.trainingLoss, history?.training, { then: history?.trainingThen });
    add("reconstruction", words.reconstruction, history?.reconstruction);
    add("kl", words.kl, history?.kl);
  }
  old(showsError(state) ? "heldOutError" : "heldOut");
  return series;
}

/**
 * The earlier runs whose curves can stand on the present axis: on the same images, and in the same unit.
 * @param {State} state
 */
export function comparable(state) {
  const { earlierRuns, settings, pack } = state;
  const fits = (/** @type {string} */ unit) => showsError(state) || unit === lossUnit(settings);
  return earlierRuns.filter((run) => isOnSameImages(run, pack) && fits(run.unit));
}

/**
 * What PCA makes of the held-out images as the model is given them: an error, which beside another loss would mislead.
 * @param {State} state
 */
export function yardstick(state) {
  return showsError(state) && !state.compare ? state.snapshot?.pcaError ?? null : null;
}
