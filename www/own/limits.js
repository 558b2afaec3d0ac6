//! What a set may hold at most, what its settings may be, and the label of a picture without a class.

import { MAX_IMAGES } from "../data/packs.js";

export { MAX_BYTES as MOST_BYTES, MAX_IMAGES as MOST_IMAGES } from "../data/packs.js";
export { NO_CLASS } from "../lib/protocol.js";
export { MOST_NAME } from "./class-name.js";

export const MOST_CLASSES = 255;
/** Numbers of a picture above which the engine makes no PCA. */
export const MOST_PCA = 4096;
/** Bytes of a message to or from the intake worker: more would hold the page up. */
export const MOST_MESSAGE = 4 << 20;

/** Least and most of each number among the settings of a set. A stride is no longer than its side, either. */
export const BOUNDS = /** @type {const} */ ({
  size: [16, 64],
  variants: [0, 200],
  shift: [0, 0.3],
  rotate: [0, 45],
  scale: [0, 0.5],
  thickness: [0, 1],
  elastic: [0, 1],
  side: [8, 32],
  stride: [1, 32],
  random: [1, MAX_IMAGES],
  share: [0, 0.5],
  seed: [0, 0xffff_ffff],
});
