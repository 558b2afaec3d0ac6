//! Files into pictures, pictures into numbers: the page's end of the intake worker.
//!
//! The worker is started when there is something to do, replaced when it is lost, and ended when it is idle, so that
//! the memory which it took goes with it.

// The same messenger as the library's: the page has fetched it already.
import { HourglassError } from "../lib/protocol.js";
import { Messenger } from "../lib/messenger.js";
import { HOME, checkBrowser, spawnWorker } from "../lib/spawn-worker.js";
import { Take } from "./intake-take.js";
import { MOST_MESSAGE } from "./limits.js";

/** @typedef {import("./types.js").Source} Source */
/** @typedef {import("./types.js").Preparation} Preparation */
/** @typedef {import("./types.js").Augmentation} Augmentation */
/** @typedef {import("./types.js").Cutting} Cutting */
/** @typedef {import("./types.js").Shape} Shape */
/** @typedef {import("./types.js").Photo} Photo */
/** @typedef {import("./types.js").Ink} Ink */
/** @typedef {import("./types.js").SavedSet} SavedSet */
/** @typedef {import("./intake-protocol.js").IntakeCommands} IntakeCommands */
/** @typedef {import("../lib/heartbeat.js").Timings} Timings */

/**
 * The worker is never asked for a sign of life: it could give one while the browser's decoder hangs, and would be left
 * waiting. After a silence of a minute it is given up, and with it the file that it was reading.
 * @type {Timings}
 */
const TIMINGS = { start: 120_000, pingAfter: Infinity, deadAfter: 60_000, idle: 5000 };
/** Drawings of a message. */
const INKS = 100;

/** @param {{spawn?: () => import("../lib/spawn-worker.js").WorkerLike, timings?: Partial<Timings>}} [environment] */
export function createIntake({ spawn = spawnIntake, timings = {} } = {}) {
  return new Intake(spawn, { ...TIMINGS, ...timings });
}

/** What the intake worker can be asked for. */
export class Intake {
  /** @type {Messenger<IntakeCommands>} */
  #messenger;
  /** @type {WeakMap<Blob, number>} */
  #tokens = new WeakMap();
  #lastToken = 0;

  /** @param {() => import("../lib/spawn-worker.js").WorkerLike} spawn @param {Timings} timings */
  constructor(spawn, timings) {
    this.#messenger = new Messenger({ spawn, called: "worker that reads files", timings, replaces: true });
  }

