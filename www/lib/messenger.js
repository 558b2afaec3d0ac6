//! The page's end of the wire to a worker: it starts the worker, settles each call exactly once, hands its events on,
//! and finds out when the worker is lost.

import { Heartbeat } from "./heartbeat.js";
import { HourglassError, PROTOCOL, fromPlain, quiet } from "./protocol.js";

/** @typedef {import("./protocol.js").AnyCommands} AnyCommands */
/** @typedef {import("./protocol.js").AnyEvent} AnyEvent */
/** @typedef {import("./protocol.js").FromWorker} FromWorker */
/** @typedef {import("./protocol.js").ToWorker} ToWorker */
/** @typedef {import("./spawn-worker.js").WorkerLike} WorkerLike */

/**
 * @typedef {object} MessengerOptions
 * @property {() => WorkerLike} spawn
 * @property {string} called the worker's name in the errors that people read
 * @property {import("./heartbeat.js").Timings} timings
 * @property {boolean} [replaces] after a loss the next call starts another worker; without it a loss is for good
 * @property {(event: AnyEvent) => void} [onEvent] hears the events that belong to no call
 * @property {(error: HourglassError) => void} [onLost] hears why a worker was lost, once its calls have been rejected
 * @property {(callback: () => void) => void} [frame] calls back when the page has drawn
 */

/**
 * @typedef {{resolve: (result: any) => void, reject: (error: HourglassError) => void,
 *   hear: (event: AnyEvent) => void}} Call
 */

/**
 * Speaks with one worker at a time, which the first call starts.
 * @template {AnyCommands} Commands
 */
export class Messenger {
  #options;
  #heartbeat;
  /** @type {WorkerLike | null} */
  #worker = null;
  #ready = false;
  /** What is to be said once the worker is ready. @type {{message: ToWorker, transfer: Transferable[]}[]} */
  #early = [];
  #lastId = 0;
  /** @type {Map<number, Call>} */
  #calls = new Map();
  /** Cancelled calls that were rejected here: their replies may still come. @type {Set<number>} */
  #dropped = new Set();
  /** Why nothing can be asked any more. @type {HourglassError | null} */
  #closed = null;

  /** @param {MessengerOptions} options */
  constructor(options) {
    this.#options = options;
    this.#heartbeat = new Heartbeat(options.timings);
  }

  /** What one long task of the worker may take, in ms. @param {number} ms */
  set patience(ms) {
    this.#heartbeat.patience = ms;
  }

