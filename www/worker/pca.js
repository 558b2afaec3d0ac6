//! The PCA yardstick, computed bit by bit beside training, and at full speed where nothing trains.

import { isNamed } from "../lib/protocol.js";
import { Ration } from "./time-budget.js";

/** About 0.4 s of work in all: done some seconds after the start. */
export const SHARE = 0.06;
const TURN_MS = 8;

/** The yardstick of one session. */
export class Yardstick {
  #session;
  #warn;
  #ration;
  #done = false;

  /**
   * @param {import("./engine.js").Session} session
   * @param {import("./scheduler.js").Outlets} out
   */
  constructor(session, { now, warn }) {
    this.#session = session;
    this.#warn = warn;
    this.#ration = new Ration(SHARE, now);
  }

  /** Another code size or more images: it is no longer known. */
  forget() {
    this.#done = false;
  }

  /** @param {boolean} training */
  isDue(training) {
    return !this.#done && (!training || this.#ration.ready);
  }

  /** One turn; true when the yardstick has become known. */
  advance() {
    try {
      this.#done = this.#ration.spend(() => this.#session.advancePca(TURN_MS));
      return this.#done;
    } catch (error) {
      if (!isNamed(error)) throw error;
      this.#done = true; // the yardstick is missing, training is not
      // Of large pictures there is none; the page says so.
      if (error.name !== "TooLargeError") this.#warn(`PCA: ${error.message}`);
      return false;
    }
  }
}
