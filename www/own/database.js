//! The set in the browser's own database, so that it survives a reload. Drawings, blocks of pictures, labels and
//! settings lie apart, so that one drawing more writes little. Each change is one transaction, and starts by asking
//! whether another tab has written since.

import { Database, StorageError, done } from "../lib/database.js";
import { classesFrom, isBlock, isDrawing, photoFrom, withLabels } from "./check-records.js";

/**
 * @typedef {import("./collection.js").Block} Block
 * @typedef {import("./collection.js").Drawing} Drawing
 * @typedef {import("./collection.js").Collection} Collection
 * @typedef {import("./collection.js").Touched} Touched
 * @typedef {import("../lib/database.js").OpenStore} OpenStore
 *
 * @typedef {{classes: string[], settings: Record<string, unknown>, photo: import("./types.js").Photo | null}} Meta
 *
 * @typedef {object} Kept What the database holds.
 * @property {Meta} meta
 * @property {Drawing[]} drawings
 * @property {Block[]} blocks
 * @property {number} lost Records that could not be used.
 */

const NAME = "hourglass";
const STORES = ["meta", "drawings", "blocks", "labels"];
const CHOICE = "hourglass.keep";

/** The visitor's choice, where the browser remembers it. @param {Pick<Storage, "getItem">} memory */
const isWanted = (memory) => memory.getItem(CHOICE) !== "off";

export class SetDatabase {
  #database;
  #memory;
  /** What this tab wrote or read last: another value in the database is another tab's. @type {string | null} */
  #revision = null;
  /** The photo that is in the database: it is large, and seldom changes. @type {Meta["photo"]} */
  #photoThere = null;
  #tab = Math.random().toString(36).slice(2);
  #writes = 0;

  /**
   * @param {object} [where] Tests pass their own.
   * @param {() => IDBFactory | undefined} [where.database]
   * @param {() => Storage} [where.memory]
   */
  constructor({ database = () => globalThis.indexedDB, memory = () => globalThis.localStorage } = {}) {
    this.#database = new Database(NAME, STORES, database);
    this.#memory = memory;
  }

  /** Whether the visitor wants the set to be kept. */
  wanted() {
    try {
      return isWanted(this.#memory());
    } catch {
      return true; // A browser that closes this memory closes the database too, and that says so itself.
    }
  }

  /** @param {boolean} keep */
  choose(keep) {
    try {
      if (keep) this.#memory().removeItem(CHOICE);
      else this.#memory().setItem(CHOICE, "off");
    } catch {
      // Then the choice holds for this visit.
    }
  }

  /** What is kept, or null. @returns {Promise<Kept | null>} */
  load() {
    return this.#transact("readonly", async (store, found) => {
      this.#revision = found;
      const meta = await done(store("meta").get("set"));
      if (!Array.isArray(meta?.classes)) return null;
      const photo = photoFrom(await done(store("meta").get("photo")));
      this.#photoThere = photo;
      const labels = new Map((await done(store("labels").getAll())).map((one) => [one?.key, one]));
      const drawings = await eachOf(store("drawings"), isDrawing);
      const blocks = await eachOf(store("blocks"), isBlock);
      return {
        meta: { classes: classesFrom(meta.classes), settings: meta.settings, photo }, drawings: drawings.good,
        blocks: blocks.good.map((block) => withLabels(block, labels.get(block.key))), lost: drawings.lost + blocks.lost,
      };
    });
  }

  /**
   * Writes what has changed.
   * @param {Collection} collection
   * @param {Touched} touched
   * @param {Meta} all
   * @param {boolean} [anew] In the place of whatever is there.
   */
  async save(collection, touched, { photo, ...meta }, anew = false) {
    const mine = await this.#transact("readwrite", async (store, found) => {
      if (!anew && found !== this.#revision) throw new StorageError("elsewhere");
      if (anew) for (const name of STORES) store(name).clear();
      await writeTouched(store, collection, touched);
      store("meta").put(meta, "set");
      if (anew || photo !== this.#photoThere) store("meta").put(photo, "photo");
      this.#writes += 1;
      const revision = `${this.#tab}:${this.#writes}`;
      store("meta").put(revision, "revision");
      return revision;
    });
    [this.#revision, this.#photoThere] = [mine, photo];
  }

  /** Whether there is a set that this page has neither read nor written: one from before its storage was allowed. */
  holdsOthers() {
    return this.#transact("readonly", async (store, found) =>
      found !== null && found !== this.#revision && (await done(store("meta").get("set"))) !== undefined);
  }

  /** Nothing is kept any more. */
  clear() {
    return this.#transact("readwrite", (store) => {
      for (const name of STORES) store(name).clear();
      [this.#revision, this.#photoThere] = [null, null];
    });
  }

  /**
   * One transaction over everything.
   * @template T
   * @param {IDBTransactionMode} mode
   * @param {(store: OpenStore, found: string | null) => Promise<T> | T} task `found` is the database's revision.
   */
  #transact(mode, task) {
    return this.#database.transact(mode, async (store) =>
      task(store, (await done(store("meta").get("revision"))) ?? null));
  }
}

/** @param {OpenStore} store @param {Collection} collection @param {Touched} touched */
async function writeTouched(store, collection, touched) {
  for (const id of touched.drawings) {
    const drawing = collection.drawings.find((one) => one.id === id);
    if (drawing) store("drawings").put(drawing, id);
    else store("drawings").delete(id);
  }
  for (const key of touched.blocks) {
    const block = collection.blocks.find((one) => one.key === key);
    // One at a time: copying them all for the database at once would hold the page up.
    if (block) await done(store("blocks").put(block, key));
    else store("blocks").delete(key);
    store("labels").delete(key);
  }
  for (const key of touched.labels) {
    const block = collection.blocks.find((one) => one.key === key);
    if (block && !touched.blocks.has(key)) store("labels").put({ key, labels: block.labels, gone: block.gone }, key);
  }
}

/**
 * The sound records of a store. They are read one at a time: unpacking them all at once would hold the page up.
 * @template T
 * @param {IDBObjectStore} store
 * @param {(one: unknown) => one is T} isSound
 */
async function eachOf(store, isSound) {
  /** @type {T[]} */
  const good = [];
  const keys = await done(store.getAllKeys());
  for (const key of keys) {
    const one = await done(store.get(key));
    if (isSound(one)) good.push(one);
  }
  return { good, lost: keys.length - good.length };
}
