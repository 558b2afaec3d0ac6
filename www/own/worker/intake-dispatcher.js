//! What the intake worker's commands work with: the engine, the browser's decoder, and what is kept between commands.

import { Dispatcher } from "../../lib/dispatcher.js";
import { COMMANDS } from "./commands.js";
import { LastPicture } from "./last-picture.js";
import { SetWriting } from "./saved-set.js";

/**
 * @typedef {object} Surroundings
 * @property {import("./engine.js").IntakeEngine} engine
 * @property {import("./decode.js").Decoder} decoder
 * @property {() => Promise<void>} pause lets waiting messages in
 * @property {() => number} now in ms
 * @property {import("../../lib/dispatcher.js").Post} post
 */

/** Runs the intake worker's commands, side by side where they wait. */
export class IntakeDispatcher extends Dispatcher {
  /** @param {Surroundings} given */
  constructor({ engine, decoder, pause, now, post }) {
    super(COMMANDS, post);
    this.engine = engine;
    this.decoder = decoder;
    this.pause = pause;
    this.now = now;
    this.lastPanic = engine.lastPanic;
    this.lastPicture = new LastPicture(engine, decoder);
    this.setWriting = new SetWriting(engine);
  }

  /** @param {string} why */
  sayBroken(why) {
    return { message: `Reading files stopped: ${why}` };
  }
}
