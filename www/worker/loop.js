//! The worker's loop: hears commands, answers each exactly once, and yields to messages between the trainer's turns.
//!
//! It knows the clock and the message channel only through what it is given, so that tests run it without a worker.

import { HourglassError, isNamed, toPlain } from "../lib/protocol.js";
import { COMMANDS, LATER, isQueued } from "./commands.js";
import { Trainer } from "./scheduler.js";

/** @typedef {import("../lib/protocol.js").Command} Command */
/** @typedef {import("../lib/protocol.js").FromWorker} FromWorker */
/** @typedef {import("../lib/protocol.js").PlainError} PlainError */
/** @typedef {import("./engine.js").Engine} Engine */

/**
 * @typedef {object} Surroundings
 * @property {() => Promise<Engine>} loadEngine
 * @property {(message: FromWorker, transfer: Transferable[]) => void} post
 * @property {() => number} now in ms
 * @property {(task: () => void) => void} defer after the messages that wait have been heard
 * @property {(task: () => void, ms: number) => void} later
 * @property {(message: string) => void} warn
 */

/** A command under way: a generator that turns advance, or a promise that settles by itself. */
/** @typedef {{id: number, work: Iterator<void, unknown> | null}} Busy */

/** The worker's side of the protocol. */
export class Loop {
  #given;
  /** @type {Trainer | null} */
  #trainer = null;
  /** @type {() => string | null} */
  #lastPanic = () => null;
  /** Set when the engine can no longer be trusted. @type {PlainError | null} */
  #broken = null;
  /** @type {Command[]} */
  #queue = [];
  /** @type {Busy | null} */
  #busy = null;
  /** Ids of trains that were paused while they were still in the queue. @type {Set<number>} */
  #held = new Set();
  #scheduled = false;
  #wakeAt = Infinity;

  /** @param {Surroundings} given */
  constructor(given) {
    this.#given = given;
  }

  /** @param {any} message of the type `ToWorker`; anything else throws */
  handle(message) {
    if (message?.type === "ack") {
      this.#trainer?.acknowledge();
    } else if (message?.type === "command") {
      this.#command(message);
    } else {
      throw unknown(`message: got ${JSON.stringify(message?.type)}, wanted "command" or "ack"`);
    }
    this.#schedule();
  }

  now() {
    return this.#given.now();
  }

