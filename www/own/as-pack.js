//! The set as a pack of images: held out first, then the variants of what is left, then a pack that it is mixed with.

import { FIRST_PART, PART } from "../data/packs.js";
import { MOST_BYTES, MOST_CLASSES, MOST_IMAGES, NO_CLASS, sameName } from "./collection.js";
import { OWN_WORDS } from "../strings/own-notices.js";

/**
 * @typedef {import("../data/packs.js").ImageSet} ImageSet
 * @typedef {import("./types.js").Augmentation} Augmentation
 *
 * @typedef {{total: number, classes: string[] | null, first: ImageSet, heldOut: ImageSet, rest: AsyncGenerator<ImageSet, void, void>,
 *   paper?: 0 | 255, light?: boolean, sameHeldOut?: boolean, taken?: () => void}} Opened As `openPack` gives it; with the byte of an empty place, and what to
 *   call once a model stands on it.
 *
 * @typedef {object} Pictures What is trained on, as it stood when it was asked for.
 * @property {number} count
 * @property {number} size
 * @property {number} channels
 * @property {string[]} classes
 * @property {Uint8Array} labels
 * @property {(idx: number) => Uint8Array} image
 *
 * @typedef {object} Means
 * @property {Pick<import("./intake.js").Intake, "augment" | "split">} intake
 * @property {Augmentation} augmentation
 * @property {number} share
 * @property {number} seed
 * @property {Opened | null} mix
 * @property {number} [skip] Training images that are there already.
 *
 * @typedef {ImageSet & {again?: () => Promise<Uint8Array>}} Part Where it says how, a lab need not keep its bytes.
 */

/** The set cannot be trained on as it is; the message is a sentence for the visitor. */
export class SetError extends Error {
  name = "SetError";
}

/**
 * What the collection holds now; changes made later do not show.
 * @param {Pick<import("./collection.js").Collection, "drawings" | "blocks" | "classes" | "count">} collection
 * @param {{size: number, channels: number}} shape
 * @returns {Pictures}
 */
export function picturesOf({ drawings, blocks, classes, count }, { size, channels }) {
  const each = size * size * channels;
  const labels = new Uint8Array(count);
  /** Where each one lies. */
  const [block, row] = [new Uint32Array(count), new Uint32Array(count)];
  drawings.forEach(({ label }, idx) => (labels[idx] = label));
  let at = drawings.length;
  blocks.forEach(({ count: rows, gone, labels: own }, idx) => {
    for (let place = 0; place < rows; place += 1) {
      if (gone[place]) continue;
      [labels[at], block[at], row[at]] = [own[place], idx, place];
      at += 1;
    }
  });
  const image = (/** @type {number} */ idx) =>
    (idx < drawings.length ? drawings[idx].pixels : blocks[block[idx]].data.subarray(row[idx] * each, (row[idx] + 1) * each));
  return { count, size, channels, classes, labels, image };
}

/**
 * As many variants of each as the limits leave room for.
 * @param {number} count Of pictures to train on.
 * @param {number} each Bytes of one.
 * @param {number} wanted
 */
export function mostVariants(count, each, wanted) {
  const room = Math.min(Math.floor(MOST_IMAGES / count), Math.floor(MOST_BYTES / (count * each)));
  return Math.max(0, Math.min(wanted, room - 1));
}

/**
 * The classes of the set and of the pack it is mixed with: those of the same name are one, and what has none is a class too.
 * @param {string[]} own
 * @param {string[]} other
 * @param {boolean} hasNone Whether some pictures have no class.
 */
export function joinClasses(own, other, hasNone) {
  const classes = [...other];
  const map = new Uint8Array(256).fill(NO_CLASS);
  own.forEach((name, label) => {
    let to = classes.findIndex((one) => sameName(one, name));
    if (to < 0 && classes.length < MOST_CLASSES) to = classes.push(name) - 1;
    if (to >= 0) map[label] = to;
  });
  // Where there are too many classes, those of the last ones are without, too.
  if (!hasNone && own.every((_, label) => map[label] !== NO_CLASS)) return { classes, map };
  const rest = classes.length === 0 ? OWN_WORDS.picture : OWN_WORDS.noClass;
  return { classes: [...classes, rest], map: map.map((to) => (to === NO_CLASS ? classes.length : to)) };
}

/**
 * @param {Pictures} pictures
 * @param {Means} means
 * @returns {Promise<Opened & {heldOutCount: number}>} `heldOutCount` is 0 where the held-out images are those of the training.
 */
