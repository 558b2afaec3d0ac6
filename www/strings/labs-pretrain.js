//! What is said in the lab Pre-train.

import { heldOutImages } from "./labs.js";

/** @param {number} share */
const percent = (share) => `${(100 * share).toFixed(1)}\u00a0%`;
/** @param {number} share */
const points = (share) => `${(100 * Math.abs(share)).toFixed(1)} points`;
/** @param {number} n */
const labels = (n) => (n === 1 ? "1 label a class" : `${n} labels a class`);

/** So few images judge too little. */
const FEW = 50;

export const PRETRAIN = {
  about: "The encoder has learned from images without labels. Does a classifier that begins with it need fewer labels?",
  run: "Train the classifiers",
  again: "Train them again",
  suits: "A code of 16 to 64 numbers suits this: two numbers hold too little of a class.",
  use: "Use 32 numbers",
  picture: "An image becomes a code, and the code a class.",

  collapsed: "All images have about the same code, so it tells no classes apart. Train longer, or with another " +
    "learning rate.",

  variants: "Of your own pictures each variant counts as an image with a label.",
  counts: "Labels a class",
  percent, labels,

  verdict: {
    /** @param {number} n @param {number} tuned @param {number} scratch */
    start: (n, tuned, scratch) => `With ${labels(n)} the pre-trained encoder finds the class of ` +
      `${percent(tuned)} of the images, one from scratch of ${percent(scratch)}`,
    /** @param {number} gain */
    helps: (gain) => `: pre-training is worth ${points(gain)}.`,
    /** @param {number} loss */
    hurts: (loss) => `: here pre-training costs ${points(loss)}.`,
    same: ": no difference.",
    open: ". The draws differ by more than that, so they do not say which is better.",
    early: ". That is one draw; the others will say how far to trust it.",
    /** @param {string} name @param {number} share */
    best: (name, share) => `Best here: ${name}, ${percent(share)}.`,
  },

  table: "Held-out images whose class is found",
  file: "few-labels",
  columns: ["classifier", "right class", "what learns"],
  rows: {
    scratch: "From scratch", frozen: "Frozen encoder", tuned: "Tuned encoder", pca: "PCA",
    spread: "Spread by code", spreadPca: "Spread by PCA",
  },
  notes: {
    scratch: "the same layers, from random weights",
    frozen: "only the last layer, on the code",
    tuned: "the trained encoder goes on learning",
    /** @param {number} components */
    pca: (components) => `only the last layer, on ${components} coordinates`,
    spread: "nothing: labels go from neighbor to neighbor, by code",
    spreadPca: "nothing: the same, by PCA's coordinates",
    tooLarge: "these images are too large for it",
  },
  /** @param {number} draws @param {number} steps @param {number} heldOut */
  judged: (draws, steps, heldOut) => `${draws === 1 ? "1 draw" : `${draws} draws`} of labels, the same ` +
    `for all; ${steps} steps for each of the four that learn, in the same order. Judged on ${heldOutImages(heldOut)}` +
    `${heldOut < FEW ? ", which are too few to say much" : ""}.`,

  pair: {
    title: "How fast the two learn",
    note: "Training loss of the first draw: lower is nearer to knowing the few labeled images by heart. " +
      "Whether that is worth anything, the held-out images tell.",
    file: "few-labels-loss",
    x: "training step",
    y: "cross-entropy in nats",
  },

  sweep: {
    title: "Accuracy against labels",
    about: "The same for each number of labels, in the background. It takes a while, and you can go on meanwhile.",
    run: "Train for all numbers of labels",
    again: "Train for all again",
    file: "labels-accuracy",
    x: "labels a class",
    y: "right class, % of the images",
    columns: [
      "labels a class", "from scratch", "frozen encoder", "tuned encoder", "PCA", "spread by code", "spread by PCA",
    ],
    table: "As a table",
    /** @param {number} done @param {number} all */
    done: (done, all) => `The classifiers of ${done} of ${all} numbers of labels are trained.`,
    /** @param {number[]} counts @param {string} why */
    leftOut: (counts, why) => `Left out: ${counts.join(", ")}. ${why}`,
    /** @param {string} name @param {number} n @param {number} share */
    point: (name, n, share) => `${name}, ${labels(n)}: ${percent(share)}`,
  },

  refusals: {
    noLabels: "These images have no labels, so there are no classes to find. " +
      "Compress, Denoise and Generate need none.",
    oneClass: "All training images are of one class, and a classifier needs at least two. " +
      "Compress, Denoise and Generate need none.",
    /** @param {string} name @param {number} size */
    tooFew: (name, size) => `The class ${name} has only ${size === 1 ? "1 training image" : `${size} training images`}. ` +
      "Choose fewer labels.",
  },
};
