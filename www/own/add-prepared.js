//! Drawings of a link into the set. They are prepared already, in the way of a set of which nothing was changed.

import { SIDE } from "../app/ink.js";
import { NO_CLASS } from "./limits.js";

/**
 * @typedef {import("../app/ink.js").Drawings} Drawings
 * @typedef {import("./types.js").Ink} Ink
 * @typedef {{ink: Ink, pixels: Uint8Array, label: number}} Prepared
 */

/**
 * The drawings as the set prepares its own: as they came, if that is the same.
 * @param {Drawings} drawings
 * @param {import("./types.js").Preparation} preparation
 * @param {Pick<import("./types.js").Intake, "ink">} intake
 * @returns {Promise<Prepared[]>}
 */
export async function prepared({ drawings }, preparation, intake) {
  const inks = drawings.map(({ pixels }) => ({ data: pixels, width: SIDE, height: SIDE }));
  const { size, channels } = preparation;
  const isSame = size === SIDE && channels === 1;
  const all = isSame ? null : await intake.ink(inks, preparation);
  const each = size * size * channels;
  return drawings.map(({ label, pixels }, idx) =>
    ({ ink: inks[idx], label, pixels: all?.slice(idx * each, (idx + 1) * each) ?? pixels }));
}

/**
 * @param {import("./collection.js").Collection} collection
 * @param {string[]} classes Those that the labels are places in.
 * @param {Prepared[]} drawings
 */
export function addPrepared(collection, classes, drawings) {
  const labels = classes.map((name) => collection.addClass(name));
  for (const { ink, pixels, label } of drawings) collection.addDrawing(ink, pixels, labels[label] ?? NO_CLASS);
}
