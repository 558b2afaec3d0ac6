//! What the slow worker's commands work with: the module, and the step that was begun last.

import { Dispatcher } from "../../lib/dispatcher.js";
import { HourglassError } from "../../lib/protocol.js";
import { COMMANDS } from "./commands.js";

/** Runs the slow worker's commands. */
export class SlowDispatcher extends Dispatcher {
  /** @type {import("./engine.js").Stepper | null} */
  #stepper = null;

  /**
   * @param {{engine: import("./engine.js").SlowEngine, post: import("../../lib/dispatcher.js").Post}} given
   */
  constructor({ engine, post }) {
    super(COMMANDS, post);
    this.engine = engine;
    this.lastPanic = engine.lastPanic;
  }

  /** The step that was begun. */
  get stepper() {
    if (!this.#stepper) throw new HourglassError("NotReadyError", "No step has been begun.");
    return this.#stepper;
  }

  /** Another step takes its place. @param {import("./engine.js").Stepper} stepper */
  replace(stepper) {
    this.#stepper?.free();
    this.#stepper = stepper;
  }

  /** @param {string} why */
  sayBroken(why) {
    return { message: `Slow motion stopped: ${why}` };
  }
}
