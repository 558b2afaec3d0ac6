//! The page's end of the keep worker, in which files are put together and taken apart: hundreds of megabytes must not
//! hold the page up.

import { TIMINGS } from "../lib/heartbeat.js";
import { Messenger } from "../lib/messenger.js";
import { HOME, checkBrowser, spawnWorker } from "../lib/spawn-worker.js";

/** @typedef {import("./keep-protocol.js").KeepCommands} KeepCommands */

/** A large file is one task that cannot be divided, and takes seconds. An idle worker ends: its memory goes with it. */
const KEEP_TIMINGS = { ...TIMINGS, pingAfter: 5000, deadAfter: 60_000, idle: 20_000 };

/** @type {Messenger<KeepCommands>} */
const messenger = new Messenger({
  spawn: () => {
    checkBrowser();
    return spawnWorker(new URL("keep/keep-worker.js", HOME));
  },
  called: "keep worker",
  replaces: true,
  timings: KEEP_TIMINGS,
});

/** The file of a run; its parts are handed over. @param {import("./keep-protocol.js").Parts} parts */
export function pack(parts) {
  const { model, compared, images } = parts;
  const transfer = [model, compared, images].flatMap((part) => (part ? /** @type {ArrayBuffer} */ (part.buffer) : []));
  return messenger.request("pack", parts, { transfer });
}

/**
 * What a file holds, found sound.
 * @param {Blob} file
 * @param {string} present The configuration of the model at hand.
 */
export function open(file, present) {
  return messenger.request("open", { file, present });
}

/**
 * A model as others' programs read it, of what the library's `save()` gave, which is handed over.
 * @param {Uint8Array} model
 * @param {import("./keep-protocol.js").Part} part
 */
export function toOnnx(model, part) {
  return messenger.request("onnx", { model, part }, { transfer: [/** @type {ArrayBuffer} */ (model.buffer)] });
}

/** Likewise as PyTorch source with its weights, in one archive. @param {Uint8Array} model */
export function toPyTorch(model) {
  return messenger.request("pytorch", { model }, { transfer: [/** @type {ArrayBuffer} */ (model.buffer)] });
}
