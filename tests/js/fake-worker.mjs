//! Workers for tests: the real loop with a stand-in engine, at the other end of a real message channel.

import { PROTOCOL } from "../../www/lib/protocol.js";
import { Loop } from "../../www/worker/loop.js";
import { fakeSession } from "./fake-session.mjs";

/** A worker whose messages pass through structured clone and transfer, as a real one's do. */
export class FakeWorker extends EventTarget {
  /** Every message of either direction, for tests that count. */
  heard = [];
  said = [];
  terminated = false;
  #page;
  #inside;
  #alive = true;

  /** @param {{session?: object, loadEngine?: () => Promise<any>, protocol?: number, silent?: boolean}} [options] */
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
        this.crash(`Uncaught ${error.name}: ${error.message}`);
      }
    };
    if (!silent) this.say({ type: "ready", protocol }, []);
  }

  postMessage(message, transfer) {
    this.#page.postMessage(message, transfer);
  }

  /** What the inside posts. */
  say(message, transfer = []) {
    if (!this.#alive) return;
    this.said.push(message);
    this.#inside.postMessage(message, transfer);
  }

  /** Ends without a word, as a browser ends a worker that takes too much memory. */
  kill() {
    this.#alive = false;
  }

  /** An error that nothing in the worker caught. */
  crash(message) {
    setImmediate(() => this.dispatchEvent(Object.assign(new Event("error", { cancelable: true }), { message })));
  }

  terminate() {
    this.terminated = true;
    this.#alive = false;
    this.#page.close();
  }
}

/** Two by two pixels, image i all of value i. */
export function images(count, extra = {}) {
  const data = Uint8Array.from({ length: count * 4 }, (_, i) => i >> 2);
  return { data, count, width: 2, height: 2, channels: 1, ...extra };
}

/** Options for `Hourglass.create`, and an environment whose workers are kept in `workers`. */
export function setting(workerOptions = {}, timings = {}) {
  const workers = [];
  const spawn = () => {
    const options = typeof workerOptions === "function" ? workerOptions(workers.length) : workerOptions;
    workers.push(new FakeWorker(options));
    return workers.at(-1);
  };
  const options = { images: images(8), heldOut: { images: images(3) } };
  return { workers, options, environment: { spawn, timings, frame: (callback) => setTimeout(callback, 5) } };
}

/** Waits for something that shows no event of its own. */
export async function until(holds) {
  for (let tries = 0; tries < 2000 && !holds(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  if (!holds()) throw new Error(`never: ${holds}`);
}

/** Until the page has the weights of a step, from which it can start another worker. */
export async function checkpointAt(hourglass, worker, step) {
  await until(() => worker.said.some(({ name, detail }) => name === "checkpoint" && detail.step === step));
  await hourglass.pause(); // answered after it
}

/** The next event of a name. */
export function next(hourglass, name) {
  return new Promise((resolve) => hourglass.addEventListener(name, (event) => resolve(event.detail), { once: true }));
}
