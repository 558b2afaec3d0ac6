//! What a set may hold at most, and the label of a picture without a class.

export { MAX_BYTES as MOST_BYTES, MAX_IMAGES as MOST_IMAGES } from "../data/packs.js";
export { NO_CLASS } from "../lib/protocol.js";

export const MOST_CLASSES = 255;
/** Longer names of classes are cut. */
export const MOST_NAME = 40;
/** Numbers of a picture above which the engine makes no PCA. */
export const MOST_PCA = 4096;
