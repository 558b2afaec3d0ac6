//! A training worker that can be replaced: its data, its last checkpoint, and what else another worker needs to go on.

import { longestTask, TIMINGS } from "./heartbeat.js";
import { partsOf } from "./image-parts.js";
import { Messenger } from "./messenger.js";
import { plainJson } from "./plain-json.js";
import { HourglassError, shapeError } from "./protocol.js";
import { isLost, spawnWorker } from "./spawn-worker.js";

/** @typedef {import("./check-arguments.js").Block} Block @typedef {import("./protocol.js").InputShape} InputShape */
/** @typedef {import("./protocol.js").CommandTable} CommandTable @typedef {import("./protocol.js").Info} Info */
/** @typedef {import("./protocol.js").WatchArgs} WatchArgs @typedef {import("./protocol.js").WorkerEvent} WorkerEvent */

/**
 * What the library finds around it; everything has a default. Tests pass a worker and times of their own.
 * @typedef {{spawn?: () => import("./spawn-worker.js").WorkerLike, wasSpare?: () => boolean,
 *   frame?: (callback: () => void) => void, timings?: Partial<import("./heartbeat.js").Timings>, keeps?: boolean,
 *   webAssembly?: {validate(bytes: BufferSource): boolean}}} Environment
 */

/** `total` training images will come; `images` are those that have.
 * @typedef {{shape: InputShape, total: number, images: Block[], heldOut: Block | null}} Data */

/** @typedef {{event: (name: string, detail: object) => void, failed: (error: HourglassError) => void}} Listener */

/** One model with its data. */
export class RestartableWorker {
  #environment;
  #listener;
  /** @type {Data} */
  #data;
  /** Speaks with the present worker. @type {Messenger<CommandTable> | null} */
  #messenger = null;
  /** @type {"open" | "starting" | "failed" | "disposed"} */
  #state = "starting";
  /** Why the state is failed or disposed. @type {HourglassError | null} */
  #failure = null;
  /** @type {Info | null} */
  #info = null;
  #step = 0;
  /** Models so far, and how many of them belonged to workers before this one. */
  #run = 0;
  #runsBefore = 0;
  /** @type {import("./protocol.js").Checkpoint | null} */
  checkpoint = null;
  /** What was steered since the model began: the checkpoint may be older. @type {Record<string, unknown>} */
  #steered = {};
  /** The same one by one, also of a model without a recipe. @type {import("./recipe.js").Recipe["moves"]} */
  moves = [];
  /** Or why there is none. @type {import("./recipe.js").Recipe | import("./recipe.js").Unmade} */
  recipe = "loaded";
  /** Who computes parts of its steps. @type {import("./helpers.js").Helpers | null} */
  helpers = null;
  /** @type {WatchArgs} */
  #watched = {};
  /** The last append: each waits for the one before. @type {Promise<unknown>} */
  #appending = Promise.resolve();

  /**
   * @param {Data} data
   * @param {Environment} environment
   * @param {Listener} listener
   */
  constructor(data, environment, listener) {
    this.#data = data;
    this.#environment = environment;
    this.#listener = listener;
  }

