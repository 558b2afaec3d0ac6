//! What the page is told of the set.

import { mostVariants } from "./as-pack.js";
import { isFew } from "./small-set.js";
import { shareOf, usualVariants } from "./set-settings.js";
import { NO_CLASS } from "./collection.js";
import { patchCount } from "./counts.js";

/**
 * @typedef {import("./types.js").OwnState} OwnState
 *
 * @typedef {object} Inside
 * @property {import("./set-settings.js").SetSettings} settings
 * @property {import("./types.js").Photo | null} photo
 * @property {Map<number, import("./types.js").Source[]>} files
 * @property {import("./types.js").Keeping} keeping
 * @property {import("./held-out.js").HeldOutCount} heldOutCount
 * @property {Partial<OwnState>} told
 */

/**
 * The augmentation in effect: the visitor's number of variants, or as many as make a small set large enough.
 * @param {import("./set-settings.js").SetSettings} settings
 * @param {number} count Of pictures.
 */
export function augmentationOf({ augmentation, chosen, source, mix }, count) {
  if (source === "patches") return { ...augmentation, variants: 0 };
  return chosen ? augmentation : { ...augmentation, variants: mix === null ? usualVariants(count) : 0 };
}

/**
 * @param {import("./collection.js").Collection} collection
 * @param {Inside} inside
 * @returns {OwnState}
 */
export function stateOf(collection, { settings, photo, files, keeping, heldOutCount, told }) {
  const { drawings, pictures, classes, blocks, canUndo } = collection;
  const { preparation, seed, mix, source, cutting } = settings;
  const count = drawings.length + pictures;
  const all = source === "patches" ? patchCount(photo, cutting) : count;
  const share = shareOf(settings, all);
  const counts = classes.map(() => 0);
  for (const { label } of drawings) if (label !== NO_CLASS) counts[label] += 1;
  for (const { labels, gone } of blocks) labels.forEach((label, row) => label !== NO_CLASS && !gone[row] && (counts[label] += 1));
  const noClass = count - counts.reduce((sum, one) => sum + one, 0);
  const heldOut = heldOutCount.of(source === "patches" ? [all] : [...counts, noClass], share);
  const augmentation = augmentationOf(settings, count);
  const each = preparation.size * preparation.size * preparation.channels;
  return {
    version: 0, resized: 0, trainedVersion: null, progress: null, report: null, kept: null, fit: (wanted) => wanted, ...told,
    drawings: drawings.length, pictures, classes, counts, preparation, augmentation, share, heldOut, seed, mix, source, cutting, photo, keeping, canUndo,
    variants: count === 0 ? 0 : mostVariants(Math.max(1, count - (heldOut ?? 0)), each, augmentation.variants),
    canPrepareAgain: blocks.every(({ drop }) => files.has(drop)),
    few: isFew({ count, source, mix }),
  };
}
