//! What the lab "Find the odd one out" does: a model of normal images judges the held-out ones, beside its rivals.

import { ODD } from "../strings/labs-odd-one-out.js";

/** @typedef {import("./lab-run.js").LabRun} LabRun */
/** @typedef {import("./pool.js").KeyedImages["data"]} Data */
/** @typedef {{width: number, height: number, channels: number}} Shape */

/**
 * @typedef {{auc: number, interval: [number, number]}} Separation
 * @typedef {[falseAlarms: number, recall: number][]} Roc
 * @typedef {Separation & {roc: Roc}} Rival
 * @typedef {{pca: (Rival & {components: number}) | null, mean: Rival, nearest: Rival}} Rivals
 *
 * @typedef {object} Curve What is known at every threshold, the strictest first; the first one, above all scores, is
 *   null. Recall is null where there are no odd images, precision where none is called odd.
 * @property {(number | null)[]} thresholds
 * @property {number[]} falseAlarms
 * @property {number[]} below The share of the normal images with a lower score.
 * @property {(number | null)[]} recall
 * @property {(number | null)[]} precision
 *
 * @typedef {{from: number, to: number, normal: number[], odd: number[]}} Bars As shares of their groups.
 *
 * @typedef {object} Judged
 * @property {"error" | "elbo" | "unlikeness"} score How the model scores.
 * @property {number[]} scores Of all held-out images.
 * @property {number[]} normal Which of them are normal.
 * @property {Curve} curve
 * @property {number | null} threshold To begin with.
 * @property {Bars} histogram
 * @property {boolean} isWhole Whether all are normal.
 * @property {Separation} [separation]
 * @property {Roc} [roc]
 * @property {Separation} [byError]
 * @property {number[][]} shown The oddest and the most missed odd images, the oddest normal ones; or, where all are
 *   normal, the oddest and the most usual.
 * @property {Float32Array} pictures Their reconstructions.
 *
 * By what images are scored: what the model was trained to lower, or how unlike the reconstruction is.
 * @typedef {"loss" | "unlikeness"} By
 *
 * @typedef {object} Found
 * @property {Judged} [judged]
 * @property {Rivals} [rivals]
 * @property {Uint8Array} weights Of the model that judges.
 * @property {Data} images
 * @property {string[]} classes
 * @property {By} by
 * @property {Wanted} wanted What it was asked for.
 * @property {boolean} areTrained Whether the held-out images are trained on, because there are no others.
 *
 * @typedef {object} Wanted
 * @property {number[] | null} normal The classes that are; null for the whole set.
 * @property {"page" | "own"} model
 * @property {number} epochs
 * @property {By} by
 */

/** Bounds of the epochs. */
export const EPOCHS = { least: 1, most: 1000 };
/** Epochs of one class alone, and of many. */
const [ALONE, MANY] = [60, 8];
/** The share of a run that is the model's. */
const MODEL = 0.85;

/** Epochs to begin with: about as many steps however many classes there are. @param {number} classes */
export const usualEpochs = (classes) => Math.max(MANY, Math.round(ALONE / Math.max(1, classes)));

/**
 * Why these groups cannot be told apart, in a sentence; empty where they can.
 * @param {Wanted} wanted
 * @param {{classes: string[], training: (Uint8Array | null)[], heldOut: Uint8Array | null}} set The labels, block by
 *   block.
 */
export function refusalOf({ normal, model, epochs }, { classes, training, heldOut }) {
  const words = ODD.refusals;
  const isTrained = normal !== null || model === "own";
  if (isTrained && !(Number.isInteger(epochs) && epochs >= EPOCHS.least && epochs <= EPOCHS.most)) {
    return words.epochs(EPOCHS.least, EPOCHS.most);
  }
  if (normal === null) return "";
  if (classes.length < 2 || !heldOut || training.some((labels) => !labels)) return words.noLabels;
  if (normal.length === 0) return words.noClass;
  if (normal.length === classes.length) return words.allClasses;
  const names = (/** @type {number[]} */ some) => some.map((label) => classes[label]);
  const untrained = normal.filter((label) => !training.some((labels) => labels?.includes(label)));
  if (untrained.length > 0) return words.noTraining(names(untrained));
  const unjudged = normal.filter((label) => !heldOut.includes(label));
  if (unjudged.length > 0) return words.noHeldOut(names(unjudged));
  return heldOut.every((label) => normal.includes(label)) ? words.noOdd : "";
}

/**
 * @param {LabRun} run
 * @param {Wanted} wanted
 * @param {Pick<Found, "classes" | "areTrained">} set
 * @param {Uint8Array | null} saved The page's model, where it is to judge.
 */
export async function findOdd(run, wanted, set, saved) {
  const { normal, epochs, by } = wanted;
  const { images } = run;
  /** @type {Promise<Rivals> | null} */
  let rivals = null;
  let [own, theirs] = [0, 0];
  const tell = () => run.progress(rivals ? MODEL * own + (1 - MODEL) * theirs : own);
  const told = (/** @type {number} */ share) => {
    own = share;
    tell();
  };
  const begun = saved
    ? run.ask("whole", { by }, { model: run.keyed(saved), progress: told })
    : run.ask("train", { config: run.config, normal, epochs, by }, { progress: told });
  if (normal) {
    rivals = run.ask("rivals", { normal, by }, {
      progress: (share) => {
        theirs = share;
        tell();
      },
    });
    // Where the model fails, its failure is the one that is told.
    rivals.catch(() => {});
  }
  const { weights = saved, ...judged } = await begun;
  told(1);
  run.found({ judged, weights, images, by, wanted, ...set });
  if (rivals) run.found({ rivals: await rivals });
}

/** @param {Shape} a @param {Shape} b */
export const sameSize = (a, b) => a.width === b.width && a.height === b.height && a.channels === b.channels;

/**
 * Scores pictures with the model that judged.
 * @param {LabRun} run
 * @param {Found} found
 * @param {Uint8Array} bytes One picture after the other.
 * @returns {Promise<{scores: number[], reconstructions: Float32Array}>}
 */
export async function scorePictures(run, { weights, by, images: { shape } }, bytes) {
  if (!sameSize(shape, run.images.shape)) {
    throw Object.assign(new Error(ODD.refusals.otherSize), { name: "LabError" });
  }
  const pictures = Float32Array.from(bytes, (byte) => byte / 255);
  return run.ask("score", { by }, { pictures, model: run.keyed(weights), progress: (share) => run.progress(share) });
}

/**
 * What happens if scores of at least `threshold` are called odd: looked up, since every case is in the curve.
 * @param {Curve} curve
 * @param {number} threshold
 */
export function atThreshold({ thresholds, falseAlarms, below, recall, precision }, threshold) {
  // The last place whose threshold is not below this one.
  let [low, high] = [0, thresholds.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((thresholds[middle] ?? Infinity) >= threshold) low = middle;
    else high = middle - 1;
  }
  return { falseAlarms: falseAlarms[low], below: below[low], recall: recall[low], precision: precision[low] };
}

/**
 * The rival that tells the groups apart best.
 * @param {Rivals} rivals
 * @returns {import("../strings/labs-odd-one-out.js").Best}
 */
export function bestRival({ pca, mean, nearest }) {
  const names = ODD.rivals(pca?.components);
  const all = [...(pca ? [{ name: names.pca, ...pca }] : []), { name: names.mean, ...mean },
    { name: names.nearest, ...nearest }];
  const { name, auc, interval } = all.reduce((best, one) => (one.auc > best.auc ? one : best));
  return { name, auc, interval };
}
