//! What the page and the intake worker say to each other: the worker's commands, what the page hears of a take, and
//! where a take stands. The messages themselves are those of lib/protocol.js.
//!
//! Before its reply a take sends events: "part" brings what was taken, "progress" counts, "reading" names the file that
//! is read next, where a worker was lost before, and "trapped" the file that was being read when the engine stopped.

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
/** A file of data, and the place of each image in it. @typedef {{path: string, rows: Uint32Array}} RowsOf */

/**
 * Pictures that are there: `labels` are places in a list of classes that goes with them.
 * @typedef {object} Held
 * @property {BigUint64Array} keys
 * @property {BigUint64Array | null} fileKeys
 * @property {Uint8Array} labels
 * @property {Uint8Array | null} gone 1 for what was removed
 * @property {string[] | null} paths
 */
/**
 * What the set holds; `label` is for pictures that name no class.
 * @typedef {{blocks: Held[], classes: string[], label: number}} HeldSet
 */

/**
 * Which files of a class are taken in this round: those from place `from` to place `to` among the files of the class.
 * @typedef {object} Window
 * @property {number} from
 * @property {number} to
 * @property {number} taken how many have been, in all rounds
 */

/**
 * How far a file of data is.
 * @typedef {object} TableStanding
 * @property {number} from how many of its images are done with
 * @property {number} taken
 * @property {number} twice how many were there already
 * @property {number[] | null} shares how many of each label are still to be taken; null for all
 * @property {[label: number, count: number][]} missing how many of each label there is no room for
 * @property {number} classes how many there are among those images, where there is not room for all
 */

/**
 * Where a take stands: a new worker goes on from here when one was lost.
 * @typedef {object} Standing
 * @property {Place} next the first file of this round that is not done with
 * @property {Map<string, Window> | null} round null before the first one
 * @property {boolean} isListed whether all files but those in `aside` are done with
 * @property {Aside[]} aside files of data, which come after the pictures
 * @property {number} dataDone how many files of images in `aside` are done with
 * @property {TableStanding | null} table the next file in `aside`, once it was begun
 * @property {Place[]} refused files that stopped a worker
 * @property {string[]} classes
 * @property {Map<string, number>} beyond classes for which there is no room, and how many pictures have none for that
 * @property {number} images
 * @property {number} files how many of the images are a file each
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
 * @property {RowsOf | null} table for the images of a file of data
 * @property {BigUint64Array | null} keys the same picture has the same key; null for a saved set
 * @property {BigUint64Array | null} fileKeys the same file has the same key, so that it is known before it is decoded;
 *   null for the images of a file of data
 * @property {SavedSet} [opened] a saved set, in place of pictures
 */

/** @typedef {{block: Block | null, outcomes: PlacedOutcome[], standing: Standing}} Part */
/** @typedef {{done: number, total: number, images: number}} Progress */

/**
 * What a worker is to take.
 * @typedef {object} TakeArgs
 * @property {Source[]} sources
 * @property {Preparation} preparation
 * @property {Room | null} room null for as much as the limits allow
 * @property {HeldSet | null} set what is there already, and is not taken again
 * @property {Held[]} arrived what earlier workers have sent; its labels are places in the standing's classes
 * @property {string[] | null} again Paths of what is to be taken as it was before. Of files of data all images come:
 *   nothing is left out because it is there already, or for want of room.
 * @property {string[] | null} only Paths of the files that are taken; null for all.
 * @property {Standing} standing
 * @property {boolean} careful One file after the other, each sent at once, so that the file which ends a worker without
 *   a word is known.
 */

/**
 * A file to look at. `token` tells one file from another, so that the worker knows the last one again.
 * @typedef {{source: Source, token: string}} Look
 */

/**
 * A table to look at, in this reading; `labels` is the file of its pictures' labels, if there is one.
 * @typedef {{source: Source, reading: import("./types.js").Reading, labels: Source | null}} TableWish
 */

/**
 * Every command of the intake worker, with its arguments and its result. `add` brings the parts of a set that `save`
 * then writes.
 * @typedef {{
 *   take: {args: TakeArgs, result: null},
 *   preview: {args: Look & {preparation: Preparation},
 *     result: {before: ImageBitmap, width: number, height: number, after: Uint8Array}},
 *   table: {args: TableWish, result: import("./types.js").TableLook},
 *   photo: {args: Look & {maxSide: number, channels: number}, result: Photo},
 *   ink: {args: {inks: Ink[], preparation: Preparation}, result: Uint8Array},
 *   resize: {args: {pictures: Uint8Array, shape: Shape, preparation: Preparation}, result: Uint8Array},
 *   augment: {args: {pictures: Uint8Array, shape: Shape, augmentation: Augmentation, seed: number, firstIndex: number},
 *     result: Uint8Array},
 *   split: {args: {labels: Uint8Array, share: number, seed: number}, result: Uint32Array},
 *   order: {args: {count: number, seed: number}, result: Uint32Array},
 *   cut: {args: {photo: Photo, cutting: Cutting, seed: number}, result: Uint8Array},
 *   counts: {args: Division, result: Counts},
 *   keys: {args: {pictures: Uint8Array, features: number}, result: BigUint64Array},
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
  return {
    next: [0, -1], round: null, isListed: false, aside: [], dataDone: 0, table: null, refused: [], classes: [],
    beyond: new Map(), images: 0, files: 0, done: 0, total,
  };
}
