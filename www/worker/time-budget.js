//! Keeps a recurring task within its share of the worker's time, whatever the task costs on this machine.

/**
 * After a task that took c ms, the next one waits until c is no more than `share` of the time since that task began. It
 * waits at most `longest`: on a busy machine a picture may cost more than its share, and still must not stand still. It
 * waits at least `least`: on a fast machine nobody would see more pictures than that.
 */
export class TimeBudget {
  #share;
  #now;
  #longest;
  #least;
  #readyAt = -Infinity;

  /**
   * @param {number} share of the time, 0..1
   * @param {() => number} now in ms
   * @param {number} [longest] in ms
   * @param {number} [least] in ms
   */
  constructor(share, now, longest = Infinity, least = 0) {
    this.#share = share;
    this.#now = now;
    this.#longest = longest;
    this.#least = least;
  }

  /** The time from which the task may run again; the first time, at once. */
  get readyAt() {
    return this.#readyAt;
  }

  get ready() {
    return this.#now() >= this.#readyAt;
  }

  /**
   * @template T
   * @param {() => T} task
   * @returns {T}
   */
  spend(task) {
    const start = this.#now();
    const result = task();
    this.#readyAt = start + Math.max(this.#least, Math.min((this.#now() - start) / this.#share, this.#longest));
    return result;
  }
}
