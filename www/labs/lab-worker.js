//! A lab worker's entry: loads the labs' module and connects its commands to the worker's own messages.

import { serveWorker } from "../lib/serve-worker.js";
import { LabDispatcher } from "./worker/lab-dispatcher.js";

void serveWorker(
  () => import("../pkg/workbench.js"),
  new URL("../pkg/workbench_bg.wasm", import.meta.url),
  (engine, wire) => new LabDispatcher({ engine, ...wire }),
);
