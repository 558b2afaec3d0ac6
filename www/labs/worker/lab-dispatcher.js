//! What a lab worker's commands work with: the engine, the bench, and which images and model lie on it.

import { Dispatcher } from "../../lib/dispatcher.js";
import { HourglassError } from "../../lib/protocol.js";
import { COMMANDS } from "./commands.js";

/**
 * @typedef {object} Surroundings
 * @property {import("./engine.js").LabEngine} engine
 * @property {() => Promise<void>} pause lets waiting messages in
 * @property {import("../../lib/dispatcher.js").Post} post
 */

/** Runs a lab worker's commands. */
export class LabDispatcher extends Dispatcher {
  /** @type {import("./engine.js").Workbench | null} */
  #bench = null;
  /** @type {import("../lab-protocol.js").Holding} */
  holding = { images: null, model: null };

  /** @param {Surroundings} given */
  constructor({ engine, pause, post }) {
    super(COMMANDS, post);
    this.engine = engine;
    this.pause = pause;
    this.lastPanic = engine.lastPanic;
  }

  /** @returns {import("./engine.js").Workbench} */
  get bench() {
    if (!this.#bench) throw new HourglassError("NotReadyError", "There are no images on the bench");
    return this.#bench;
  }

  /**
   * A new bench takes the place of the one before.
   * @param {import("./engine.js").Workbench} bench
   * @param {number} key
   */
  replace(bench, key) {
    this.#bench?.free();
    this.#bench = bench;
    this.holding = { images: key, model: null };
  }

  /** @param {string} why */
  sayBroken(why) {
    return { message: `A lab stopped: ${why}` };
  }
}
