//! The lab workers: as many as the machine has cores to spare, each with the images and a model on its bench.

import { TIMINGS } from "../lib/heartbeat.js";
import { partsOf } from "../lib/image-parts.js";
import { Messenger } from "../lib/messenger.js";
import { HourglassError } from "../lib/protocol.js";
import { HOME, checkBrowser, isLost, spawnWorker } from "../lib/spawn-worker.js";

/** @typedef {import("./lab-protocol.js").LabCommands} LabCommands */
/** @typedef {import("../lib/restartable-worker.js").Data} Data */

/**
 * Images or a model with a key, by which a worker that has them is known.
 * @typedef {{key: number, data: Data & {heldOut: import("../lib/check-arguments.js").Block}}} KeyedImages
 * @typedef {{key: number, bytes: Uint8Array}} KeyedModel
 *
 * @typedef {object} Order What a worker is asked for.
 * @property {KeyedImages} images
 * @property {KeyedModel | null} model
 * @property {Rank} [rank] How soon it is wanted; "main" if absent.
 * @property {(worker: Messenger<LabCommands>, options: AskOptions) => Promise<any>} ask
 *
 * How soon an order is wanted: at once, since somebody waits for a moment's work; for a lab's main use; as what a sweep
 * has begun; or as the rest of a sweep.
 * @typedef {"quick" | "main" | "begun" | "background"} Rank
 *
 * @typedef {{hear: (event: any) => void, onId: (id: number) => void}} AskOptions
 * @typedef {{signal?: AbortSignal, progress?: (share: number, news?: any) => void}} OrderOptions
 *
 * @typedef {object} Waiting An order that no worker has yet.
 * @property {Order} order
 * @property {OrderOptions} options
 * @property {(result: any) => void} resolve
 * @property {(error: unknown) => void} reject
 */

/** From what is wanted first to what can wait. @type {readonly Rank[]} */
const RANKS = ["quick", "main", "begun", "background"];

/** @param {Order} order */
const rankOf = ({ rank = "main" }) => RANKS.indexOf(rank);
/** Whether an order is a sweep's. @param {Order} order */
const canWait = (order) => rankOf(order) >= RANKS.indexOf("begun");

/** Most workers of a pool. */
const MOST = 4;
/** All benches of a pool take at most so many bytes, unless one alone takes more. */
const MOST_BYTES = 1 << 29;
/** A bench takes so many times the bytes of its images: they stand there as numbers, too. */
const GROWTH = 5;
/**
 * A worker gives no sign of life while it is at a part that cannot be divided: seconds, on a slow machine. Without a
 * task it ends after a while.
 */
const LAB_TIMINGS = { ...TIMINGS, pingAfter: 3000, deadAfter: 20_000, idle: 30_000 };

/** So many workers for images of so many bytes. @param {number} cores @param {number} bytes */
export function poolSize(cores, bytes) {
  const room = Math.floor(MOST_BYTES / Math.max(1, GROWTH * bytes));
  return Math.max(1, Math.min(MOST, cores - 1, room));
}

/** Hands orders to workers: each has one at a time, the others wait. */
export class LabPool {
  #spawn;
  #cores;
  #timings;
  /** @type {{messenger: Messenger<LabCommands>, order: Order | null}[]} */
  #members = [];
  /** @type {Waiting[]} */
  #waiting = [];
  #isClosed = false;

  /**
   * @param {{spawn?: () => import("../lib/spawn-worker.js").WorkerLike, cores?: number,
   *   timings?: Partial<import("../lib/heartbeat.js").Timings>}} [environment] Tests pass their own.
   */
  constructor({ spawn = spawnLab, cores = globalThis.navigator?.hardwareConcurrency ?? 2, timings = {} } = {}) {
    this.#timings = { ...LAB_TIMINGS, ...timings };
    this.#spawn = spawn;
    this.#cores = cores;
  }

