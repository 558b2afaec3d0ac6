//! The training worker's entry: loads the engine and connects the loop to the worker's own messages. No DOM, no store.

import { loadEngine } from "./lib/load-engine.js";
import { PROTOCOL } from "./lib/protocol.js";

/**
 * @typedef {{postMessage(message: unknown, transfer: Transferable[]): void,
 *   addEventListener(type: "message", listener: (event: MessageEvent) => void): void}} WorkerScope
 */

const scope = /** @type {WorkerScope} */ (/** @type {unknown} */ (globalThis));

// The engine takes longest to come: it is under way before the loop is, and before the first command asks for it.
const engine = loadEngine(
  () => import("./pkg/hourglass.js"),
  new URL("./pkg/hourglass_bg.wasm", import.meta.url),
);
engine.catch(() => {}); // reported by the command that needs it

// A message port yields to waiting messages and is not slowed down in hidden tabs, as timers are.
const channel = new MessageChannel();
/** @type {(() => void) | null} */
let deferred = null;
channel.port1.onmessage = () => {
  const task = deferred;
  deferred = null;
  task?.();
};

// No `await` at the top: a bundler that makes a classic script of this file knows none.
void import("./worker/loop.js").then(({ Loop }) => {
  const loop = new Loop({
    loadEngine: () => engine,
    fetchShare: () => import("./worker/share.js"),
    post: (message, transfer) => scope.postMessage(message, transfer),
    now: () => performance.now(),
    defer: (task) => {
      deferred = task;
      channel.port2.postMessage(null);
    },
    later: (task, ms) => {
      setTimeout(task, ms);
    },
    // For developers: no visitor needs to know what is left out.
    warn: (message) => console.warn(message), // eslint-disable-line no-console
  });

  scope.addEventListener("message", (event) => loop.handle(event.data));
  scope.postMessage({ type: "ready", protocol: PROTOCOL }, []);
}).catch((error) => scope.postMessage({ type: "not-loaded", message: String(error) }, []));
