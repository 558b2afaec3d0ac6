//! What the sweep of the lab Denoise does: the same comparison for every amount of one kind of noise.

import { FAMILIES } from "./denoise-run.js";

/**
 * @typedef {import("./lab-run.js").LabRun} LabRun
 * @typedef {import("./denoise-run.js").Noise} Noise
 * @typedef {import("./ui/cells.js").Mean} Mean
 *
 * @typedef {{amount: number, noisy: Mean, ours: Mean, median: Mean, gaussian: Mean, tv: Mean}} Point
 *
 * @typedef {object} SweepFound
 * @property {string} kind
 * @property {Noise} trained
 * @property {number} count Of images.
 * @property {number} all How many amounts are tried.
 * @property {Point[]} points Those that have come, the least amount first.
 */

export const AMOUNTS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
/** So many held-out images are enough for a curve: their interval is about half a decibel wide. */
const IMAGES = 300;

/** @param {LabRun} run @param {string} kind */
export async function sweepAmounts(run, kind) {
  const count = Math.min(IMAGES, run.images.heldOut.count);
  /** @type {Point[]} */
  let points = [];
  run.found({ kind, trained: run.config.corruption, count, all: AMOUNTS.length, points });
  for (const amount of AMOUNTS) {
    // One amount at a time: what is asked for meanwhile, as a scribble, waits for few tasks.
    const done = points.length;
    const progress = (/** @type {number} */ share) => run.progress((done + share) / AMOUNTS.length);
    points = [...points, await pointAt(run, { kind, amount }, { count, progress })];
    run.found({ points });
    progress(1);
  }
}

/**
 * @param {LabRun} run
 * @param {Noise} noise
 * @param {{count: number, progress: (share: number) => void}} how
 * @returns {Promise<Point>}
 */
async function pointAt(run, { kind, amount }, { count, progress }) {
  const args = { noise: kind, amount, count, shown: [] };
  const [model, ...filters] = await Promise.all([
    run.ask("model", args),
    // The last family is nearly all of the work.
    ...FAMILIES.map((family) => run.ask("filter", { ...args, family }, family === "tv" ? { progress } : {})),
  ]);
  const [median, gaussian, tv] = filters.map(({ psnr }) => psnr);
  return { amount, noisy: model.noisy.psnr, ours: model.model.psnr, median, gaussian, tv };
}
