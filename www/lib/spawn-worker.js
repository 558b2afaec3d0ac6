//! Starts a worker wherever the page stands: on the library's origin, on another one, or in a sandboxed frame.

import { HOME, startWorker } from "../home.js";
import { HourglassError } from "./protocol.js";
import { sourceOf } from "./worker-source.js";

export { HOME };

/** As much of a Worker as a messenger uses.
 * @typedef {{postMessage(message: unknown, transfer: Transferable[]): void, terminate(): void,
 *   addEventListener(type: string, listener: (event: any) => void): void}} WorkerLike */

/** The smallest module with a SIMD instruction: a function that makes a v128. */
const SIMD_MODULE = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
);

/**
 * Rejects a browser that cannot run the engine, before anything is fetched.
 * @param {{validate(bytes: BufferSource): boolean} | undefined} [webAssembly]
 */
export function checkBrowser(webAssembly = globalThis.WebAssembly) {
  if (typeof webAssembly?.validate !== "function") {
    throw new HourglassError("NoWebAssemblyError", "This browser has WebAssembly switched off or does not know it. Hourglass computes with it; a current browser, or leaving its lockdown mode for this page, helps.");
  }
  if (!webAssembly.validate(SIMD_MODULE)) {
    throw new HourglassError("NoSimdError", "This browser's WebAssembly has no SIMD instructions, which Hourglass computes with. Any browser from 2023 on has them.");
  }
}

/**
 * Starts the training worker, or another script. A page may only start workers of its own origin. For a script of
 * another one, a small worker of the page's own imports it by its absolute address, which the server must allow (CORS).
 * That small worker is a classic one, because Chromium starts no module worker from a blob in a sandboxed frame.
 * @param {URL | (() => void)} [script] Where it is, or a `new Worker(…)` that bundlers find.
 * @returns {WorkerLike}
 */
export function spawnWorker(script = startWorker) {
  const { url: { href, origin }, options } = typeof script === "function" ? textOf(script) : moduleAt(script);
  // The origin of a sandboxed frame is the text "null", which no script has.
  if (origin === globalThis.origin) return new Worker(trusted(href), options);
  const blobUrl = URL.createObjectURL(new Blob([sourceOf(href)], { type: "text/javascript" }));
  const worker = new Worker(trusted(blobUrl), { name: "hourglass" });
  // Once the script has sent a message it runs, and the blob's address may be forgotten.
  worker.addEventListener("message", () => URL.revokeObjectURL(blobUrl), { once: true });
  return worker;
}

/** @typedef {{url: URL, options: WorkerOptions}} Script */

/** @param {URL} url @returns {Script} */
const moduleAt = (url) => ({ url, options: { type: "module", name: "hourglass" } });

/**
 * With what `start` makes a worker. Bundlers write their own address and options into that text, and nowhere else; with
 * these it is started as the page wants it. For this moment the name `Worker` means what takes them down.
 * @param {() => void} start
 * @returns {Script}
 */
function textOf(start) {
  const { Worker } = globalThis;
  let script = moduleAt(HOME);
  globalThis.Worker = /** @type {any} */ (function take(/** @type {URL} */ url, /** @type {WorkerOptions} */ options) {
    script = { url, options };
  });
  try {
    start();
  } finally {
    globalThis.Worker = Worker;
  }
  return script;
}

/** Whether a worker is no use any more. @param {unknown} cause @returns {cause is HourglassError} */
export function isLost(cause) {
  return cause instanceof HourglassError
    && ["WorkerDiedError", "EnginePanicError", "EngineNotLoadedError"].includes(cause.name);
}

/** So long after a worker was taken the next one is started, in ms: the one taken comes first. */
const REST = 4000;

/**
 * Starts a worker while the data and the rest of the page are still on their way, and, once a worker has been taken, a
 * spare one: other images, a second model or a restart then need not wait for the engine. Pass what this returns to
 * `Hourglass.create` as its environment.
 * @param {(start: () => void) => void} [later] Calls back when there is time for a spare.
 * @returns {{spawn: () => WorkerLike, wasSpare: () => boolean}} Whether the last worker that was taken had waited.
 */
export function spawnAhead(later = atLeisure) {
  /** @type {WorkerLike | null} */
  let spare = null;
  let [taken, wasSpare] = [0, false];
  const prepare = () => {
    if (spare) return;
    try {
      const worker = keepingMessages(spawnWorker());
      // Whoever wants a worker then starts one, and says why it fails.
      worker.addEventListener("error", () => {
        if (spare === worker) spare = null;
      });
      spare = worker;
    } catch {
      // The same.
    }
  };
  prepare();
  return {
    spawn() {
      // The first one is no spare: it is taken as soon as the page's scripts are there.
      wasSpare = spare !== null && taken > 0;
      taken += 1;
      const worker = spare ?? spawnWorker();
      spare = null;
      later(prepare);
      return worker;
    },
    wasSpare: () => wasSpare,
  };
}

/** @param {() => void} start */
function atLeisure(start) {
  const timer = setTimeout(() => {
    // Safari does not know it.
    if (globalThis.requestIdleCallback) globalThis.requestIdleCallback(start);
    else start();
  }, REST);
  // Under node the timer would keep a process from ending.
  /** @type {any} */ (timer).unref?.();
}

/**
 * A worker whose messages wait for the first listener; without this they would be lost.
 * @param {WorkerLike} worker
 * @returns {WorkerLike}
 */
function keepingMessages(worker) {
  /** @type {Event[]} */
  let kept = [];
  /** @type {Set<string>} */
  const heard = new Set();
  for (const name of ["message", "messageerror", "error"]) {
    worker.addEventListener(name, (event) => {
      // Once someone listens, a kept event would hold its buffers for ever.
      if (!heard.has(name)) kept.push(event);
    });
  }
  return {
    postMessage: (message, transfer) => worker.postMessage(message, transfer),
    terminate: () => worker.terminate(),
    addEventListener(type, listener) {
      const missed = kept.filter((event) => event.type === type);
      kept = kept.filter((event) => event.type !== type);
      heard.add(type);
      worker.addEventListener(type, listener);
      queueMicrotask(() => missed.forEach((event) => listener(event)));
    },
  };
}

/** @type {{createScriptURL(url: string): string} | null | undefined} */
let policy;

/**
 * The address as a page with Trusted Types wants it. Only the addresses that `spawnWorker` makes pass through
 * here.
 * @param {string} url
 */
function trusted(url) {
  if (policy === undefined) {
    policy = null;
    try {
      // TypeScript's library does not know `trustedTypes` yet.
      const { trustedTypes } = /** @type {any} */ (globalThis);
      policy = trustedTypes?.createPolicy("hourglass", { createScriptURL: (/** @type {string} */ own) => own }) ?? null;
    } catch {
      // The page allows no such policy. If it needs one all the same, the worker's start fails and says so.
    }
  }
  return policy ? policy.createScriptURL(url) : url;
}
