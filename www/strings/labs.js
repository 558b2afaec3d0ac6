//! What is said in the labs. Fetched with them.

import { count } from "../draw/format.js";

/** @param {number} n */
export const heldOutImages = (n) => (n === 1 ? "1 held-out image" : `${count(n)} held-out images`);

/** @param {number} seconds */
function duration(seconds) {
  if (seconds < 1.5) return "about a second";
  if (seconds < 90) return `about ${Math.round(seconds)} s`;
  return `about ${Math.round(seconds / 60)} min`;
}

export const LABS = {
  choose: "Labs",
  /** @type {Record<string, {title: string}>} */
  titles: {
    compress: { title: "Compress" },
    denoise: { title: "Denoise" },
    "odd-one-out": { title: "Find the odd one out" },
    generate: { title: "Generate" },
    pretrain: { title: "Pre-train" },
    map: { title: "Map and features" },
  },
  hold: "Pause training while a lab works",
  busy: "At work",
  missing: "This lab could not be loaded. Choose it again; if it still does not come, load the page anew.",

  cancel: "Stop",
  progress: "Progress",
  left: (/** @type {number} */ seconds) => `${duration(seconds)} left`,
  train: "Train it",
  copy: "Copy",
  copied: "Copied",
  notCopied: "Not allowed here",
  /** Of a 95 % interval. */
  ends: ["low", "high"],
  csv: "Save as CSV",
  png: "Save as PNG",

  notYet: "The images are still on their way. Try again in a moment.",
  noHeldOut: "A lab judges by held-out images, and there are none.",
  untrained: "This model is still untrained: there is nothing to see yet.",
  sameHeldOut: "There are too few images to hold any out: these are the ones that are trained on.",
  cancelled: "Stopped. What had come by then is kept.",
  cancelledEarly: "Stopped.",
  changed: "The change stopped this. What had come by then is kept.",
  changedEarly: "The change stopped this before anything had come.",
  lost: "The lab's worker stopped unexpectedly, and so did the one in its place. Try it again, or load the page anew.",
  others: "This was found with other choices than those above.",
  stale: "The images or the model were changed since. This is of the ones before.",
  older: (/** @type {number} */ then, /** @type {number} */ now) =>
    `This is of step ${count(then)}; the model is now at step ${count(now)}.`,

  words: "What the words mean",
  /** @type {Record<string, [name: string, meaning: string]>} */
  terms: {
    heldOut: ["held-out images", "images that the model is never trained on, so that it cannot know them by heart"],
    psnr: ["PSNR", "closeness in decibels: 10 · log₁₀(1 / mean squared error); 3 dB more are half the error"],
    ssim: ["SSIM", "likeness as an eye judges it: brightness, contrast and structure in small windows; 1 is the same"],
    interval: ["95 %: … to …", "where the mean would lie for other images of the same kind, in 95 of 100 cases"],
    pca: ["PCA", "the best that a linear method can do: each image as a mix of the same few pictures"],
    bits: ["bytes an image", "common values take fewer bits than rare ones: a file is smaller than numbers × bits"],
    top: ["the bar on top", "sets the model against PCA with as many numbers, unrounded; here both have as many bytes"],
    median: ["median filter", "each pixel becomes the middle value of its neighbors"],
    gaussian: ["Gaussian filter", "a blur: each pixel becomes a weighted mean of its neighbors, σ pixels wide"],
    tv: ["total variation", "the nearest picture that changes little from pixel to pixel; the weight says how little"],
    guess: ["nearer in dB", "not always right: a model may draw another digit, the nearest that it knows"],
    auc: ["AUC", "how often an odd image scores higher than a normal one: 1 is always, 0.5 is guessing"],
    recall: ["recall, precision", "the share of the odd ones that are found; the share of those called odd that are"],
    prior: ["where codes are drawn from", "the distribution of new codes, also called the prior"],
    frechet: ["Fréchet distance", "of two sets: how far their means and covariances are apart; 0 is the same"],
    scratch: ["from scratch", "the encoder's layers with fresh random weights, as if there were no images without labels"],
    tuned: ["tuned", "the trained encoder, which goes on learning together with the last layer"],
    spread: ["spread", "the few labels go from neighbor to neighbor among all training images; no layer learns"],
    drawInterval: ["95 %: … to …", "where the mean over all possible draws would lie, in 95 of 100 cases"],
    draw: ["draw", "a choice of the few images whose labels are told; another choice gives another accuracy"],
    neighbors: ["5 nearest neighbors", "an image gets the class that most of its 5 nearest training images have"],
    linear: ["linear classifier", "planes between the classes (logistic regression): what a code lays open"],
    trustworthiness: ["trustworthiness", "whether neighbors on the map, or by the whole code, are neighbors by their "
      + "pixels: 1 is always, about 0.5 is chance (Venna and Kaski, k = 12)"],
    continuity: ["continuity", "the other way round: whether neighbors by their pixels stay so"],
    threshold: ["threshold", "it begins where at most 5 % of the normal images are called odd"],
  },

  /** @param {string} low @param {string} high */
  interval: (low, high) => `95 %: ${low} to ${high}`,
  original: "original",
};
