//! The page's end of the wire: ids and pending replies, acknowledged frames, and a heartbeat that finds a dead worker.

import { HourglassError, PROTOCOL, fromPlain } from "./protocol.js";

/** @typedef {import("./protocol.js").CommandName} CommandName */
/** @typedef {import("./protocol.js").CommandTable} CommandTable */
/** @typedef {import("./protocol.js").FromWorker} FromWorker */
/** @typedef {import("./protocol.js").ToWorker} ToWorker */
/** @typedef {import("./protocol.js").WorkerEvent} WorkerEvent */
/** @typedef {import("./spawn-worker.js").WorkerLike} WorkerLike */

/**
 * Times in ms. A worker that is silent for `pingAfter` while something is pending is asked for a sign of life, and
 * given up after `deadAfter`; `start` bounds the time until its script is there.
 * @typedef {{pingAfter: number, deadAfter: number, start: number}} Timings
 */

/** @type {Timings} */
export const TIMINGS = { pingAfter: 2000, deadAfter: 5000, start: 120_000 };

/**
 * @typedef {object} ClientOptions
 * @property {() => WorkerLike} spawn
 * @property {(event: WorkerEvent) => void} onEvent
 * @property {(error: HourglassError) => void} onFailure once, when the worker is lost; pending calls are rejected before
 * @property {(callback: () => void) => void} frame calls back when the page has drawn
 * @property {Timings} timings
 */

/** One worker. */
export class TrainerClient {
  #options;
  #worker;
  #lastId = 0;
  /** @type {Map<number, {resolve: (result: any) => void, reject: (error: HourglassError) => void}>} */
  #pending = new Map();
  #ready = false;
  /** Commands that came before the worker was ready. @type {(() => void)[]} */
  #early = [];
  /** @type {HourglassError | null} */
  #closed = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #lastTick = 0;
  #silence = 0;
  #pinged = false;
  /** Added to `deadAfter`: what one long task of this model may take. */
  #patience = 0;

