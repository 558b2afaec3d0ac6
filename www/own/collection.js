//! The visitor's drawings and pictures with their classes: pictures lie in blocks as they came, and every change can be
//! taken back.

import { Past } from "./undo.js";

import { MAX_BYTES as MOST_BYTES, MAX_IMAGES as MOST_IMAGES } from "../data/packs.js";

export { MOST_BYTES, MOST_IMAGES };

/**
 * @typedef {import("./types.js").Ink} Ink
 *
 * @typedef {object} Drawing
 * @property {number} id
 * @property {Ink} ink As it was drawn.
 * @property {Uint8Array} pixels As it is prepared.
 * @property {number} label
 *
 * @typedef {object} Block Pictures that came together; the picture in a row has the id `key + row`.
 * @property {number} key
 * @property {number} count
 * @property {number} size
 * @property {number} channels
 * @property {Uint8Array} data Never changed in place: a model may be training on it.
 * @property {Uint8Array} labels
 * @property {Uint8Array} gone 1 for what was removed.
 * @property {string[] | null} paths
 * @property {number} drop The intake that it came with.
 *
 * @typedef {{data: Uint8Array, count: number, size: number, channels: number, classNames: string[], labels: Uint8Array,
 *   paths: string[] | null}} Arrival What the intake brings; labels are places in `classNames`.
 *
 * @typedef {object} Touched What differs from what was last written down.
 * @property {Set<number>} drawings
 * @property {Set<number>} blocks
 * @property {Set<number>} labels Blocks whose labels have changed, or that have lost pictures.
 */

/** The label of what has no class. */
export const NO_CLASS = 255;
export const MOST_CLASSES = 255;
/** Longer names of classes are cut. */
const MOST_NAME = 40;

export const sum = (/** @type {Uint8Array} */ ones) => ones.reduce((a, b) => a + b, 0);

export class Collection {
  /** @type {Drawing[]} */
  drawings = [];
  /** By rising key. @type {Block[]} */
  blocks = [];
  /** @type {string[]} */
  classes = [];
  /** @type {Touched} */
  #touched = nothing();
  #past = new Past();
  #next = 1;

  get canUndo() {
    return !this.#past.isEmpty;
  }

  get pictures() {
    return this.blocks.reduce((all, { count, gone }) => all + count - sum(gone), 0);
  }

  get count() {
    return this.drawings.length + this.pictures;
  }

  /** Of pixels. */
  get bytes() {
    return this.blocks.reduce((all, { data }) => all + data.length, 0);
  }

  /** For how much more there is room, once what can be taken back is given up. @param {{size: number, channels: number}} shape */
  room({ size, channels }) {
    const { pictures, count } = this;
    return { images: MOST_IMAGES - count, bytes: Math.max(0, MOST_BYTES - pictures * size * size * channels) };
  }

  /** What is to be written down; from here on it counts as written. */
  takeTouched() {
    const touched = this.#touched;
    this.#touched = nothing();
    return touched;
  }

  touchAll() {
    for (const { id } of this.drawings) this.#touched.drawings.add(id);
    for (const { key } of this.blocks) this.#touched.blocks.add(key);
  }

  /** Before a change that can be taken back. @param {import("./undo.js").Change} [change] */
  remember(change = {}) {
    this.#past.remember(this, change);
  }

  undo() {
    this.#past.undo(this, this.#touched);
  }

