//! What is said in the lab Generate.

import { count, error } from "../draw/format.js";
import { heldOutImages } from "./labs.js";

/** A distance of sets: three digits that count, and nothing but rounding is 0. @param {number} value */
const distance = (value) => (value >= 999.5 ? count(value) : value < 1e-6 ? "0" : value.toPrecision(3));

/** @param {{count: number, mean: number}} ours */
const newOnes = ({ count: all, mean }) => `${all} new pictures are on average ${error(mean)} from their nearest `
  + "training image";

/** @param {number} n */
const numbers = (n) => (n === 1 ? "1 number" : `${n} numbers`);

/** @typedef {"standard" | "fitted"} Prior */

const RUN = "Draw new pictures";

export const GENERATE = {
  about: "The decoder draws codes that no image has. Beside each new picture stands the training image nearest to it, "
    + "so that copies are seen.",
  run: RUN,
  again: "Draw others",
  suits: "A variational code suits this: training holds it to the distribution that codes are drawn from.",
  use: "Use a variational code",
  picture: "From a cloud of codes a new one is drawn, and becomes an image.",

  prior: "Where codes are drawn from",
  /** @type {Record<Prior, string>} */
  priors: { fitted: "Gaussian of the codes", standard: "Standard normal" },
  why: {
    plain: "The two differ because nothing holds a plain code to a place: the standard normal may miss where the codes "
      + "lie. The Gaussian has their mean and covariance, but not their shape, so some draws still fall between them.",
    variational: "Training pulls a variational code towards the standard normal, so that is where to draw from. The "
      + "Gaussian has the mean and covariance that the codes came to have: the nearer the two, the better the pull "
      + "has worked.",
  },
  collapsed: "All images have about the same code, so all new pictures are about the same. Train longer, or with "
    + "another learning rate.",

  title: "New pictures, each above its nearest training image",
  grid: "New pictures",
  /** @param {number} idx @param {number | undefined} mse */
  sample: (idx, mse) => `New picture ${idx + 1}`
    + `${mse === undefined ? "" : `, with its nearest training image, ${error(mse)} away`}`,
  distances: "The number is the mean squared error between the two, a pixel.",
  /** @param {{count: number, mean: number, least: number}} ours @param {{mean: number, count: number}} usual */
  copies: (ours, usual) =>
    `${newOnes(ours)}, and ${heldOutImages(usual.count)} ${error(usual.mean)}. Of the new ones the nearest is `
    + `${error(ours.least)} away. A copy would be near 0, and a blurred picture is nearer to all others than a sharp `
    + "one.",
  /** Where the held-out images are trained on. @param {{count: number, mean: number, least: number}} ours */
  alone: (ours) =>
    `${newOnes(ours)}, and the nearest of them is ${error(ours.least)} away. No images are held out, so nobody can say `
    + "how far apart real ones are.",

  table: "How near new pictures are to held-out images as a set",
  columns: ["pictures", "Fréchet distance (lower is nearer)", "drawn from"],
  rows: { ours: "Auto-encoder", pca: "PCA", real: "Real images" },
  notes: {
    fitted: "the Gaussian of its codes",
    standard: "the standard normal",
    real: "training images: the floor",
    /** @param {number} n */
    pca: (n) => `the Gaussian of ${numbers(n)} of PCA`,
  },
  distance,
  /** @param {number} images @param {number} features */
  compared: (images, features) =>
    `${count(images)} pictures of each, in ${numbers(features)} of PCA. The distance compares means and covariances of `
    + "linear features only, which PCA's Gaussian has by construction: whether a picture is a digit or a blur it does "
    + "not see. Look at the pictures too.",
  sameFloor: "The floor is 0 because the images that are compared are the same.",
  few: "So few images make all distances large, the floor's too.",
  tooLarge: "These images are too large for PCA, in whose numbers sets are compared. So there is no distance.",
  tooFew: "Sets can be compared from two held-out images on.",

  /** @param {number} ours @param {number} pca @param {number} floor */
  verdict(ours, pca, floor) {
    const real = `Real images have ${distance(floor)}.`;
    if (distance(ours) === distance(pca)) {
      return `As a set the auto-encoder's pictures and PCA's are equally near to real ones: ${distance(ours)}. ${real}`;
    }
    const [low, high] = [Math.min(ours, pca), Math.max(ours, pca)].map(distance);
    const said = ours < pca
      ? "As a set the auto-encoder's pictures are nearer to real ones than PCA's:"
      : "PCA wins: as a set its pictures are nearer to real ones than the auto-encoder's,";
    return `${said} ${low} against ${high}. ${real}`;
  },

  between: {
    title: "From one image to another",
    about: "The way from one held-out image to another. Press two to choose others: the first is where it begins, the "
      + "second where it ends.",
    hint: `Press “${RUN}” above to see it, or an image here.`,
    images: "Held-out images",
    from: "from",
    to: "to",
    /** @param {number} idx @param {string} name @param {string} end */
    image: (idx, name, end) => `Image ${idx + 1}${name ? `, ${name}` : ""}${end ? `, ${end}` : ""}`,
    others: "Other images",
    ways: "The way through the code and through pixels",
    rows: { inCode: "through the code", inPixels: "through pixels" },
    notes: { inCode: "decoded", inPixels: "laid over each other" },
    tooFew: "It takes two held-out images.",
  },

  sum: {
    title: "Arithmetic of classes",
    about: "The mean code of each class, decoded, and what becomes of a − b + c; below it the same sum of the images "
      + "themselves, without a model.",
    hint: `Press “${RUN}” above to see it, or choose another class here.`,
    rows: { inCode: "in codes", inPixels: "in pixels" },
    /** @param {string} way @param {string} caption */
    picture: (way, caption) => `${caption}, ${way}`,
    noLabels: "Arithmetic needs labels of two classes at least, and these images have none, or only one. All else "
      + "works without.",
    oneClass: "Arithmetic needs held-out images of two classes at least. All else works without.",
    terms: ["a", "b", "c"],
    signs: ["", "−", "+", "="],
    /** @param {string[]} names */
    result: ([a, b, c]) => `${a} − ${b} + ${c}`,
    /** @param {string} name @param {number} images */
    mean: (name, images) => `${name}: mean of ${count(images)}`,
  },
};
