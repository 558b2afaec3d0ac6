//! The PCA yardstick, computed bit by bit beside training, and at full speed where nothing trains.

import { isNamed } from "../lib/protocol.js";
import { TimeBudget } from "./time-budget.js";

/** Of the worker's time while it trains: some 0.4 s of work are done in the first seconds. */
export const SHARE = 0.06;
const TURN_MS = 8;

/** The yardstick of one session. */
export class PcaYardstick {
  #session;
  #warn;
  #budget;
  #done = false;

  /**
   * @param {import("./engine.js").Session} session
   * @param {import("./scheduler.js").Outlets} out
   */
  constructor(session, { now, warn }) {
    this.#session = session;
    this.#warn = warn;
    this.#budget = new TimeBudget(SHARE, now);
  }

  /** With another code size or more images the yardstick is another one. */
  forget() {
    this.#done = false;
  }

  /** @param {boolean} training */
  isDue(training) {
    return !this.#done && (!training || this.#budget.ready);
  }

  /** One turn; true when the yardstick has become known. */
  advance() {
    try {
      this.#done = this.#budget.spend(() => this.#session.advancePca(TURN_MS));
      return this.#done;
    } catch (error) {
      if (!isNamed(error)) throw error;
      this.#done = true; // the yardstick is missing, training is not
      // Large pictures have no yardstick, and the page says so.
      if (error.name !== "TooLargeError") this.#warn(`PCA: ${error.message}`);
      return false;
    }
  }
}