  get trainer() {
    if (!this.#trainer) throw new HourglassError("NotReadyError", "No data has been given to the engine yet");
    return this.#trainer;
  }

  /**
   * Starts with a session that `create` makes.
   * @param {number} total training images that will come
   * @param {(engine: Engine) => import("./engine.js").Session} create
   */
  async open(total, create) {
    const engine = await this.#given.loadEngine();
    this.#lastPanic = engine.lastPanic;
    const { now, warn, post } = this.#given;
    this.#trainer = new Trainer(create(engine), total, {
      now,
      warn,
      event: post,
      reply: (id, result) => this.#reply(id, result),
      fail: (id, error) => this.#fail(id, error),
    });
    return this.#trainer.state;
  }

  /** Whether a train was paused before its turn came. @param {number} id */
  isHeld(id) {
    return this.#held.delete(id);
  }

  /** @param {Command} command */
  #command(command) {
    const { id, name, args } = command;
    if (this.#broken) {
      this.#given.post({ type: "reply", id, error: this.#broken }, []);
    } else if (name === "ping") {
      this.#reply(id, null);
    } else if (name === "pause" || name === "resume") {
      this.#setPaused(name === "pause");
      this.#reply(id, { step: this.#trainer?.step ?? 0 });
    } else if (name === "abort") {
      this.#abort(args.id);
      this.#reply(id, null);
    } else if (isQueued(name)) {
      this.#queue.push(command);
      this.#startNext();
    } else {
      const error = unknown(`command: got ${JSON.stringify(name)}`);
      this.#fail(id, error);
      throw error;
    }
  }

  /** @param {boolean} paused */
  #setPaused(paused) {
    this.#held.clear();
    if (paused) for (const { name, id } of this.#queue) if (name === "train") this.#held.add(id);
    this.#trainer?.setPaused(paused);
  }

  /** @param {number} train */
  #abort(train) {
    const waiting = this.#queue.findIndex(({ id }) => id === train);
    if (waiting < 0) return this.#trainer?.abort(train);
    this.#queue.splice(waiting, 1);
    this.#fail(train, new HourglassError("AbortError", "Training was aborted"));
  }

  /** Commands take effect in the order in which they came. */
  #startNext() {
    while (!this.#busy && !this.#broken) {
      const command = this.#queue.shift();
      if (!command) return;
      this.#start(command);
    }
  }

  /** @param {Command} command */
  #start({ id, name, args }) {
    const busy = (this.#busy = { id, work: /** @type {Busy["work"]} */ (null) });
    this.#attempt(() => {
      const result = COMMANDS[/** @type {import("./commands.js").Queued} */ (name)](this, args, id);
      if (result instanceof Promise) {
        result.then((value) => this.#finish(value), (error) => this.#refuse(error)).then(() => this.#schedule());
      } else if (result !== LATER && result !== null && typeof result === "object" && "next" in result) {
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
    if (result !== LATER) this.#reply(id, result);
    this.#startNext();
  }

  /**
   * A named error belongs to the command under way; any other one means that the engine is broken.
   * @param {unknown} error
   */
  #refuse(error) {
    if (!this.#busy || !isNamed(error)) return this.#break(error);
    this.#fail(this.#busy.id, error);
    this.#busy = null;
    this.#startNext();
  }

  /** @param {() => void} task */
  #attempt(task) {
    try {
      task();
    } catch (error) {
      this.#refuse(error);
    }
  }

  #schedule() {
    if (this.#scheduled || this.#broken) return;
    if (!this.#next()) return this.#sleep();
    this.#scheduled = true;
    this.#given.defer(() => {
      this.#scheduled = false;
      if (this.#broken) return;
      this.#attempt(() => this.#next()?.());
      this.#schedule();
    });
  }

  /** No step is trained while a command is under way. @returns {(() => void) | null} */
  #next() {
    if (!this.#busy) return this.#trainer?.next() ?? null;
    const { work } = this.#busy;
    return work ? () => this.#advance(work) : null;
  }

  #sleep() {
    const at = this.#trainer?.nextAt ?? Infinity;
    if (this.#busy || at >= this.#wakeAt) return;
    this.#wakeAt = at;
    this.#given.later(() => {
      if (this.#wakeAt === at) this.#wakeAt = Infinity;
      this.#schedule();
    }, Math.max(0, at - this.now()) + 1);
  }

  /** @param {unknown} cause */
  #break(cause) {
    const step = this.#trainer?.step ?? 0;
    const why = this.#lastPanic() ?? (cause instanceof Error ? cause.message : String(cause));
    const error = { name: "EnginePanicError", message: `The engine stopped at step ${step}: ${why}`, cause: String(cause) };
    this.#broken = error;
    const unanswered = [...this.#queue.splice(0), ...(this.#busy ? [this.#busy] : [])].map(({ id }) => id);
    this.#busy = null;
    for (const id of [...unanswered, ...(this.#trainer?.abandon() ?? [])]) {
      this.#given.post({ type: "reply", id, error }, []);
    }
    this.#given.post({ type: "event", name: "panic", detail: { error, step } }, []);
  }

  /**
   * @param {number} id
   * @param {unknown} result arrays are transferred
   */
  #reply(id, result) {
    const transfer = ArrayBuffer.isView(result) ? [/** @type {ArrayBuffer} */ (result.buffer)] : [];
    this.#given.post({ type: "reply", id, result }, transfer);
  }

  /**
   * @param {number} id
   * @param {Error} error
   */
  #fail(id, error) {
    this.#given.post({ type: "reply", id, error: toPlain(error) }, []);
  }
}

/** @param {string} what */
function unknown(what) {
  return new HourglassError("ProtocolError", `Unknown ${what}. Files of two versions are mixed; reload the page.`);
}
