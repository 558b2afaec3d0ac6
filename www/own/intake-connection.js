//! One intake worker at a time: started when there is something to do, replaced when it is lost, ended when idle, so
//! that the memory which it took goes with it.

import { HourglassError, fromPlain } from "../lib/protocol.js";

/** @typedef {import("../lib/spawn-worker.js").WorkerLike} WorkerLike */

/** What an intake rejects with; `message` is a sentence for people. */
export class IntakeError extends Error {
  /** Of an intake that ended early: what had become of its files. @type {import("./worker/batch.js").Outcome[]} */
  outcomes = [];

  /** @param {string} name @param {string} message @param {{cause?: unknown}} [options] */
  constructor(name, message, options) {
    super(message, options);
    this.name = name;
  }
}

/** The worker ended during a call. */
export class LostError extends IntakeError {
  /** @param {string} message @param {import("./worker/list-files.js").Place | null} at the file of this call that it was reading, if that is known */
  constructor(message, at) {
    super("WorkerDiedError", message);
    this.at = at;
  }
}

/** Times in ms. @typedef {{idle: number, silence: number}} IntakeTimings */
/** @type {IntakeTimings} */
export const TIMINGS = { idle: 5000, silence: 60_000 };

/** @typedef {{resolve: (result: any) => void, reject: (error: IntakeError) => void, hear: (message: any) => void}} Pending */

export class Connection {
  #spawn;
  #timings;
  /** @type {WorkerLike | null} */
  #worker = null;
  #lastId = 0;
  /** @type {Map<number, Pending>} */
  #pending = new Map();
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #silent = 0;
  #lastTick = 0;
  #disposed = false;

  /** @param {() => WorkerLike} spawn @param {IntakeTimings} timings */
  constructor(spawn, timings) {
    this.#spawn = spawn;
    this.#timings = timings;
  }

  /**
   * @param {string} name
   * @param {object} args
   * @param {{transfer?: any[], hear?: (message: any) => void, onId?: (id: number) => void}} [options]
   * @returns {Promise<any>}
   */
  call(name, args, { transfer = [], hear = () => {}, onId } = {}) {
    if (this.#disposed) return Promise.reject(new IntakeError("DisposedError", "The intake was ended"));
    const id = ++this.#lastId;
    onId?.(id);
    return new Promise((resolve, reject) => {
      const worker = this.#worker ?? this.#start();
      this.#pending.set(id, { resolve, reject, hear });
      worker.postMessage({ type: "call", id, name, args }, transfer);
      this.#watch();
    });
  }

  /** Its reply is no longer waited for. @param {number} id @param {IntakeError} error */
  cancel(id, error) {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    this.#worker?.postMessage({ type: "cancel", id }, []);
    pending.reject(error);
  }

  dispose() {
    this.#disposed = true;
    this.#lose(this.#worker, () => new IntakeError("DisposedError", "The intake was ended"));
  }

  #start() {
    let worker;
    try {
      worker = this.#spawn();
    } catch (cause) {
      const said = cause instanceof HourglassError ? cause.message : "The browser refused to start the worker that reads files.";
      throw new IntakeError("EngineNotLoadedError", said, { cause });
    }
    this.#worker = worker;
    let ready = false;
    const lost = (/** @type {string} */ why) => this.#lose(worker, () => ready
      ? new LostError(why, null)
      : new IntakeError("EngineNotLoadedError", `The worker that reads files could not be loaded: ${why}`));
    worker.addEventListener("message", ({ data }) => {
      if (worker !== this.#worker) return;
      if (data.type === "ready") ready = true;
      else if (data.type === "not-loaded") lost(data.message);
      else this.#hear(worker, data);
      this.#silent = 0;
    });
    worker.addEventListener("messageerror", () => lost("a message could not be read"));
    worker.addEventListener("error", (event) => {
      event.preventDefault?.();
      lost(event.message || "its script is missing or blocked");
    });
    return worker;
  }

  /** @param {WorkerLike} worker @param {any} message */
  #hear(worker, message) {
    if (message.type === "trapped") {
      return this.#lose(worker, (id) => new LostError(message.message, id === message.id ? message.at : null));
    }
    const pending = this.#pending.get(message.id);
    if (!pending) return;
    if (message.type !== "reply") return pending.hear(message);
    this.#pending.delete(message.id);
    if (message.error) {
      const { name, message: text, cause } = fromPlain(message.error);
      pending.reject(new IntakeError(name, text, { cause }));
    } else pending.resolve(message.result);
  }

  /** @param {WorkerLike | null} worker @param {(id: number) => IntakeError} why */
  #lose(worker, why) {
    if (worker !== this.#worker) return;
    worker?.terminate();
    this.#worker = null;
    clearInterval(this.#timer);
    this.#timer = undefined;
    const pending = [...this.#pending];
    this.#pending.clear();
    for (const [id, { reject }] of pending) reject(why(id));
  }

  /** Ends a worker that has nothing to do, and gives up one that does not answer. */
  #watch() {
    this.#silent = 0;
    if (this.#timer !== undefined) return;
    this.#lastTick = performance.now();
    const { idle, silence } = this.#timings;
    const tick = idle / 5;
    this.#timer = setInterval(() => {
      const now = performance.now();
      // A page that was frozen has not listened: count at most what a tick may last when all is well.
      this.#silent += Math.min(now - this.#lastTick, 2 * tick);
      this.#lastTick = now;
      const isIdle = this.#pending.size === 0;
      if (isIdle && this.#silent >= idle) this.#lose(this.#worker, () => new LostError("", null));
      else if (this.#silent >= silence) {
        const seconds = Math.round(this.#silent / 1000);
        this.#lose(this.#worker, () => new LostError(`It has not answered for ${seconds} seconds.`, null));
      }
    }, tick);
    // Under node the timer would keep the tests from ending.
    /** @type {any} */ (this.#timer).unref?.();
  }
}
