//! A lab worker's command table.

import { HourglassError, isNamed } from "../../lib/protocol.js";
import { encodeNear } from "./browser-encoders.js";

/** @typedef {import("../lab-protocol.js").LabCommands} LabCommands */
/** @typedef {import("./lab-dispatcher.js").LabDispatcher} LabDispatcher */

/** A slice of a task should take about this long, in ms: then the worker hears whether it is cancelled. */
const SLICE = 40;
/** Progress is told at most so often, in ms. */
const TELL = 100;

/**
 * @type {{[Name in keyof LabCommands]: (dispatcher: LabDispatcher, args: LabCommands[Name]["args"],
 *   id: number) => LabCommands[Name]["result"] | Promise<LabCommands[Name]["result"]>}}
 */
export const COMMANDS = {
  holding: ({ holding }) => holding,

  open(dispatcher, { width, height, channels, total, heldOut, key }) {
    dispatcher.replace(new dispatcher.engine.glue.Workbench(width, height, channels, total, heldOut), key);
    return null;
  },

  append({ bench }, { bytes, labels, isHeldOut }) {
    bench.append(bytes, labels ?? undefined, isHeldOut);
    return null;
  },

  model({ bench, holding }, { bytes, key }) {
    bench.setModel(bytes);
    holding.model = key;
    return null;
  },

  async run(dispatcher, { lab, task: name, args, pictures }, id) {
    const task = dispatcher.bench.begin(lab, name, JSON.stringify(args), pictures ?? new Float32Array(0));
    try {
      await advance(dispatcher, task, id);
      const result = task.takeResult();
      task.free();
      return result;
    } catch (error) {
      // After a trap `free` would throw too, and say less.
      if (isNamed(error)) task.free();
      throw error;
    }
  },

  encode: (dispatcher, args, id) => encodeNear(args, () => dispatcher.isWanted(id)),
};

/**
 * Advances a task to its end, slice by slice.
 * @param {LabDispatcher} dispatcher
 * @param {import("./engine.js").Task} task
 * @param {number} id
 */
async function advance(dispatcher, task, id) {
  let told = performance.now();
  for (;;) {
    const share = task.advance(SLICE);
    if (share === 1 || performance.now() - told >= TELL) {
      told = performance.now();
      dispatcher.emit("progress", { share, news: task.takeNews() }, [], id);
    }
    if (share === 1) return;
    await dispatcher.pause();
    if (!dispatcher.isWanted(id)) throw new HourglassError("AbortError", "The task was cancelled");
  }
}
