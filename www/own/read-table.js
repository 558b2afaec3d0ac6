//! A table of the set looked at, and read in another way: its pictures are replaced, as one change.

import { heldBy } from "./duplicates.js";
import { MOST_BYTES, MOST_IMAGES, NO_CLASS } from "./limits.js";
import { OWN_WORDS } from "../strings/own-notices.js";

/**
 * @typedef {import("./types.js").Arrival} Arrival
 * @typedef {import("./types.js").Outcome} Outcome
 * @typedef {import("./types.js").Reading} Reading
 * @typedef {import("./types.js").Source} Source
 * @typedef {import("./types.js").TableInfo} TableInfo
 */

export class ReadTable {
  #contents;
  #state;
  #queue;
  #intake;
  #whenRead;

  /**
   * @param {import("./contents.js").Contents} contents
   * @param {import("./state.js").SetState} state
   * @param {import("./task-queue.js").TaskQueue} queue
   * @param {import("./types.js").Intake} intake
   * @param {() => Promise<unknown>} whenRead Called once a table was read in another way.
   */
  constructor(contents, state, queue, intake, whenRead) {
    this.#contents = contents;
    this.#state = state;
    this.#queue = queue;
    this.#intake = intake;
    this.#whenRead = whenRead;
  }

  /**
   * Some pictures of a table, and how else it can be read. Null where its file is no longer at hand.
   * @param {TableInfo} table
   * @param {Reading} reading
   */
  async look({ drop, path, together }, reading) {
    const source = this.#sourceOf(drop, path);
    const labels = together.find((one) => one !== path);
    const list = labels === undefined ? null : this.#sourceOf(drop, labels);
    const fileOf = (/** @type {Source} */ { file }, /** @type {string} */ name) => ({ file, path: name });
    return source && this.#intake.table(fileOf(source, path), reading, list && fileOf(list, labels ?? ""));
  }

  /**
   * Puts the table's pictures as they are read now in the place of those that were read before. Nothing of the set
   * changes before all of them are there: a table that cannot be read so, or is stopped, leaves it as it was.
   * @param {TableInfo} table
   * @param {Reading} reading
   */
  async read(table, reading) {
    const isRead = await this.#queue.run("intake", 1, false, async (signal, progress) => {
      const sources = this.#contents.files.get(table.drop);
      const source = this.#sourceOf(table.drop, table.path);
      if (!sources || !source) return false;
      const chosen = { ...source, readings: { ...source.readings, [table.path]: reading } };
      const given = sources.map((one) => (one === source ? chosen : one));
      /** @type {Arrival[]} */
      const arrivals = [];
      const report = await this.#take(table, given, arrivals, signal, progress);
      signal.throwIfAborted();
      const outcome = report.find((one) => one.path === table.path);
      if (!outcome?.reading || arrivals.length === 0) throw new Error(OWN_WORDS.notReadSo(table.path, outcome?.text));
      // Values that somebody has chosen are told from those on which a file has decided.
      const isChosen = reading.isOpen === false ? { isOpen: false } : {};
      this.#replace(table, source, { ...outcome.reading, ...isChosen }, arrivals);
      const { path } = table;
      if (!this.#contents.collection.canUndo) {
        report.push({ path, result: "repaired", images: 0, text: OWN_WORDS.noWayBack });
      }
      this.#state.changed({ report });
      return true;
    });
    if (isRead) await this.#whenRead();
  }

  /** @param {number} drop @param {string} path */
  #sourceOf(drop, path) {
    const sources = this.#contents.files.get(drop) ?? [];
    return sources.find((one) => one.path === path || path.startsWith(`${one.path}/`)) ?? null;
  }

  /** The blocks of a table. @param {TableInfo} table */
  #blocksOf({ drop, path }) {
    return this.#contents.collection.blocks.filter((block) => block.drop === drop && block.table?.path === path);
  }

  /**
   * @param {TableInfo} table
   * @param {Source[]} sources
   * @param {Arrival[]} arrivals Get what comes.
   * @param {AbortSignal} signal
   * @param {(step: import("./task-queue.js").Step) => void} onProgress
   */
  async #take(table, sources, arrivals, signal, onProgress) {
    const { collection, prepared } = this.#contents;
    const { blocks, ...set } = await heldBy(collection, this.#intake, NO_CLASS);
    // What the table has brought before makes room, and may come again.
    const own = new Set(this.#blocksOf(table).map(({ keys }) => keys));
    const others = { ...set, blocks: blocks.filter(({ keys }) => !own.has(keys)) };
    return this.#intake.take(sources, prepared, {
      signal, set: others, only: table.together, room: { images: MOST_IMAGES, bytes: MOST_BYTES }, onProgress,
      onBlock: (arrival) => void arrivals.push(arrival),
    });
  }

  /**
   * @param {TableInfo} table
   * @param {Source} source
   * @param {Reading} reading
   * @param {Arrival[]} arrivals
   */
  #replace(table, source, reading, arrivals) {
    const { collection } = this.#contents;
    const { readings } = source;
    const before = this.#contents.tables.find(({ drop, path }) => drop === table.drop && path === table.path) ?? table;
    collection.remember({ adds: "drop", replaces: true, back: () => {
      source.readings = readings;
      this.#contents.wasRead(before);
    } });
    source.readings = { ...readings, [table.path]: reading };
    this.#removeAll(table);
    const label = collection.addClass(table.unnamed);
    for (const arrival of arrivals) collection.addBlock(arrival, table.drop, label);
    this.#contents.wasRead({ ...before, reading });
  }

  /** Removes a table's pictures, and the classes that nothing else has. @param {TableInfo} table */
  #removeAll(table) {
    const { collection } = this.#contents;
    const before = collection.classCounts;
    const ids = this.#blocksOf(table)
      .flatMap(({ key, count }) => Array.from({ length: count }, (_, row) => key + row));
    collection.remove(ids);
    const after = collection.classCounts;
    for (let label = before.length - 1; label >= 0; label -= 1) {
      if (before[label] > 0 && after[label] === 0) collection.renameClass(label, "");
    }
  }
}
