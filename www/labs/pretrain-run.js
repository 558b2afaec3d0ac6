//! What the lab Pre-train does: classifiers of few labels that begin in four ways, for several draws of the labels.

import { PRETRAIN } from "../strings/labs-pretrain.js";

/** @typedef {import("./lab-run.js").LabRun} LabRun */
/** @typedef {import("./ui/cells.js").Mean} Mean */

/**
 * @typedef {"scratch" | "frozen" | "tuned" | "pca"} Way
 * @typedef {{spread: Mean, spreadPca?: Mean}} Spread The same where labels spread among neighbors, by code and by PCA.
 *
 * @typedef {object} Accuracies Shares of the held-out images whose class is found: means over the draws so far.
 * @property {Partial<Record<Way, Mean>>} ways
 * @property {Mean} gain What the tuned encoder has over the one from scratch, draw by draw.
 * @property {number} draws
 * @property {number} steps Of each classifier.
 * @property {number | null} components Of PCA.
 * @property {number} inUse Numbers of the code that tell images apart.
 * @property {boolean} isTooLarge Whether the images are too large for PCA.
 *
 * @typedef {{scratch: number[], tuned: number[]}} Pair The training losses of the first draw, step by step.
 *
 * @typedef {object} Found
 * @property {number} labelsPerClass
 * @property {number} heldOut How many images judge.
 * @property {"plain" | "variational"} kind Of the code.
 * @property {Pair} pair
 * @property {Accuracies} [accuracies]
 * @property {Spread} [spread]
 *
 * @typedef {{labelsPerClass: number, accuracies: Accuracies}} Point
 * @typedef {{labelsPerClass: number} & Spread} SpreadPoint
 * @typedef {{points: Point[], wanted: number, spread: SpreadPoint[]}} SweepFound
 */

/** Labels a class that can be chosen. */
export const COUNTS = [1, 2, 5, 10, 20, 50, 100];
/** Draws of labels: fewer say little of the spread. */
export const DRAWS = 5;
/** The share of a run that is the classifiers'. */
const ATTEMPTS = 0.7;

/** How many training images a class has. @param {(Uint8Array | null)[]} blocks The labels, block by block. */
function sizesOf(blocks) {
  /** @type {Map<number, number>} */
  const sizes = new Map();
  for (const labels of blocks) for (const label of labels ?? []) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  return sizes;
}

/**
 * Why no classifier can be trained, in a sentence; empty where one can.
 * @param {number} labelsPerClass
 * @param {{classes: string[], training: (Uint8Array | null)[], heldOut: Uint8Array | null}} set The labels.
 */
export function refusalOf(labelsPerClass, { classes, training, heldOut }) {
  const words = PRETRAIN.refusals;
  if (classes.length === 0 || !heldOut || training.some((labels) => !labels)) return words.noLabels;
  const sizes = sizesOf(training);
  if (sizes.size < 2) return words.oneClass;
  const [least, size] = [...sizes].reduce((best, one) => (one[1] < best[1] ? one : best));
  return size < labelsPerClass ? words.tooFew(classes[least] ?? String(least), size) : "";
}

/**
 * Losses with those that have come since. A worker that took the place of a dead one begins anew.
 * @param {Pair} pair
 * @param {Pair & {from: number}} news
 * @returns {Pair}
 */
const grown = ({ scratch, tuned }, news) => ({
  scratch: [...scratch.slice(0, news.from), ...news.scratch], tuned: [...tuned.slice(0, news.from), ...news.tuned],
});

/**
 * Trains and judges the classifiers of all draws.
 * @param {LabRun} run
 * @param {number} labelsPerClass
 */
export async function tryFewLabels(run, labelsPerClass) {
  /** @type {Pair} */
  let pair = { scratch: [], tuned: [] };
  const about = { labelsPerClass, heldOut: run.images.heldOut.count, kind: run.config.bottleneck.kind };
  const shares = [0, 0];
  const told = (/** @type {number} */ idx, /** @type {number} */ share) => {
    shares[idx] = share;
    run.progress(ATTEMPTS * shares[0] + (1 - ATTEMPTS) * shares[1]);
  };
  const begun = run.ask("attempts", { labelsPerClass, draws: DRAWS, seed: run.config.seed }, {
    progress: (share, news) => {
      told(0, share);
      if (!news) return;
      if (news.scratch.length > 0) pair = grown(pair, news);
      run.found({ ...about, pair, ...(news.accuracies ? { accuracies: news.accuracies } : {}) });
    },
  });
  const spreading = askToSpread(run, [labelsPerClass], (share) => told(1, share));
  // Where the classifiers fail, their failure is the one that is told.
  spreading.catch(() => {});
  const accuracies = await begun;
  run.found({ ...about, pair, accuracies });
  const [spread] = await spreading;
  run.found({ spread });
}

/**
 * Has labels spread, for each of these numbers of them.
 * @param {LabRun} run
 * @param {number[]} counts
 * @param {(share: number) => void} progress
 * @returns {Promise<Spread[]>}
 */
async function askToSpread(run, counts, progress) {
  const { points } = await run.ask("spread", { counts, draws: DRAWS, seed: run.config.seed }, { progress });
  return points;
}

/**
 * The same for every number of labels that there are images for.
 * @param {LabRun} run
 * @param {number[]} counts
 */
export async function tryAllCounts(run, counts) {
  /** @type {Point[]} */
  let points = [];
  /** @type {SpreadPoint[]} */
  let spread = [];
  const shares = [...counts.map(() => 0), 0];
  const told = (/** @type {number} */ idx, /** @type {number} */ share) => {
    shares[idx] = share;
    run.progress(shares.reduce((a, b) => a + b) / shares.length);
  };
  const tell = () => run.found({ points, wanted: counts.length, spread });
  const spreading = askToSpread(run, counts, (share) => told(counts.length, share)).then((found) => {
    spread = found.map((one, idx) => ({ labelsPerClass: counts[idx], ...one }));
    told(counts.length, 1);
    tell();
  });
  await Promise.all([spreading, ...counts.map(async (labelsPerClass, idx) => {
    const accuracies = await run.ask("attempts", { labelsPerClass, draws: DRAWS, seed: run.config.seed }, {
      progress: (share) => told(idx, share),
    });
    told(idx, 1);
    points = [...points, { labelsPerClass, accuracies }].sort((a, b) => a.labelsPerClass - b.labelsPerClass);
    tell();
  })]);
}
