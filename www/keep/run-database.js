//! The runs that are kept by themselves, one record a page, in a database of their own. What a record says of itself
//! stands apart from its models, so that a list of them is read at once.

import { Database, done } from "../lib/database.js";

/**
 * @typedef {object} Entry What a record says of itself.
 * @property {string} id Of the page that writes it.
 * @property {number} at When it was written, as Date.now() has it.
 * @property {number} bytes
 * @property {boolean} isOffered Whether a page has offered it by itself.
 * @property {import("./keep-protocol.js").About} about
 *
 * @typedef {{model: Uint8Array, compared: Uint8Array | null}} KeptModels
 */

const NAME = "hourglass-runs";
const STORES = ["entries", "models"];
/** So many records stay, of so many bytes together, for so many milliseconds. */
const MOST = { records: 5, bytes: 64e6, age: 14 * 24 * 3600e3 };

/** The most bytes of one record. */
export const MOST_BYTES = MOST.bytes;

export class RunDatabase {
  #database;

  /** @param {() => IDBFactory | undefined} [factory] Tests pass their own. */
  constructor(factory = () => globalThis.indexedDB) {
    this.#database = new Database(NAME, STORES, factory);
  }

  /** All sound records, the newest first. */
  list() {
    return this.#database.transact("readonly", listed);
  }

  /** @param {string} id @returns {Promise<KeptModels | null>} */
  models(id) {
    return this.#database.transact("readonly", async (store) => {
      const kept = await done(store("models").get(id));
      return kept?.model instanceof Uint8Array ? kept : null;
    });
  }

  /**
   * Writes a page's record in the place of its last one. Records that are too many, too large together or too old go
   * with the same transaction, but for those of pages that still stand.
   * @param {Entry} entry
   * @param {KeptModels} models
   * @param {ReadonlySet<string>} alive The pages that stand.
   * @param {string | null} [replaced] A record that this one goes on from.
   */
  put(entry, models, alive, replaced = null) {
    return this.#database.transact("readwrite", async (store) => {
      const others = (await listed(store)).filter(({ id }) => id !== entry.id);
      const gone = [...beyond(entry, others, alive), ...(replaced ? [replaced] : [])];
      for (const id of gone) remove(store, id);
      store("entries").put(entry, entry.id);
      store("models").put(models, entry.id);
    });
  }

  /**
   * Picks a record to be offered, once for all pages: who asks at the same time gets another one, or none.
   * @param {(entries: Entry[]) => Entry | null} pick
   */
  claim(pick) {
    return this.#database.transact("readwrite", async (store) => {
      const entry = pick(await listed(store));
      if (entry) store("entries").put({ ...entry, isOffered: true }, entry.id);
      return entry;
    });
  }

  /** @param {string[]} ids */
  remove(ids) {
    return this.#database.transact("readwrite", (store) => ids.forEach((id) => remove(store, id)));
  }
}

/** @param {import("../lib/database.js").OpenStore} store @param {string} id */
function remove(store, id) {
  store("entries").delete(id);
  store("models").delete(id);
}

/** @param {import("../lib/database.js").OpenStore} store @returns {Promise<Entry[]>} */
async function listed(store) {
  const all = await done(store("entries").getAll());
  return all.filter(isEntry).sort((a, b) => b.at - a.at);
}

/** @param {any} one @returns {one is Entry} */
const isEntry = (one) => typeof one?.id === "string" && Number.isFinite(one.at) && Number.isFinite(one.bytes)
  && typeof one.about?.data === "string" && Number.isFinite(one.about.step);

/**
 * Which records have no room beside a new one.
 * @param {Entry} entry
 * @param {Entry[]} others The newest first.
 * @param {ReadonlySet<string>} alive
 */
export function beyond(entry, others, alive) {
  let [records, bytes] = [1, entry.bytes];
  return others.filter(({ id, at, bytes: more }) => {
    records += 1;
    bytes += more;
    const hasNoRoom = records > MOST.records || bytes > MOST.bytes || entry.at - at > MOST.age;
    return hasNoRoom && !alive.has(id);
  }).map(({ id }) => id);
}

/**
 * The record to offer: of a page that is gone, and not offered before; the one of this tab's last page before others.
 * @param {Entry[]} entries The newest first.
 * @param {ReadonlySet<string>} alive
 * @param {string | null} last The page that this tab showed before.
 * @param {number} now
 */
export function toOffer(entries, alive, last, now) {
  const orphans = entries.filter(({ id, isOffered, at }) => !alive.has(id) && !isOffered && now - at <= MOST.age);
  return orphans.find(({ id }) => id === last) ?? orphans[0] ?? null;
}
