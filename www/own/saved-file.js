//! The set as one file holds it, and back: into an empty set with all that was chosen, into another as more pictures.

import { PAD_SIDE } from "../app/inspection.js";
import { picturesOf } from "./as-pack.js";
import { heldBy } from "./duplicates.js";
import { MOST_MESSAGE, NO_CLASS } from "./limits.js";
import { shareOf } from "./set-settings.js";
import { someRows } from "./some-rows.js";

/**
 * @typedef {import("./types.js").SavedSet} SavedSet
 * @typedef {import("./types.js").Preparation} Preparation
 * @typedef {import("./contents.js").Contents} Contents
 * @typedef {import("./collection.js").Arrival} Arrival
 * @typedef {Pick<import("./types.js").Intake, "ink" | "resize" | "keys">} Intake
 */

/** @param {Contents} contents @returns {SavedSet} */
export function toSaved({ collection, settings: all, prepared, photo }) {
  const { augmentation, seed, mix, source, cutting } = all;
  const { drawings, blocks, classes, pictures } = collection;
  const { count, labels, image } = picturesOf({ drawings: [], blocks, classes, count: pictures }, prepared);
  const each = prepared.size * prepared.size * prepared.channels;
  const images = new Uint8Array(count * each);
  for (let idx = 0; idx < count; idx += 1) images.set(image(idx), idx * each);
  const side = drawings[0]?.ink.width ?? PAD_SIDE;
  const inks = new Uint8Array(drawings.length * side * side);
  drawings.forEach(({ ink }, idx) => inks.set(sameSide(ink, side), idx * side * side));
  const drawingLabels = Uint8Array.from(drawings, ({ label }) => label);
  const share = shareOf(all, collection.count);
  return {
    images, labels, drawings: inks, drawingSide: side, drawingLabels, photo,
    settings: { classes, preparation: prepared, augmentation, share, seed, mix, source, cutting },
  };
}

/** The nearest pixels of an ink of another size. @param {import("./types.js").Ink} ink @param {number} side */
function sameSide({ data, width, height }, side) {
  if (width === side && height === side) return data;
  return Uint8Array.from({ length: side * side }, (_, at) => {
    const y = Math.floor((Math.floor(at / side) * height) / side);
    const x = Math.floor(((at % side) * width) / side);
    return data[y * width + x];
  });
}

/**
 * Adds a saved set. An empty set takes all of it, and its settings; another one no picture that it holds already.
 * @param {SavedSet} saved
 * @param {Contents} contents
 * @param {Intake} intake
 * @param {AbortSignal} signal
 * @returns {Promise<number>} How many pictures were there already.
 */
export async function putSaved(saved, contents, intake, signal) {
  const { collection } = contents;
  const { settings, photo } = saved;
  if (collection.count === 0) contents.adopt(settings, photo);
  const names = settings.classes.map((name) => collection.addClass(name));
  await putDrawings(saved, contents, names, intake, signal);

  const isFresh = collection.pictures > 0 ? freshIn(await heldBy(collection, intake, NO_CLASS)) : null;
  let there = 0;
  const { images, labels } = saved;
  const { size, channels } = settings.preparation;
  const now = contents.prepared;
  const each = size * size * channels;
  const most = Math.max(1, Math.floor(MOST_MESSAGE / Math.max(each, now.size * now.size * now.channels)));
  for (let from = 0; from < labels.length; from += most) {
    const some = labels.slice(from, from + most);
    const data = images.slice(from * each, (from + some.length) * each);
    const pictures = { data, count: some.length, size, channels, labels: some };
    const arrival = { ...pictures, classNames: settings.classes, paths: null, keys: null };
    const fitting = await sized(arrival, now, intake, signal);
    const keys = isFresh && await intake.keys(fitting.data, now.size * now.size * now.channels);
    signal.throwIfAborted();
    const isTaken = (/** @type {number} */ row) =>
      !isFresh || !keys || isFresh(keys[row], names[some[row]] ?? NO_CLASS);
    const rows = [...some.keys()].filter(isTaken);
    there += some.length - rows.length;
    if (rows.length > 0) collection.addBlock(someRows({ ...fitting, keys }, rows), 0);
  }
  return there;
}

/**
 * Tells whether a picture is new, and knows it from then on.
 * @param {import("./intake-protocol.js").HeldSet} set
 */
function freshIn({ blocks }) {
  /** @type {Map<number, Set<bigint>>} */
  const classes = new Map();
  const isFresh = (/** @type {bigint} */ key, /** @type {number} */ label) => {
    const there = classes.get(label) ?? new Set();
    classes.set(label, there);
    return there.size < there.add(key).size;
  };
  for (const { keys, labels, gone } of blocks) labels.forEach((label, row) => gone?.[row] || isFresh(keys[row], label));
  return isFresh;
}

/**
 * @param {SavedSet} saved
 * @param {Contents} contents
 * @param {number[]} names The labels that its classes have in the set.
 * @param {Intake} intake
 * @param {AbortSignal} signal
 */
async function putDrawings(saved, { collection, prepared }, names, intake, signal) {
  const { drawings, drawingLabels, drawingSide: side } = saved;
  const each = prepared.size * prepared.size * prepared.channels;
  const inks = Array.from(drawingLabels, (_, idx) => {
    return { data: drawings.slice(idx * side ** 2, (idx + 1) * side ** 2), width: side, height: side };
  });
  const pixels = await intake.ink(inks, prepared);
  signal.throwIfAborted();
  inks.forEach((ink, idx) => {
    const label = names[drawingLabels[idx]] ?? NO_CLASS;
    collection.addDrawing(ink, pixels.slice(idx * each, (idx + 1) * each), label);
  });
}

/**
 * Pictures in the set's size.
 * @param {Arrival} arrival
 * @param {{size: number, channels: 1 | 3}} shape
 * @param {Intake} intake
 * @param {AbortSignal} signal
 * @returns {Promise<Arrival>}
 */
export async function sized(arrival, { size, channels }, intake, signal) {
  if (arrival.size === size && arrival.channels === channels) return arrival;
  const from = { channels: arrival.channels, height: arrival.size, width: arrival.size };
  const data = await intake.resize(arrival.data, from,
    { size, channels, fit: "stretch", center: false, invert: false, normalize: false });
  const keys = arrival.keys && await intake.keys(data, size * size * channels);
  signal.throwIfAborted();
  return { ...arrival, data, size, channels, keys };
}
