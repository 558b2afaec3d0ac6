//! Starts the training worker wherever the page stands: same origin, another origin, or a sandboxed frame.

import { HourglassError } from "./protocol.js";

/** As much of a Worker as a messenger uses.
 * @typedef {{postMessage(message: unknown, transfer: Transferable[]): void, terminate(): void,
 *   addEventListener(type: string, listener: (event: any) => void): void}} WorkerLike */

/** The folder of the page's scripts, wherever they came from. */
export const HOME = new URL("../", import.meta.url);

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
 * Starts `worker.js`. A page may only start workers of its own origin; elsewhere a small worker of the page's own
 * imports the script by its absolute address, which the server must allow (CORS). It is a classic worker because
 * a sandboxed frame cannot start module workers from a blob in Chromium.
 * @param {URL} [url]
 * @returns {WorkerLike}
 */
export function spawnWorker(url = new URL("worker.js", HOME)) {
  // In a sandboxed frame the own origin is the text "null".
  if (url.origin === globalThis.origin) return new Worker(trusted(url.href), { type: "module", name: "hourglass" });
  const source = `import(${JSON.stringify(url.href)})
    .catch((error) => postMessage({ type: "not-loaded", message: String(error) }));`;
  const blobUrl = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new Worker(trusted(blobUrl), { name: "hourglass" });
  // The address may be forgotten as soon as the script runs, and that is when its first message comes.
  worker.addEventListener("message", () => URL.revokeObjectURL(blobUrl), { once: true });
  return worker;
}

/**
 * Starts a worker while the data and the rest of the page are still on their way. Pass what this returns to
 * `Hourglass.create` as its environment: the first Hourglass takes this worker over, each later one gets its own.
 * @returns {{spawn: () => WorkerLike}}
 */
export function spawnAhead() {
  /** @type {WorkerLike | null} */
  let ahead = null;
  try {
    ahead = keepingMessages(spawnWorker());
  } catch {
    // Then the Hourglass's own attempt says why.
  }
  return {
    spawn() {
      const worker = ahead ?? spawnWorker();
      ahead = null;
      return worker;
    },
  };
}

/**
 * What a worker says before anyone listens would be lost.
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
 * The address as a page with Trusted Types wants it. Only the two addresses above pass through here.
 * @param {string} url
 */
function trusted(url) {
  if (policy === undefined) {
    policy = null;
    try {
      // Not in TypeScript's library yet.
      const { trustedTypes } = /** @type {any} */ (globalThis);
      policy = trustedTypes?.createPolicy("hourglass", { createScriptURL: (/** @type {string} */ own) => own }) ?? null;
    } catch {
      // The page allows no such policy: then it either needs none, or the worker's start says so.
    }
  }
  return policy ? policy.createScriptURL(url) : url;
}
