//! Runs done before: what stays of one when another takes its place.

import { lossUnit } from "./measures.js";
import { kindOf } from "./presets.js";
import { S } from "../strings/strings.js";

/**
 * @typedef {object} EarlierRun
 * @property {number} id Each run has a higher one than the run before.
 * @property {string} key Its settings: the same run again takes its place.
 * @property {string} name
 * @property {import("./store.js").Pack} pack Its images.
 * @property {string} unit What its loss is measured in.
 * @property {Float32Array} heldOut Pairs (step, loss).
 * @property {Float32Array} heldOutError Pairs (step, error), which all kinds have.
 * @property {boolean} shown
 * @property {boolean} [isTrunk] Whether the run after it branched off it.
 */

export const MOST_RUNS = 8;
/** A curve with fewer measurements is too short to be compared. */
const LEAST_POINTS = 3;

/**
 * Whether a run was on the images that the page shows now. A visitor's own set may have changed in between.
 * @param {EarlierRun} run
 * @param {import("./store.js").Pack} pack
 */
export const isOnSameImages = (run, pack) => run.pack === pack || (run.pack.name === pack.name && pack.name !== "own");

/** The letter that stands at a run's curve. @param {EarlierRun} run */
export const letterOf = ({ id }) => String.fromCharCode(97 + (id % 26));

/**
 * The earlier runs with the one that ends now, if it came far enough; the oldest are dropped.
 * @param {Pick<import("./store.js").State, "earlierRuns" | "views" | "settings" | "pack">} state
 * @returns {EarlierRun[]}
 */
export function withRun({ earlierRuns, views, settings, pack }) {
  const { heldOut, heldOutError } = views.history ?? {};
  if (!heldOut || !heldOutError || heldOut.length < 2 * LEAST_POINTS) return earlierRuns;
  const key = JSON.stringify(settings);
  const kind = kindOf(settings);
  const run = {
    id: (earlierRuns.at(-1)?.id ?? -1) + 1,
    key,
    name: S.loss.run(settings, kind ? S.model.kinds[kind] : S.model.mix),
    pack,
    unit: lossUnit(settings),
    heldOut,
    heldOutError,
    shown: true,
  };
  return [...earlierRuns.filter((one) => one.key !== key), run].slice(-MOST_RUNS);
}
