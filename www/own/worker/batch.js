//! Collects what was taken in until it is worth a message: pictures, outcomes, and where to go on.

import { WORDS } from "../../strings/intake.js";

/** @typedef {import("./list-files.js").Place} Place */
/** @typedef {{at: Place, path: string, result: "taken" | "repaired" | "left-out" | "refused", images: number, text: string}} Outcome */

/**
 * Where an intake stands: a new worker goes on from here when one was lost.
 * @typedef {object} Standing
 * @property {Place} next the first file that is not done with
 * @property {{at: Place, path: string, folder: string}[]} aside files of data, which come after the pictures
 * @property {number} dataDone how many files of images among these are done with
 * @property {number} dataFrom how many images of the next one were sent
 * @property {Place[]} refused files that stopped a worker
 * @property {string[]} classes
 * @property {[key: string, path: string][]} keys pictures that are there
 * @property {number} images
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
 * @property {string[] | null} paths
 * @property {import("../types.js").SavedSet} [opened] a saved set, in place of pictures
 */

/** Pictures of one message, so that the tray fills while more are on their way. */
const PICTURES = 64;
/** Bytes of one message. */
export const BLOCK = 1 << 20;
const NO_CLASS = 255;

/** @param {number} total @returns {Standing} */
export function atTheStart(total) {
  return { next: [0, -1], aside: [], dataDone: 0, dataFrom: 0, refused: [], classes: [], keys: [], images: 0, done: 0, total };
}

export class Basket {
  /** @type {Standing} */
  standing;
  #post;
  #features;
  #shape;
  #room;
  #known;
  /** @type {Map<string, number>} */
  #classes = new Map();
  /** @type {Uint8Array[]} */
  #pictures = [];
  /** @type {number[]} */
  #labels = [];
  /** @type {string[]} */
  #paths = [];
  /** @type {Outcome[]} */
  #outcomes = [];

  /**
   * @param {object} options
   * @param {Standing} options.standing
   * @param {{size: number, channels: number}} options.shape
   * @param {{images: number, bytes: number}} options.room
   * @param {(part: {block: Block | null, outcomes: Outcome[], standing: Standing}, transfer: ArrayBufferLike[]) => void} options.post
   */
  constructor({ standing, shape: { size, channels }, room, post }) {
    this.standing = standing;
    this.#shape = { size, channels };
    this.#features = size * size * channels;
    this.#room = Math.min(room.images, Math.floor(room.bytes / this.#features));
    this.#post = post;
    this.#known = new Map(standing.keys);
    standing.classes.forEach((name, label) => this.#classes.set(name, label));
  }

  /** Images for which there is room. */
  get room() {
    return Math.max(0, this.#room - this.standing.images);
  }

  /** Images that fit one message. */
  get most() {
    return Math.max(1, Math.floor(BLOCK / this.#features));
  }

  /** The label of a class, 255 for none or where there are too many. @param {string} name */
  label(name) {
    if (name === "") return NO_CLASS;
    const known = this.#classes.get(name);
    if (known !== undefined) return known;
    const label = this.standing.classes.length;
    if (label >= NO_CLASS) return NO_CLASS;
    this.#classes.set(name, label);
    this.standing.classes.push(name);
    return label;
  }

  /**
   * The path of the same picture, if it is there under this label; else it is known from now on.
   * @param {string} key @param {number} label @param {string} path
   */
  twin(key, label, path) {
    const full = `${label}:${key}`;
    const twin = this.#known.get(full);
    if (twin === undefined) {
      this.#known.set(full, path);
      this.standing.keys.push([full, path]);
    }
    return twin;
  }

  /** @param {Uint8Array} picture @param {number} label @param {string} path */
  picture(picture, label, path) {
    this.#pictures.push(picture);
    this.#labels.push(label);
    this.#paths.push(path);
    this.standing.images += 1;
    if (this.#pictures.length >= Math.min(PICTURES, this.most)) this.flush();
  }

  /** Images of a file of data. @param {Uint8Array} data @param {Uint8Array} labels */
  images(data, labels) {
    this.flush();
    this.standing.images += labels.length;
    this.#send(data, labels, null);
  }

  /** @param {Outcome} outcome */
  outcome(outcome) {
    // The engine's errors end without a full stop.
    const text = outcome.text.replace(/[^.!?]$/, "$&.");
    this.#outcomes.push({ ...outcome, text });
  }

  /** @param {import("../types.js").SavedSet} opened @param {ArrayBufferLike[]} transfer */
  opened(opened, transfer) {
    this.flush();
    this.#send(new Uint8Array(0), new Uint8Array(0), null, opened, transfer);
  }

  /** Sends what is there, so that nothing of it is lost with the worker. */
  flush() {
    if (this.#pictures.length > 0) {
      const data = new Uint8Array(this.#pictures.length * this.#features);
      this.#pictures.forEach((picture, idx) => data.set(picture, idx * this.#features));
      this.#send(data, Uint8Array.from(this.#labels), this.#paths);
    } else if (this.#outcomes.length > 0) {
      this.#post({ block: null, outcomes: this.#outcomes, standing: this.standing }, []);
    }
    this.#pictures = [];
    this.#labels = [];
    this.#paths = [];
    this.#outcomes = [];
  }

  /**
   * @param {Uint8Array} data @param {Uint8Array} labels @param {string[] | null} paths
   * @param {import("../types.js").SavedSet} [opened] @param {ArrayBufferLike[]} [transfer]
   */
  #send(data, labels, paths, opened, transfer = []) {
    const block = { data, count: labels.length, ...this.#shape, classNames: this.standing.classes, labels, paths };
    this.#post({ block: opened ? { ...block, opened } : block, outcomes: this.#outcomes, standing: this.standing },
      [data.buffer, labels.buffer, ...transfer]);
    this.#outcomes = [];
  }
}

/** Words for a picture whose class found no place. @param {string} folder @param {number} label */
export function classNote(folder, label) {
  return folder !== "" && label === NO_CLASS ? WORDS.classes : "";
}
