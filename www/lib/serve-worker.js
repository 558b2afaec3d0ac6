//! A worker's entry but for what it does: it brings the engine in, connects a dispatcher to the worker's own messages,
//! and says when it can hear commands, or why it cannot.

import { loadEngine } from "./load-engine.js";
import { PROTOCOL, toPlain } from "./protocol.js";

/**
 * @typedef {object} Wire What a dispatcher is given.
 * @property {import("./dispatcher.js").Post} post
 * @property {() => Promise<void>} pause lets waiting messages in
 */

const scope = /** @type {{postMessage(message: unknown, transfer: Transferable[]): void,
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void}} */ (
  /** @type {unknown} */ (globalThis)
);

/**
 * @param {() => Promise<any>} importGlue
 * @param {URL} wasmUrl
 * @param {(loaded: import("./load-engine.js").Loaded, wire: Wire) => import("./dispatcher.js").Dispatcher} create
 */
export async function serveWorker(importGlue, wasmUrl, create) {
  try {
    const dispatcher = create(await loadEngine(importGlue, wasmUrl), wire());
    scope.addEventListener("message", ({ data }) => dispatcher.handle(data));
    scope.postMessage({ type: "ready", protocol: PROTOCOL }, []);
  } catch (error) {
    scope.postMessage({ type: "not-loaded", message: toPlain(error).message }, []);
  }
}

/** @returns {Wire} */
function wire() {
  // A message port lets waiting messages in, and is not slowed down in hidden tabs, as timers are.
  const channel = new MessageChannel();
  /** @type {(() => void)[]} */
  const paused = [];
  channel.port1.onmessage = () => paused.shift()?.();
  return {
    post: (message, transfer) => scope.postMessage(message, transfer),
    pause: () => new Promise((resolve) => {
      paused.push(() => resolve(undefined));
      channel.port2.postMessage(null);
    }),
  };
}
