//! What the lab "Map and features" does: the held-out images on two maps, whether neighbors stay neighbors there, and
//! how many classes two classifiers read off the code, off PCA and off the pixels.

import { MAP } from "../strings/labs-map.js";
import { shareOf } from "./denoise-run.js";

/**
 * @typedef {import("./lab-run.js").LabRun} LabRun
 * @typedef {import("./ui/cells.js").Mean} Mean
 * @typedef {import("./pool.js").KeyedModel} KeyedModel
 *
 * @typedef {"code" | "pca" | "pixels"} Space
 * @typedef {"neighbors" | "linear"} Method
 *
 * @typedef {{why: string}} Refused What there is not, and why, in a sentence.
 *
 * @typedef {object} Places Where images stand on a map.
 * @property {Float32Array} points One or two numbers an image.
 * @property {1 | 2} axes
 * @property {number} numbers Of the whole code, or of PCA.
 * @property {number | null} inUse So many of them differ from image to image; null where nobody can say, as of a
 *   single image.
 * @property {number[]} images Which of the held-out images they are.
 *
 * @typedef {Mean & {of: number, learned: number, numbers: number}} Accuracy
 * @typedef {{trustworthiness: Mean, continuity: Mean, neighbors: number, images: number}} Faithful
 * @typedef {{[space in Space]?: {[method in Method]?: Accuracy | Refused}}} Accuracies
 * @typedef {{code?: Faithful | Refused, pca?: Faithful | Refused}} Kept
 *
 * @typedef {object} Found
 * @property {import("./pool.js").KeyedImages["data"]} images
 * @property {string[]} classes
 * @property {boolean} isVariational
 * @property {Places} code
 * @property {Places | Refused} [pca]
 * @property {Kept} kept
 * @property {Accuracies} accuracies
 */

/** How much of the work each task is. */
const WORK = {
  code: 0.03, pca: 0.1, "kept code": 0.1, "kept pca": 0.1, "neighbors code": 0.03, "neighbors pca": 0.03,
  "linear code": 0.07, "linear pca": 0.07, "neighbors pixels": 0.07, "linear pixels": 0.4,
};
export const METHODS = /** @type {const} */ (["neighbors", "linear"]);
export const SPACES = /** @type {const} */ (["code", "pca", "pixels"]);

/** @param {object | undefined} result @returns {result is Refused} */
export const isRefused = (result) => result !== undefined && "why" in result;

/**
 * The result of a task, or why there is none with these images: the other tasks go on.
 * @template T
 * @param {Promise<T>} task
 * @returns {Promise<T | Refused>}
 */
export async function orWhy(task) {
  try {
    return await task;
  } catch (cause) {
    const { name, message } = /** @type {Error} */ (cause);
    if (name === "TooLargeError") return { why: MAP.tooLarge };
    if (name === "NotReadyError") return { why: `${message}.` };
    throw cause;
  }
}

/**
 * Why no classes can be read off these images, in a sentence; empty where they can.
 * @param {import("./pool.js").KeyedImages["data"]} data
 */
export function labelsRefusal({ images, heldOut }) {
  const all = [...images, heldOut].map(({ labels }) => labels);
  if (all.some((labels) => !labels)) return MAP.noLabels;
  const classes = new Set(images.flatMap(({ labels }) => [...labels ?? []]));
  return classes.size < 2 ? MAP.noLabels : "";
}

/** @param {LabRun} run @param {string[]} classes */
export async function mapAndClassify(run, classes) {
  const share = shareOf(run, WORK);
  const ask = async (/** @type {string} */ name, /** @type {string} */ task, /** @type {object} */ args) => {
    const { progress } = share(name);
    const result = await run.ask(task, args, { progress });
    progress(1);
    return result;
  };
  const { images } = run;
  /** @type {Kept} */
  let kept = {};
  /** @type {Accuracies} */
  let accuracies = {};
  const code = await ask("code", "map", { by: "code" });
  const isVariational = run.config.bottleneck.kind === "variational";
  run.found({ images, classes, isVariational, code, kept, accuracies });
  const pca = await orWhy(ask("pca", "map", { by: "pca" }));
  run.found({ pca });

  const compare = async (/** @type {"code" | "pca"} */ by) => {
    const found = await orWhy(ask(`kept ${by}`, "neighborhoods", { by, onMap: true }));
    kept = { ...kept, [by]: found };
    run.found({ kept });
  };
  const why = labelsRefusal(images);
  const classify = async (/** @type {Space} */ by, /** @type {Method} */ method) => {
    const found = why ? { why } : await orWhy(ask(`${method} ${by}`, "classify", { by, method }));
    accuracies = { ...accuracies, [by]: { ...accuracies[by], [method]: found } };
    run.found({ accuracies });
  };
  // PCA first: the worker that has it is the first one that is free.
  await Promise.all([
    compare("pca"), compare("code"),
    ...METHODS.flatMap((method) => [classify("pca", method), classify("code", method)]),
    ...METHODS.map((method) => classify("pixels", method)),
  ]);
}

/**
 * The places of images as pairs. Of one number the other axis is a row for each class; without classes the images are
 * spread over it by their order.
 * @param {Places} places
 * @param {Uint8Array | null} labels
 */
export function pairsOf({ points, axes }, labels) {
  if (axes === 2) return points;
  return Float32Array.from({ length: 2 * points.length }, (_, at) => {
    const place = at >> 1;
    if (at % 2 === 0) return points[place];
    // The golden ratio spreads them evenly, however many there are.
    const spread = ((place * 0.618034) % 1) - 0.5;
    return labels ? labels[place] + 0.7 * spread : spread;
  });
}

/**
 * The nearest others on a map, the nearest first.
 * @param {Places} places
 * @param {number} place
 * @param {number} count
 */
export function nearestOthers({ points, axes, images }, place, count) {
  const far = (/** @type {number} */ other) => {
    let sum = 0;
    for (let at = 0; at < axes; at += 1) sum += (points[axes * other + at] - points[axes * place + at]) ** 2;
    return sum;
  };
  const all = Float64Array.from(images, (_, other) => far(other));
  const others = Array.from(all.keys()).filter((other) => other !== place);
  return others.sort((a, b) => all[a] - all[b] || a - b).slice(0, count);
}

/**
 * Whether two means differ at 95 %: they are further apart than √(h² + k²), where h and k are how far the interval of
 * each reaches toward the other. Errors that are independent add up so (Cumming 2009, "Inference by eye: reading the
 * overlap of independent confidence intervals"). The ends that face each other count, so that it also holds near 0 and
 * 1, where intervals are lopsided (Newcombe 1998, method 10). Without an interval nobody can say.
 * @param {Mean} a
 * @param {Mean} b
 */
export function differ(a, b) {
  const [less, more] = a.mean < b.mean ? [a, b] : [b, a];
  if (!less.interval || !more.interval) return false;
  return more.mean - less.mean > Math.hypot(less.interval[1] - less.mean, more.mean - more.interval[0]);
}
