//! What the lab Generate does: new pictures and what they are near to, ways between images, sums of classes.

import { withChange } from "../app/presets.js";
import { shareOf } from "./denoise-run.js";

/**
 * @typedef {import("./lab-run.js").LabRun} LabRun
 * @typedef {import("../app/options.js").Settings} Settings
 * @typedef {import("../strings/labs-generate.js").Prior} Prior
 * @typedef {{width: number, height: number, channels: number}} Shape
 *
 * @typedef {{prior: Prior, seed: number}} Wanted
 *
 * @typedef {object} Likeness Fréchet distances from held-out images.
 * @property {number} count Images of each set.
 * @property {number} features Numbers of PCA that are compared.
 * @property {number} floor Of training images.
 * @property {{distance: number, components: number}} pca
 * @property {number} standard
 * @property {number} fitted
 *
 * @typedef {Likeness | {why: "tooLarge" | "tooFew"}} Compared
 *
 * @typedef {object} Found
 * @property {Wanted} wanted
 * @property {"plain" | "variational"} kind Of the code.
 * @property {Shape} shape
 * @property {boolean} areTrained Whether the held-out images are trained on, because there are no others.
 * @property {number} inUse Numbers of the code that vary from image to image.
 * @property {Float32Array} pictures
 * @property {{mse: number[], pictures: Float32Array}} [near] The nearest training image of each, and how far it is.
 * @property {{mean: number, count: number}} [usual] How far held-out images are from theirs.
 * @property {Compared} [compared]
 *
 * @typedef {object} Between
 * @property {number} from Held-out images.
 * @property {number} to
 * @property {Shape} shape
 * @property {Float32Array} inCode
 * @property {Float32Array} inPixels
 *
 * @typedef {object} Sum
 * @property {number[]} classes
 * @property {string[]} names Of these classes.
 * @property {number[]} counts Images of each.
 * @property {Shape} shape
 * @property {Float32Array} inCode The three means and what becomes of them.
 * @property {Float32Array} inPixels The same without a model.
 */

/** New pictures of a draw. */
const SAMPLES = 24;
/** Held-out images whose nearest training image is looked for. */
const USUAL = 200;
/** Pictures from one image to another. */
export const STEPS = 9;

/** Which prior suits a kind of code. @param {{bottleneck: string}} settings @returns {Prior} */
export const usualPrior = ({ bottleneck }) => (bottleneck === "variational" ? "standard" : "fitted");

/** The same model with a variational code. @param {Settings} settings */
export const variational = (settings) => withChange(settings, "bottleneck", "variational");

/**
 * @param {LabRun} run
 * @param {Wanted} wanted
 * @param {boolean} areTrained
 * @param {Pick<Found, "usual" | "compared"> | null} known What does not change with the draw, of the same model.
 */
export async function generate(run, wanted, areTrained, known) {
  const { images: { shape }, config: { bottleneck: { kind } } } = run;
  const parts = known ? { samples: 0.5, nearest: 0.5 } : { samples: 0.2, nearest: 0.1, usual: 0.2, likeness: 0.5 };
  const part = shareOf(run, /** @type {Record<string, number>} */ (parts));
  const { inUse, pictures } = await run.ask("samples", { ...wanted, count: SAMPLES }, part("samples"));
  run.found({ wanted, areTrained, kind, shape, inUse, pictures, ...known });
  run.found({ near: await run.ask("nearest", {}, { pictures, ...part("nearest") }) });
  if (known) return;
  run.found({ usual: await run.ask("usual", { count: USUAL }, part("usual")) });
  run.found({ compared: await compare(run, wanted.seed, part("likeness")) });
}

/**
 * @param {LabRun} run
 * @param {number} seed
 * @param {{progress: (share: number) => void}} options
 * @returns {Promise<Compared>}
 */
async function compare(run, seed, options) {
  try {
    const likeness = await run.ask("likeness", { seed }, options);
    return likeness.pca ? likeness : { why: "tooFew" };
  } catch (cause) {
    if (/** @type {Error} */ (cause).name !== "TooLargeError") throw cause;
    return { why: "tooLarge" };
  }
}

/**
 * Held-out images to choose from: spread over all, and others for each turn.
 * @param {number} count Of all.
 * @param {number} most
 * @param {number} turn
 */
export function choiceOf(count, most, turn) {
  const taken = Math.min(count, most);
  return Array.from({ length: taken }, (_, at) => (Math.floor((at * count) / taken) + turn) % count);
}

/** @param {LabRun} run @param {number} from @param {number} to */
export async function interpolate(run, from, to) {
  const { shape, heldOut } = run.images;
  // Other images have come meanwhile.
  if (Math.max(from, to) >= heldOut.count) return;
  run.found({ from, to, shape, ...await run.ask("interpolate", { from, to, steps: STEPS }) });
}

/** Classes of which there are held-out images. @param {string[]} classes @param {Uint8Array | null} labels */
export const classesThere = (classes, labels) =>
  classes.map((_, label) => label).filter((label) => labels?.includes(label));

/** @param {LabRun} run @param {number[]} classes a, b and c. @param {string[]} names Of these. */
export async function addClasses(run, classes, names) {
  run.found({ classes, names, shape: run.images.shape, ...await run.ask("arithmetic", { classes }) });
}
