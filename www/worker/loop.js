//! The training worker's loop: commands take effect one after the other, and the scheduler's turns come in between.
//!
//! It knows the clock and the message channel only through what it is given, so that tests run it without a worker.

import { Dispatcher } from "../lib/dispatcher.js";
import { HourglassError, isNamed } from "../lib/protocol.js";
import { AT_ONCE, COMMANDS, LATER } from "./commands.js";
import { Scheduler } from "./scheduler.js";

/** @typedef {import("../lib/protocol.js").Command} Command */
/** @typedef {import("../lib/load-engine.js").Loaded} Loaded */

/**
 * @typedef {object} Surroundings
 * @property {() => Promise<Loaded>} loadEngine
 * @property {() => Promise<typeof import("./share.js")>} [fetchShare]
 * @property {import("../lib/dispatcher.js").Post} post
 * @property {() => number} now in ms
 * @property {(task: () => void) => void} defer after the messages that wait have been heard
 * @property {(task: () => void, ms: number) => void} later
 * @property {(message: string) => void} warn
 */

/** A command under way: a generator that turns advance, or a promise that settles by itself. */
/** @typedef {{id: number, work: Iterator<void, unknown> | null}} Busy */

/** The training worker's side of the protocol. */
export class Loop extends Dispatcher {
  #given;
  /** @type {Scheduler | null} */
  #scheduler = null;
  /** @type {Command[]} */
  #queue = [];
  /** @type {Busy | null} */
  #busy = null;
  /** Ids of trains that were paused while they were still in the queue. @type {Set<number>} */
  #held = new Set();
  #scheduled = false;
  #wakeAt = Infinity;
  /** Fetched once, so that commands keep their order. @type {Promise<typeof import("./share.js")> | undefined} */
  #share;

  /** @param {Surroundings} given */
  constructor(given) {
    super(COMMANDS, given.post);
    this.#given = given;
    this.now = given.now;
    this.warn = given.warn;
  }

  /** @param {any} message */
  handle(message) {
    super.handle(message);
    this.#schedule();
  }

  get scheduler() {
    if (!this.#scheduler) throw new HourglassError("NotReadyError", "No data has been given to the engine yet");
    return this.#scheduler;
  }

  /**
   * Starts with a session that `create` makes.
   * @param {number} total training images that will come
   * @param {(engine: Loaded) => import("./engine.js").Session} create
   */
  async open(total, create, keeps = true) {
    this.keeps = keeps;
    const engine = await this.#given.loadEngine();
    this.lastPanic = engine.lastPanic;
    this.#scheduler = new Scheduler(create(engine), total, this);
    return this.#scheduler.state;
  }

  /** Whether a train was paused before its turn came. @param {number} id */
  isHeld(id) {
    return this.#held.delete(id);
  }

  /** @param {boolean} paused */
  setPaused(paused) {
    this.#held.clear();
    if (paused) for (const { name, id } of this.#queue) if (name === "train") this.#held.add(id);
    this.#scheduler?.setPaused(paused);
    return { step: this.#step };
  }

  /** Aborts a train, whether its turn has come or not. @param {number} train */
  cancel(train) {
    const waiting = this.#queue.findIndex(({ id, name }) => id === train && name === "train");
    if (waiting < 0) return this.#scheduler?.abort(train);
    this.#queue.splice(waiting, 1);
    this.fail(train, new HourglassError("AbortError", "Training was aborted"));
  }

  acknowledge() {
    this.#scheduler?.acknowledge();
  }

  /** @param {Command} command */
  start(command) {
    if (AT_ONCE.has(command.name)) return this.reply(command.id, this.run(command));
    this.#queue.push(command);
    this.#startNext();
  }

  /** Commands take effect in the order in which they came. */
  #startNext() {
    while (!this.#busy && !this.isBroken) {
      const command = this.#queue.shift();
      if (!command) return;
      this.#begin(command);
    }
  }

  /** @param {Command} command */
  #begin(command) {
    const busy = (this.#busy = { id: command.id, work: /** @type {Busy["work"]} */ (null) });
    this.#attempt(() => {
      const result = this.run(command);
      if (result instanceof Promise) {
        result.then((value) => this.#finish(value), (error) => this.#stumble(error)).then(() => this.#schedule());
      } else if (isIterator(result)) {
        busy.work = result;
      } else {
        this.#finish(result);
      }
    });
  }

  /** @param {Iterator<void, unknown>} work */
  #advance(work) {
    const { done, value } = work.next();
    if (done) this.#finish(value);
  }

  /** @param {unknown} result */
  #finish(result) {
    const id = /** @type {Busy} */ (this.#busy).id;
    this.#busy = null;
    if (result !== LATER) this.reply(id, result);
    this.#startNext();
  }

  /**
   * A named error belongs to the command under way; any other one means that the engine is broken.
   * @param {unknown} error
   */
  #stumble(error) {
    if (!this.#busy || !isNamed(error)) return this.break(error);
    this.fail(this.#busy.id, error);
    this.#busy = null;
    this.#startNext();
  }

  /** @param {() => void} task */
  #attempt(task) {
    try {
      task();
    } catch (error) {
      this.#stumble(error);
    }
  }

  #schedule() {
    if (this.#scheduled || this.isBroken) return;
    if (!this.#next()) return this.#sleep();
    this.#scheduled = true;
    this.#given.defer(() => {
      this.#scheduled = false;
      this.wake();
    });
  }

  /** The next turn, at once; the one that was to come comes all the same. */
  wake() {
    if (this.isBroken) return;
    this.#attempt(() => this.#next()?.());
    this.#schedule();
  }

  /** @returns {Promise<Loaded>} */
  engine() {
    return this.#given.loadEngine();
  }

  /**
   * Does something with what is fetched for it. Where that does not come, or fails, each step is made alone.
   * @param {(parts: typeof import("./share.js")) => unknown} use
   */
  withShare(use) {
    this.#share ??= this.#given.fetchShare?.();
    this.#share?.then(use).catch(() => (this.#share = undefined));
    return null;
  }

  /** What the next turn does: a command under way comes before any step. @returns {(() => void) | null} */
  #next() {
    if (!this.#busy) return this.#scheduler?.next() ?? null;
    const { work } = this.#busy;
    return work ? () => this.#advance(work) : null;
  }

  #sleep() {
    const at = this.#scheduler?.nextAt ?? Infinity;
    if (this.#busy || at >= this.#wakeAt) return;
    this.#wakeAt = at;
    this.#given.later(() => {
      if (this.#wakeAt === at) this.#wakeAt = Infinity;
      this.#schedule();
    }, Math.max(0, at - this.now()) + 1);
  }

  get #step() {
    return this.#scheduler?.step ?? 0;
  }

  /** @param {string} why */
  sayBroken(why) {
    return { message: `The engine stopped at step ${this.#step}: ${why}`, step: this.#step };
  }
}

/**
 * @param {unknown} result
 * @returns {result is Iterator<void, unknown>}
 */
function isIterator(result) {
  return result !== null && typeof result === "object" && "next" in result;
}
