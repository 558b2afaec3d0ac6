//! Deaths of a worker: starting another helps unless it dies again and again.

/** More deaths than this within a minute, and starting another would not help. */
const MAX_DEATHS = 3;
const MINUTE = 60_000;

export class Deaths {
  /** When the last ones were, in milliseconds. @type {number[]} */
  #times = [];

  /** To be called at each death. Whether there have been too many. */
  areTooMany() {
    const now = performance.now();
    this.#times = [...this.#times.filter((at) => now - at < MINUTE), now];
    return this.#times.length > MAX_DEATHS;
  }
}
