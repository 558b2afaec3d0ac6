//! Undo: the changes of a collection that can be taken back, the last one first.

import { NO_CLASS } from "./limits.js";

/**
 * @typedef {import("./collection.js").Collection} Collection
 * @typedef {import("./collection.js").Drawing} Drawing
 * @typedef {import("./collection.js").Block} Block
 *
 * @typedef {object} Change
 * @property {"drawing" | "drop"} [adds] What the change adds to the collection. It goes when the change is taken back.
 *   Where a change adds nothing, pictures that came after it belong to a drop that was still going on, and stay.
 * @property {boolean} [replaces] Whether it removes pictures as well as adding some.
 * @property {() => void} [back] Takes back what the change did to anything but the collection.
 *
 * @typedef {object} Was The collection before a change.
 * @property {Map<Drawing, number>} drawings Each with its label.
 * @property {Map<Block, {labels: Uint8Array, gone: Uint8Array}>} blocks
 * @property {string[]} classes
 * @property {Change} change
 */

/** Changes that can be taken back. */
const MOST = 20;

export class Undo {
  /** The oldest first. @type {Was[]} */
  #changes = [];

  get isEmpty() {
    return this.#changes.length === 0;
  }

  forget() {
    this.#changes = [];
  }

  /**
   * Other drawings and blocks stand in the place of those that were known, by the same ids and keys. A last change that
   * only added something can still be taken back; of removed pictures the pixels are gone.
   * @param {Collection} collection
   */
  replaced({ drawings, blocks }) {
    const last = this.#changes.at(-1);
    this.#changes = [];
    if (!last?.change.adds || last.change.replaces) return;
    const ids = new Map([...last.drawings].map(([{ id }, label]) => [id, label]));
    const keys = new Map([...last.blocks].map(([{ key }, then]) => [key, then]));
    this.#changes.push({
      ...last,
      drawings: new Map(drawings.flatMap((one) => (ids.has(one.id) ? [[one, ids.get(one.id) ?? NO_CLASS]] : []))),
      blocks: new Map(blocks.flatMap((one) => {
        const then = keys.get(one.key);
        return then ? [[one, then]] : [];
      })),
    });
  }

  /** To be called before a change. @param {Collection} collection @param {Change} change */
  remember({ drawings, blocks, classes }, change) {
    this.#changes.push({
      drawings: new Map(drawings.map((one) => [one, one.label])),
      blocks: new Map(blocks.map((one) => [one, { labels: one.labels.slice(), gone: one.gone.slice() }])),
      classes, change,
    });
    if (this.#changes.length > MOST) this.#changes.shift();
  }

  /**
   * Takes the last change back.
   * @param {Collection} collection
   * @param {import("./collection.js").Touched} touched Hears of everything that has to be written down again.
   */
  undo(collection, touched) {
    const was = this.#changes.pop();
    if (!was) return;
    const { adds, back } = was.change;
    const { drawings, blocks, classes } = collection;
    const newDrawings = drawings.filter((one) => !was.drawings.has(one));
    const newBlocks = blocks.filter((one) => !was.blocks.has(one));
    touch(touched, collection, was);

    collection.drawings = [...was.drawings].map(([one, label]) => Object.assign(one, { label }));
    collection.blocks = [...was.blocks].map(([one, then]) => Object.assign(one, then));
    const isLonger = was.classes.every((name, label) => classes[label] === name);
    collection.classes = isLonger && adds !== "drop" ? classes : was.classes;
    if (!adds) {
      const labelOf = (/** @type {number} */ label) =>
        (label < classes.length ? collection.addClass(classes[label]) : NO_CLASS);
      for (const one of newDrawings) one.label = labelOf(one.label);
      for (const one of newBlocks) one.labels = one.labels.map(labelOf);
      collection.drawings = [...collection.drawings, ...newDrawings];
      collection.blocks = [...collection.blocks, ...newBlocks].sort((a, b) => a.key - b.key);
    }
    back?.();
  }
}

/**
 * Names everything that differs between the collection and what it was.
 * @param {import("./collection.js").Touched} touched
 * @param {Collection} now
 * @param {Was} was
 */
function touch(touched, { drawings, blocks }, was) {
  for (const [one, label] of was.drawings) {
    if (one.label !== label || !drawings.includes(one)) touched.drawings.add(one.id);
  }
  for (const one of was.blocks.keys()) (blocks.includes(one) ? touched.labels : touched.blocks).add(one.key);
  for (const one of drawings) if (!was.drawings.has(one)) touched.drawings.add(one.id);
  for (const one of blocks) if (!was.blocks.has(one)) touched.blocks.add(one.key);
}
