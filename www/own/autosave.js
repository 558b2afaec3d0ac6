//! Autosave: whether the set survives a reload. Writes what has changed a moment later, and says where that stands.

import { StorageError } from "../lib/database.js";

/**
 * @typedef {import("./types.js").Keeping} Keeping
 * @typedef {import("./collection.js").Touched} Touched
 */

/** Changes within this time are written together, in milliseconds. */
const GATHER = 400;

export class Autosave {
  #database;
  #embedded;
  #contents;
  #state;
  /** @type {Keeping} */
  #keeping;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #due;
  /** Writes come one after the other. @type {Promise<unknown>} */
  #writing = Promise.resolve();
  /** What an earlier try could not write. @type {Touched} */
  #owed = { drawings: new Set(), blocks: new Set(), labels: new Set() };

  /**
   * @param {import("./database.js").SetDatabase} database
   * @param {Pick<import("./contents.js").Contents, "collection" | "meta">} contents
   * @param {Pick<import("./state.js").SetState, "tell">} state
   * @param {boolean} embedded In a frame of another page nothing is kept.
   */
  constructor(database, contents, state, embedded) {
    this.#database = database;
    this.#contents = contents;
    this.#state = state;
    this.#embedded = embedded;
    this.#keeping = embedded ? "embedded" : database.wanted() ? "on" : "off";
  }

  get keeping() {
    return this.#keeping;
  }

  /** What is kept, or null. */
  async restore() {
    if (this.#keeping !== "on") return null;
    try {
      return await this.#database.load();
    } catch (cause) {
      this.#refused(cause);
      return null;
    }
  }

  /** To be called after every change. */
  later() {
    if (!this.#isOn()) return;
    this.#state.tell({ kept: "saving" });
    this.#due ??= setTimeout(() => void this.#write(), GATHER);
  }

  /**
   * The visitor wishes the set to be kept or not. What was kept before, and could not be read while storage was
   * blocked, is written over only by a visitor who has been told of it.
   * @param {boolean} keep
   * @param {boolean} [isSure]
   */
  async choose(keep, isSure = this.#keeping === "elsewhere") {
    if (this.#embedded) return;
    if (keep) this.#state.tell({ keeping: "on", kept: "saving" });
    if (keep && !isSure && await this.#holdsOthers()) return;
    this.#database.choose(keep);
    if (keep) {
      this.#keeping = "on";
      this.#contents.collection.touchAll();
      await this.#write(true);
      return;
    }
    this.#forgetDue();
    await this.#writing;
    this.#keeping = "off";
    this.#state.tell({ keeping: "off", kept: null });
    await this.#wipe();
  }

  /** Whether a set is there that this page has not seen, or nobody can tell: that is said, and nothing written. */
  async #holdsOthers() {
    try {
      if (!await this.#database.holdsOthers()) return false;
      this.#keeping = "there";
      this.#state.tell({ keeping: "there", kept: null });
    } catch (cause) {
      this.#refused(cause);
    }
    return true;
  }

  #isOn() {
    return this.#keeping === "on" || this.#keeping === "full";
  }

  #forgetDue() {
    clearTimeout(this.#due);
    this.#due = undefined;
  }

  /** @param {unknown} cause */
  #refused(cause) {
    this.#keeping = cause instanceof StorageError ? cause.reason : "blocked";
    this.#state.tell({ keeping: this.#keeping, kept: null });
  }

  /** @param {boolean} [anew] In the place of whatever is there. */
  #write(anew = false) {
    this.#forgetDue();
    const turn = this.#writing.then(() => this.#writeNow(anew));
    this.#writing = turn;
    return turn;
  }

  /** @param {boolean} anew */
  async #writeNow(anew) {
    if (!this.#isOn()) return;
    const { collection, meta } = this.#contents;
    const touched = collection.takeTouched();
    const both = (/** @type {keyof Touched} */ part) => new Set([...this.#owed[part], ...touched[part]]);
    this.#owed = { drawings: both("drawings"), blocks: both("blocks"), labels: both("labels") };
    try {
      await this.#database.save(collection, this.#owed, meta, anew);
      this.#owed = { drawings: new Set(), blocks: new Set(), labels: new Set() };
      this.#keeping = "on";
      // While another write is due, the set is not saved yet.
      this.#state.tell(this.#due === undefined ? { keeping: "on", kept: "saved" } : { keeping: "on" });
    } catch (cause) {
      this.#refused(cause);
    }
  }

  /** Nothing stays behind. */
  async #wipe() {
    try {
      await this.#database.clear();
    } catch (cause) {
      // The visitor has just chosen to keep nothing; a database that is closed to the page changes nothing in that.
      if (this.#keeping !== "off") this.#refused(cause);
    }
  }
}