  /**
   * Takes files in. An error's `outcomes` say what had become of them.
   * @param {Source[]} sources
   * @param {Preparation} preparation
   * @param {import("./intake-take.js").TakeOptions} [options]
   * @returns {Promise<import("./types.js").Outcome[]>} one for each file and each entry of an archive, in their order
   */
  take(sources, preparation, options = {}) {
    return new Take(this.#messenger, sources, preparation, options).run();
  }

  /**
   * A picture before and after, the first of a file of data; of an archive, the entry that the path names.
   * @param {Source} source
   * @param {Preparation} preparation
   */
  preview(source, preparation) {
    return this.#messenger.request("preview", { source, token: this.#tokenOf(source), preparation });
  }

  /**
   * Some pictures of a table.
   * @param {Source} source
   * @param {import("./types.js").Reading} reading
   * @param {Source | null} labels the file of its pictures' labels
   */
  table(source, reading, labels) {
    return this.#messenger.request("table", { source, reading, labels });
  }

  /** @param {Ink[]} inks @param {Preparation} preparation */
  async ink(inks, preparation) {
    /** @type {Uint8Array[]} */
    const parts = [];
    for (let from = 0; from < inks.length; from += INKS) {
      parts.push(await this.#messenger.request("ink", { inks: inks.slice(from, from + INKS), preparation }));
    }
    return joined(parts);
  }

  /**
   * Each picture and its variants.
   * @param {Uint8Array} pictures
   * @param {Shape} shape
   * @param {Augmentation} augmentation
   * @param {number} seed
   * @param {number} first the index of the first picture, which its variants depend on
   */
  augment(pictures, shape, augmentation, seed, first) {
    const features = featuresOf(shape);
    return inParts(pictures, features, features * (1 + augmentation.variants), (part, at) => {
      const args = { pictures: part, shape, augmentation, seed, firstIndex: first + at };
      return this.#messenger.request("augment", args, { transfer: [part.buffer] });
    });
  }

  /** The indices of what is held out. @param {Uint8Array} labels @param {number} share @param {number} seed */
  split(labels, share, seed) {
    return this.#messenger.request("split", { labels, share, seed });
  }

  /** In which order pictures are trained on: their places. @param {number} count @param {number} seed */
  order(count, seed) {
    return this.#messenger.request("order", { count, seed });
  }

  /** How many pictures there are to train on. @param {import("./types.js").Division} division */
  counts(division) {
    return this.#messenger.request("counts", division);
  }

  /**
   * The keys of pictures: the same picture has the same key.
   * @param {Uint8Array} pictures
   * @param {number} features of one picture
   */
  async keys(pictures, features) {
    const most = Math.max(1, Math.floor(MOST_MESSAGE / features)) * features;
    const keys = new BigUint64Array(pictures.length / features);
    for (let from = 0; from < pictures.length; from += most) {
      const part = pictures.slice(from, from + most);
      const some = await this.#messenger.request("keys", { pictures: part, features }, { transfer: [part.buffer] });
      keys.set(some, from / features);
    }
    return keys;
  }

  /**
   * Pictures that were kept, in another size.
   * @param {Uint8Array} pictures
   * @param {Shape} shape
   * @param {Preparation} preparation
   */
  resize(pictures, shape, preparation) {
    const growth = preparation.size ** 2 * preparation.channels;
    return inParts(pictures, featuresOf(shape), growth, (part) => {
      return this.#messenger.request("resize", { pictures: part, shape, preparation }, { transfer: [part.buffer] });
    });
  }

  /** @param {Source} source @param {{maxSide: number, channels: number}} options */
  photo(source, { maxSide, channels }) {
    return this.#messenger.request("photo", { source, token: this.#tokenOf(source), maxSide, channels });
  }

  /** @param {Photo} photo @param {Cutting} cutting @param {number} seed */
  cut(photo, cutting, seed) {
    return this.#messenger.request("cut", { photo, cutting, seed });
  }

  /**
   * The photo of the patches, which are taken over, and how far it is from the original.
   * @param {Photo} photo
   * @param {Cutting} cutting
   * @param {Float32Array} patches
   */
  assemble(photo, cutting, patches) {
    const transfer = [/** @type {ArrayBuffer} */ (patches.buffer)];
    return this.#messenger.request("assemble", { photo, cutting, patches }, { transfer });
  }

  /** The set as one file. @param {SavedSet} set */
  async save({ settings, images, labels, drawings, drawingSide, drawingLabels, photo }) {
    await this.#add("images", images);
    await this.#add("drawings", drawings);
    if (photo) await this.#add("photo", photo.data);
    const shape = photo ? [photo.channels, photo.height, photo.width] : [];
    return this.#messenger.request("save", { settings, labels, drawingSide, drawingLabels, photo: shape });
  }

  /** @param {Blob | Uint8Array} file */
  open(file) {
    const blob = file instanceof Blob ? file : new Blob([/** @type {BlobPart} */ (file)]);
    return this.#messenger.request("open", { file: blob });
  }

  dispose() {
    this.#messenger.close(new HourglassError("DisposedError", "The intake was ended"));
  }

  /** @param {"images" | "drawings" | "photo"} part @param {Uint8Array} bytes */
  async #add(part, bytes) {
    for (let from = 0; from < bytes.length; from += MOST_MESSAGE) {
      const piece = bytes.slice(from, from + MOST_MESSAGE);
      await this.#messenger.request("add", { part, bytes: piece }, { transfer: [piece.buffer] });
    }
  }

  /** @param {Source} source */
  #tokenOf({ file, path }) {
    const token = this.#tokens.get(file) ?? ++this.#lastToken;
    this.#tokens.set(file, token);
    return `${token} ${path}`;
  }
}

function spawnIntake() {
  checkBrowser();
  return spawnWorker(new URL("own/intake-worker.js", HOME));
}

/** @param {Shape} shape */
const featuresOf = ({ channels, height, width }) => channels * height * width;

/**
 * Calls with a part of the pictures after the other, so that no message is large; results are put together.
 * @param {Uint8Array} pictures
 * @param {number} features of one picture
 * @param {number} growth bytes that become of one
 * @param {(part: Uint8Array<ArrayBuffer>, first: number) => Promise<Uint8Array>} call
 */
async function inParts(pictures, features, growth, call) {
  const count = Math.floor(pictures.length / features);
  const most = Math.max(1, Math.floor(MOST_MESSAGE / Math.max(features, growth)));
  /** @type {Uint8Array[]} */
  const parts = [];
  for (let first = 0; first < count || first === 0; first += most) {
    parts.push(await call(pictures.slice(first * features, (first + most) * features), first));
  }
  return parts.length === 1 ? parts[0] : joined(parts);
}

/** @param {Uint8Array[]} parts */
function joined(parts) {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
