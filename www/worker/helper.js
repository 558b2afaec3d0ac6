//! A worker that computes shards of another worker's steps: it is given weights and rows, and answers with gradients.
//!
//! It knows nothing of the run: what it is given says all, so that it may die, or be late, without a trace.

import { SharedBuffers } from "./shared-buffers.js";

/** @typedef {import("../lib/load-engine.js").Loaded} Loaded */
/** @typedef {import("./shared-buffers.js").Rows} Rows */

/**
 * The model whose shards are asked for from now on. `capacity` is the number of rows of its batches.
 * @typedef {{name: "model", config: string, width: number, height: number, channels: number, capacity: number}} Model
 */
/**
 * Rows `shards` of a batch of `of` rows. `given` comes back with the first answer; `answers` are arrays to answer with.
 * @typedef {{name: "step", ticket: number, step: number, of: number, shards: Rows[], given: Float32Array<ArrayBuffer>,
 *   answers: Float32Array<ArrayBuffer>[]}} Step
 */
/** @typedef {{name: "answer", ticket: number, rows: Rows, numbers: Float32Array<ArrayBuffer>,
 *   given: Float32Array<ArrayBuffer> | null}} Answer */
/** @typedef {Answer | {name: "ready"} | {name: "failed"}} FromHelper */

/** As much of a message port as both ends use.
 * @typedef {{postMessage(message: unknown, transfer: Transferable[]): void, close(): void,
 *   onmessage: ((event: MessageEvent) => void) | null}} Port */

/**
 * Answers on `port` until it is closed.
 * @param {Promise<Loaded>} engine
 * @param {Port} port
 */
export async function help(engine, port) {
  const { glue } = await engine;
  const { memory } = await glue.default();
  /** @type {import("./engine.js").Session | null} */
  let session = null;
  /** @type {SharedBuffers} */
  let buffers;
  /** @param {FromHelper} message @param {Transferable[]} transfer */
  const say = (message, transfer = []) => port.postMessage(message, transfer);

  /** @param {Model} model */
  const take = ({ config, width, height, channels, capacity }) => {
    session?.free();
    session = new glue.Session(config, width, height, channels, capacity);
    buffers = new SharedBuffers(/** @type {any} */ (session), memory, width * height * channels);
    say({ name: "ready" });
  };

  /** @param {Step} step */
  const compute = ({ ticket, step, of, shards, given, answers }) => {
    const all = { from: shards[0].from, to: shards[shards.length - 1].to };
    buffers.readGiven(given, all);
    /** @type {Float32Array<ArrayBuffer> | null} */
    let back = given;
    for (const rows of shards) {
      session?.part(rows.from, rows.to, of, step);
      const numbers = answers.pop() ?? new Float32Array(buffers.lengthOf(rows.to - rows.from, true));
      buffers.writeAnswer(numbers, rows);
      say({ name: "answer", ticket, rows, numbers, given: back }, back ? [numbers.buffer, back.buffer] : [numbers.buffer]);
      back = null;
    }
  };

  port.onmessage = ({ data }) => {
    try {
      if (data.name === "model") take(data);
      else compute(data);
    } catch {
      // Out of memory, or a trap: this worker's engine is of no more use.
      say({ name: "failed" });
      port.close();
    }
  };
  say({ name: "ready" });
}
