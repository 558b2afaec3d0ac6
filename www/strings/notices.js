//! What the page says at its lower edge: faults with a way out, and calm remarks.

import { count, rate } from "../draw/format.js";

export const NOTICES = {
  region: "Messages",
  close: "Close",
  again: "Try again",
  reload: "Reload the page",
  goOn: "Go on anyway",
  startOver: "Reset",
  plateau: "The held-out error has stopped falling, so training has stopped.",
  restart: (/** @type {string} */ what, /** @type {number} */ seed) =>
    `${what}. This is a new model, from seed ${seed}.`,
  change: (/** @type {string} */ label, /** @type {string} */ from, /** @type {string} */ to) =>
    `${label} ${from} → ${to}`,
  undo: "Undo",
  nothingToUndo: "There is no earlier model to go back to.",
  more: (/** @type {number} */ n) => (n === 1 ? "One more message" : `${n} more messages`),
  reset: "The model is back at its first step.",
  newSeed: (/** @type {number} */ seed) => `Other initial weights, of seed ${seed}.`,
  /** After an undo; `more` changes before can be taken back too. */
  undone: (/** @type {number} */ step, /** @type {number} */ more) =>
    `The model before is back, at step ${count(step)}.${more > 0 ? " The change before can be undone too." : ""}`,
  imagesStay: "The images stay as they are.",
  /** After an undo of what was steered; `change` says what it is now. */
  movedBack: (/** @type {string} */ change, /** @type {number} */ more) =>
    `Taken back: ${change}.${more > 0 ? " The change before can be undone too." : ""}`,
  diverged: (/** @type {number} */ step, /** @type {number} */ at) =>
    `Training diverged at step ${count(step)}: the loss was no longer a finite number, because the steps at a `
      + `learning rate of ${rate(at)} are too large. The model is back at its last finite weights.`,
  blownUp: (/** @type {number} */ at) =>
    "Training blew up: the held-out error rose to that of one picture for all images. The steps at a learning rate of "
      + `${rate(at)} are too large. The model is back at its best weights.`,
  useRate: (/** @type {number} */ to) => `Use a rate of ${rate(to)}`,
  workerDied: (/** @type {number} */ step) =>
    `The training worker stopped unexpectedly and was started again from step ${count(step)}.`,
  workerLost: "The training worker stopped unexpectedly and could not be started again.",
  reducedMotion: "Your system asks for less motion, so training waits for you.",
  train: "Train",
  addressModel: (/** @type {string} */ why) =>
    `The model that the address asks for is not possible: ${why}. The plain one is here instead.`,
  digitsInstead: "Meanwhile, the digits are here.",
  config: (/** @type {string} */ why) => `This model is not possible: ${why}. The one before goes on.`,
  missingPart: "A part of the page could not be loaded. Is the connection there?",
  unexpected: (/** @type {string} */ why) => `Something went wrong: ${why}`,
  partData: (/** @type {number} */ arrived, /** @type {number} */ total, /** @type {string} */ why) =>
    `${why} ${count(arrived)} of ${count(total)} training images are here; training needs the rest.`,
  notSwitched: (/** @type {string} */ name, /** @type {string} */ why) =>
    `${name} did not load, and the model before goes on. ${why}`,
};
