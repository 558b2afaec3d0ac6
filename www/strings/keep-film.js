//! Words of the film of the training, fetched with it.

import { count, error } from "../draw/format.js";
import { size } from "./keep.js";

export const FILM = {
  title: "Film of the training",
  about: "A second copy of the model trains the same steps again, and each frame shows it at one of them. "
    + "Your run goes on meanwhile.",
  what: "What it shows",
  whats: { whole: "Whole figure", map: "Latent map", pairs: "Reconstructions" },
  which: "Which steps",
  again: "From the beginning to now",
  next: (/** @type {number} */ steps) => `The next ${count(steps)}`,
  format: "File",
  formats: { video: "Video", gif: "GIF" },
  make: "Make the film",
  cancel: "Cancel",
  save: "Save the film",
  progress: "How far the film is",
  /** @param {number} step @param {number} last @param {number | null} seconds */
  far: (step, last, seconds) => {
    const left = seconds !== null && seconds < 1.5 ? "about a second" : `about ${Math.round(seconds ?? 0)} seconds`;
    return `Step ${count(step)} of ${count(last)}${seconds === null ? "" : `, ${left} left`}`;
  },
  /**
   * @param {string} ending
   * @param {number} seconds
   * @param {number} bytes
   * @param {number} width
   * @param {number} height
   */
  facts: (ending, seconds, bytes, width, height) =>
    `${ending.toUpperCase()}, ${seconds.toFixed(1)} seconds, ${width} × ${height} pixels, ${size(bytes)}.`,
  /** @param {number} step @param {string} loss In full. */
  same: (step, loss) => `It shows the run itself: at its end the training loss of the batch of step ${count(step)} is `
    + `${loss}, in the film as in the run, the same to the last bit.`,
  /** @param {number} step @param {number} loss @param {number} wanted */
  other: (step, loss, wanted) => `At step ${count(step)} the training loss of its batch is ${error(loss)}, while in `
    + `the run it was ${error(wanted)}: the images have changed since.`,
  /** @param {number} from @param {number} to */
  onward: (from, to) => `It shows a copy of the weights that trained on from step ${count(from)} to ${count(to)}.`,
  /** @param {number} step */
  diverged: (step) => `Training diverged after step ${count(step)}, and there the film ends.`,
  cancelled: "The film was given up; nothing else has changed.",
  closesIt: "Closing this gives up a film that is being made.",
  untrained: "There is nothing to film yet: it comes with the first training step.",
  incomplete: "The images are still arriving; the film can be made once all are there.",
  noRecipe: {
    loaded: "This run began in a file or from weights of before, so its beginning cannot be made again.",
    diverged: "This run has diverged, so its beginning cannot be made again.",
    died: "This run went on after its worker was lost, so its beginning cannot be made again.",
    changing: "The model is just being changed.",
  },
  none: "This browser can make neither a video nor a GIF.",
  alone: "The film is of the first of the two models.",
  /** @param {string} why */
  failed: (why) => `The film could not be made: ${why}`,
  noRoom: "the file became too large.",
  encoder: "the browser's encoder gave up.",
  preview: "The film",
  play: "Play",
  stop: "Stop",
  /** What stands over the pictures. @param {string} pack @param {string} kind @param {number} code */
  headline: (pack, kind, code) =>
    `${pack}, ${kind}, ${code === 1 ? "a code of one number" : `a code of ${count(code)} numbers`}`,
  step: "step",
  heldOut: "held-out error",
};
