//! A worker that computes parts of another worker's steps: it is given weights and rows, and answers with gradients.
//!
//! It knows nothing of the run: what it is given says all, so that it may die, or be late, without a trace.

import { answerByShard } from "./by-shard.js";
import { AnswerBySide } from "./by-side.js";
import { SharedBuffers } from "./shared-buffers.js";

/** @typedef {import("../lib/load-engine.js").Loaded} Loaded */
/** @typedef {import("./engine.js").SharedSession} Session */

/**
 * The model whose steps are shared from now on. `capacity` is the number of rows of its batches.
 * @typedef {{name: "model", config: string, width: number, height: number, channels: number, capacity: number}} Model
 */
/** @typedef {Model | import("./by-shard.js").ShardsAsked | import("./by-side.js").SideAsked
 *   | import("./by-side.js").SideRows} ToHelper */
/** @typedef {import("./by-shard.js").ShardAnswer | import("./by-side.js").SideRows
 *   | import("./by-side.js").SideGradients} Answer */
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
  /** @type {Session} */
  let session;
  /** @type {SharedBuffers} */
  let buffers;
  /** @type {AnswerBySide | null} */
  let side = null;
  /** @param {FromHelper} message @param {Transferable[]} transfer */
  const say = (message, transfer = []) => port.postMessage(message, transfer);

  /** @param {ToHelper} asked */
  const answer = (asked) => {
    if (asked.name === "model") {
      session?.free();
      const { config, width, height, channels, capacity } = asked;
      session = /** @type {Session} */ (new glue.Session(config, width, height, channels, capacity));
      buffers = new SharedBuffers(session, memory, width * height * channels);
      side = null;
    } else if (asked.name === "shards") answerByShard(session, buffers, asked, say);
    else if (asked.name === "side") side = new AnswerBySide(session, buffers, asked, say);
    else side?.take(asked);
  };

  port.onmessage = ({ data }) => {
    try {
      answer(data);
    } catch {
      // Out of memory, or a trap: this worker's engine is of no more use.
      say({ name: "failed" });
      port.close();
    }
  };
  say({ name: "ready" });
}
