//! The intake worker's entry: loads the second module and connects the commands to the worker's messages.

import { toPlain } from "../lib/protocol.js";
import { loadEngine } from "../worker/engine.js";
import { IntakeLoop } from "./worker/commands.js";
import { browserDecoder } from "./worker/decode.js";
import { intakeEngine } from "./worker/engine.js";

const scope = /** @type {{postMessage(message: unknown, transfer: Transferable[]): void,
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void}} */ (/** @type {unknown} */ (globalThis));

// A message port lets waiting messages in, and is not slowed down in hidden tabs, as timers are.
const channel = new MessageChannel();
/** @type {(() => void)[]} */
const paused = [];
channel.port1.onmessage = () => paused.shift()?.();

const engine = loadEngine(
  new URL("../pkg/intake.js", import.meta.url).href,
  new URL("../pkg/intake_bg.wasm", import.meta.url).href,
).then(intakeEngine);

const loop = new IntakeLoop({
  engine,
  decoder: browserDecoder(),
  post: (message, transfer) => scope.postMessage(message, transfer),
  pause: () => new Promise((resolve) => {
    paused.push(() => resolve(undefined));
    channel.port2.postMessage(null);
  }),
  now: () => performance.now(),
});
scope.addEventListener("message", ({ data }) => loop.handle(data));
engine.then(
  () => scope.postMessage({ type: "ready" }, []),
  (error) => scope.postMessage({ type: "not-loaded", message: toPlain(error).message }, []),
);