  /** @param {ClientOptions} options */
  constructor(options) {
    this.#options = options;
    try {
      this.#worker = options.spawn();
    } catch (cause) {
      throw notLoaded("the browser refused to start it", cause);
    }
    this.#worker.addEventListener("message", (event) => this.#hear(event.data));
    this.#worker.addEventListener("messageerror", () => {
      this.#fail(new HourglassError("ProtocolError", "A message from the training worker could not be read"));
    });
    this.#worker.addEventListener("error", (event) => this.#onError(event));
    this.#startHeartbeat();
  }

  /**
   * Sends a command. Promises settle exactly once: with the reply, or when the worker is lost or closed.
   * @template {CommandName} Name
   * @param {Name} name
   * @param {CommandTable[Name]["args"]} args
   * @param {{transfer?: ArrayBufferLike[], onId?: (id: number) => void}} [options]
   * @returns {Promise<CommandTable[Name]["result"]>}
   */
  request(name, args, { transfer = [], onId } = {}) {
    if (this.#closed) return Promise.reject(this.#closed);
    const id = ++this.#lastId;
    onId?.(id);
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      const send = () => this.#post({ type: "command", id, name, args }, /** @type {ArrayBuffer[]} */ (transfer));
      if (this.#ready) send();
      else this.#early.push(send);
      this.#startHeartbeat();
    });
  }

  /**
   * How long one task of a model may take on a slow machine: a step has about six operations for each weight's use and
   * image of its batch, an evaluation two for each use and held-out image, and a slow tablet does 5·10⁸ a second.
   * A weight is used once for an image; a kernel's once for each place of its maps, in the encoder and in its mirror.
   * @param {import("./protocol.js").Info} info
   */
  expect({ nParams, nHeldOut, config, layers }) {
    const { kernel = 0 } = config.architecture;
    let uses = nParams;
    layers.forEach(({ side, kind, features }, idx) => {
      if (side === "encoder" && kind === "maps") uses += 2 * features * kernel ** 2 * (layers[idx - 1].shape?.[0] ?? 1);
    });
    this.#patience = (uses * (6 * config.batchSize + 2 * nHeldOut)) / 5e5;
  }

  /**
   * Ends the worker; what is pending, and whatever is asked later, is rejected with `error`.
   * @param {HourglassError} error
   */
  close(error) {
    if (this.#closed) return;
    this.#closed = error;
    clearInterval(this.#timer);
    this.#worker.terminate();
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(error);
  }

  /**
   * @param {ToWorker} message
   * @param {ArrayBuffer[]} [transfer]
   */
  #post(message, transfer = []) {
    this.#worker.postMessage(message, transfer);
  }

  /** @param {FromWorker} message */
  #hear(message) {
    if (this.#closed) return;
    this.#silence = 0;
    this.#pinged = false;
    switch (message?.type) {
      case "ready":
        if (message.protocol !== PROTOCOL) return this.#fail(mixedVersions());
        this.#ready = true;
        for (const send of this.#early.splice(0)) send();
        return;
      case "not-loaded":
        return this.#fail(notLoaded(message.message));
      case "reply":
        return this.#settle(message);
      case "event":
        return this.#onEvent(message);
      default:
        this.#fail(mixedVersions());
    }
  }

  /** @param {import("./protocol.js").Reply} reply */
  #settle({ id, result, error }) {
    const entry = this.#pending.get(id);
    if (!entry) return this.#fail(mixedVersions());
    this.#pending.delete(id);
    if (error) entry.reject(fromPlain(error));
    else entry.resolve(result);
  }

  /** @param {WorkerEvent} event */
  #onEvent(event) {
    if (event.name === "panic") return this.#fail(fromPlain(event.detail.error));
    if (event.name === "snapshot") {
      this.#options.frame(() => {
        if (!this.#closed) this.#post({ type: "ack" });
      });
    }
    this.#options.onEvent(event);
  }

  /** @param {ErrorEvent} event */
  #onError(event) {
    event.preventDefault?.();
    if (!this.#ready) return this.#fail(notLoaded(event.message || "its script is missing or blocked"));
    if (String(event.message).includes("ProtocolError")) return this.#fail(mixedVersions());
    this.#fail(new HourglassError("EnginePanicError", `The training worker stopped: ${event.message || "unknown reason"}`));
  }

  /** @param {HourglassError} error */
  #fail(error) {
    if (this.#closed) return;
    this.close(error);
    this.#options.onFailure(error);
  }

  // The heartbeat beats only while an answer is due.
  #startHeartbeat() {
    if (this.#timer !== undefined || this.#closed) return;
    this.#lastTick = performance.now();
    this.#silence = 0;
    this.#timer = setInterval(() => this.#beat(), this.#interval);
  }

  get #interval() {
    return this.#options.timings.pingAfter / 2;
  }

  #beat() {
    const now = performance.now();
    // A page that was frozen or throttled has not listened: count at most what a tick may last when all is well.
    this.#silence += Math.min(now - this.#lastTick, 2 * this.#interval);
    this.#lastTick = now;
    if (this.#pending.size === 0 && this.#ready) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    const { pingAfter, deadAfter, start } = this.#options.timings;
    if (!this.#ready) {
      if (this.#silence >= start) this.#fail(notLoaded(`it did not start within ${Math.round(start / 1000)} seconds`));
    } else if (!this.#pinged && this.#silence >= pingAfter) {
      this.#pinged = true;
      this.request("ping", {}).catch(() => {}); // any message is a sign of life; its own failure is everyone's
    } else if (this.#pinged && this.#silence >= deadAfter + this.#patience) {
      const seconds = Math.round(this.#silence / 1000);
      this.#fail(new HourglassError("WorkerDiedError", `The training worker has not answered for ${seconds} seconds; the browser may have ended it.`));
    }
  }
}

/**
 * @param {string} why
 * @param {unknown} [cause]
 */
function notLoaded(why, cause) {
  return new HourglassError("EngineNotLoadedError", `The training worker could not be loaded: ${why}.`, cause === undefined ? undefined : { cause });
}

function mixedVersions() {
  return new HourglassError("ProtocolError", "The page and its training worker do not understand each other: files of two versions are mixed. Reload the page.");
}

/**
 * Calls back once the page has drawn a frame, or soon where none is drawn: in a hidden tab, in a frame out of view,
 * outside a page.
 * @param {() => void} callback
 */
export function nextFrame(callback) {
  if (typeof requestAnimationFrame !== "function" || globalThis.document?.visibilityState === "hidden") {
    setTimeout(callback, 16);
    return;
  }
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer);
    callback();
  });
  // The tab may be hidden before the frame comes.
  const timer = setTimeout(() => {
    cancelAnimationFrame(frame);
    callback();
  }, 250);
}
