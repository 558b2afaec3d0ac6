//! The runs of `train()`: the newest run that is not paused trains, the others wait for their turn.
//!
//! So one step can be asked for while a longer run is paused (or goes on), and neither loses a step.

/**
 * `since` is the time up to which `msLeft` is settled; NaN while the run does not train.
 * @typedef {{id: number, stepsLeft: number, msLeft: number, untilPlateau: boolean, paused: boolean, since: number}} Run
 */

/** A stack of runs. */
export class Runs {
  /** @type {Run[]} */
  #runs = [];

  /** The run that trains, if any. @returns {Run | undefined} */
  get current() {
    for (let i = this.#runs.length - 1; i >= 0; i--) {
      if (!this.#runs[i].paused) return this.#runs[i];
    }
    return undefined;
  }

  /** @param {Omit<Run, "since">} run */
  add(run) {
    this.#stopClocks();
    this.#runs.push({ ...run, since: NaN });
  }

  /**
   * Takes a run off the stack.
   * @param {number} id
   * @returns {Run | undefined}
   */
  remove(id) {
    const at = this.#runs.findIndex((run) => run.id === id);
    return at < 0 ? undefined : this.#runs.splice(at, 1)[0];
  }

  /** Takes all runs off the stack. @returns {Run[]} */
  clear() {
    return this.#runs.splice(0);
  }

  /** @param {boolean} paused */
  setPaused(paused) {
    this.#stopClocks();
    for (const run of this.#runs) run.paused = paused;
  }

  // Only the time in which a run trains counts for its `seconds`.
  #stopClocks() {
    for (const run of this.#runs) run.since = NaN;
  }
}
