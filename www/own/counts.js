//! How many pictures there will be to train on: the split as the engine makes it, in numbers alone.

/** @typedef {import("./types.js").OwnState} OwnState */

/**
 * Places of a patch along one side: every step, the last one flush with the edge.
 * @param {number} length
 * @param {import("./types.js").Cutting} cutting
 */
const places = (length, { side, stride }) => (length < side ? 0 : Math.ceil((length - side) / stride) + 1);

/**
 * @param {import("./types.js").Photo | null} photo
 * @param {import("./types.js").Cutting} cutting
 */
export function patchCount(photo, cutting) {
  if (!photo || photo.width < cutting.side || photo.height < cutting.side) return 0;
  return cutting.random ?? places(photo.width, cutting) * places(photo.height, cutting);
}

/**
 * @param {OwnState} set
 */
export function countsOf(set) {
  const all = set.source === "patches" ? patchCount(set.photo, set.cutting) : set.drawings + set.pictures;
  const heldOut = all < 2 || set.share === 0 ? 0 : Math.min(all - 1, Math.max(1, Math.round(all * set.share)));
  const training = all - heldOut;
  return { all, heldOut, training, variants: set.source === "patches" ? 0 : training * set.variants };
}
