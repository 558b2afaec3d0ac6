//! The slow worker's entry: loads the module that makes a step in slow motion, and connects its commands to the
//! worker's own messages.

import { serveWorker } from "../lib/serve-worker.js";
import { SlowDispatcher } from "./worker/slow-dispatcher.js";

void serveWorker(
  () => import("../pkg/slow.js"),
  new URL("../pkg/slow_bg.wasm", import.meta.url),
  (engine, wire) => new SlowDispatcher({ engine, ...wire }),
);
