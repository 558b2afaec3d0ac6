//! One drop on its way into the set: block by block as the intake brings them, and nothing twice.

import { MOST_CLASSES, NO_CLASS } from "./collection.js";
import { putSaved, sized } from "./saved-file.js";
import { OWN_WORDS } from "../strings/own-notices.js";

/**
 * @typedef {import("./types.js").Arrival} Arrival
 * @typedef {import("./types.js").Outcome} Outcome
 * @typedef {import("./collection.js").Collection} Collection
 */

const { compare } = new Intl.Collator("en", { numeric: true });

/**
 * Files out of folders in the order of their names, folder by folder: what a browser lists is in no order that lasts.
 * @param {import("./types.js").Source[]} sources
 */
export function inOrder(sources) {
  if (!sources.some(({ path }) => path.includes("/"))) return sources;
  const parts = new Map(sources.map((one) => [one, one.path.split("/")]));
  return sources.toSorted((one, other) => {
    const [mine, its] = [parts.get(one) ?? [], parts.get(other) ?? []];
    const at = mine.findIndex((part, idx) => part !== its[idx]);
    return at < 0 ? mine.length - its.length : compare(mine[at], its[at] ?? "");
  });
}

/** Of a picture, so many bytes go into its hash. */
const SAMPLES = 256;

/** FNV-1a over some of the bytes. @param {Uint8Array} pixels @param {number} label */
function hash(pixels, label) {
  let sum = 2166136261 ^ label;
  const step = Math.max(1, Math.floor(pixels.length / SAMPLES));
  for (let at = 0; at < pixels.length; at += step) sum = Math.imul(sum ^ pixels[at], 16777619);
  return sum;
}

/** Which pictures of files are there already, under which class. */
export class Seen {
  #collection;
  /** By hash: block and row. @type {Map<number, [import("./collection.js").Block, number]>} */
  #places = new Map();
  /** @type {WeakSet<import("./collection.js").Block>} */
  #known = new WeakSet();

  /** @param {Collection} collection */
  constructor(collection) {
    this.#collection = collection;
  }

  /** Looks at the blocks that are new, and forgets those that are gone. */
  refresh() {
    const { blocks } = this.#collection;
    const there = new Set(blocks);
    for (const [key, [block]] of this.#places) if (!there.has(block)) this.#places.delete(key);
    for (const block of blocks) {
      if (this.#known.has(block) || !block.paths) continue;
      this.#known.add(block);
      const each = block.data.length / block.count;
      for (let row = 0; row < block.count; row += 1) this.#places.set(hash(block.data.subarray(row * each, (row + 1) * each), block.labels[row]), [block, row]);
    }
  }

  /** The path of the same picture, or null. @param {Uint8Array} pixels @param {number} label */
  find(pixels, label) {
    const [block, row] = this.#places.get(hash(pixels, label)) ?? [];
    if (!block || row === undefined || block.gone[row] || block.labels[row] !== label) return null;
    const each = block.data.length / block.count;
    const same = each === pixels.length && pixels.every((byte, at) => byte === block.data[row * each + at]);
    return same ? block.paths?.[row] ?? "" : null;
  }
}

/**
 * @param {Collection} collection
 * @param {Seen} seen
 * @param {number} drop
 * @param {number} label Of what has no class of its own.
 * @param {import("./saved-file.js").Target} target Where a saved set goes.
 */
export function createDrop(collection, seen, drop, label, target) {
  /** @type {Map<string, string>} */
  const twice = new Map();
  let isRemembered = false;
  let isOpening = false;
  let taken = 0;
  let left = 0;
  /** Saved sets on their way in, one after the other. @type {Promise<void>} */
  let opening = Promise.resolve();

  function remember() {
    if (!isRemembered) collection.remember({ adds: "drop" });
    isRemembered = true;
  }

  /** @param {() => Promise<void>} put */
  function later(put) {
    opening = opening.then(put).then(target.changed);
    opening.catch(() => {}); // `report` tells it
  }

  /** @param {Arrival} arrival */
  function add(arrival) {
    const some = fresh(arrival);
    const count = some.count === 0 ? 0 : collection.addBlock(some, drop, label);
    taken += count;
    left += some.count - count;
  }

  /** @param {Arrival} arrival @returns {Arrival} */
  function fresh(arrival) {
    const { data, count, classNames, labels, paths } = arrival;
    if (!paths) return arrival;
    const each = data.length / count;
    const names = classNames.map((name) => collection.classes.findIndex((one) => one.toLowerCase() === name.trim().toLowerCase()));
    const rows = [];
    for (let row = 0; row < count; row += 1) {
      const own = labels[row] < names.length ? names[labels[row]] : label;
      const other = own < 0 ? null : seen.find(data.subarray(row * each, (row + 1) * each), own);
      if (other === null) rows.push(row);
      else twice.set(paths[row], other);
    }
    if (rows.length === count) return arrival;
    const some = new Uint8Array(rows.length * each);
    rows.forEach((row, to) => some.set(data.subarray(row * each, (row + 1) * each), to * each));
    return { ...arrival, data: some, count: rows.length, labels: Uint8Array.from(rows, (row) => labels[row]), paths: rows.map((row) => paths[row]) };
  }

  return {
    get taken() {
      return taken;
    },
    /** @param {Arrival} arrival */
    block(arrival) {
      remember();
      const { opened } = arrival;
      if (opened) {
        isOpening = true;
        later(() => putSaved(opened, collection, target));
      } else if (isOpening) {
        // A set that was opened may have brought another size.
        later(async () => add(await sized(arrival, target)));
      } else add(arrival);
    },
    /** Once all of it has come. @param {Outcome[]} outcomes @returns {Promise<Outcome[]>} */
    async report(outcomes) {
      await opening;
      const all = outcomes.map((one) => {
        const other = twice.get(one.path);
        if (other === undefined || one.images > 1) return one;
        return { ...one, result: /** @type {const} */ ("left-out"), images: 0, text: other === "" || other === one.path ? OWN_WORDS.sameAsEarlier : OWN_WORDS.sameAs(other) };
      });
      if (left > 0) all.push({ path: outcomes.at(-1)?.path ?? "", result: "left-out", images: 0, text: OWN_WORDS.full(taken) });
      if (collection.classes.length === MOST_CLASSES && collection.blocks.some((one) => one.drop === drop && one.labels.includes(NO_CLASS))) {
        all.push({ path: outcomes.at(-1)?.path ?? "", result: "repaired", images: 0, text: OWN_WORDS.tooManyClasses });
      }
      return all;
    },
  };
}
