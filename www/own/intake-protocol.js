//! What the page and the intake worker say to each other: the worker's commands, what the page hears of a take, and
//! where a take stands. The messages themselves are those of lib/protocol.js.
//!
//! Before its reply a take sends events: "part" brings what was taken, "progress" counts, and "trapped" names the file
//! that was being read when the engine stopped.

/** @typedef {import("./types.js").Source} Source */
/** @typedef {import("./types.js").Preparation} Preparation */
/** @typedef {import("./types.js").Augmentation} Augmentation */
/** @typedef {import("./types.js").Cutting} Cutting */
/** @typedef {import("./types.js").Shape} Shape */
/** @typedef {import("./types.js").Photo} Photo */
/** @typedef {import("./types.js").Ink} Ink */
/** @typedef {import("./types.js").SavedSet} SavedSet */
/** @typedef {import("./types.js").Division} Division */
/** @typedef {import("./types.js").Counts} Counts */

/**
 * Place in the drop: the source, and its entry or −1 for the file itself.
 * @typedef {[source: number, entry: number]} Place
 */
/** @typedef {import("./types.js").Outcome & {at: Place}} PlacedOutcome */
/** A file of data that waits for the pictures. @typedef {{at: Place, path: string, folder: string}} Aside */
/** So much more fits into the set. @typedef {{images: number, bytes: number}} Room */

/**
 * Where a take stands: a new worker goes on from here when one was lost.
 * @typedef {object} Standing
 * @property {Place} next the first file that is not done with
 * @property {Aside[]} aside files of data, which come after the pictures
 * @property {number} dataDone how many files of images in `aside` are done with
 * @property {number} dataFrom how many images of the next file in `aside` were sent
 * @property {Place[]} refused files that stopped a worker
 * @property {string[]} classes
 * @property {[key: string, path: string][]} keys of the pictures that were taken: the same picture has the same key
 * @property {number} images
 * @property {number} done files that are done with
 * @property {number} total
 */

/**
 * @typedef {object} Block Pictures of one size: `labels` are places in `classNames`, 255 for none.
 * @property {Uint8Array} data
 * @property {number} count
 * @property {number} size
 * @property {number} channels
 * @property {string[]} classNames
 * @property {Uint8Array} labels
 * @property {Uint8Array} colored 1 for each picture with color, however it was prepared
 * @property {string[] | null} paths null for the images of a file of data
 * @property {string[] | null} keys the same picture has the same key; null for the images of a file of data
 * @property {SavedSet} [opened] a saved set, in place of pictures
 */

/** @typedef {{block: Block | null, outcomes: PlacedOutcome[], standing: Standing}} Part */
/** @typedef {{done: number, total: number, images: number}} Progress */

/**
 * `careful`: one file after the other, each sent at once, so that the file which ends a worker without a word is known.
 * @typedef {{sources: Source[], preparation: Preparation, room: Room | null, standing: Standing,
 *   careful: boolean}} TakeArgs
 */

/**
 * A file to look at. `token` tells one file from another, so that the worker knows the last one again.
 * @typedef {{source: Source, token: string}} Look
 */

/**
 * Every command of the intake worker, with its arguments and its result. `add` brings the parts of a set that `save`
 * then writes.
 * @typedef {{
 *   take: {args: TakeArgs, result: null},
 *   preview: {args: Look & {preparation: Preparation},
 *     result: {before: ImageBitmap, width: number, height: number, after: Uint8Array}},
 *   photo: {args: Look & {maxSide: number, channels: number}, result: Photo},
 *   ink: {args: {inks: Ink[], preparation: Preparation}, result: Uint8Array},
 *   resize: {args: {pictures: Uint8Array, shape: Shape, preparation: Preparation}, result: Uint8Array},
 *   augment: {args: {pictures: Uint8Array, shape: Shape, augmentation: Augmentation, seed: number, firstIndex: number},
 *     result: Uint8Array},
 *   split: {args: {labels: Uint8Array, share: number, seed: number}, result: Uint32Array},
 *   order: {args: {count: number, seed: number}, result: Uint32Array},
 *   cut: {args: {photo: Photo, cutting: Cutting, seed: number}, result: Uint8Array},
 *   counts: {args: Division, result: Counts},
 *   keys: {args: {pictures: Uint8Array, features: number}, result: string[]},
 *   assemble: {args: {photo: Photo, cutting: Cutting, patches: Float32Array},
 *     result: {rebuilt: Float32Array, error: Float32Array, mse: number, psnr: number}},
 *   add: {args: {part: "images" | "drawings" | "photo", bytes: Uint8Array}, result: null},
 *   save: {args: {settings: SavedSet["settings"], labels: Uint8Array, drawingSide: number, drawingLabels: Uint8Array,
 *     photo: number[]}, result: Uint8Array},
 *   open: {args: {file: Blob}, result: SavedSet},
 * }} IntakeCommands
 */

/** @param {number} total @returns {Standing} */
export function atTheStart(total) {
  const nothing = { aside: [], dataDone: 0, dataFrom: 0, refused: [], classes: [], keys: [], images: 0, done: 0 };
  return { next: [0, -1], ...nothing, total };
}

/**
 * The file that comes next: a file of data once all pictures are done with.
 * @param {Standing} standing
 * @returns {Place}
 */
export function nextFile({ next, aside, dataDone }) {
  return aside[dataDone]?.at ?? next;
}
