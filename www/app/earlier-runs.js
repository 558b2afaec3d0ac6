//! Runs done before: what stays of one when another takes its place.

import { toAddress } from "./options.js";
import { kindOf } from "./presets.js";
import { S } from "../strings/strings.js";

/**
 * @typedef {object} EarlierRun
 * @property {number} id Each run has a higher one than the run before.
 * @property {string} key Its settings: the same run again takes its place.
 * @property {string} name
 * @property {string} unit What its loss is measured in.
 * @property {number | null} mse Its last held-out error.
 * @property {Float32Array} heldOut Pairs (step, loss).
 * @property {Float32Array} heldOutMse Pairs (step, squared error), which all kinds have.
 * @property {boolean} shown
 *
 * @typedef {import("./options.js").Settings} Settings
 */

export const MOST_RUNS = 8;
/** A curve with fewer measurements is too short to be compared. */
const LEAST_POINTS = 3;

/**
 * What a loss is measured in: only curves of one unit share an axis.
 * @param {Settings} settings
 */
export function lossUnit({ loss, bottleneck }) {
  return bottleneck === "variational" ? `${loss}-sum` : loss;
}

/** The letter that stands at a run's curve. @param {EarlierRun} run */
export const letterOf = ({ id }) => String.fromCharCode(97 + (id % 26));

/**
 * The earlier runs with the one that ends now, if it came far enough; the oldest are dropped.
 * @param {Pick<import("./store.js").State, "earlierRuns" | "views" | "settings" | "snapshot">} state
 * @returns {EarlierRun[]}
 */
export function withRun({ earlierRuns, views, settings, snapshot }) {
  const { heldOut, heldOutMse } = views.history ?? {};
  if (!heldOut || !heldOutMse || heldOut.length < 2 * LEAST_POINTS) return earlierRuns;
  const key = toAddress(settings);
  const kind = kindOf(settings);
  const run = {
    id: (earlierRuns.at(-1)?.id ?? -1) + 1,
    key,
    name: S.loss.run(settings, kind ? S.model.kinds[kind] : S.model.mix),
    unit: lossUnit(settings),
    mse: snapshot?.heldOutMse ?? null,
    heldOut,
    heldOutMse,
    shown: true,
  };
  return [...earlierRuns.filter((one) => one.key !== key), run].slice(-MOST_RUNS);
}
