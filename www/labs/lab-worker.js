//! A lab worker's entry: loads the labs' module and connects its commands to the worker's own messages.

import { loadEngine } from "../lib/load-engine.js";
import { PROTOCOL, toPlain } from "../lib/protocol.js";
import { LabDispatcher } from "./worker/lab-dispatcher.js";

const scope = /** @type {{postMessage(message: unknown, transfer: Transferable[]): void,
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void}} */ (
  /** @type {unknown} */ (globalThis)
);

// A message port lets waiting messages in, and is not slowed down in hidden tabs, as timers are.
const channel = new MessageChannel();
/** @type {(() => void)[]} */
const paused = [];
channel.port1.onmessage = () => paused.shift()?.();

/** @param {import("./worker/engine.js").LabEngine} engine */
function listen(engine) {
  const dispatcher = new LabDispatcher({
    engine,
    post: (message, transfer) => scope.postMessage(message, transfer),
    pause: () => new Promise((resolve) => {
      paused.push(() => resolve(undefined));
      channel.port2.postMessage(null);
    }),
  });
  scope.addEventListener("message", ({ data }) => dispatcher.handle(data));
  scope.postMessage({ type: "ready", protocol: PROTOCOL }, []);
}

loadEngine(
  new URL("../pkg/workbench.js", import.meta.url).href,
  new URL("../pkg/workbench_bg.wasm", import.meta.url).href,
).then(listen).catch((error) => {
  scope.postMessage({ type: "not-loaded", message: toPlain(error).message }, []);
});
