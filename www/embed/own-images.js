//! An author's own images as a pack like any other.

import { checkImages, measures } from "../lib/check-arguments.js";
import { shapeError } from "../lib/protocol.js";
import { EMBED } from "../strings/embed.js";

/**
 * @typedef {import("../app/load-data.js").Opened} Opened
 * @typedef {import("../data/packs.js").ImageSet} ImageSet
 * @typedef {import("../lib/check-arguments.js").Images} Images
 * @typedef {import("./wishes.js").Given} Given
 */

const SIDES = /** @type {const} */ (["width", "height", "channels"]);
/** Where the author keeps none apart, one image in so many is held out. */
const EACH = 6;
/** Of fewer images none are: they are trained on and shown. */
const FEW = 24;

/**
 * Throws a ShapeError where the images are not what they say.
 * @param {Pick<Given, "images" | "labels" | "heldOut">} given
 * @returns {Opened}
 */
export function openImages({ images, labels, heldOut }) {
  const all = setOf(images, labels, "images");
  const apart = heldOut ? setOf(heldOut.images, heldOut.labels, "heldOut.images") : null;
  if (apart && SIDES.some((side) => apart[side] !== all[side])) {
    throw shapeError("heldOut.images", `images of ${measures(apart)}`, `images of ${measures(all)}, as for training`);
  }
  const isFew = !apart && all.count < FEW;
  const isHeld = (/** @type {number} */ idx) => idx % EACH === EACH - 1;
  const first = apart || isFew ? all : some(all, (idx) => !isHeld(idx));
  const held = apart ?? (isFew ? all : some(all, isHeld));
  const highest = Math.max(...[first, held].map((set) => set.labels.reduce((most, label) => Math.max(most, label), 0)));
  return /** @type {Opened} */ ({
    total: first.count,
    classes: labels ? Array.from({ length: highest + 1 }, (_, label) => String(label)) : [EMBED.image],
    first,
    heldOut: held,
    rest: none(),
    paper: 0,
    light: true,
    ...(isFew ? { sameHeldOut: true } : {}),
  });
}

/** @returns {AsyncGenerator<ImageSet, void, void>} */
async function* none() {}

/**
 * @param {unknown} images
 * @param {unknown} labels
 * @param {string} name
 * @returns {ImageSet}
 */
function setOf(images, labels, name) {
  const { shape, block } = checkImages(images, labels ?? undefined, name);
  const data = /** @type {Uint8Array} */ (block.bytes);
  return { data, labels: block.labels ?? new Uint8Array(block.count), count: block.count, ...shape };
}

/** @param {ImageSet} set @param {(idx: number) => boolean} isWanted @returns {ImageSet} */
function some(set, isWanted) {
  const each = set.width * set.height * set.channels;
  const idxs = Array.from({ length: set.count }, (_, idx) => idx).filter(isWanted);
  const data = new Uint8Array(idxs.length * each);
  idxs.forEach((idx, at) => data.set(set.data.subarray(idx * each, (idx + 1) * each), at * each));
  return { ...set, data, labels: Uint8Array.from(idxs, (idx) => set.labels[idx]), count: idxs.length };
}
