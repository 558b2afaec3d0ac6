//! The visitor's drawings and pictures with their classes. Pictures lie in blocks as they came, and every change can be
//! taken back.

import { classKey, tidyName } from "./class-name.js";
import { MOST_BYTES, MOST_CLASSES, MOST_IMAGES, NO_CLASS } from "./limits.js";
import { someRows, sum } from "./some-rows.js";
import { Undo } from "./undo.js";

/**
 * @typedef {import("./types.js").Ink} Ink
 *
 * @typedef {object} Drawing
 * @property {number} id
 * @property {Ink} ink As it was drawn.
 * @property {Uint8Array} pixels As it was prepared.
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
 * @property {string[] | null} paths Of pictures' files; null for what a file of data held.
 * @property {import("./intake-protocol.js").RowsOf | null} [table] For what a file of data held.
 * @property {BigUint64Array | null} keys What tells each picture from every other, where the engine has said it.
 * @property {BigUint64Array | null} [fileKeys] The same of the pictures' files.
 * @property {Uint8Array | null} [colored] 1 for each picture with color, however it was prepared, where that is known.
 * @property {number} drop The intake that it came with.
 *
 * @typedef {Omit<Block, "key" | "gone" | "drop"> & {classNames: string[]}} Arrival What the intake brings; labels are
 *   places in `classNames`.
 *
 * @typedef {object} Touched What differs from what was last written down.
 * @property {Set<number>} drawings
 * @property {Set<number>} blocks
 * @property {Set<number>} labels Blocks whose labels have changed, or that have lost pictures.
 */

export class Collection {
  /** @type {Drawing[]} */
  drawings = [];
  /** By rising key. @type {Block[]} */
  blocks = [];
  /** @type {string[]} */
  classes = [];
  /** @type {Touched} */
  #touched = nothing();
  #undo = new Undo();
  #next = 1;

  get canUndo() {
    return !this.#undo.isEmpty;
  }

  get pictures() {
    return this.blocks.reduce((all, { count, gone }) => all + count - sum(gone), 0);
  }

  get count() {
    return this.drawings.length + this.pictures;
  }

  /** How many pictures have color, as far as that is known. */
  colored(blocks = this.blocks) {
    const of = (/** @type {Block} */ { colored, gone }) => (colored ? sum(colored.filter((_, row) => !gone[row])) : 0);
    return blocks.reduce((all, block) => all + of(block), 0);
  }

  /** How many drawings and pictures each class has. */
  get classCounts() {
    const counts = this.classes.map(() => 0);
    for (const { label } of this.drawings) if (label !== NO_CLASS) counts[label] += 1;
    for (const { labels, gone } of this.blocks) {
      for (let row = 0; row < labels.length; row += 1) {
        if (labels[row] !== NO_CLASS && !gone[row]) counts[labels[row]] += 1;
      }
    }
    return counts;
  }

  /** How many have no class. */
  get withoutClass() {
    return this.classCounts.reduce((left, n) => left - n, this.count);
  }

  /** Bytes of the pictures' pixels. */
  get bytes() {
    return this.blocks.reduce((all, { data }) => all + data.length, 0);
  }

  /**
   * For how much more there is room, once nothing can be taken back any more.
   * @param {{size: number, channels: number}} shape
   */
  room({ size, channels }) {
    const { pictures, count } = this;
    return { images: MOST_IMAGES - count, bytes: Math.max(0, MOST_BYTES - pictures * size * size * channels) };
  }

  /** Gives what is to be written down, which counts as written from then on. */
  takeTouched() {
    const touched = this.#touched;
    this.#touched = nothing();
    return touched;
  }

  touchAll() {
    for (const { id } of this.drawings) this.#touched.drawings.add(id);
    for (const { key } of this.blocks) this.#touched.blocks.add(key);
  }

  /** To be called before a change that can be taken back. @param {import("./undo.js").Change} [change] */
  remember(change = {}) {
    this.#undo.remember(this, change);
  }

  undo() {
    this.#undo.undo(this, this.#touched);
  }

