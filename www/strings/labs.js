//! What is said in the labs. Fetched with them.

import { count } from "../draw/format.js";

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
  },
  hold: "Pause training while a lab works",
  missing: "This lab could not be loaded. Choose it again to try once more.",

  cancel: "Stop",
  progress: "Progress",
  left: (/** @type {number} */ seconds) => `${duration(seconds)} left`,
  train: "Train it",
  copy: "Copy",
  csv: "Save as CSV",
  png: "Save as PNG",

  notYet: "The images are still on their way. Try again in a moment.",
  noHeldOut: "A lab judges by held-out images, and there are none.",
  untrained: "This model is still untrained: there is nothing to see yet.",
  sameHeldOut: "There are too few images to hold any out: these are the ones that are trained on.",
  cancelled: "Stopped. What had come is kept.",
  changed: "The images or the model were changed, so this was stopped. What had come is kept.",
  stale: "The images or the model were changed since. This is of the ones before.",
  older: (/** @type {number} */ then, /** @type {number} */ now) =>
    `This is of step ${count(then)}; the model is now at step ${count(now)}.`,

  /** @param {string} low @param {string} high */
  interval: (low, high) => `95 %: ${low} to ${high}`,
  original: "original",
  model: "auto-encoder",
};