  /** What is gone is gone, and its memory is free; what is left of a block has new ids. */
  forget() {
    this.#past.forget();
    const shrunk = new Set(this.blocks.filter(({ gone, paths }) => !paths && sum(gone) > 0).map(({ drop }) => drop));
    // Images without paths are found in their file by their order, and that is lost here.
    for (const block of this.blocks) if (!block.paths && shrunk.has(block.drop)) block.drop = 0;
    for (const block of this.blocks.filter(({ gone }) => sum(gone) > 0)) {
      this.blocks = this.blocks.filter((one) => one !== block);
      this.#touched.blocks.add(block.key);
      const left = without(block, this.#next);
      if (left.count > 0) this.putBlock(left);
    }
  }

  /**
   * @param {Ink} ink
   * @param {Uint8Array} pixels
   * @param {number} label
   */
  addDrawing(ink, pixels, label) {
    const id = this.#next++;
    this.drawings = [...this.drawings, { id, ink, pixels, label: label < this.classes.length ? label : NO_CLASS }];
    this.#touched.drawings.add(id);
    return id;
  }

  /**
   * Takes as many as there is room for.
   * @param {Arrival} arrival
   * @param {number} drop
   * @param {number} [fallback] The label of what has none.
   * @returns {number} How many.
   */
  addBlock(arrival, drop, fallback = NO_CLASS) {
    const { size, channels, paths } = arrival;
    const each = size * size * channels;
    const room = () => Math.min(arrival.count, MOST_IMAGES - this.blocks.reduce((all, block) => all + block.count, 0) - this.drawings.length, Math.floor((MOST_BYTES - this.bytes) / each));
    if (room() < arrival.count) this.forget();
    const count = Math.max(0, room());
    if (count === 0) return 0;
    const names = arrival.classNames.map((name) => this.addClass(name));
    const labels = arrival.labels.slice(0, count).map((label) => (label < names.length ? names[label] : fallback));
    const data = count === arrival.count ? arrival.data : arrival.data.slice(0, count * each);
    this.putBlock({ key: this.#next, count, size, channels, data, labels, gone: new Uint8Array(count), paths: paths && paths.slice(0, count), drop });
    return count;
  }

  /** As it is, with its own key. @param {Block} block */
  putBlock(block) {
    this.blocks = [...this.blocks, block].sort((a, b) => a.key - b.key);
    this.#next = Math.max(this.#next, block.key + block.count);
    this.#touched.blocks.add(block.key);
  }

  /** As it is, with its own id. @param {Drawing} drawing */
  putDrawing(drawing) {
    this.drawings = [...this.drawings, drawing].sort((a, b) => a.id - b.id);
    this.#next = Math.max(this.#next, drawing.id + 1);
    this.#touched.drawings.add(drawing.id);
  }

  /**
   * Other pixels for the same pictures, whose labels may have changed meanwhile, or which may be gone: what was to be
   * taken back goes with the old ones.
   * @param {Block[]} blocks
   * @param {Map<number, Uint8Array>} drawings By their ids.
   */
  replacePixels(blocks, drawings) {
    this.#past.forget();
    const now = new Map(this.blocks.map((block) => [block.key, block]));
    this.blocks = blocks.flatMap((block) => {
      const { labels, gone } = now.get(block.key) ?? {};
      return labels && gone ? [{ ...block, labels, gone }] : [];
    });
    this.drawings = this.drawings.map((drawing) => ({ ...drawing, pixels: drawings.get(drawing.id) ?? drawing.pixels }));
    this.touchAll();
  }

  /** @param {number} id @returns {{drawing: Drawing} | {block: Block, row: number} | null} */
  find(id) {
    const drawing = this.drawings.find((one) => one.id === id);
    if (drawing) return { drawing };
    const block = this.blocks.find(({ key, count }) => id >= key && id < key + count);
    return block && !block.gone[id - block.key] ? { block, row: id - block.key } : null;
  }

  /** @param {number[]} ids */
  remove(ids) {
    const these = new Set(ids);
    for (const id of ids) {
      const found = this.find(id);
      if (!found) continue;
      if ("drawing" in found) this.#touched.drawings.add(id);
      else {
        found.block.gone[found.row] = 1;
        this.#touched.labels.add(found.block.key);
      }
    }
    this.drawings = this.drawings.filter(({ id }) => !these.has(id));
  }

  /** @param {number[]} ids @param {number} label */
  relabel(ids, label) {
    for (const id of ids) {
      const found = this.find(id);
      if (!found) continue;
      if ("drawing" in found) {
        found.drawing.label = label;
        this.#touched.drawings.add(id);
      } else {
        found.block.labels[found.row] = label;
        this.#touched.labels.add(found.block.key);
      }
    }
  }

  /** @param {string} name @returns {number} Its label, or that of the class of the same name. */
  addClass(name) {
    const clean = tidy(name);
    const there = this.classes.findIndex((one) => sameName(one, clean));
    if (there >= 0) return there;
    if (clean === "" || this.classes.length >= MOST_CLASSES) return NO_CLASS;
    this.classes = [...this.classes, clean];
    return this.classes.length - 1;
  }

  /** To the name of another, the two become one; to none, it ends. @param {number} label @param {string} name */
  renameClass(label, name) {
    if (label >= this.classes.length) return;
    const clean = tidy(name);
    const other = clean === "" ? NO_CLASS : this.classes.findIndex((one, idx) => idx !== label && sameName(one, clean));
    if (other < 0) {
      this.classes = this.classes.map((one, idx) => (idx === label ? clean : one));
      return;
    }
    this.classes = this.classes.filter((_, idx) => idx !== label);
    const to = other === NO_CLASS ? NO_CLASS : other - Number(other > label);
    const map = (/** @type {number} */ old) => (old === label ? to : old === NO_CLASS ? old : old - Number(old > label));
    for (const drawing of this.drawings) drawing.label = map(drawing.label);
    for (const block of this.blocks) block.labels = block.labels.map(map);
    for (const { id } of this.drawings) this.#touched.drawings.add(id);
    for (const { key } of this.blocks) this.#touched.labels.add(key);
  }

  clear() {
    this.touchAll();
    this.drawings = [];
    this.blocks = [];
    this.classes = [];
  }
}

/** @returns {Touched} */
function nothing() {
  return { drawings: new Set(), blocks: new Set(), labels: new Set() };
}

/** What is left of a block. @param {Block} block @param {number} key Its own from now on. @returns {Block} */
export function without({ count, size, channels, data, labels, gone, paths, drop }, key) {
  const each = size * size * channels;
  const rows = Array.from({ length: count }, (_, row) => row).filter((row) => !gone[row]);
  const left = new Uint8Array(rows.length * each);
  rows.forEach((row, to) => left.set(data.subarray(row * each, (row + 1) * each), to * each));
  return {
    key, count: rows.length, size, channels, data: left, labels: Uint8Array.from(rows, (row) => labels[row]),
    gone: new Uint8Array(rows.length), paths: paths && rows.map((row) => paths[row]), drop,
  };
}

/** @param {string} name */
const tidy = (name) => [...name.normalize("NFC").replace(/\s+/g, " ").trim()].slice(0, MOST_NAME).join("");
/** @param {string} a @param {string} b */
export const sameName = (a, b) => a.trim().toLowerCase() === b.trim().toLowerCase();
