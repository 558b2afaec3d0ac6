//! The page's end of the slow worker, in which a training step is made with all its phases kept. The worker holds that
//! step until another one is begun.

import { TIMINGS, longestTask } from "../lib/heartbeat.js";
import { Messenger } from "../lib/messenger.js";
import { HourglassError } from "../lib/protocol.js";
import { HOME, checkBrowser, spawnWorker } from "../lib/spawn-worker.js";

/** @typedef {import("./slow-protocol.js").SlowCommands} SlowCommands */
/** @typedef {import("../lib/protocol.js").Info} Info */

/**
 * How long a step may take, in ms: one task that cannot be divided, a few times as long as in training.
 * @param {Info} info
 */
const making = (info) => Math.min(60_000, 5000 + 4 * longestTask(info));

/** @type {Messenger<SlowCommands> | null} */
let messenger = null;

/** A worker that died has lost its step: only `begin` starts another one. @param {Info} info */
function fresh(info) {
  end();
  messenger = new Messenger({
    spawn: () => {
      checkBrowser();
      return spawnWorker(new URL("slow/slow-worker.js", HOME));
    },
    called: "slow-motion worker",
    timings: TIMINGS,
  });
  messenger.patience = making(info);
  return messenger;
}

/**
 * Begins a step: which one it is, and the images of its batch.
 * @param {SlowCommands["begin"]["args"]} args `state` is what `save()` gave, which is handed over.
 * @param {Info} info Of the model.
 */
export function begin(args, info) {
  const transfer = args.state ? [/** @type {ArrayBuffer} */ (args.state.buffer)] : [];
  return fresh(info).request("begin", args, { transfer });
}

/** Makes the step. @param {SlowCommands["step"]["args"]} args */
export async function step(args) {
  const mine = messenger;
  const record = await ask("step", args);
  if (mine) mine.patience = 0;
  return record;
}

/** The same step, seen from another image of its batch. @param {SlowCommands["follow"]["args"]} args */
export const follow = (args) => ask("follow", args);

/** Opens a number of the followed image. @param {SlowCommands["open"]["args"]} args */
export const open = (args) => ask("open", args);

/** Ends the worker, and with it the step. What is still asked then is rejected. */
export function end() {
  messenger?.close(new HourglassError("DisposedError", "Slow motion was closed."));
  messenger = null;
}

/**
 * @template {keyof SlowCommands} Name
 * @param {Name} name
 * @param {SlowCommands[Name]["args"]} args
 * @returns {Promise<SlowCommands[Name]["result"]>}
 */
function ask(name, args) {
  if (messenger) return messenger.request(name, args);
  return Promise.reject(new HourglassError("NotReadyError", "No step has been begun."));
}
