//! What the keep worker's commands work with: the module, and nothing that stays from one to the next.

import { Dispatcher } from "../../lib/dispatcher.js";
import { COMMANDS } from "./commands.js";

/** Runs the keep worker's commands. */
export class KeepDispatcher extends Dispatcher {
  /**
   * @param {{engine: import("./engine.js").KeepEngine, post: import("../../lib/dispatcher.js").Post}} given
   */
  constructor({ engine, post }) {
    super(COMMANDS, post);
    this.engine = engine;
    this.lastPanic = engine.lastPanic;
  }

  /** @param {string} why */
  sayBroken(why) {
    return { message: `Keeping stopped: ${why}` };
  }
}
