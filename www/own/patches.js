//! One photo cut into patches to train on, and put together again from what the model makes of them.

import { PART } from "../data/packs.js";
import { MOST_BYTES, MOST_IMAGES, NO_CLASS } from "./collection.js";
import { SetError } from "./as-pack.js";
import { patchCount } from "./counts.js";
import { OWN_WORDS } from "../strings/own-notices.js";

/**
 * @typedef {import("./types.js").Photo} Photo
 * @typedef {import("./types.js").Cutting} Cutting
 */

/** A photo's longer side is brought to this. */
export const MOST_SIDE = 1024;

/**
 * @param {Photo | null} photo
 * @param {Cutting} cutting
 * @param {number} seed
 * @param {Pick<import("./types.js").Intake, "cut">} intake
 * @returns {Promise<import("./as-pack.js").Pictures>}
 */
export async function patchesOf(photo, cutting, seed, intake) {
  if (!photo) throw new SetError(OWN_WORDS.noPhoto);
  checkRoom(photo, cutting);
  const data = await intake.cut(photo, cutting, seed);
  const { side } = cutting;
  const each = side * side * photo.channels;
  const count = data.length / each;
  return {
    count, size: side, channels: photo.channels, classes: [], labels: new Uint8Array(count).fill(NO_CLASS),
    image: (idx) => data.subarray(idx * each, (idx + 1) * each),
  };
}

/** @param {Photo} photo @param {Cutting} cutting */
function checkRoom(photo, cutting) {
  const most = Math.min(MOST_IMAGES, Math.floor(MOST_BYTES / (cutting.side ** 2 * photo.channels)));
  const n = patchCount(photo, cutting);
  if (n > most) throw new SetError(OWN_WORDS.tooManyPatches(n, most));
}

/**
 * The whole photo, rebuilt from overlapping patches.
 * @param {Photo} photo
 * @param {Cutting} cutting
 * @param {import("../hourglass.js").Hourglass | null} lab
 * @param {Pick<import("./types.js").Intake, "cut" | "assemble">} intake
 * @returns {Promise<import("./types.js").WholePhoto>}
 */
export async function wholePhoto(photo, cutting, lab, intake) {
  if (!lab) throw new SetError(OWN_WORDS.notTrained);
  const [channels, height, width] = lab.info.inputShape;
  if (channels !== photo.channels || height !== cutting.side || width !== cutting.side) throw new SetError(OWN_WORDS.wrongSize);
  const grid = { ...cutting, random: null };
  checkRoom(photo, grid);
  const patches = await intake.cut(photo, grid, 0);
  const each = cutting.side ** 2 * channels;
  const made = new Float32Array(patches.length);
  for (let from = 0; from < patches.length; from += PART * each) {
    made.set(await lab.reconstruct(patches.subarray(from, from + PART * each)), from);
  }
  return { original: photo, ...await intake.assemble(photo, grid, made) };
}
