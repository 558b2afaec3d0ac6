//! What the page hears of a take before its reply: how far it is, what was taken, and which file stopped the engine.

/** @typedef {import("../intake-protocol.js").Part} Part */
/** @typedef {import("../intake-protocol.js").Place} Place */
/** @typedef {import("../intake-protocol.js").Progress} Progress */

/** Time between two messages of progress, in ms. */
const PROGRESS = 100;
/** Most time until what was taken is sent, in ms. */
const PARTS = 400;

/** Reports one take. */
export class TakeReport {
  #dispatcher;
  #id;
  #isCareful;
  #toldAt = -Infinity;
  #sentAt;

  /**
   * @param {import("./intake-dispatcher.js").IntakeDispatcher} dispatcher
   * @param {number} id of the take
   * @param {boolean} isCareful whether each file is named before it is read
   */
  constructor(dispatcher, id, isCareful) {
    this.#dispatcher = dispatcher;
    this.#id = id;
    this.#isCareful = isCareful;
    this.#sentAt = dispatcher.now();
  }

  get isCancelled() {
    return !this.#dispatcher.isWanted(this.#id);
  }

  /** Whether what is there should be sent, so that it is seen. */
  get isDue() {
    return this.#dispatcher.now() - this.#sentAt > PARTS;
  }

  /** @param {Progress} progress */
  progress({ done, total, images }) {
    const now = this.#dispatcher.now();
    if (now - this.#toldAt < PROGRESS && done < total) return;
    this.#toldAt = now;
    this.#dispatcher.emit("progress", { done, total, images }, [], this.#id);
  }

  /**
   * @param {Part} part
   * @param {Transferable[]} transfer
   */
  part(part, transfer) {
    this.#sentAt = this.#dispatcher.now();
    this.#dispatcher.emit("part", part, transfer, this.#id);
  }

  /** Names the file that is read next, so that it is known if the worker ends without a word. @param {Place} at */
  reading(at) {
    if (this.#isCareful) this.#dispatcher.emit("reading", { at }, [], this.#id);
  }

  /**
   * Names the file that the engine stopped at, so that the next worker steps over it.
   * @param {unknown} error what stopped it
   * @param {Place} at
   * @returns {unknown} the error, for whoever goes on to throw it
   */
  trapped(error, at) {
    this.#dispatcher.emit("trapped", { at }, [], this.#id);
    return error;
  }
}
