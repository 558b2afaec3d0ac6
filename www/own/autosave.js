//! Whether the set survives a reload: writes what has changed a moment later, and says where that stands.

import { StorageError } from "./database.js";

/**
 * @typedef {import("./types.js").Keeping} Keeping
 * @typedef {import("./collection.js").Touched} Touched
 *
 * @typedef {object} Means
 * @property {ReturnType<typeof import("./database.js").createStorage>} storage
 * @property {boolean} embedded In a frame of another page nothing is kept.
 * @property {import("./collection.js").Collection} collection
 * @property {() => import("./database.js").Meta} meta
 * @property {(patch: {keeping?: Keeping, kept?: "saved" | "saving" | null}) => void} tell
 */

/** Changes within this time are written together, in milliseconds. */
const GATHER = 400;

/** @param {Means} means */
export function createKeeping({ storage, embedded, collection, meta, tell }) {
  /** @type {Keeping} */
  let keeping = embedded ? "embedded" : storage.wanted() ? "on" : "off";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let due;
  /** One after the other. @type {Promise<unknown>} */
  let writing = Promise.resolve();
  /** What could not be written yet. @type {Touched} */
  let owed = { drawings: new Set(), blocks: new Set(), labels: new Set() };

  /** @param {unknown} cause */
  function refused(cause) {
    keeping = cause instanceof StorageError ? cause.reason : "blocked";
    tell({ keeping, kept: null });
  }

  /** @param {boolean} [anew] */
  async function write(anew = false) {
    clearTimeout(due);
    due = undefined;
    const turn = writing.then(async () => {
      if (keeping !== "on" && keeping !== "full") return;
      const touched = collection.takeTouched();
      const both = (/** @type {keyof Touched} */ part) => new Set([...owed[part], ...touched[part]]);
      owed = { drawings: both("drawings"), blocks: both("blocks"), labels: both("labels") };
      try {
        await storage.save(collection, owed, meta(), anew);
        owed = { drawings: new Set(), blocks: new Set(), labels: new Set() };
        keeping = "on";
        tell(due === undefined ? { keeping, kept: "saved" } : { keeping });
      } catch (cause) {
        refused(cause);
      }
    });
    writing = turn;
    await turn;
  }

  return {
    get state() {
      return keeping;
    },

    /** What is kept, or null. */
    async restore() {
      if (keeping !== "on") return null;
      try {
        return await storage.load();
      } catch (cause) {
        refused(cause);
        return null;
      }
    },

    /** After every change. */
    later() {
      if (keeping !== "on" && keeping !== "full") return;
      tell({ kept: "saving" });
      due ??= setTimeout(write, GATHER);
    },

    /** At the visitor's wish. @param {boolean} keep */
    async choose(keep) {
      if (embedded) return;
      storage.choose(keep);
      if (keep) {
        keeping = "on";
        tell({ keeping, kept: "saving" });
        collection.touchAll();
        await write(true);
        return;
      }
      clearTimeout(due);
      due = undefined;
      await writing;
      keeping = "off";
      tell({ keeping, kept: null });
      await this.wipe();
    },

    /** Nothing stays behind. */
    async wipe() {
      if (embedded) return;
      try {
        await storage.clear();
      } catch (cause) {
        if (keeping !== "off") refused(cause);
      }
    },
  };
}