  get data() { return this.#data; }
  get environment() { return this.#environment; }
  get step() { return this.#step; }

  /** Known once `open` has resolved. */
  get info() { return /** @type {Info} */ (this.#info); }

  /** @param {string} config as JSON */
  async open(config) {
    try {
      await this.#start(config);
      this.recipe = { config: this.info.config, moves: this.moves };
      this.#state = "open";
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** Throws unless commands can be sent. @returns {Messenger<CommandTable>} */
  get messenger() {
    if (this.#failure) throw this.#failure;
    if (this.#state !== "open" || !this.#messenger) {
      throw new HourglassError("NotReadyError", "The training worker is being started again");
    }
    return this.#messenger;
  }

  /**
   * @template {import("./protocol.js").CommandName} Name
   * @param {Name} name
   * @param {CommandTable[Name]["args"]} args
   * @param {Transferable[]} [transfer]
   * @returns {Promise<CommandTable[Name]["result"]>}
   */
  async request(name, args, transfer) {
    return this.messenger.request(name, args, { transfer });
  }

  /**
   * A command that changes the model, and with it the info.
   * @template {"reset" | "reconfigure" | "load" | "steer"} Name
   * @param {Name} name
   * @param {CommandTable[Name]["args"]} args
   * @param {Transferable[]} [transfer]
   */
  async change(name, args, transfer) {
    const state = await this.request(name, args, transfer);
    if (name === "load" || name === "reconfigure") this.#steered = {};
    const info = this.#adopt(state);
    if (name === "steer") return info;
    this.moves = [];
    this.recipe = name === "load" ? "loaded" : { config: info.config, moves: this.moves };
    return info;
  }

  /** @param {import("./check-arguments.js").Steering} changes */
  async steer(changes) {
    const info = await this.change("steer", { changes: JSON.stringify(changes) });
    this.#steered = { ...this.#steered, ...changes };
    this.moves.push({ step: this.#step, changes });
    return info;
  }

  /** @param {WatchArgs} args */
  async watch(args) {
    this.#watched = { ...this.#watched, ...args };
    await this.request("watch", args);
  }

  /**
   * Brings more training images, one block after the other; a block counts once all of it has come.
   * @param {Block} block
   */
  append(block) {
    const turn = this.#appending.then(async () => {
      const { messenger } = this;
      const { images, total } = this.#data;
      const came = images.reduce((sum, { count }) => sum + count, 0);
      if (came + block.count > total) {
        throw shapeError("images", `${block.count} more after ${came}`, `at most ${total}, as announced`);
      }
      if (Boolean(block.labels) !== Boolean(images[0].labels)) {
        const [got, wanted] = block.labels ? ["labels", "none"] : ["none", "labels"];
        throw shapeError("labels", got, `${wanted}, as for the first images`);
      }
      await this.#send(messenger, "append", block);
      images.push(block);
      return this.info;
    });
    this.#appending = turn.catch(() => {});
    return turn;
  }

  /** How many models there were before this worker's. */
  get runsBefore() { return this.#runsBefore; }

  /** Another worker, from the last checkpoint. */
  async restart() {
    if (this.#state !== "failed") {
      void this.messenger; // throws once this is disposed of
      throw new HourglassError("NotReadyError", "There is nothing to restart: the training worker is running");
    }
    const { config, bytes } = this.checkpoint ?? { config: this.info.config, bytes: null };
    this.#failure = null;
    this.recipe = "died";
    this.#state = "starting";
    this.#runsBefore = this.#run;
    try {
      const messenger = await this.#start(plainJson(config));
      if (bytes) {
        const copy = bytes.slice();
        this.#adopt(await messenger.request("load", { bytes: copy }, { transfer: [copy.buffer] }));
      }
      if (Object.keys(this.#steered).length > 0) {
        this.#adopt(await messenger.request("steer", { changes: JSON.stringify(this.#steered) }));
      }
      this.#state = "open";
      await messenger.request("watch", this.#watched);
      await this.helpers?.again();
    } catch (error) {
      if (this.#isDisposed()) throw this.#failure;
      this.#close("failed", /** @type {HourglassError} */ (error));
      throw error;
    }
    return this.#step;
  }

  dispose() {
    this.#close("disposed", new HourglassError("DisposedError", "This Hourglass has been disposed of"));
    this.#data = { ...this.#data, images: [], heldOut: null };
    this.checkpoint = null;
    this.#watched = {};
  }

  #isDisposed() {
    return this.#state === "disposed";
  }

  /**
   * @param {"failed" | "disposed"} state
   * @param {HourglassError} failure
   */
  #close(state, failure) {
    if (this.#isDisposed()) return;
    this.#state = state;
    this.#failure = failure;
    this.helpers?.end();
    this.#messenger?.close(failure);
  }

  /** @param {string} config @returns {Promise<Messenger<CommandTable>>} */
  async #start(config) {
    try {
      return await this.#fill(config);
    } catch (cause) {
      // A spare worker may have died, or missed its engine, long before it was wanted: another one is started.
      if (this.#isDisposed() || !isLost(cause) || !this.#environment.wasSpare?.()) throw cause;
      this.#messenger?.close(cause);
      this.#state = "starting";
      this.#failure = null;
      return this.#start(config);
    }
  }

  /** @param {string} config */
  async #fill(config) {
    const { spawn = spawnWorker, frame, timings, keeps } = this.#environment;
    const messenger = (this.#messenger = new Messenger({
      spawn: () => spawn(),
      called: "training worker",
      frame,
      timings: { ...TIMINGS, ...timings },
      onEvent: (event) => this.#onEvent(/** @type {WorkerEvent} */ (event)),
      onLost: (error) => this.#onLost(error),
    }));
    const { shape, total, images, heldOut } = this.#data;
    this.#adopt(await messenger.request("open", { config, ...shape, total, keeps }));
    for (const block of images) await this.#send(messenger, "append", block);
    // The engine takes the held-out images all at once.
    if (heldOut) await this.#send(messenger, "appendHeldOut", heldOut, heldOut.count);
    return messenger;
  }

  /**
   * @param {Messenger<CommandTable>} messenger
   * @param {"append" | "appendHeldOut"} name
   * @param {Block} block
   * @param {number} [given] images at once
   */
  async #send(messenger, name, block, given) {
    for await (const part of partsOf(block, this.#data.shape, given)) {
      this.#adopt(await messenger.request(name, part, { transfer: [part.bytes.buffer] }));
    }
    // Held-out images are kept: views ask for them again and again.
    if (name === "append" && block.again) block.bytes = null;
  }

  /** @param {import("./protocol.js").ModelState} state */
  #adopt({ info, step }) {
    this.#info = info;
    this.#step = step;
    if (this.#messenger) this.#messenger.patience = longestTask(info);
    return info;
  }

  /** @param {WorkerEvent} event */
  #onEvent({ name, detail }) {
    // Until a new worker has reached the old one's state, its events are no news to anyone.
    if (this.#state !== "open") {
      if (name === "checkpoint") this.checkpoint ??= detail;
      return;
    }
    this.#step = detail.step;
    if (name === "checkpoint") this.checkpoint = detail;
    if (name === "snapshot") {
      this.#run = detail.run + this.#runsBefore;
      this.#listener.event(name, { ...detail, run: this.#run });
    } else {
      if (/** @type {{reason?: string}} */ (detail).reason === "diverged") this.recipe = "diverged";
      this.#listener.event(name, detail);
    }
  }

  /** @param {HourglassError} error */
  #onLost(error) {
    const wasOpen = this.#state === "open";
    this.#close("failed", error);
    if (wasOpen) this.#listener.failed(error);
  }
}
