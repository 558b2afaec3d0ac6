//! The database checks: which records can be used. The visitor, a fault or an older page may have left anything there.

import { MOST_CLASSES, MOST_IMAGES, MOST_NAME, NO_CLASS } from "./limits.js";

/**
 * @typedef {import("./collection.js").Block} Block
 * @typedef {import("./collection.js").Drawing} Drawing
 * @typedef {import("./types.js").Photo} Photo
 */

/** Ids are counted up from 1, and no set comes near this. */
const MOST_ID = 2 ** 40;
/** Pixels along a side of a drawing, or of a photo. */
const MOST_SIDE = 4096;

/** @param {unknown} value @param {number} most @returns {value is number} */
const isCount = (value, most) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most;
/** @param {unknown} value @param {number} length @returns {value is Uint8Array} */
const isBytes = (value, length) => value instanceof Uint8Array && value.length === length;

/** @param {unknown} value @param {number} length @returns {value is string[]} */
const isTexts = (value, length) =>
  Array.isArray(value) && value.length === length && value.every((one) => typeof one === "string");

/** @param {any} one @returns {Photo | null} */
export function photoFrom(one) {
  const isSound = isCount(one?.width, MOST_SIDE) && isCount(one.height, MOST_SIDE) && [1, 3].includes(one.channels);
  return isSound && isBytes(one.data, one.width * one.height * one.channels) ? one : null;
}

/** A name for each label. @param {unknown[]} names */
export const classesFrom = (names) => names.slice(0, MOST_CLASSES).map((name, label) =>
  (typeof name === "string" && name.trim() ? [...name].slice(0, MOST_NAME).join("") : `${label + 1}`));

/** @param {any} one @returns {one is Drawing} */
export function isDrawing(one) {
  return isCount(one?.id, MOST_ID) && Number.isInteger(one.label) && one.pixels instanceof Uint8Array &&
    isCount(one.ink?.width, MOST_SIDE) && isCount(one.ink.height, MOST_SIDE) &&
    isBytes(one.ink.data, one.ink.width * one.ink.height);
}

/** @param {any} one @returns {one is Block} */
export function isBlock(one) {
  return isCount(one?.key, MOST_ID) && isCount(one.count, MOST_IMAGES) &&
    isCount(one.size, 64) && [1, 3].includes(one.channels) &&
    isBytes(one.data, one.count * one.size * one.size * one.channels) && isBytes(one.labels, one.count) &&
    isBytes(one.gone, one.count) && (one.paths === null || isTexts(one.paths, one.count));
}

/**
 * A block with the labels and removals that were written after it. Keys that an older page did not write are asked for
 * when they are needed; which pictures have color is not known then.
 * @param {Block} block
 * @param {{labels: Uint8Array, gone: Uint8Array} | undefined} newer
 * @returns {Block}
 */
export function withLabels(block, newer) {
  const { count } = block;
  const keysFrom = (/** @type {unknown} */ keys) =>
    (keys instanceof BigUint64Array && keys.length === count ? keys : null);
  const [keys, fileKeys] = [keysFrom(block.keys), keysFrom(block.fileKeys)];
  const colored = isBytes(block.colored, block.count) ? block.colored.map((one) => Math.min(1, one)) : null;
  const isNewer = isBytes(newer?.labels, block.count) && isBytes(newer.gone, block.count);
  // The files are gone, and with them the place in each.
  const changed = isNewer ? { labels: newer.labels, gone: newer.gone } : {};
  return { ...block, keys, fileKeys, colored, table: null, ...changed };
}

/**
 * Puts the records that fit into the empty set.
 * @param {{meta: {classes: string[]}, drawings: Drawing[], blocks: Block[]}} kept
 * @param {import("./collection.js").Collection} collection
 * @param {{size: number, channels: number}} shape
 * @returns {number} How many records do not fit.
 */
export function putKept({ meta, drawings, blocks }, collection, shape) {
  const each = shape.size * shape.size * shape.channels;
  collection.classes = meta.classes;
  const label = (/** @type {number} */ given) => (given >= 0 && given < meta.classes.length ? given : NO_CLASS);
  let lost = 0;
  let after = 1;
  for (const block of blocks.toSorted((a, b) => a.key - b.key)) {
    const room = collection.room(shape);
    const isShape = block.size === shape.size && block.channels === shape.channels;
    if (isShape && block.key >= after && block.count <= room.images && block.data.length <= room.bytes) {
      const gone = block.gone.map((one) => Math.min(1, one));
      collection.putBlock({ ...block, drop: 0, labels: block.labels.map(label), gone });
      after = block.key + block.count;
    } else lost += 1;
  }
  const ids = new Set();
  for (const drawing of drawings) {
    const isFree = !ids.has(drawing.id) && !collection.find(drawing.id) && collection.room(shape).images > 0;
    if (isFree && drawing.pixels.length === each) ids.add(drawing.id);
    else lost += 1;
  }
  const good = drawings.filter(({ id }) => ids.delete(id));
  for (const drawing of good) collection.putDrawing({ ...drawing, label: label(drawing.label) });
  collection.takeTouched();
  collection.forget();
  return lost;
}
