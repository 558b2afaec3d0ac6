//! The intake worker's entry: loads the second module and connects its commands to the worker's own messages.

import { loadEngine } from "../lib/load-engine.js";
import { PROTOCOL, toPlain } from "../lib/protocol.js";
import { browserDecoder } from "./worker/decode.js";
import { intakeEngine } from "./worker/engine.js";
import { IntakeDispatcher } from "./worker/intake-dispatcher.js";

/** @typedef {import("./worker/engine.js").IntakeEngine} IntakeEngine */

const scope = /** @type {{postMessage(message: unknown, transfer: Transferable[]): void,
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void}} */ (
  /** @type {unknown} */ (globalThis)
);

// A message port lets waiting messages in, and is not slowed down in hidden tabs, as timers are.
const channel = new MessageChannel();
/** @type {(() => void)[]} */
const paused = [];
channel.port1.onmessage = () => paused.shift()?.();

/** @param {IntakeEngine} engine */
function listen(engine) {
  const dispatcher = new IntakeDispatcher({
    engine,
    decoder: browserDecoder(),
    post: (message, transfer) => scope.postMessage(message, transfer),
    pause: () => new Promise((resolve) => {
      paused.push(() => resolve(undefined));
      channel.port2.postMessage(null);
    }),
    now: () => performance.now(),
  });
  scope.addEventListener("message", ({ data }) => dispatcher.handle(data));
  scope.postMessage({ type: "ready", protocol: PROTOCOL }, []);
}

loadEngine(
  new URL("../pkg/intake.js", import.meta.url).href,
  new URL("../pkg/intake_bg.wasm", import.meta.url).href,
).then((loaded) => listen(intakeEngine(loaded))).catch((error) => {
  scope.postMessage({ type: "not-loaded", message: toPlain(error).message }, []);
});
