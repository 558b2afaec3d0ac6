//! The way to the step that a link names: the first model trains there and no further, and what was steered in the run
//! that the link was made of is steered at the same steps. In between it can be paused like any run.

import { optionOf } from "./options.js";

/**
 * @typedef {import("../hourglass.js").Hourglass} Hourglass
 * @typedef {import("../lib/protocol.js").Report} Report
 * @typedef {import("./lockstep.js").Trainable} Trainable
 * @typedef {import("./goal.js").Goal} Goal
 * @typedef {import("./goal.js").Move} Move
 *
 * @typedef {object} Listener
 * @property {(move: Move) => void} moved
 * @property {(report: Report) => void} arrived
 * @property {() => void} left Somebody has changed the run: what was promised of it no longer holds.
 */

/** @implements {Trainable} */
export class Replay {
  #first;
  #listener;
  /** Null once it is reached or given up. @type {Goal | null} */
  #goal;
  /** How many of its moves are made, and how many of them the model has not answered yet. */
  #made = 0;
  #asked = 0;
  /** The last step at which the promise is as it was: the goal's, once the model is there. */
  #last = Infinity;
  /** That of the model which is on its way. */
  #recipe;

  /**
   * @param {Hourglass} first At its first step, or about to be reset to it.
   * @param {Goal} goal
   * @param {Listener} listener
   */
  constructor(first, goal, listener) {
    this.#first = first;
    this.#goal = goal;
    this.#listener = listener;
    this.#recipe = first.recipe;
  }

  get info() {
    return this.#first.info;
  }

  /** Whether nothing but its own moves has happened to the model. */
  get #isSame() {
    const { recipe } = this.#first;
    return recipe !== null && recipe === this.#recipe && recipe.moves.length === this.#made - this.#asked;
  }

  /** Whether the model is on its way to the goal, or stands there. */
  get holds() {
    return this.#isSame && this.#first.step <= this.#last;
  }

  /** The goal, as long as the model is on its way. */
  get #standing() {
    if (this.#goal && !this.#isSame) this.leave();
    return this.#goal;
  }

  /** What was promised of the run no longer holds: it trains as it is asked to. */
  leave() {
    if (!this.#goal) return;
    this.#goal = null;
    this.#last = -1;
    this.#listener.left();
  }

  /**
   * As the model's own; on the way it ends at the goal, and no plateau ends it before.
   * @param {{steps?: number, epochs?: number, untilPlateau?: boolean, signal?: AbortSignal}} [bounds]
   * @returns {Promise<Report>}
   */
  async train(bounds = {}) {
    const goal = this.#standing;
    if (!goal) return this.#first.train(bounds);
    const { steps = Infinity, epochs = Infinity, signal } = bounds;
    // What the page has heard of a run that was just ended may be older than where it stands.
    const { step: begin } = await this.#first.pause();
    const most = Math.min(steps, Math.ceil(epochs * this.info.stepsPerEpoch));
    const last = Math.min(goal.step, begin + most);
    /** @type {Report | null} */
    let report = null;
    for (let at = begin; at < last && this.#standing; at = report.step) {
      await this.#moveAt(goal, at);
      if (!this.#standing) break;
      const next = Math.min(last, goal.moves[this.#made]?.step ?? last);
      report = await this.#first.train({ steps: next - at, signal });
      if (report.reason !== "done") {
        this.leave();
        return report;
      }
    }
    if (report?.step === goal.step && this.#standing) {
      await this.#moveAt(goal, goal.step);
      this.#goal = null;
      this.#last = goal.step;
      this.#listener.arrived(report);
    }
    if (report) return report;
    this.leave();
    return this.#first.train(bounds);
  }

  /**
   * Steers what is due at a step. A move takes effect with the step after it.
   * @param {Goal} goal
   * @param {number} step
   */
  async #moveAt(goal, step) {
    for (let move = goal.moves[this.#made]; move && move.step <= step; move = goal.moves[this.#made]) {
      this.#made += 1;
      this.#asked += 1;
      await this.#first.steer({ [String(optionOf(move.key).live)]: move.value }).finally(() => (this.#asked -= 1));
      this.#listener.moved(move);
    }
  }

  /**
   * A model that is reset before anything was moved is on the way from its first step again.
   * @param {{seed?: number}} [options]
   */
  async reset(options) {
    const isSame = this.#standing !== null && options === undefined && this.#made === 0;
    const info = await this.#first.reset(options);
    if (isSame) this.#recipe = this.#first.recipe;
    else this.leave();
    return info;
  }

  /** @param {Record<string, unknown>} config */
  async reconfigure(config) {
    const info = await this.#first.reconfigure(config);
    this.leave();
    return info;
  }

  /** @param {import("../lib/check-arguments.js").Steering} changes */
  async steer(changes) {
    const info = await this.#first.steer(changes);
    this.leave();
    return info;
  }

  newSeed() {
    return this.#first.newSeed();
  }

  /** @param {Parameters<Hourglass["placeDrawing"]>[0]} drawing */
  placeDrawing(drawing) {
    return this.#first.placeDrawing(drawing);
  }

  restart() {
    this.leave();
    return this.#first.restart();
  }

  /** @type {Hourglass["addEventListener"]} */
  addEventListener(name, listener, options) {
    this.#first.addEventListener(name, listener, options);
  }
}
