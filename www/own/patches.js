//! One photo cut into patches to train on, and the photo put together from the model's reconstructions of its patches.

import { SetError } from "./as-pack.js";
import { MOST_BYTES, MOST_IMAGES, NO_CLASS } from "./limits.js";
import { PART } from "../data/packs.js";
import { OWN_WORDS } from "../strings/own-notices.js";

/**
 * @typedef {import("./types.js").Photo} Photo
 * @typedef {import("./types.js").Cutting} Cutting
 * @typedef {import("./types.js").Intake} Intake
 */

/** A photo's longer side is brought to so many pixels. */
const MOST_SIDE = 1024;

/**
 * Reads a photo, to be cut into patches.
 * @param {import("./types.js").Source} source
 * @param {import("./contents.js").Contents} contents
 * @param {import("./state.js").SetState} state
 * @param {Pick<Intake, "photo">} intake
 */
export async function readPhoto(source, contents, state, intake) {
  const { channels } = contents.settings.preparation;
  contents.photo = await intake.photo(source, { maxSide: MOST_SIDE, channels });
  contents.photoSource = source;
  state.changed();
}

/**
 * @param {Photo | null} photo
 * @param {Cutting} cutting
 * @param {number} seed
 * @param {Pick<Intake, "cut" | "counts">} intake
 * @returns {Promise<import("./as-pack.js").Pictures>}
 */
export async function patchesOf(photo, cutting, seed, intake) {
  if (!photo) throw new SetError(OWN_WORDS.noPhoto);
  await checkRoom(photo, cutting, intake);
  const data = await intake.cut(photo, cutting, seed);
  const { side } = cutting;
  const each = side * side * photo.channels;
  const count = data.length / each;
  return {
    count, size: side, channels: photo.channels, classes: [], labels: new Uint8Array(count).fill(NO_CLASS),
    image: (idx) => data.subarray(idx * each, (idx + 1) * each),
  };
}

/** @param {Photo} photo @param {Cutting} cutting @param {Pick<Intake, "counts">} intake */
async function checkRoom(photo, cutting, intake) {
  const features = cutting.side ** 2 * photo.channels;
  const most = Math.min(MOST_IMAGES, Math.floor(MOST_BYTES / features));
  const { width, height } = photo;
  const division = { sizes: [], photo: { width, height }, cutting, features, share: 0, variants: 0 };
  const { all } = await intake.counts(division);
  if (all > most) throw new SetError(OWN_WORDS.tooManyPatches(all, most));
}

/**
 * The whole photo, rebuilt from overlapping patches.
 * @param {Photo} photo
 * @param {Cutting} cutting
 * @param {Pick<import("../hourglass.js").Hourglass, "info" | "reconstruct"> | null} hourglass
 * @param {Pick<Intake, "cut" | "counts" | "assemble">} intake
 * @returns {Promise<import("./types.js").WholePhoto>}
 */
export async function wholePhoto(photo, cutting, hourglass, intake) {
  if (!hourglass) throw new SetError(OWN_WORDS.notTrained);
  const [channels, height, width] = hourglass.info.inputShape;
  const isSize = channels === photo.channels && height === cutting.side && width === cutting.side;
  if (!isSize) throw new SetError(OWN_WORDS.wrongSize);
  const grid = { ...cutting, random: null };
  await checkRoom(photo, grid, intake);
  const patches = await intake.cut(photo, grid, 0);
  const each = cutting.side ** 2 * channels;
  const made = new Float32Array(patches.length);
  for (let from = 0; from < patches.length; from += PART * each) {
    made.set(await hourglass.reconstruct(patches.subarray(from, from + PART * each)), from);
  }
  return { original: photo, ...await intake.assemble(photo, grid, made) };
}
