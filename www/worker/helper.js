//! A worker that computes parts of another worker's steps: it is given weights and rows, and answers with gradients.
//!
//! It knows nothing of the run: what it is given says all, so that it may die, or be late, without a trace.

import { answerByShard } from "./by-shard.js";
import { AnswerBySide } from "./by-side.js";
import { SharedBuffers } from "./shared-buffers.js";
import { HelperMemory, canWait } from "./shared-memory.js";
import { MessageWire } from "./wire.js";

/** @typedef {import("../lib/load-engine.js").Loaded} Loaded */
/** @typedef {import("./engine.js").SharedSession} Session */
/** @typedef {import("./wire.js").Asked} Asked @typedef {import("./wire.js").Answered} Answered */
/** @template Said @typedef {import("./wire.js").Heard<Said>} Heard */

/**
 * The model whose steps are shared from now on. `capacity` is the number of rows of its batches; `shared` is memory in
 * which questions may be put.
 * @typedef {{name: "model", config: string, width: number, height: number, channels: number, capacity: number,
 *   shared: import("./shared-memory.js").Told | null}} Model
 */
/** Besides the model: something was put into the shared memory; is anybody there; and what is asked by messages.
 * @typedef {Model | {name: "look"} | {name: "call"} | (Heard<Asked | Answered> & {used?: import("./wire.js").Used[]})}
 *   ToHelper */
/** @typedef {{name: "ready", canWait: boolean} | {name: "failed"}
 *   | (Heard<Answered> & {used?: import("./wire.js").Used[]})} FromHelper */

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
  const helper = new Helper(glue, memory, port);
  port.onmessage = ({ data }) => {
    try {
      helper.hear(data);
    } catch {
      // Out of memory, or a trap: this worker's engine is of no more use.
      port.postMessage({ name: "failed" }, []);
      port.close();
    }
  };
  helper.hear({ name: "call" });
}

/** What a helper has of the model. */
class Helper {
  #glue;
  #memory;
  #port;
  /** @type {Session | null} */
  #session = null;
  /** @type {SharedBuffers | null} */
  #buffers = null;
  /** @type {MessageWire} */
  #wire;
  /** @type {HelperMemory | null} */
  #shared = null;
  /** @type {AnswerBySide | null} */
  #side = null;

  /** @param {any} glue @param {{buffer: ArrayBuffer}} memory @param {Port} port */
  constructor(glue, memory, port) {
    this.#glue = glue;
    this.#memory = memory;
    this.#port = port;
    this.#wire = this.#newWire();
  }

  #newWire() {
    return new MessageWire((message, transfer) => this.#port.postMessage(message, transfer));
  }

  /** @param {ToHelper} said */
  hear(said) {
    if (said.name === "call") this.#port.postMessage({ name: "ready", canWait: canWait() }, []);
    else if (said.name === "model") this.#begin(said);
    else if (said.name === "look") {
      const shared = this.#shared;
      shared?.listen((heard) => this.#answer(heard, shared));
    } else {
      this.#wire.hear(said);
      this.#answer(said, this.#wire);
    }
  }

  /** @param {Model} model */
  #begin({ config, width, height, channels, capacity, shared }) {
    this.#session?.free();
    this.#session = /** @type {Session} */ (new this.#glue.Session(config, width, height, channels, capacity));
    this.#buffers = new SharedBuffers(this.#session, this.#memory, width * height * channels);
    this.#wire = this.#newWire();
    this.#shared = shared && new HelperMemory(shared);
    this.#side = null;
  }

  /** @param {Heard<Asked | Answered>} heard @param {import("./wire.js").Wire} wire */
  #answer(heard, wire) {
    const [session, buffers] = [/** @type {Session} */ (this.#session), /** @type {SharedBuffers} */ (this.#buffers)];
    if (heard.name === "shards") answerByShard(session, buffers, heard, wire);
    else if (heard.name === "side") this.#side = new AnswerBySide(session, buffers, heard, wire);
    else this.#side?.take(/** @type {Heard<Answered>} */ (heard));
  }
}