export async function openPictures(pictures, { intake, augmentation, share, seed, mix, skip = 0 }) {
  const { count, size, channels, image } = pictures;
  if (count === 0) throw new SetError(OWN_WORDS.empty);
  const each = size * size * channels;
  const shape = { channels, height: size, width: size };
  const { classes, map } = joinClasses(pictures.classes, mix?.classes ?? [], pictures.labels.includes(NO_CLASS));
  const labels = pictures.labels.map((label) => map[label]);
  const held = await intake.split(pictures.labels, share, seed);
  const out = new Set(held);
  const training = Uint32Array.from({ length: count }, (_, idx) => idx).filter((idx) => !out.has(idx));
  const variants = mostVariants(training.length, each, augmentation.variants);

  const gather = (/** @type {Uint32Array} */ idxs) => {
    const data = new Uint8Array(idxs.length * each);
    idxs.forEach((idx, to) => data.set(image(idx), to * each));
    return { data, labels: Uint8Array.from(idxs, (idx) => labels[idx]), count: idxs.length, width: size, height: size, channels };
  };

  const many = 1 + variants;
  /** The training images from one to another: pictures, each before its variants. @param {number} from @param {number} to */
  async function images(from, to) {
    const first = Math.floor(from / many);
    const { data } = gather(training.subarray(first, Math.ceil(to / many)));
    if (variants === 0) return data;
    const all = await intake.augment(data, shape, { ...augmentation, variants }, seed, first);
    return all.subarray((from - first * many) * each, (to - first * many) * each);
  }
  /** @returns {AsyncGenerator<Part, void, void>} */
  async function* own() {
    const total = training.length * many;
    for (let from = 0; from < total; from += PART) {
      const to = Math.min(total, from + PART);
      const own = Uint8Array.from({ length: to - from }, (_, idx) => labels[training[Math.floor((from + idx) / many)]]);
      yield { data: await images(from, to), labels: own, count: to - from, width: size, height: size, channels, again: () => images(from, to) };
    }
  }
  async function* all() {
    yield* own();
    if (!mix) return;
    yield mix.first;
    yield* mix.rest;
  }

  const parts = inParts(all(), each, skip);
  const { value: first } = await parts.next();
  const mine = gather(held.length > 0 || mix ? Uint32Array.from(held) : training.subarray(0, PART));
  return {
    total: training.length * (1 + variants) + (mix?.total ?? 0),
    classes,
    first: first ?? gather(new Uint32Array(0)),
    heldOut: mix ? joined([mine, mix.heldOut]) : mine,
    rest: parts,
    heldOutCount: held.length + (mix?.heldOut.count ?? 0),
  };
}

/**
 * The same images in parts of one size, as the engine's first epoch expects them.
 * @param {AsyncIterable<Part>} sets
 * @param {number} each Bytes of an image.
 * @param {number} skip So many at the beginning are left out.
 * @returns {AsyncGenerator<Part, void, void>}
 */
async function* inParts(sets, each, skip) {
  let wanted = skip > 0 ? PART : FIRST_PART;
  /** @type {Part[]} */
  let waiting = [];
  let n = 0;
  for await (const set of sets) {
    for (let from = Math.min(skip, set.count); from < set.count;) {
      const end = Math.min(set.count, from + wanted - n);
      const isWhole = end - from === set.count;
      waiting.push({ ...set, again: isWhole ? set.again : undefined, count: end - from, data: set.data.subarray(from * each, end * each), labels: set.labels.subarray(from, end) });
      n += end - from;
      from = end;
      if (n < wanted) continue;
      yield joined(waiting);
      [waiting, n, wanted] = [[], 0, PART];
    }
    skip -= Math.min(skip, set.count);
  }
  if (n > 0) yield joined(waiting);
}

/** @param {Part[]} sets @returns {Part} */
function joined(sets) {
  if (sets.length === 1) return sets[0];
  const data = new Uint8Array(sets.reduce((all, one) => all + one.data.length, 0));
  const labels = new Uint8Array(sets.reduce((all, one) => all + one.count, 0));
  let at = 0;
  let place = 0;
  for (const one of sets) {
    data.set(one.data, at);
    labels.set(one.labels, place);
    at += one.data.length;
    place += one.count;
  }
  return { ...sets[0], again: undefined, data, labels, count: labels.length };
}
