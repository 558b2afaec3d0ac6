//! What can be taken back of the changes of a collection, the last one first.

import { NO_CLASS } from "./collection.js";

/**
 * @typedef {import("./collection.js").Collection} Collection
 * @typedef {import("./collection.js").Drawing} Drawing
 * @typedef {import("./collection.js").Block} Block
 *
 * @typedef {object} Change
 * @property {"drawing" | "drop"} [adds] What the change brings: it goes when the change is taken back. What else has
 *   come since is of a drop that goes on, and stays.
 * @property {() => void} [back] Brings back what is not the collection's.
 *
 * @typedef {object} Was
 * @property {Map<Drawing, number>} drawings With their labels.
 * @property {Map<Block, {labels: Uint8Array, gone: Uint8Array}>} blocks
 * @property {string[]} classes
 * @property {Change} change
 */

/** Changes that can be taken back. */
const MOST = 20;

export class Past {
  /** @type {Was[]} */
  #changes = [];

  get isEmpty() {
    return this.#changes.length === 0;
  }

  forget() {
    this.#changes = [];
  }

  /** Before a change. @param {Collection} collection @param {Change} change */
  remember({ drawings, blocks, classes }, change) {
    this.#changes.push({
      drawings: new Map(drawings.map((one) => [one, one.label])),
      blocks: new Map(blocks.map((one) => [one, { labels: one.labels.slice(), gone: one.gone.slice() }])),
      classes, change,
    });
    if (this.#changes.length > MOST) this.#changes.shift();
  }

  /**
   * @param {Collection} collection
   * @param {import("./collection.js").Touched} touched Hears what differs then.
   */
  undo(collection, touched) {
    const was = this.#changes.pop();
    if (!was) return;
    const { adds, back } = was.change;
    const { drawings, blocks, classes } = collection;
    const newDrawings = drawings.filter((one) => !was.drawings.has(one));
    const newBlocks = blocks.filter((one) => !was.blocks.has(one));
    for (const one of was.drawings.keys()) if (!drawings.includes(one) || one.label !== was.drawings.get(one)) touched.drawings.add(one.id);
    for (const one of was.blocks.keys()) (blocks.includes(one) ? touched.labels : touched.blocks).add(one.key);
    for (const one of newDrawings) touched.drawings.add(one.id);
    for (const one of newBlocks) touched.blocks.add(one.key);

    collection.drawings = [...was.drawings].map(([one, label]) => Object.assign(one, { label }));
    collection.blocks = [...was.blocks].map(([one, then]) => Object.assign(one, then));
    const isLonger = was.classes.every((name, label) => classes[label] === name);
    collection.classes = isLonger && adds !== "drop" ? classes : was.classes;
    if (!adds) {
      const labelOf = (/** @type {number} */ label) => (label < classes.length ? collection.addClass(classes[label]) : NO_CLASS);
      for (const one of newDrawings) one.label = labelOf(one.label);
      for (const one of newBlocks) one.labels = one.labels.map(labelOf);
      collection.drawings = [...collection.drawings, ...newDrawings];
      collection.blocks = [...collection.blocks, ...newBlocks].sort((a, b) => a.key - b.key);
    }
    back?.();
  }
}
