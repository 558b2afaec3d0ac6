//! Cells of tables.

import { LABS } from "../../strings/labs.js";

/**
 * A mean with its interval; null where there is none, as of a single image.
 * @typedef {{mean: number, interval: [number, number] | null}} Mean
 */

/** @param {Mean} mean @param {(value: number) => string} text @returns {import("./results-table.js").Cell} */
export const meanCell = ({ mean, interval }, text) => ({
  text: text(mean), value: mean, note: interval ? LABS.interval(text(interval[0]), text(interval[1])) : undefined,
  interval,
});
