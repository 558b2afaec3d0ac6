//! A lab worker's entry: loads the labs' module and connects its commands to the worker's own messages.

import { serveWorker } from "../lib/serve-worker.js";
import { LabDispatcher } from "./worker/lab-dispatcher.js";

void serveWorker(
  new URL("../pkg/workbench.js", import.meta.url).href,
  new URL("../pkg/workbench_bg.wasm", import.meta.url).href,
  (engine, wire) => new LabDispatcher({ engine, ...wire }),
);
