//! What the sweep of the lab "Map and features" does: a model for each code size, and PCA with as many numbers.

import { METHODS, isRefused, labelsRefusal, orWhy } from "./map-run.js";

/**
 * @typedef {import("./lab-run.js").LabRun} LabRun
 * @typedef {import("./ui/cells.js").Mean} Mean
 * @typedef {import("./map-run.js").Refused} Refused
 *
 * @typedef {"neighbors" | "linear" | "trustworthiness" | "continuity"} Measure
 * @typedef {{[measure in Measure]: Mean | Refused}} Measured
 * @typedef {{latentDim: number, code: Measured, pca: Measured}} Size
 * @typedef {{sizes: Size[]}} SweepFound The shortest code first.
 */

/** Code sizes that are trained. */
export const SIZES = [1, 2, 4, 8, 16, 32];
/** Times that a model sees each training image. */
const EPOCHS = 8;
/** The share of the work that is training. */
const TRAINING = 0.6;
export const MEASURES = /** @type {const} */ (["neighbors", "linear", "trustworthiness", "continuity"]);

/** @param {LabRun} run */
export async function sweepSizes(run) {
  const { config, images } = run;
  const why = labelsRefusal(images);
  /** @type {Size[]} */
  let sizes = [];
  const shares = SIZES.map(() => 0);
  const tell = (/** @type {number} */ idx, /** @type {number} */ share) => {
    shares[idx] = share;
    run.progress(shares.reduce((a, b) => a + b) / SIZES.length);
  };
  const measure = async (/** @type {number} */ latentDim, /** @type {number} */ idx) => {
    const wanted = { ...config, bottleneck: { ...config.bottleneck, latentDim } };
    const { weights } = await run.ask("train", { config: wanted, epochs: EPOCHS }, {
      progress: (share) => tell(idx, TRAINING * share),
    });
    const model = run.keyed(weights);
    let done = 0;
    const ask = async (/** @type {string} */ task, /** @type {object} */ args) => {
      const result = await orWhy(run.ask(task, args, { model, goesOn: true }));
      done += 1;
      tell(idx, TRAINING + ((1 - TRAINING) * done) / (2 * (1 + METHODS.length)));
      return result;
    };
    /** @param {"code" | "pca"} by @returns {Promise<Measured>} */
    const measured = async (by) => {
      const kept = await ask("neighborhoods", { by, onMap: false });
      const { trustworthiness, continuity } = isRefused(kept) ? { trustworthiness: kept, continuity: kept } : kept;
      const read = async (/** @type {string} */ method) => (why ? { why } : ask("classify", { by, method }));
      return { neighbors: await read("neighbors"), linear: await read("linear"), trustworthiness, continuity };
    };
    const [code, pca] = [await measured("code"), await measured("pca")];
    sizes = [...sizes, { latentDim, code, pca }].sort((a, b) => a.latentDim - b.latentDim);
    run.found({ sizes });
  };
  await Promise.all(SIZES.map(measure));
}
