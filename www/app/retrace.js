//! Trains a second Hourglass along the way of another model: the same steps, steered where that one was, so that it
//! stands where that one stood, bit for bit.

/**
 * @typedef {import("../hourglass.js").Hourglass} Hourglass
 * @typedef {import("../lib/recipe.js").Recipe["moves"]} Moves
 */

export class Retrace {
  #run;
  #moves;
  #made = 0;

  /**
   * @param {Hourglass} run At a step of the way.
   * @param {() => Moves} moves All that was steered on it: more may come.
   */
  constructor(run, moves) {
    this.#run = run;
    this.#moves = moves;
  }

  /** It stands at a step, before whatever was steered there: what is steered twice is as what is steered once. */
  begin(step = this.#run.step) {
    const next = this.#moves().findIndex((move) => move.step >= step);
    this.#made = next < 0 ? this.#moves().length : next;
  }

  /**
   * Trains to a step.
   * @param {number} step
   * @param {AbortSignal} signal
   * @returns {Promise<number | null>} The loss of the last batch, where one was trained.
   */
  async to(step, signal) {
    let loss = null;
    for (let at = this.#run.step; at < step;) {
      await this.#steer(at);
      const next = Math.min(step, this.#moves()[this.#made]?.step ?? step);
      const report = await this.#run.train({ steps: next - at, signal });
      ({ step: at, loss } = report);
    }
    return loss;
  }

  /** What was steered after so many steps is steered again. @param {number} at */
  async #steer(at) {
    for (let move = this.#moves()[this.#made]; move && move.step <= at; move = this.#moves()[this.#made]) {
      this.#made += 1;
      await this.#run.steer(move.changes);
    }
  }
}
