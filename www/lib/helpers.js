//! Helpers of a training worker: more workers of the same kind, which compute shards of its steps.

import { TIMINGS } from "./heartbeat.js";
import { Messenger } from "./messenger.js";
import { HourglassError, quiet } from "./protocol.js";
import { spawnWorker } from "./spawn-worker.js";

/** @typedef {import("./protocol.js").CommandTable} CommandTable */
/** @typedef {import("./restartable-worker.js").RestartableWorker} RestartableWorker */

/** Workers of a step, at most where their number is not asked for: gains become small, and each has an engine. */
const MOST = 3;

/** The helpers of one training worker. */
export class Helpers {
  /** @type {Messenger<CommandTable>[]} */
  #messengers = [];
  #worker;
  /** @type {number | null} */
  #workers = null;

  /** @param {RestartableWorker} worker */
  constructor(worker) {
    this.#worker = worker;
  }

  /** @param {number | null} workers that compute a step, the training worker among them; null for as many as pay */
  async share(workers) {
    this.#workers = workers;
    this.end();
    const ports = Array.from({ length: this.#count - 1 }, () => this.#start());
    await this.#worker.request("share", { ports, workers }, ports);
  }

  /** The training worker is another one: it is given helpers again. */
  again() {
    return this.share(this.#workers);
  }

  end() {
    for (const messenger of this.#messengers.splice(0)) {
      messenger.close(new HourglassError("DisposedError", "This helper is not needed any more"));
    }
  }

  /**
   * A batch has no more shards to give away. Where nobody asks for a number, one core is left to the page: with two
   * cores a model trains alone, and the page draws on the other one.
   */
  get #count() {
    const shards = Math.ceil(this.#worker.info.config.batchSize / 32);
    const cores = globalThis.navigator?.hardwareConcurrency ?? 1;
    return Math.min(shards, this.#workers ?? Math.max(1, Math.min(MOST, cores - 1)));
  }

  /** Starts a helper; one that cannot be started, or ends, only does not help. @returns {MessagePort} */
  #start() {
    const { port1, port2 } = new MessageChannel();
    const messenger = /** @type {Messenger<CommandTable>} */ (
      new Messenger({ spawn: () => spawnWorker(), called: "helper", timings: TIMINGS })
    );
    this.#messengers.push(messenger);
    quiet(messenger.request("help", { port: port1 }, { transfer: [port1] }));
    return port2;
  }
}
