//! The set as a pack of images: first pictures are held out, then the others follow with their variants, and last comes
//! a pack that the set is mixed with.

import { sameName } from "./collection.js";
import { MOST_CLASSES, NO_CLASS } from "./limits.js";
import { ShownWhole } from "./shown-whole.js";
import { FIRST_PART, PART } from "../data/packs.js";
import { OWN_WORDS } from "../strings/own-notices.js";

/**
 * @typedef {import("../data/packs.js").ImageSet} ImageSet
 * @typedef {import("./types.js").Augmentation} Augmentation
 *
 * @typedef {object} Opened A pack as `openPack` gives it, and what only the visitor's set has.
 * @property {number} total
 * @property {string[] | null} classes
 * @property {ImageSet} first
 * @property {ImageSet} heldOut
 * @property {AsyncGenerator<ImageSet, void, void>} rest
 * @property {0 | 255} [paper] The byte of an empty place.
 * @property {boolean} [light] Whether gray values are light, as in photos, and not ink.
 * @property {boolean} [sameHeldOut] Whether the held-out images are trained on, because there are no others.
 * @property {ShownWhole} [whole] A small set, whose training pictures are shown too.
 * @property {() => void} [taken] To be called once a model stands on it.
 *
 * @typedef {object} Pictures What is trained on, as it stood when it was asked for.
 * @property {number} count
 * @property {number} size
 * @property {number} channels
 * @property {string[]} classes
 * @property {Uint8Array} labels
 * @property {(idx: number) => Uint8Array} image
 *
 * @typedef {object} Options
 * @property {Pick<import("./types.js").Intake, "augment" | "counts" | "split" | "order">} intake
 * @property {Augmentation} augmentation
 * @property {number} share
 * @property {number} seed
 * @property {Opened | null} mix
 * @property {number} [skip] Training images that are there already.
 * @property {boolean} [isShownWhole] Whether the pictures that are trained on are shown too.
 *
 * @typedef {ImageSet & {again?: () => Promise<Uint8Array>}} Part The bytes of a part that can be made again need not be
 *   kept twice.
 */

/** The set cannot be trained on as it is; the message is a sentence for the visitor. */
export class SetError extends Error {
  name = "SetError";
}

/**
 * The pictures that the collection holds now; later changes do not show in them.
 * @param {Pick<import("./collection.js").Collection, "drawings" | "blocks" | "classes" | "count">} collection
 * @param {{size: number, channels: number}} shape
 * @returns {Pictures}
 */
export function picturesOf({ drawings, blocks, classes, count }, { size, channels }) {
  const each = size * size * channels;
  const labels = new Uint8Array(count);
  /** The place of each picture. */
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
  const image = (/** @type {number} */ idx) => {
    if (idx < drawings.length) return drawings[idx].pixels;
    return blocks[block[idx]].data.subarray(row[idx] * each, (row[idx] + 1) * each);
  };
  return { count, size, channels, classes, labels, image };
}

/**
 * The classes of the set and of the pack that it is mixed with. Classes of the same name are one, and the pictures
 * without a class are a class too.
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
  // Where there are too many classes, the pictures of the last ones have none.
  if (!hasNone && own.every((_, label) => map[label] !== NO_CLASS)) return { classes, map };
  const rest = classes.length === 0 ? OWN_WORDS.picture : OWN_WORDS.noClass;
  return { classes: [...classes, rest], map: map.map((to) => (to === NO_CLASS ? classes.length : to)) };
}

/**
 * @param {Pictures} pictures
 * @param {Options} options
 * @returns {Promise<Opened & {heldOutCount: number}>} `heldOutCount` is 0 where the held-out images are trained on.
 */
export async function openAsPack(pictures, options) {
  const { intake, augmentation, share, seed, mix, skip = 0, isShownWhole = false } = options;
  const { count, size, channels } = pictures;
  if (count === 0) throw new SetError(OWN_WORDS.empty);
  const features = size * size * channels;
  const { classes, map } = joinClasses(pictures.classes, mix?.classes ?? [], pictures.labels.includes(NO_CLASS));
  const labels = pictures.labels.map((label) => map[label]);
  const division = { sizes: sizesOf(pictures.labels), photo: null, features, share, variants: augmentation.variants };
  const { heldOut, variantsOfEach } = await intake.counts(division);
  const held = heldOut > 0 ? await intake.split(pictures.labels, share, seed) : new Uint32Array(0);
  const training = others(count, held);
  // Training begins with the first part: it is drawn from the whole set, which may begin with one class or all sky.
  const order = (await intake.order(training.length, seed)).map((place) => training[place]);
  const how = { ...augmentation, variants: variantsOfEach };
  const images = new Images({ ...pictures, labels }, { held, training: order }, how, seed, intake);

  const parts = inParts(withMix(images.parts(), mix), features, skip);
  const { value: first } = await parts.next();
  const mine = images.heldOut(mix === null);
  return {
    total: images.total + (mix?.total ?? 0),
    classes,
    first: first ?? images.none(),
    heldOut: mix ? joined([mine, mix.heldOut]) : mine,
    rest: parts,
    heldOutCount: held.length + (mix?.heldOut.count ?? 0),
    ...(isShownWhole ? { whole: images.whole(mine, classes) } : {}),
  };
}

