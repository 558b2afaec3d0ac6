//! Cells of tables.

import { LABS } from "../../strings/labs.js";

/** A mean with its interval. @typedef {{mean: number, interval: [number, number]}} Mean */

/** @param {Mean} mean @param {(value: number) => string} text @returns {import("./results-table.js").Cell} */
export const meanCell = ({ mean, interval: [low, high] }, text) => ({
  text: text(mean), value: mean, note: LABS.interval(text(low), text(high)),
});