  /** No change can be taken back any more; removed pictures give their memory back, and their block gets new ids. */
  forget() {
    this.#undo.forget();
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
   * Takes as many pictures as there is room for.
   * @param {Arrival} arrival
   * @param {number} drop
   * @param {number} [fallback] The label of pictures without a class.
   * @returns {number} How many were taken.
   */
  addBlock(arrival, drop, fallback = NO_CLASS) {
    const { size, channels, paths, table, keys, fileKeys, colored } = arrival;
    const each = size * size * channels;
    const room = () => {
      const images = this.blocks.reduce((all, block) => all + block.count, this.drawings.length);
      return Math.min(arrival.count, MOST_IMAGES - images, Math.floor((MOST_BYTES - this.bytes) / each));
    };
    if (room() < arrival.count) this.forget();
    const count = Math.max(0, room());
    if (count === 0) return 0;
    const used = new Set(arrival.labels.subarray(0, count));
    const names = arrival.classNames.map((name, label) => (used.has(label) ? this.addClass(name) : NO_CLASS));
    const labels = arrival.labels.slice(0, count).map((label) => (label < names.length ? names[label] : fallback));
    const data = count === arrival.count ? arrival.data : arrival.data.slice(0, count * each);
    this.putBlock({
      key: this.#next, count, size, channels, data, labels, gone: new Uint8Array(count), drop,
      paths: paths && paths.slice(0, count), table: table && { ...table, rows: table.rows.slice(0, count) },
      keys: keys && keys.slice(0, count), fileKeys: fileKeys?.slice(0, count), colored: colored?.slice(0, count),
    });
    return count;
  }

  /** Adds a block as it is, under its own key. @param {Block} block */
  putBlock(block) {
    this.blocks = [...this.blocks, block].sort((a, b) => a.key - b.key);
    this.#next = Math.max(this.#next, block.key + block.count);
    this.#touched.blocks.add(block.key);
  }

  /** Adds a drawing as it is, under its own id. @param {Drawing} drawing */
  putDrawing(drawing) {
    this.drawings = [...this.drawings, drawing].sort((a, b) => a.id - b.id);
    this.#next = Math.max(this.#next, drawing.id + 1);
    this.#touched.drawings.add(drawing.id);
  }

  /**
   * Puts other pixels in the place of the present ones; labels and removals stay as they are now. Of earlier changes
   * only the last one can be taken back then, if it added something.
   * @param {Block[]} blocks
   * @param {Map<number, Uint8Array>} drawings Pixels by the drawings' ids.
   */
  replacePixels(blocks, drawings) {
    const now = new Map(this.blocks.map((block) => [block.key, block]));
    this.blocks = blocks.flatMap((block) => {
      const { labels, gone } = now.get(block.key) ?? {};
      return labels && gone ? [{ ...block, labels, gone }] : [];
    });
    this.drawings = this.drawings.map((one) => ({ ...one, pixels: drawings.get(one.id) ?? one.pixels }));
    this.#undo.replaced(this);
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
    const clean = tidyName(name);
    const there = this.classes.findIndex((one) => sameName(one, clean));
    if (there >= 0) return there;
    if (clean === "" || this.classes.length >= MOST_CLASSES) return NO_CLASS;
    this.classes = [...this.classes, clean];
    return this.classes.length - 1;
  }

  /**
   * Gives a class another name. With the name of another class the two become one, without a name the class ends.
   * @param {number} label
   * @param {string} name
   */
  renameClass(label, name) {
    if (label >= this.classes.length) return;
    const clean = tidyName(name);
    const other = clean === "" ? NO_CLASS : this.classes.findIndex((one, idx) => idx !== label && sameName(one, clean));
    if (other < 0) {
      this.classes = this.classes.map((one, idx) => (idx === label ? clean : one));
      return;
    }
    this.classes = this.classes.filter((_, idx) => idx !== label);
    const to = other === NO_CLASS ? NO_CLASS : other - Number(other > label);
    const map = (/** @type {number} */ old) => {
      if (old === label) return to;
      return old === NO_CLASS ? old : old - Number(old > label);
    };
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

/** A block without its removed pictures. @param {Block} block @param {number} key Its new one. @returns {Block} */
function without(block, key) {
  const rows = [...block.gone.keys()].filter((row) => !block.gone[row]);
  return { ...someRows(block, rows), key, gone: new Uint8Array(rows.length) };
}

/** @param {string} a @param {string} b */
export const sameName = (a, b) => classKey(a) === classKey(b);
