//! The comparison of two models, fetched with the first one.

import { attempt } from "./faults.js";

/**
 * @typedef {import("./comparison.js").Comparison} Comparison
 * @typedef {ConstructorParameters<typeof import("./comparison.js").Comparison>} Given
 */

export class ComparisonDoor {
  #given;
  /** @type {Promise<Comparison> | null} */
  #coming = null;
  /** @type {Comparison | null} */
  #there = null;

  /** @param {Given} given */
  constructor(...given) {
    this.#given = given;
  }

  /** What compares, once it has come. */
  async open() {
    this.#coming ??= import("./comparison.js").then(({ Comparison }) => new Comparison(...this.#given));
    try {
      return this.#there = await this.#coming;
    } catch (cause) {
      this.#coming = null; // the next wish tries again
      throw cause;
    }
  }

  /** @type {Comparison["compare"]} */
  compare(settings) {
    return attempt(this.#given[0], async () => (await this.open()).compare(settings));
  }

  /** @type {Comparison["begin"]} */
  async begin(second, isOpening) {
    return (await this.open()).begin(second, isOpening);
  }

  end() {
    this.#there?.end();
  }

  /** Where two stand, it is there. */
  get side() {
    return /** @type {Comparison} */ (this.#there).side;
  }

  get changes() {
    return /** @type {Comparison} */ (this.#there).changes;
  }
}
