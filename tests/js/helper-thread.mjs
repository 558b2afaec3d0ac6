//! A helper in a thread of its own, for tests of shared memory.

import { workerData } from "node:worker_threads";
import { help } from "../../www/worker/helper.js";
import { engine } from "./shared-loop.mjs";

Object.assign(globalThis, { crossOriginIsolated: workerData.isIsolated });
void help(engine, workerData.port);
