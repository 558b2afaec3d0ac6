//! Which questions of which lessons a visitor has answered, kept in this browser alone where it lets the page remember.

const KEY = "hourglass.lessons";
/** A lesson from a file has a name of its own, so there may be many. */
const MOST = 100;

/** @typedef {Map<string, number>} Done How many questions of a lesson are done, by its id. */

export class Progress {
  #memory;
  /** @type {Done} */
  #done;
  /** Whether the browser keeps it. */
  isKept = true;

  /** @param {() => Pick<Storage, "getItem" | "setItem" | "removeItem">} [memory] */
  constructor(memory = () => globalThis.localStorage) {
    this.#memory = memory;
    this.#done = this.#read();
  }

  /** @returns {Done} */
  #read() {
    try {
      const all = Object(JSON.parse(this.#memory().getItem(KEY) ?? "{}"));
      const entries = Object.entries(all).filter(([, rounds]) => Number.isInteger(rounds) && rounds > 0);
      return new Map(entries.slice(0, MOST));
    } catch (cause) {
      // What was spoilt begins anew; a storage that is closed to the page keeps nothing.
      this.isKept = cause instanceof SyntaxError;
      return new Map();
    }
  }

  /** How many questions of a lesson are done. @param {string} id */
  of(id) {
    return this.#done.get(id) ?? 0;
  }

  get isEmpty() {
    return this.#done.size === 0;
  }

  /** @param {string} id @param {number} rounds */
  reach(id, rounds) {
    if (rounds <= this.of(id)) return;
    // Another page of the same visitor may have got further meanwhile.
    const other = this.#read();
    this.#done.set(id, rounds);
    for (const [one, reached] of other) this.#done.set(one, Math.max(reached, this.of(one)));
    this.#write(() => this.#memory().setItem(KEY, JSON.stringify(Object.fromEntries(this.#done))));
  }

  forget() {
    this.#done.clear();
    this.#write(() => this.#memory().removeItem(KEY));
  }

  /** @param {() => void} write */
  #write(write) {
    try {
      write();
    } catch {
      this.isKept = false;
    }
  }
}
