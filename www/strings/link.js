//! What is said of a link: of what it cannot ask for, its second model, its run, its drawings.

import { count } from "../draw/format.js";

/** An option's bounds in words: "0-4 × 1-1024" are layers and their widths. @param {string} allowed */
const bounds = (allowed) => allowed
  .replace(/^(\d+)-(\d+) × (\d+)-(\d+)$/, (_, ...n) =>
    `${n[0]} to ${n[1]} layers of ${count(+n[2])} to ${count(+n[3])} units`)
  .replace(/^(\d+)-(\d+) twice$/, "two different numbers from $1 to $2")
  .replace(/^(\d+)-(\d+)(, auto)?$/, (_, from, to, auto) =>
    `${count(+from)} to ${count(+to)}${auto ? ", or auto" : ""}`);

/** A loss with all that a 32-bit float knows of it. @param {number} loss */
const exact = (loss) => loss.toPrecision(9);
/** @param {number} n */
const drawings = (n) => (n === 1 ? "drawing" : `${n} drawings`);

export const LINK = {
  problem: (/** @type {string} */ key, /** @type {string} */ got, /** @type {string} */ allowed) =>
    `The address asks for “${key}” = “${got}”, which is not possible (allowed: ${bounds(allowed)}); it is left out.`,
  unknownKey: (/** @type {string} */ key) => `The address has a word “${key}”, which says nothing here.`,
  repeated: (/** @type {string} */ key, /** @type {string} */ got) =>
    `The address has “${key}” more than once; the last one, “${got}”, counts.`,
  more: (/** @type {number} */ n) => `${count(n)} more of its wishes ${n === 1 ? "is" : "are"} left out.`,
  version: (/** @type {string} */ got) =>
    (/^\d+$/.test(got)
      ? `The address was made by a newer Hourglass (version ${got}), whose words this page does not know. The defaults `
        + "are here instead; a reload may bring the newer page."
      : "The address cannot be read; the defaults are used."),
  refused: (/** @type {string} */ why) =>
    `The second model that the address asks for is not possible: ${why}. The first one trains alone.`,
  /** A run on its way to the link's step. */
  onTheWay: (/** @type {number} */ step) => `The link leads to step ${count(step)}. Training stops there.`,
  /** Follows a sentence about the model or the images that have come instead. */
  noRun: (/** @type {number} */ step) => `So there is no run to step ${count(step)}, to which the link leads.`,
  same: (/** @type {number} */ step) => `This is step ${count(step)}, as in the link: the same loss, bit for bit.`,
  other: (/** @type {number} */ step, /** @type {number} */ here, /** @type {number} */ there) =>
    `This is step ${count(step)}, as in the link, but not the same run: the loss is ${exact(here)} here and was `
      + `${exact(there)} there. The link was made by another version of Hourglass or on other images, or it has been `
      + "changed.",
  unknown: (/** @type {number} */ step) =>
    `This is step ${count(step)}, as in the link. The link names no loss, so nothing says whether it is the same run.`,
  badInk: "The drawings in the link are damaged, and are left out.",
  /** Drawings that stand in the visitor's set, which was empty. */
  added: (/** @type {number} */ n) =>
    `The ${drawings(n)} of the link ${n === 1 ? "is" : "are"} now in “Your images”.`,
  offered: (/** @type {number} */ n, /** @type {boolean} */ isTrainedOn) =>
    `The link brings ${n === 1 ? "a drawing" : `${n} drawings`}. “Your images” holds pictures of yours already, so `
      + `nothing was added${isTrainedOn ? ", and the model trains on yours" : ""}.`,
  add: (/** @type {number} */ n) => (n === 1 ? "Add the drawing" : `Add the ${n} drawings`),
};
