//! The set in the browser's own database, so that it survives a reload. Drawings, blocks of pictures, their labels and
//! what is set lie apart: one drawing more writes little. Each change is one transaction, and starts by asking whether
//! another tab has written since.

import { classesFrom, isBlock, isDrawing, photoFrom, withLabels } from "./check-records.js";

/**
 * @typedef {import("./collection.js").Block} Block
 * @typedef {import("./collection.js").Drawing} Drawing
 * @typedef {import("./collection.js").Collection} Collection
 *
 * @typedef {{classes: string[], settings: Record<string, unknown>, photo: import("./types.js").Photo | null}} Meta
 *
 * @typedef {object} Kept What was found.
 * @property {Meta} meta
 * @property {Drawing[]} drawings
 * @property {Block[]} blocks
 * @property {number} lost Records that could not be used.
 *
 * @typedef {"blocked" | "full" | "elsewhere"} Refusal
 */

const NAME = "hourglass";
const STORES = ["meta", "drawings", "blocks", "labels"];
const CHOICE = "hourglass.keep";
/** A browser that answers nothing at all for so long is taken for one that does not allow it, in milliseconds. */
const PATIENCE = 8000;

/** Why something could not be kept. */
export class StorageError extends Error {
  name = "StorageError";
  /** @param {Refusal} reason @param {unknown} [cause] */
  constructor(reason, cause) {
    super(reason, { cause });
    this.reason = reason;
  }
}

/** @param {unknown} cause */
function refusal(cause) {
  if (cause instanceof StorageError) return cause;
  const name = cause instanceof Error || cause instanceof DOMException ? cause.name : "";
  return new StorageError(name === "QuotaExceededError" ? "full" : "blocked", cause);
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** The visitor's choice, where the browser remembers it. @param {Pick<Storage, "getItem">} [memory] */
export function isWanted(memory = globalThis.localStorage) {
  return memory.getItem(CHOICE) !== "off";
}

/**
 * @param {object} [where] Tests pass their own.
 * @param {() => IDBFactory | undefined} [where.database]
 * @param {() => Storage} [where.memory]
 */
export function createStorage({ database = () => globalThis.indexedDB, memory = () => globalThis.localStorage } = {}) {
  /** @type {Promise<IDBDatabase> | null} */
  let opening = null;
  /** What this tab wrote or read last: if the database says otherwise, another tab has written. @type {string | null} */
  let revision = null;
  /** The photo that is there: it is large, and rarely another. @type {Meta["photo"]} */
  let photoThere = null;
  const tab = Math.random().toString(36).slice(2);
  let writes = 0;

  function open() {
    opening ??= new Promise((resolve, reject) => {
      const factory = database();
      if (!factory) throw new StorageError("blocked");
      const timer = setTimeout(() => reject(new StorageError("blocked")), PATIENCE);
      const request = factory.open(NAME, 1);
      request.onupgradeneeded = () => STORES.forEach((name) => request.result.createObjectStore(name));
      request.onerror = () => {
        clearTimeout(timer);
        reject(request.error);
      };
      request.onsuccess = () => {
        clearTimeout(timer);
        // A newer page in another tab, or the visitor's wish to delete all, must not wait for this one.
        request.result.onversionchange = () => {
          request.result.close();
          opening = null;
        };
        // The browser has closed it, as where its data were deleted.
        request.result.onclose = () => (opening = null);
        resolve(request.result);
      };
    });
    opening.catch(() => (opening = null));
    return opening;
  }

  /**
   * One transaction over everything: all of it happens or nothing.
   * @template T
   * @param {IDBTransactionMode} mode
   * @param {(store: (name: string) => IDBObjectStore, found: string | null) => Promise<T> | T} task `found` is the database's revision.
   * @returns {Promise<T>}
   */
  async function transact(mode, task) {
    try {
      const db = await open();
      const transaction = db.transaction(STORES, mode);
      const end = new Promise((resolve, reject) => {
        transaction.oncomplete = () => resolve(null);
        transaction.onabort = () => reject(transaction.error ?? new StorageError("blocked"));
      });
      end.catch(() => {});
      const store = (/** @type {string} */ name) => transaction.objectStore(name);
      try {
        const found = (await done(store("meta").get("revision"))) ?? null;
        // Where the transaction ends early, so does the task.
        const result = await Promise.race([task(store, found), /** @type {Promise<never>} */ (end.then(() => new Promise(() => {})))]);
        await end;
        return result;
      } catch (cause) {
        try {
          transaction.abort();
        } catch {
          // It has ended by itself.
        }
        // Where the room runs out, the transaction knows why, and the request need not.
        throw transaction.error?.name === "QuotaExceededError" ? transaction.error : cause;
      }
    } catch (cause) {
      throw refusal(cause);
    }
  }

  return {
    wanted() {
      try {
        return isWanted(memory());
      } catch {
        return true; // Whoever has closed that to the page has closed the database too, and that says so itself.
      }
    },
    /** @param {boolean} keep */
    choose(keep) {
      try {
        if (keep) memory().removeItem(CHOICE);
        else memory().setItem(CHOICE, "off");
      } catch {
        // Then the choice holds for this visit.
      }
    },

    /** What is kept, or null. @returns {Promise<Kept | null>} */
    load: () => transact("readonly", async (store, found) => {
      revision = found;
      const meta = await done(store("meta").get("set"));
      if (!Array.isArray(meta?.classes)) return null;
      photoThere = photoFrom(await done(store("meta").get("photo")));
      const labels = new Map((await done(store("labels").getAll())).map((one) => [one?.key, one]));
      const [drawings, blocks] = [await eachOf(store("drawings"), isDrawing), await eachOf(store("blocks"), isBlock)];
      return {
        meta: { classes: classesFrom(meta.classes), settings: meta.settings, photo: photoThere }, drawings: drawings.good,
        blocks: blocks.good.map((block) => withLabels(block, labels.get(block.key))), lost: drawings.lost + blocks.lost,
      };
    }),

    /**
     * Writes what has changed.
     * @param {Collection} collection
     * @param {import("./collection.js").Touched} touched
     * @param {Meta} all
     * @param {boolean} [anew] In the place of whatever is there.
     */
    save: (collection, touched, { photo, ...meta }, anew = false) => transact("readwrite", async (store, found) => {
      if (!anew && found !== revision) throw new StorageError("elsewhere");
      if (anew) for (const name of STORES) store(name).clear();
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
      store("meta").put(meta, "set");
      if (anew || photo !== photoThere) store("meta").put(photo, "photo");
      writes += 1;
      const mine = `${tab}:${writes}`;
      store("meta").put(mine, "revision");
      return mine;
    }).then((mine) => {
      [revision, photoThere] = [mine, photo];
    }),

    /** Nothing is kept any more. */
    clear: () => transact("readwrite", (store) => {
      for (const name of STORES) store(name).clear();
      [revision, photoThere] = [null, null];
    }),
  };
}

/**
 * The records of a store that are sound. One at a time: unpacking them all at once would hold the page up.
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
