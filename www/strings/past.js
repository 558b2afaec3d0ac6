//! Words of the time line, fetched with it.

import { count } from "../draw/format.js";

export const PAST = {
  title: "Time line",
  slider: "Show the model as it was at an earlier step",
  invite: "Drag back to see it as it was",
  /** @param {number} step @param {number} last */
  value: (step, last) => `Step ${count(step)} of ${count(last)}`,
  /** @param {number} last */
  now: (last) => `Now, step ${count(last)}`,
  /** @param {number | null} shown @param {number} wanted */
  coming: (shown, wanted) => (shown === null ? `To step ${count(wanted)} …`
    : `Step ${count(shown)} → ${count(wanted)} …`),
  /** @param {number} step */
  was: (step) => `As it was at step ${count(step)}`,
  /** @param {number} step */
  shows: (step) => `The figures show step ${count(step)}.`,
  back: "The figures show now.",
  /** @param {number} step */
  begins: (step) => `Begins at step ${count(step)}, where this run came`,
  few: "A large model: few states are kept, so most steps take longer",
  refused: "Memory is short: few states are kept, so most steps take longer",
  help: "Dragging back shows the hourglass, the map, the reconstructions and the drawing as they were; letting go "
    + "returns to now. A second copy of the model trains the same steps again from the nearest kept state. "
    + "By keyboard: arrows go back, Escape returns.",
  /** @param {number} step */
  show: (step) => `Show step ${count(step)}`,
  goOn: "Go on from here",
  forget: "Remove the mark",
  mark: "The marked step",
  /** @param {number} step */
  wentOn: (step) => `Back at step ${count(step)}, from where it can go on.`,
  /** @param {number} step */
  wentOnBeside: (step) => `Back at step ${count(step)}, from where it can go on; the run before stays as a gray curve.`,
  /** @param {string} why */
  failed: (why) => `The model as it was cannot be shown: ${why}`,
  died: "The copy that shows the model as it was has ended. The model itself is unharmed; drag back to try again.",
  off: {
    compared: "Not while two models are compared",
    coming: "Another model is on its way",
    slow: "Not while a step is shown in slow motion",
    images: "Once all images are here",
    untrained: "Once it has trained a step",
    large: "This model is too large for its earlier states to be kept",
  },
  trails: {
    button: "Trails",
    title: "Lines along which points of the map have come",
    off: "No trails: the map's axes are principal components, which turn while it trains. Choose two numbers of the "
      + "code as its axes.",
  },
};
