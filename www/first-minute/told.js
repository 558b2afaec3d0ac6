//! Which captions a visitor has had: each comes once, over all visits where the browser lets the page remember.

import { NAMES } from "./rules.js";

/** @typedef {import("./rules.js").Name} Name */

const KEY = "hourglass.first-minute";

export class Told {
  #memory;
  /** @type {Set<string>} */
  #names;

  /** @param {() => Pick<Storage, "getItem" | "setItem">} [memory] */
  constructor(memory = () => globalThis.localStorage) {
    this.#memory = memory;
    this.#names = new Set(this.#read());
  }

  #read() {
    try {
      return (this.#memory().getItem(KEY) ?? "").split(" ");
    } catch {
      return []; // Where storage is closed to the page, each comes once a visit.
    }
  }

  get isAll() {
    return NAMES.every((name) => this.#names.has(name));
  }

  /** @param {Name} name */
  has(name) {
    return this.#names.has(name);
  }

  /** @param {...Name} names */
  add(...names) {
    // Another page of the same visitor may have told some meanwhile.
    for (const name of [...this.#read(), ...names]) this.#names.add(name);
    try {
      this.#memory().setItem(KEY, NAMES.filter((name) => this.has(name)).join(" "));
    } catch {
      // Then it holds for this visit.
    }
  }
}
