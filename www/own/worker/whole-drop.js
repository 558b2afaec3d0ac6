//! What is said of a drop as a whole: what there was no room for, and which classes.

import { WORDS } from "../../strings/intake.js";

/** @typedef {import("./batch.js").Batch} Batch */
/** @typedef {import("../types.js").Source} Source */

/**
 * Says what there was no room for. Whether there was anything.
 * @param {Batch} batch
 * @param {Source[]} sources
 * @param {import("./plan.js").Plan} plan
 * @param {import("./engine.js").Limits} limits
 */
export function tellMissing(batch, sources, plan, { images, bytes }) {
  const missing = plan.missing();
  const count = missing.reduce((all, [, n]) => all + n, 0);
  if (count === 0) return;
  const { files } = batch.standing;
  const isFull = batch.room === 0;
  const cut = WORDS.cut(files, files + count, "file", { classes: plan.classes, isFull, missing });
  const text = files === 0 && isFull ? `${WORDS.full(images, bytes)} ${WORDS.none(count)}` : cut;
  batch.outcome({ ...whole(sources, 0), result: "left-out", images: 0, text });
  batch.standing.done += count;
}

/** Says which classes there is no room for. @param {Batch} batch @param {Source[]} sources */
export function tellBeyond(batch, sources) {
  const { beyond } = batch.standing;
  if (beyond.size === 0) return;
  batch.outcome({ ...whole(sources, 1), result: "repaired", images: 0, text: WORDS.beyond([...beyond]) });
}

/**
 * Where an outcome of all files stands: after those of single ones.
 * @param {Source[]} sources
 * @param {number} entry
 */
function whole(sources, entry) {
  const at = /** @type {import("../intake-protocol.js").Place} */ ([sources.length, entry]);
  return { at, path: sources.length === 1 ? sources[0].path : WORDS.drop };
}
