//! The intake worker's entry: loads the second module and connects its commands to the worker's own messages.

import { serveWorker } from "../lib/serve-worker.js";
import { browserDecoder } from "./worker/decode.js";
import { intakeEngine } from "./worker/engine.js";
import { IntakeDispatcher } from "./worker/intake-dispatcher.js";

void serveWorker(
  () => import("../pkg/intake.js"),
  new URL("../pkg/intake_bg.wasm", import.meta.url),
  (loaded, wire) => new IntakeDispatcher({
    engine: intakeEngine(loaded), decoder: browserDecoder(), now: () => performance.now(), ...wire,
  }),
);
