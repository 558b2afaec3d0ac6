//! Files into the set: a drop at a time, which can be stopped, and is told file by file.

import { Drop } from "./drop.js";
import { heldBy } from "./duplicates.js";
import { wanted } from "./hidden.js";
import { readPhoto } from "./patches.js";

/**
 * @typedef {import("./types.js").Outcome} Outcome
 * @typedef {import("./types.js").Source} Source
 * @typedef {import("./task-queue.js").Step} Step
 */

const { compare } = new Intl.Collator("en", { numeric: true });

/**
 * Files out of folders in the order of their names, folder by folder: a browser lists them in no order that lasts.
 * @param {Source[]} sources
 */
function inOrder(sources) {
  if (!sources.some(({ path }) => path.includes("/"))) return sources;
  const parts = new Map(sources.map((one) => [one, one.path.split("/")]));
  return sources.toSorted((one, other) => {
    const [mine, its] = [parts.get(one) ?? [], parts.get(other) ?? []];
    const at = mine.findIndex((part, idx) => part !== its[idx]);
    return at < 0 ? mine.length - its.length : compare(mine[at], its[at] ?? "");
  });
}

export class AddFiles {
  #contents;
  #state;
  #queue;
  #intake;
  /** Drops so far: each has its number. */
  #drops = 0;

  /**
   * @param {import("./contents.js").Contents} contents
   * @param {import("./state.js").SetState} state
   * @param {import("./task-queue.js").TaskQueue} queue
   * @param {import("./types.js").Intake} intake
   */
  constructor(contents, state, queue, intake) {
    this.#contents = contents;
    this.#state = state;
    this.#queue = queue;
    this.#intake = intake;
  }

  /**
   * @param {Source[]} given
   * @param {number} label For pictures whose folder names no class.
   * @param {Outcome[]} unread Files that could not be read: they are told with the others.
   * @returns {Promise<Outcome[]>} What became of each file; nothing of a drop that failed.
   */
  add(given, label, unread) {
    /** @type {Outcome[]} */
    const none = [];
    return this.#queue.run("intake", given.length, none, (signal, progress) =>
      this.#run(given, label, unread, signal, progress));
  }

  /**
   * @param {Source[]} given
   * @param {number} label
   * @param {Outcome[]} unread
   * @param {AbortSignal} signal
   * @param {(step: Step) => void} progress
   */
  async #run(given, label, unread, signal, progress) {
    const { files, collection } = this.#contents;
    const set = await heldBy(collection, this.#intake, label);
    const sources = inOrder(wanted(given));
    const mine = (this.#drops += 1);
    const drop = new Drop(this.#contents, this.#state, this.#intake, { drop: mine, label, signal });
    files.set(mine, sources);
    try {
      const outcomes = await this.#take(sources, set, drop, signal, progress);
      const report = [...await drop.report(outcomes), ...unread];
      for (const { path, reading, together } of report) {
        if (!reading || !together) continue;
        this.#contents.wasRead({ drop: mine, path, reading, together, unnamed: collection.classes[label] ?? "" });
      }
      this.#state.tell({ report });
      if (drop.taken > 0) await this.#newestAsPhoto();
      return report;
    } finally {
      if (drop.taken === 0) files.delete(mine);
      this.#state.changed();
    }
  }

  /**
   * @param {Source[]} sources
   * @param {import("./intake-protocol.js").HeldSet} set What is there already.
   * @param {Drop} drop
   * @param {AbortSignal} signal
   * @param {(step: Step) => void} onProgress
   * @returns {Promise<Outcome[]>}
   */
  async #take(sources, set, drop, signal, onProgress) {
    const { collection, prepared } = this.#contents;
    const onBlock = (/** @type {import("./types.js").Arrival} */ block) => {
      drop.block(block);
      this.#state.changed();
    };
    try {
      const room = collection.room(prepared);
      return await this.#intake.take(sources, prepared, { signal, room, set, onProgress, onBlock });
    } catch (cause) {
      const { outcomes = null } = /** @type {{outcomes?: Outcome[]}} */ (cause ?? {});
      // What came before the drop was stopped stays, and is told.
      if (signal.aborted && outcomes) return outcomes;
      this.#state.tell({ report: outcomes });
      throw cause;
    }
  }

  /** Where patches are trained on, they are cut from the newest picture. */
  async #newestAsPhoto() {
    const newest = this.#contents.settings.source === "patches" && this.#contents.newestFile();
    if (!newest) return;
    try {
      await readPhoto(newest, this.#contents, this.#state, this.#intake);
    } catch (cause) {
      this.#queue.failed(cause); // The pictures themselves are in the set.
    }
  }
}