/** The indices that are not among these. @param {number} count @param {Uint32Array} held */
function others(count, held) {
  const out = new Set(held);
  return Uint32Array.from({ length: count }, (_, idx) => idx).filter((idx) => !out.has(idx));
}

/** How many pictures each label has. @param {Uint8Array} labels */
function sizesOf(labels) {
  const sizes = new Array(256).fill(0);
  for (const label of labels) sizes[label] += 1;
  return sizes;
}

/** The images of the set itself: those that are held out, and each of the others before its variants. */
class Images {
  #pictures;
  #held;
  #training;
  #augmentation;
  #seed;
  #intake;

  /**
   * @param {Pictures} pictures
   * @param {{held: Uint32Array, training: Uint32Array}} division Indices, in the order in which they come.
   * @param {Augmentation} augmentation
   * @param {number} seed
   * @param {Pick<import("./types.js").Intake, "augment">} intake
   */
  constructor(pictures, { held, training }, augmentation, seed, intake) {
    this.#pictures = pictures;
    this.#held = held;
    this.#training = training;
    this.#augmentation = augmentation;
    this.#seed = seed;
    this.#intake = intake;
  }

  /** A training picture with its variants comes to so many images. */
  get #many() {
    return 1 + this.#augmentation.variants;
  }

  /** Images to train on. */
  get total() {
    return this.#training.length * this.#many;
  }

  none() {
    return this.#gather(new Uint32Array(0));
  }

  /** @param {boolean} isAlone Where no pack adds held-out images, some training images stand in for missing ones. */
  heldOut(isAlone) {
    return this.#gather(this.#held.length > 0 || !isAlone ? this.#held : this.#training.subarray(0, PART));
  }

  /** All pictures, without variants. @param {ImageSet} heldOut @param {string[]} classes */
  whole(heldOut, classes) {
    // Where none is held out, training images stand in for them already.
    if (this.#held.length === 0) return new ShownWhole(heldOut, 0, [], classes);
    const trained = Array.from(this.#training, (_, place) => place * this.#many);
    return new ShownWhole(joined([heldOut, this.#gather(this.#training)]), this.#held.length, trained, classes);
  }

  /** @returns {AsyncGenerator<Part, void, void>} */
  async* parts() {
    const { labels } = this.#pictures;
    const { width, height, channels } = this.none();
    for (let from = 0; from < this.total; from += PART) {
      const to = Math.min(this.total, from + PART);
      const count = to - from;
      const indexOf = (/** @type {number} */ idx) => this.#training[Math.floor((from + idx) / this.#many)];
      const own = Uint8Array.from({ length: count }, (_, idx) => labels[indexOf(idx)]);
      const again = () => this.#images(from, to);
      yield { data: await again(), labels: own, count, width, height, channels, again };
    }
  }

  /** @param {Uint32Array} idxs @returns {ImageSet} */
  #gather(idxs) {
    const { size, channels, labels, image } = this.#pictures;
    const each = size * size * channels;
    const data = new Uint8Array(idxs.length * each);
    idxs.forEach((idx, to) => data.set(image(idx), to * each));
    const own = Uint8Array.from(idxs, (idx) => labels[idx]);
    return { data, labels: own, count: idxs.length, width: size, height: size, channels };
  }

  /** The training images from one place to another. @param {number} from @param {number} to */
  async #images(from, to) {
    const first = Math.floor(from / this.#many);
    const { data, width, height, channels } = this.#gather(this.#training.subarray(first, Math.ceil(to / this.#many)));
    if (this.#many === 1) return data;
    const all = await this.#intake.augment(data, { channels, height, width }, this.#augmentation, this.#seed, first);
    const each = width * height * channels;
    return all.subarray((from - first * this.#many) * each, (to - first * this.#many) * each);
  }
}

/** @param {AsyncIterable<Part>} own @param {Opened | null} mix @returns {AsyncGenerator<Part, void, void>} */
async function* withMix(own, mix) {
  yield* own;
  if (!mix) return;
  yield mix.first;
  yield* mix.rest;
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
      const data = set.data.subarray(from * each, end * each);
      const labels = set.labels.subarray(from, end);
      waiting.push({ ...set, data, labels, count: end - from, again: isWhole ? set.again : undefined });
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
