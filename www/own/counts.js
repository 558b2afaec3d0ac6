//! How many pictures there will be to train on.

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
 * Pictures, those of them that are held out and trained on, and variants; `split` is null until the engine has counted.
 * @param {OwnState} set
 */
export function countsOf(set) {
  const all = set.source === "patches" ? patchCount(set.photo, set.cutting) : set.drawings + set.pictures;
  const { heldOut } = set;
  if (heldOut === null) return { all, split: null };
  const training = all - heldOut;
  return { all, split: { heldOut, training, variants: set.source === "patches" ? 0 : training * set.variants } };
}
