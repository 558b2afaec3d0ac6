//! Which pictures are there already, class by class: those of the set, and those that a take has brought.

import { classKey } from "../class-name.js";

/** @typedef {import("../intake-protocol.js").Held} Held */
/** @typedef {import("../intake-protocol.js").TakeArgs} TakeArgs */

/** Pictures that are known by their keys, and by those of their files. */
export class Known {
  /**
   * For each class, the paths of its pictures by their keys; "" where there is none.
   * @type {Map<string, Map<bigint, string>>}
   */
  #classes = new Map();
  /** The class of pictures that name none. */
  #unnamed = "";

  /**
   * @param {TakeArgs["set"]} set
   * @param {Held[]} arrived
   * @param {string[]} classes Those that the labels of `arrived` are places in.
   */
  constructor(set, arrived, classes) {
    if (set) {
      this.#unnamed = set.classes[set.label] ?? "";
      // In the set, a picture without a class has none, whatever was chosen for new ones.
      for (const held of set.blocks) this.#add(held, (label) => set.classes[label] ?? "");
    }
    for (const held of arrived) this.#add(held, (label) => classes[label] ?? this.#unnamed);
  }

  /** The pictures of a class that a drop names; "" for none. @param {string} name */
  of(name) {
    return this.#named(name === "" ? this.#unnamed : name);
  }

  /** @param {string} name */
  #named(name) {
    const key = classKey(name);
    const there = this.#classes.get(key) ?? new Map();
    this.#classes.set(key, there);
    return there;
  }

  /** @param {Held} held @param {(label: number) => string} nameOf */
  #add({ keys, fileKeys, labels, gone, paths }, nameOf) {
    /** @type {Map<bigint, string>[]} */
    const byLabel = [];
    labels.forEach((label, row) => {
      if (gone?.[row]) return;
      byLabel[label] ??= this.#named(nameOf(label));
      byLabel[label].set(keys[row], paths?.[row] ?? "");
      if (fileKeys) byLabel[label].set(fileKeys[row], paths?.[row] ?? "");
    });
  }
}
