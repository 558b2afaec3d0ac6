//! The keep worker's entry: loads the module that makes files to keep, and connects its commands to the worker's own
//! messages.

import { serveWorker } from "../lib/serve-worker.js";
import { KeepDispatcher } from "./worker/keep-dispatcher.js";

void serveWorker(
  () => import("../pkg/keep.js"),
  new URL("../pkg/keep_bg.wasm", import.meta.url),
  (engine, wire) => new KeepDispatcher({ engine, ...wire }),
);
