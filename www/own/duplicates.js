//! Which pictures of files the set holds already, by the keys that the engine gives them.

/** @typedef {import("./collection.js").Block} Block */

/** @param {string} key @param {number} label */
const full = (key, label) => `${label}:${key}`;

export class Duplicates {
  #collection;
  #intake;
  /** Where the picture of a key and a label lies. @type {Map<string, [Block, number]>} */
  #places = new Map();
  /** @type {WeakSet<Block>} */
  #known = new WeakSet();

  /**
   * @param {import("./collection.js").Collection} collection
   * @param {Pick<import("./types.js").Intake, "keys">} intake
   */
  constructor(collection, intake) {
    this.#collection = collection;
    this.#intake = intake;
  }

  /** Looks at the blocks that are new, and forgets those that are gone. */
  async refresh() {
    const { blocks } = this.#collection;
    const there = new Set(blocks);
    for (const [key, [block]] of this.#places) if (!there.has(block)) this.#places.delete(key);
    for (const block of blocks) {
      // Images of a file of data are what they are.
      if (this.#known.has(block) || !block.paths) continue;
      const keys = block.keys ?? await this.#intake.keys(block.data, block.data.length / block.count);
      block.keys = keys;
      this.#known.add(block);
      block.labels.forEach((label, row) => this.#places.set(full(keys[row], label), [block, row]));
    }
  }

  /** The path of the same picture under the same label, or null. @param {string} key @param {number} label */
  find(key, label) {
    const [block, row] = this.#places.get(full(key, label)) ?? [];
    if (!block || row === undefined || block.gone[row] || block.labels[row] !== label) return null;
    return block.paths?.[row] ?? "";
  }
}