  /**
   * Sends a command. The promise settles exactly once: with the reply, or when the worker is lost or closed.
   * @template {keyof Commands & string} Name
   * @param {Name} name
   * @param {Commands[Name]["args"]} args
   * @param {{transfer?: Transferable[], hear?: (event: AnyEvent) => void, onId?: (id: number) => void}} [options]
   *   `hear` is given the events that belong to this call; `onId` is given its id, which `cancel` asks for
   * @returns {Promise<Commands[Name]["result"]>}
   */
  request(name, args, { transfer = [], hear = () => {}, onId } = {}) {
    if (this.#closed) return Promise.reject(this.#closed);
    const id = ++this.#lastId;
    onId?.(id);
    return new Promise((resolve, reject) => {
      if (!this.#worker) this.#start();
      if (this.#calls.size === 0) this.#heartbeat.start(() => this.#beat());
      this.#calls.set(id, { resolve, reject, hear });
      this.#send({ type: "command", id, name, args }, transfer);
    });
  }

  /**
   * Asks the worker to end a call soon. The worker's reply settles the call, unless an error is given to settle it now.
   * @param {number} id
   * @param {HourglassError} [error]
   */
  cancel(id, error) {
    const call = this.#calls.get(id);
    if (!call) return;
    this.#send({ type: "cancel", id });
    if (!error) return;
    this.#calls.delete(id);
    this.#dropped.add(id);
    call.reject(error);
  }

  /**
   * Ends the worker; whatever is pending, or asked later, is rejected with `error`.
   * @param {HourglassError} error
   */
  close(error) {
    if (this.#closed) return;
    this.#closed = error;
    this.#end(error);
  }

  #start() {
    const worker = this.#spawn();
    this.#worker = worker;
    /** @param {string} name @param {(event: any) => void} hear */
    const listen = (name, hear) => worker.addEventListener(name, (event) => {
      if (worker === this.#worker) hear(event);
    });
    listen("message", ({ data }) => this.#hear(data));
    listen("messageerror", () => {
      this.#lose(new HourglassError("WorkerDiedError", `A message of the ${this.#options.called} could not be read.`));
    });
    listen("error", (event) => this.#onError(event));
  }

  #spawn() {
    try {
      return this.#options.spawn();
    } catch (cause) {
      throw cause instanceof HourglassError ? cause : this.#notLoaded("the browser refused to start it", cause);
    }
  }

  /**
   * @param {ToWorker} message
   * @param {Transferable[]} [transfer]
   */
  #send(message, transfer = []) {
    if (this.#ready) this.#worker?.postMessage(message, transfer);
    else if (this.#worker) this.#early.push({ message, transfer });
  }

  /** @param {FromWorker} message */
  #hear(message) {
    this.#heartbeat.heard();
    switch (message?.type) {
      case "ready":
        if (message.protocol !== PROTOCOL) return this.#lose(this.#mixedVersions());
        this.#ready = true;
        for (const { message, transfer } of this.#early.splice(0)) this.#send(message, transfer);
        return;
      case "not-loaded":
        return this.#lose(this.#notLoaded(message.message));
      case "reply":
        return this.#settle(message);
      case "event":
        return this.#onEvent(message);
      default:
        this.#lose(this.#mixedVersions());
    }
  }

  /** @param {import("./protocol.js").Reply} reply */
  #settle({ id, result, error }) {
    const call = this.#calls.get(id);
    if (!call) {
      if (!this.#dropped.delete(id)) this.#lose(this.#mixedVersions());
      return;
    }
    this.#calls.delete(id);
    if (error) call.reject(fromPlain(error));
    else call.resolve(result);
  }

  /** @param {AnyEvent} event */
  #onEvent(event) {
    const { frame = nextFrame, onEvent } = this.#options;
    if (event.name === "panic") return this.#lose(fromPlain(event.detail.error));
    if (event.id !== undefined) return this.#calls.get(event.id)?.hear(event);
    if (event.name === "snapshot") frame(() => this.#send({ type: "ack" }));
    onEvent?.(event);
  }

  /** @param {ErrorEvent} event */
  #onError(event) {
    event.preventDefault?.();
    if (!this.#ready) return this.#lose(this.#notLoaded(event.message || "its script is missing or blocked"));
    if (String(event.message).includes("ProtocolError")) return this.#lose(this.#mixedVersions());
    const why = event.message || "unknown reason";
    this.#lose(new HourglassError("EnginePanicError", `The ${this.#options.called} stopped: ${why}`));
  }

  #beat() {
    const verdict = this.#heartbeat.verdict(this.#ready, this.#calls.size > 0);
    const { seconds } = this.#heartbeat;
    if (verdict === "idle") this.#end();
    else if (verdict === "late") this.#lose(this.#notLoaded(`it did not start within ${seconds} seconds`));
    else if (verdict === "dead") {
      const why = `The ${this.#options.called} has not answered for ${seconds} seconds; the browser may have ended it.`;
      this.#lose(new HourglassError("WorkerDiedError", why));
    } else if (verdict === "ping") {
      // When it fails, every other call fails too, and tells.
      quiet(this.request(/** @type {any} */ ("ping"), {}));
    }
  }

  /** @param {HourglassError} error */
  #lose(error) {
    if (!this.#options.replaces) this.#closed = error;
    this.#end(error);
    this.#options.onLost?.(error);
  }

  /**
   * Ends the worker, if there is one, and rejects its calls.
   * @param {HourglassError} [error] absent where there are no calls
   */
  #end(error) {
    this.#heartbeat.stop();
    this.#worker?.terminate();
    this.#worker = null;
    this.#ready = false;
    this.#early = [];
    this.#dropped.clear();
    const calls = [...this.#calls.values()];
    this.#calls.clear();
    for (const { reject } of calls) reject(/** @type {HourglassError} */ (error));
  }

  /**
   * @param {string} why
   * @param {unknown} [cause]
   */
  #notLoaded(why, cause) {
    const text = `The ${this.#options.called} could not be loaded: ${why.replace(/\.$/, "")}.`;
    return new HourglassError("EngineNotLoadedError", text, cause === undefined ? undefined : { cause });
  }

  #mixedVersions() {
    const both = `The page and its ${this.#options.called}`;
    return new HourglassError("ProtocolError", `${both} do not understand each other: files of two versions are mixed. Reload the page.`);
  }
}

/** A frame that takes longer, in ms, is slow: the page then has some times as long for itself, at most so many ms. */
const SLOW = { ms: 20, times: 2, longest: 150 };

/**
 * Calls back once the page has drawn a frame, after a slow one later, or soon where none is drawn: in a hidden tab, in
 * a frame out of view, outside a page.
 * @param {() => void} callback
 */
export function nextFrame(callback) {
  if (typeof requestAnimationFrame !== "function" || globalThis.document?.visibilityState === "hidden") {
    setTimeout(callback, 16);
    return;
  }
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer);
    const begun = performance.now();
    setTimeout(() => {
      const cost = performance.now() - begun;
      if (cost < SLOW.ms) callback();
      else setTimeout(callback, Math.min(SLOW.times * cost, SLOW.longest));
    });
  });
  // The tab may be hidden before the frame comes.
  const timer = setTimeout(() => {
    cancelAnimationFrame(frame);
    callback();
  }, 250);
}