  /**
   * Resolves with what the worker answers. A worker's death is tried again once, with another one.
   * @param {Order} order
   * @param {OrderOptions} [options]
   * @returns {Promise<any>}
   */
  order(order, options = {}) {
    const { signal } = options;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(cancelled());
      if (this.#isClosed) return reject(closed());
      const waiting = { order, options, resolve, reject };
      const at = this.#waiting.findIndex((other) => rankOf(other.order) > rankOf(order));
      this.#waiting.splice(at < 0 ? this.#waiting.length : at, 0, waiting);
      signal?.addEventListener("abort", () => {
        this.#waiting = this.#waiting.filter((one) => one !== waiting);
        reject(cancelled());
      });
      this.#next();
    });
  }

  /** Ends all workers, for good. */
  close() {
    this.#isClosed = true;
    for (const { reject } of this.#waiting.splice(0)) reject(closed());
    for (const { messenger } of this.#members.splice(0)) messenger.close(closed());
  }

  #next() {
    const [first] = this.#waiting;
    if (!first) return;
    const member = this.#free(first.order);
    if (!member) return;
    this.#waiting.shift();
    member.order = first.order;
    void this.#serve(member.messenger, first).finally(() => {
      member.order = null;
      this.#next();
    });
    this.#next();
  }

  /**
   * A worker with nothing to do, if there may be one. What somebody waits for has one more where all are at sweeps, and
   * what takes a moment one more in any case.
   * @param {Order} order
   */
  #free(order) {
    const { data: { total, shape: { channels, height, width } } } = order.images;
    const idle = this.#members.find((member) => member.order === null);
    const areAtSweeps = this.#members.every((member) => member.order && canWait(member.order));
    const more = order.rank === "quick" ? 2 : areAtSweeps && !canWait(order) ? 1 : 0;
    const most = poolSize(this.#cores, total * channels * height * width) + more;
    if (idle || this.#members.length >= most) return idle;
    const messenger = /** @type {Messenger<LabCommands>} */ (
      new Messenger({ spawn: this.#spawn, called: "lab worker", timings: this.#timings, replaces: true }));
    /** @type {{messenger: Messenger<LabCommands>, order: Order | null}} */
    const member = { messenger, order: null };
    this.#members.push(member);
    return member;
  }

  /** @param {Messenger<LabCommands>} worker @param {Waiting} waiting */
  async #serve(worker, { order, options, resolve, reject }) {
    try {
      resolve(await attempt(worker, order, options));
    } catch (cause) {
      if (!isLost(cause) || options.signal?.aborted) return reject(cause);
      await attempt(worker, order, options).then(resolve, (again) => reject(told(again)));
    }
  }
}

/** @param {Messenger<LabCommands>} worker @param {Order} order @param {OrderOptions} options */
async function attempt(worker, order, { signal, progress }) {
  await furnish(worker, order);
  if (signal?.aborted) throw cancelled();
  let task = 0;
  const abort = () => worker.cancel(task, cancelled());
  signal?.addEventListener("abort", abort);
  try {
    return await order.ask(worker, {
      hear: ({ detail }) => progress?.(detail.share, detail.news),
      onId: (id) => (task = id),
    });
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}

/** Puts on the bench what is not there yet. @param {Messenger<LabCommands>} worker @param {Order} order */
async function furnish(worker, { images: { key, data }, model }) {
  const holding = await worker.request("holding", {});
  if (holding.images !== key) {
    const { shape, total, images, heldOut } = data;
    await worker.request("open", { ...shape, total, heldOut: heldOut.count, key });
    for (const block of [...images, heldOut]) {
      for await (const part of partsOf(block, shape)) {
        const args = { ...part, isHeldOut: block === heldOut };
        await worker.request("append", args, { transfer: [part.bytes.buffer] });
      }
    }
  }
  if (!model || (holding.images === key && holding.model === model.key)) return;
  const bytes = model.bytes.slice();
  await worker.request("model", { bytes, key: model.key }, { transfer: [bytes.buffer] });
}

/** A second death, by a name that tells it from that of the training worker. @param {Error} cause */
const told = (cause) => (cause.name === "WorkerDiedError"
  ? new HourglassError("LabWorkerDiedError", cause.message) : cause);

const closed = () => new HourglassError("DisposedError", "The labs were closed");

function cancelled() {
  return new HourglassError("AbortError", "The task was cancelled");
}

function spawnLab() {
  checkBrowser();
  return spawnWorker(new URL("labs/lab-worker.js", HOME));
}
