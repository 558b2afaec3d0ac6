//! The set as one file holds it, and back: into an empty set with all that was chosen, into another as more pictures.

import { NO_CLASS } from "./collection.js";
import { picturesOf } from "./as-pack.js";

/**
 * @typedef {import("./types.js").SavedSet} SavedSet
 * @typedef {import("./types.js").Preparation} Preparation
 * @typedef {import("./collection.js").Collection} Collection
 *
 * @typedef {object} Target
 * @property {Pick<import("./types.js").Intake, "ink" | "resize">} intake
 * @property {() => Preparation} preparation
 * @property {AbortSignal} signal
 * @property {() => void} changed
 * @property {(settings: SavedSet["settings"], photo: SavedSet["photo"]) => void} adopt For a set that was empty.
 */

/** Inks of another size are brought to this: the pad's. */
const SIDE = 140;
const MOST_MESSAGE = 4e6;
/** Drawings prepared at once. */
const INKS = 100;

/**
 * @param {Collection} collection
 * @param {SavedSet["settings"]} settings
 * @param {SavedSet["photo"]} photo
 * @returns {SavedSet}
 */
export function toSaved(collection, settings, photo) {
  const { preparation: { size, channels } } = settings;
  const { drawings, blocks, classes } = collection;
  const { count, labels, image } = picturesOf({ drawings: [], blocks, classes, count: collection.pictures }, { size, channels });
  const each = size * size * channels;
  const images = new Uint8Array(count * each);
  for (let idx = 0; idx < count; idx += 1) images.set(image(idx), idx * each);
  const side = drawings[0]?.ink.width ?? SIDE;
  const inks = new Uint8Array(drawings.length * side * side);
  drawings.forEach(({ ink }, idx) => inks.set(sameSide(ink, side), idx * side * side));
  return { images, labels, drawings: inks, drawingSide: side, drawingLabels: Uint8Array.from(drawings, ({ label }) => label), photo, settings };
}

/** The nearest pixels of an ink of another size. @param {import("./types.js").Ink} ink @param {number} side */
function sameSide({ data, width, height }, side) {
  if (width === side && height === side) return data;
  return Uint8Array.from({ length: side * side }, (_, at) => data[Math.floor((Math.floor(at / side) * height) / side) * width + Math.floor(((at % side) * width) / side)]);
}

/**
 * @param {SavedSet} saved
 * @param {Collection} collection
 * @param {Target} target
 */
export async function putSaved({ images, labels, drawings, drawingLabels, drawingSide, photo, settings }, collection, target) {
  if (collection.count === 0) target.adopt(settings, photo);
  const now = target.preparation();
  const { size, channels } = settings.preparation;
  const each = size * size * channels;
  const names = settings.classes.map((name) => collection.addClass(name));
  const label = (/** @type {number} */ old) => names[old] ?? NO_CLASS;
  const own = now.size * now.size * now.channels;
  for (let from = 0; from < drawingLabels.length; from += INKS) {
    const some = Array.from(drawingLabels.subarray(from, from + INKS), (_, idx) => {
      return { data: drawings.slice((from + idx) * drawingSide ** 2, (from + idx + 1) * drawingSide ** 2), width: drawingSide, height: drawingSide };
    });
    const pixels = await target.intake.ink(some, now);
    target.signal.throwIfAborted();
    some.forEach((ink, idx) => collection.addDrawing(ink, pixels.slice(idx * own, (idx + 1) * own), label(drawingLabels[from + idx])));
  }
  const most = Math.max(1, Math.floor(MOST_MESSAGE / Math.max(each, own)));
  for (let from = 0; from < labels.length; from += most) {
    const some = labels.slice(from, from + most);
    const data = images.slice(from * each, (from + some.length) * each);
    collection.addBlock(await sized({ data, count: some.length, size, channels, classNames: settings.classes, labels: some, paths: null }, target), 0);
  }
}

/**
 * Pictures in the set's size.
 * @param {import("./collection.js").Arrival} arrival
 * @param {Pick<Target, "intake" | "preparation" | "signal">} target
 * @returns {Promise<import("./collection.js").Arrival>}
 */
export async function sized(arrival, { intake, preparation, signal }) {
  const { size, channels } = preparation();
  if (arrival.size === size && arrival.channels === channels) return arrival;
  const data = await intake.resize(arrival.data, { channels: arrival.channels, height: arrival.size, width: arrival.size },
    { size, channels, fit: "stretch", center: false, invert: false, normalize: false });
  signal.throwIfAborted();
  return { ...arrival, data, size, channels };
}
