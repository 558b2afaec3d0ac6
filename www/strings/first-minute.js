//! Three captions for the first minute, fetched with what shows them.

import { count, error } from "../draw/format.js";

/** @param {number} n */
const numbers = (n) => (n === 1 ? "one number" : `${n} numbers`);

export const FIRST = {
  /** What a caption is, for screen readers. */
  what: "What just happened",
  close: "Close this caption",
  none: "No more of these",

  /** @param {import("../first-minute/rules.js").Parting} parting */
  clouds: ({ step, same, of, chance }) =>
    `The clouds part: at step ${count(step)}, ${same} of ${of} dots lay nearest their own class; by chance it would be `
    + `${count(chance)}.`,

  /** @param {import("../first-minute/rules.js").Crossing} crossing */
  loss: ({ step, value, pca, code }) =>
    `At step ${count(step)} the error, ${error(value)}, fell below PCA’s ${error(pca)}: ${numbers(code)} that `
    + `${code === 1 ? "bends beats" : "bend beat"} ${code} that cannot.`,

  /** @param {{code: number}} model */
  draw: ({ code }) => `Your turn: what you draw here is squeezed into ${numbers(code)} and rebuilt, too.`,
};
