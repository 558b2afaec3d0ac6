//! Workers for tests: the real loop with a stand-in engine, at the other end of a real message channel.

import { PROTOCOL } from "../../www/lib/protocol.js";
import { Loop } from "../../www/worker/loop.js";
import { fakeSession } from "./fake-session.mjs";

/** @typedef {import("../../www/lib/protocol.js").FromWorker} FromWorker */
/** @typedef {import("../../www/lib/protocol.js").ToWorker} ToWorker */
/** @typedef {import("../../www/lib/restartable-worker.js").Environment} Environment */
/** @typedef {import("../../www/lib/spawn-worker.js").WorkerLike} WorkerLike */

/**
 * @typedef {object} Options
 * @property {Parameters<typeof fakeSession>[0]} [session]
 * @property {() => Promise<import("../../www/lib/load-engine.js").Loaded>} [loadEngine]
 * @property {number} [protocol]
 * @property {boolean} [silent] Whether it never says that it is ready.
 */

/**
 * A worker whose messages pass through structured clone and transfer, as a real one's do.
 * @implements {WorkerLike}
 */
export class FakeWorker extends EventTarget {
  /** Every message of either direction, for tests that count. @type {any[]} */
  heard = [];
  /** @type {any[]} */
  said = [];
  terminated = false;
  #page;
  #inside;
  #alive = true;

  /** @param {Options} [options] */
  constructor({ session = {}, loadEngine, protocol = PROTOCOL, silent = false } = {}) {
    super();
    const { port1, port2 } = new MessageChannel();
    this.#page = port1;
    this.#inside = port2;
    this.loop = new Loop({
      loadEngine: loadEngine ?? (async () => ({ glue: { Session: fakeSession(session) }, lastPanic: () => null })),
      post: (message, transfer) => this.say(message, transfer),
      now: () => performance.now(),
      defer: (task) => setImmediate(() => this.#alive && task()),
      later: (task, ms) => setTimeout(() => this.#alive && task(), ms).unref(),
      warn: () => {},
    });
    port1.onmessage = ({ data }) => this.dispatchEvent(new MessageEvent("message", { data }));
    port2.onmessage = ({ data }) => {
      this.heard.push(data);
      if (!this.#alive) return;
      try {
        this.loop.handle(data);
      } catch (error) {
        this.crash(`Uncaught ${error}`);
      }
    };
    if (!silent) this.say({ type: "ready", protocol }, []);
  }

  /** @param {ToWorker} message @param {Transferable[]} transfer */
  postMessage(message, transfer) {
    this.#page.postMessage(message, transfer);
  }

  /** What the inside posts. @param {FromWorker} message @param {Transferable[]} [transfer] */
  say(message, transfer = []) {
    if (!this.#alive) return;
    this.said.push(message);
    this.#inside.postMessage(message, transfer);
  }

  /** Ends without a word, as a browser ends a worker that takes too much memory. */
  kill() {
    this.#alive = false;
  }

  /** An error that nothing in the worker caught. @param {string} [message] */
  crash(message) {
    setImmediate(() => this.dispatchEvent(Object.assign(new Event("error", { cancelable: true }), { message })));
  }

  terminate() {
    this.terminated = true;
    this.#alive = false;
    this.#page.close();
  }
}

/**
 * Two by two pixels, image i all of value i.
 * @param {number} count
 * @param {object} [extra]
 */
export function images(count, extra = {}) {
  const data = Uint8Array.from({ length: count * 4 }, (_, i) => i >> 2);
  return { data, count, width: 2, height: 2, channels: 1, ...extra };
}

/**
 * Options for `Hourglass.create`, and an environment whose workers are kept in `workers`.
 * @param {Options | ((nth: number) => Options)} [workerOptions]
 * @param {Environment["timings"]} [timings]
 */
export function setting(workerOptions = {}, timings = {}) {
  /** @type {FakeWorker[]} */
  const workers = [];
  const spawn = () => {
    const worker = new FakeWorker(typeof workerOptions === "function" ? workerOptions(workers.length) : workerOptions);
    workers.push(worker);
    return worker;
  };
  const options = { images: images(8), heldOut: { images: images(3) } };
  /** @type {Environment} */
  const environment = { spawn, timings, frame: (callback) => void setTimeout(callback, 5) };
  return { workers, options, environment };
}

/** Waits for something that shows no event of its own. @param {() => unknown} holds */
export async function until(holds) {
  for (let tries = 0; tries < 2000 && !holds(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  if (!holds()) throw new Error(`never: ${holds}`);
}

/**
 * Until the page has the weights of a step, from which it can start another worker.
 * @param {import("../../www/hourglass.js").Hourglass} hourglass
 * @param {FakeWorker} worker
 * @param {number} step
 */
export async function checkpointAt(hourglass, worker, step) {
  await until(() => worker.said.some(({ name, detail }) => name === "checkpoint" && detail.step === step));
  await hourglass.pause(); // answered after it
}

/**
 * What comes along with the next event of a name.
 * @param {EventTarget} hourglass
 * @param {string} name
 * @returns {Promise<any>}
 */
export function next(hourglass, name) {
  return new Promise((resolve) => {
    hourglass.addEventListener(name, (event) => resolve(/** @type {CustomEvent} */ (event).detail), { once: true });
  });
}
