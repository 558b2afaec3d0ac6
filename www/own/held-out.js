//! How many pictures are held out: the engine's count, asked for whenever the classes' sizes or the share change.

export class HeldOutCount {
  #ask;
  #changed;
  /** Of which sizes and share. */
  #of = "";
  /** @type {number | null} */
  #count = null;

  /**
   * @param {import("./types.js").Intake["heldOutCount"]} ask
   * @param {() => void} changed Called when the answer has come.
   */
  constructor(ask, changed) {
    this.#ask = ask;
    this.#changed = changed;
  }

  /**
   * The count; null until the engine has answered.
   * @param {number[]} sizes Of the classes.
   * @param {number} share
   */
  of(sizes, share) {
    if (sizes.every((size) => size === 0)) return 0;
    const of = `${sizes} ${share}`;
    if (of !== this.#of) {
      [this.#of, this.#count] = [of, null];
      void this.#follow(of, sizes, share);
    }
    return this.#count;
  }

  /** @param {string} of @param {number[]} sizes @param {number} share */
  async #follow(of, sizes, share) {
    let count;
    try {
      count = await this.#ask(sizes, share);
    } catch {
      // The next change asks again; training, which needs the same worker, says aloud what is wrong with it.
      if (this.#of === of) this.#of = "";
      return;
    }
    if (this.#of !== of) return;
    this.#count = count;
    this.#changed();
  }
}
