//! What is said in the lab "Map and features".

import { count } from "../draw/format.js";
import { heldOutImages } from "./labs.js";

/** A share in percent. @param {number} share */
const percent = (share) => `${(100 * share).toFixed(1)}\u00a0%`;
/** @param {number} value */
const part = (value) => value.toFixed(3);
/** @param {number} n */
const numbers = (n) => (n === 1 ? "1 number" : `${count(n)} numbers`);

/**
 * Who wins, and whether that can be told.
 * @typedef {{ours: number, theirs: number, isEqual: boolean}} Duel
 */

/** @param {Duel} duel @param {(value: number) => string} text */
function outcome({ ours, theirs, isEqual }, text) {
  if (isEqual) return `the code and PCA cannot be told apart: ${text(ours)} and ${text(theirs)}.`;
  return ours > theirs
    ? `the code is ahead: ${text(ours)} against PCA's ${text(theirs)}.`
    : `PCA wins: ${text(theirs)} against the code's ${text(ours)}.`;
}

export const MAP = {
  about: "A code is a short description: as a map it shows which images are alike, and as features what they are.",
  run: "Map the held-out images",
  again: "Map them again",
  suits: "A code of 2 numbers is itself the map; longer ones know more.",
  use: "Use 2 numbers",
  picture: "Images become points on a map, and those of a class lie together.",

  percent, part,
  maps: { code: "By the auto-encoder", pca: "By PCA" },
  file: "features",
  /** @param {number} numbers */
  codeAxes: (numbers) => (numbers === 1 ? "its one number, a row for each class"
    : numbers === 2 ? "its two numbers, as they are"
      : `the first two principal components of its ${count(numbers)} numbers`),
  /** @param {number} axes */
  pcaAxes: (axes) => (axes === 1 ? "its first number, a row for each class" : "its first two numbers"),
  /** @param {number} numbers @param {number} axis From 0 on. */
  codeAxis: (numbers, axis) => `${numbers > 2 ? "component" : "code"} ${axis + 1}`,
  /** @param {number} axis From 0 on. */
  pcaAxis: (axis) => `PCA ${axis + 1}`,
  classes: "class",
  classChoice: "Press a class to see it alone on both maps; press it again to see all.",
  waiting: "On its way …",
  /** Why a map is missing. */
  ended: { cancelled: "Stopped before this map came.", failed: "The run failed before this map came." },
  /** @param {number} n @param {string} map @param {string} axes */
  alt: (n, map, axes) => `${heldOutImages(n)} as ${n === 1 ? "a point" : "points"}. ${map}: ${axes}.`,
  hint: "Point at an image on one map: it is marked on both, with its five nearest on the map that you point at.",
  keys: "Arrow keys go from image to image, with Shift in larger steps. Escape lets go.",
  /** @param {number} idx @param {string} name */
  image: (idx, name) => (name ? `Held-out image ${count(idx + 1)}: ${name}` : `Held-out image ${count(idx + 1)}`),
  near: { code: "Nearest on the auto-encoder's map", pca: "Nearest on PCA's map" },
  nearest: "Its nearest images on either map",
  /** @param {number} same @param {number} all */
  same: (same, all) => `${same} of ${all} of its class`,
  /** @param {string} image @param {[code: string, pca: string]} near */
  said: (image, near) => `${image}. Nearest on the auto-encoder's map: `
    + `${near[0] || "none"}. On PCA's map: ${near[1] || "none"}.`,

  collapsed: "The code is the same for every image, so the map and the features below show nothing. "
    + "Train again with a lower learning rate or another seed.",
  /** @param {number} inUse @param {number} all */
  inUse: (inUse, all) => `Of the code's ${count(all)} numbers `
    + `${inUse === 1 ? "1 differs" : `${count(inUse)} differ`} from image to image; `
    + `${all - inUse === 1 ? "the other is" : "the others are"} idle.`,

  noLabels: "The accuracies need images with labels of two classes or more. These have one class, or none.",
  tooLarge: "These images are too large for PCA.",

  table: "The code, PCA and the pixels as features",
  columns: [
    "by", "features: 5 nearest neighbors", "features: linear classifier", "map: trustworthiness", "map: continuity",
  ],
  rows: { code: "Auto-encoder", pca: "PCA", pixels: "Pixels" },
  /**
   * @param {string} name
   * @param {number | undefined} size Numbers of its features.
   * @param {number} [axes] Of its map, where there is one.
   */
  row: (name, size, axes = size) => (size === undefined ? name
    : axes === size ? `${name}, ${numbers(size)}` : `${name}, ${numbers(size)}, ${axes} on the map`),
  pending: "…",
  none: "–",
  /** In the place of a number that the run did not come to. */
  missing: { cancelled: "stopped", failed: "failed" },
  /** @param {number} learned @param {number} judged */
  learned: (learned, judged) =>
    `Both classifiers learn from ${count(learned)} training images, the same for all three, and are judged by `
    + `${heldOutImages(judged)}.`,
  /** @param {number} images @param {number} neighbors */
  compared: (images, neighbors) =>
    `Trustworthiness and continuity compare the ${neighbors} nearest of each of ${count(images)} images on the map with `
    + "those by their pixels.",

  /** @param {Duel} duel */
  byNeighbors: (duel) => `As features for 5 neighbors, ${outcome(duel, percent)}`,
  /** @param {Duel} duel */
  byLinear: (duel) => `For a linear classifier, ${outcome(duel, percent)}`,
  /** @param {Duel} duel */
  byPixels: ({ ours, theirs, isEqual }) => (isEqual
    ? `The code and the pixels themselves cannot be told apart: 5 neighbors get ${percent(ours)} and ${percent(theirs)}.`
    : ours > theirs ? `The pixels themselves know less: 5 neighbors get ${percent(theirs)}.`
      : `The pixels themselves know more: 5 neighbors get ${percent(theirs)}.`),
  /** @param {Duel} duel */
  byTrust: (duel) => `As maps, by trustworthiness, ${outcome(duel, part)}`,
  /** @param {Duel} duel */
  byContinuity: (duel) => `As maps, by continuity, ${outcome(duel, part)}`,

  sweep: {
    title: "Features against the code size",
    about: "Trains a model for each code size in the background, and sets its whole code against PCA with as many numbers.",
    run: "Train other code sizes",
    again: "Train them again",
    x: "numbers in the code",
    measure: "Measure",
    measures: {
      neighbors: "5 nearest neighbors", linear: "Linear classifier",
      trustworthiness: "Trustworthiness of the whole code", continuity: "Continuity of the whole code",
    },
    y: {
      neighbors: "accuracy of 5 neighbors", linear: "accuracy of a linear classifier",
      trustworthiness: "trustworthiness of the whole code, k = 12",
      continuity: "continuity of the whole code, k = 12",
    },
    file: "features-by-size",
    table: "All of them as a table",
    columns: [
      "by", "5 nearest neighbors", "linear classifier", "trustworthiness of the whole code",
      "continuity of the whole code",
    ],
    ways: { code: "Auto-encoder", pca: "PCA" },
    /** @param {number} done @param {number} all */
    done: (done, all) => `${done} of ${all} models trained and measured`,
    /** @param {string} way @param {number} size @param {string} value */
    point: (way, size, value) => `${way}, ${numbers(size)}: ${value}`,
  },
};
