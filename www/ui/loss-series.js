//! Which curves the loss chart shows, in the order in which they matter.

import { letterOf, lossUnit } from "../app/earlier-runs.js";
import { S } from "../strings/strings.js";

/** @typedef {import("../app/store.js").State} State */
/** @typedef {import("../draw/charts.js").Series} Series */
/** @typedef {import("../draw/charts.js").Role} Role */

/**
 * @param {State} state
 * @param {number | null} strong The earlier run that is pointed at.
 * @returns {Series[]}
 */
export function lossSeries(state, strong = null) {
  const { views: { history }, info } = state;
  const words = S.loss;
  /** @type {Series[]} */
  const series = [];
  /** @type {(role: Role, name: string, points: Float32Array | undefined, isStrong?: boolean) => void} */
  const add = (role, name, points, isStrong = false) => {
    if (points && points.length > 0) series.push({ role, name, points, strong: isStrong });
  };
  const old = (/** @type {"heldOut" | "heldOutMse"} */ curve) => {
    for (const run of [...comparable(state)].reverse()) {
      if (run.shown) add("old", letterOf(run), run[curve], run.id === strong);
    }
  };
  if (state.compare) {
    // Losses of different kinds share no axis, but all kinds have a squared error.
    add("held-out", S.compare.heldOut("A"), history?.heldOutMse);
    add("other-held-out", S.compare.heldOut("B"), state.compare.views.history?.heldOutMse);
    old("heldOutMse");
    return series;
  }
  add("held-out", words.heldOut, history?.heldOut);
  add("training", words.training, history?.training);
  add("reconstruction", words.reconstruction, history?.reconstruction);
  add("kl", words.kl, history?.kl);
  const pca = yardstick(state);
  if (pca !== null && info) add("yardstick", words.pca(info.latentDim), new Float32Array([0, pca]));
  old("heldOut");
  return series;
}

/**
 * The earlier runs whose curves can stand on the present axis. While two models are compared, all can.
 * @param {State} state
 */
export function comparable({ earlierRuns, settings, compare }) {
  return earlierRuns.filter(({ unit }) => compare || unit === lossUnit(settings));
}

/**
 * What PCA reaches: a squared error, mean over the pixels; beside another loss it would mislead.
 * @param {State} state
 */
export function yardstick({ settings, snapshot }) {
  return lossUnit(settings) === "mse" ? snapshot?.pcaMse ?? null : null;
}
