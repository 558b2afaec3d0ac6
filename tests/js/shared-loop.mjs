//! The worker's loop with the real engine, and helpers on ports in the same thread. Needs `cargo xtask build`.

import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { help } from "../../www/worker/helper.js";
import { Loop } from "../../www/worker/loop.js";
import { share } from "../../www/worker/team.js";

/** @typedef {import("../../www/worker/helper.js").Port} Port */

const glue = await import(new URL("../../www/pkg/hourglass.js", import.meta.url).href);
await glue.default({ module_or_path: await readFile(new URL("../../www/pkg/hourglass_bg.wasm", import.meta.url)) });

/** The engine, as a worker loads it. */
export const engine = Promise.resolve({ glue, lastPanic: () => null });

/** The first images of a committed file. @param {string} name @param {number} count */
export async function firstImages(name, count) {
  const file = gunzipSync(await readFile(new URL(`../../www/data/${name}`, import.meta.url)));
  const sizes = Array.from({ length: file[3] }, (_, i) => file.readUInt32BE(4 + 4 * i));
  const [, height, width, channels = 1] = sizes;
  const from = 4 + 4 * sizes.length;
  return { bytes: file.subarray(from, from + count * height * width * channels), count, height, width, channels };
}

/** A loop that is asked by name. */
export class SharedLoop {
  /** @type {Map<number, (reply: any) => void>} */
  #waiting = new Map();
  #id = 0;
  /** Timers that the loop has set: tests let them run out. @type {(() => void)[]} */
  timers = [];
  /** What the clock says more than the real one, in ms. */
  ahead = 0;
  /** @type {Port[]} */
  #ports = [];

  /** @param {() => Promise<typeof import("../../www/worker/share.js")>} [fetchShare] */
  constructor(fetchShare) {
    this.loop = new Loop({
      loadEngine: () => engine,
      fetchShare,
      post: (message) => this.#heard(message),
      now: () => performance.now() + this.ahead,
      defer: (task) => void setImmediate(task),
      later: (task) => this.timers.push(task),
      warn: () => {},
    });
  }

  /** @param {any} message */
  #heard({ type, id, result, error, name }) {
    if (type === "event" && name === "snapshot") this.loop.handle({ type: "ack" });
    if (type !== "reply") return;
    const settle = this.#waiting.get(id);
    this.#waiting.delete(id);
    settle?.({ result, error });
  }

  /** @param {string} name @param {object} [args] @returns {Promise<any>} */
  async ask(name, args = {}) {
    const id = ++this.#id;
    const { result, error } = await new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.loop.handle({ type: "command", id, name, args });
    });
    if (error) throw Object.assign(new Error(error.message), { name: error.name });
    return result;
  }

  /** @param {object} config @param {Awaited<ReturnType<typeof firstImages>>} images */
  async open(config, { bytes, ...images }) {
    await this.ask("open", { config: JSON.stringify(config), total: images.count, keeps: false, ...images });
    await this.ask("append", { bytes, labels: null, count: images.count });
  }

  /** Gives it helpers of this thread, or on other ports. @param {number | null} workers @param {Port[]} [ports] */
  async share(workers, ports) {
    const own = ports ?? Array.from({ length: Math.max(0, (workers ?? 1) - 1) }, () => this.helper());
    this.#ports.push(...own);
    await share(this.loop, own, workers);
    // Helpers say that they are ready.
    await new Promise((resolve) => setTimeout(resolve, 0));
  }

  /** A helper of this thread. @returns {Port} */
  helper() {
    const { port1, port2 } = new MessageChannel();
    this.#ports.push(/** @type {Port} */ (/** @type {unknown} */ (port1)));
    void help(engine, /** @type {Port} */ (/** @type {unknown} */ (port1)));
    return /** @type {Port} */ (/** @type {unknown} */ (port2));
  }

  /** Losses of single steps. @param {number} steps */
  async losses(steps) {
    const losses = [];
    for (let i = 0; i < steps; i++) losses.push((await this.train({ steps: 1 })).loss);
    return losses;
  }

  train(bounds = {}) {
    return this.ask("train", { steps: null, epochs: null, seconds: null, untilPlateau: false, ...bounds });
  }

  get team() {
    return /** @type {import("../../www/worker/team.js").Team} */ (this.loop.scheduler.turns.team);
  }

  /** Ports keep node alive. */
  close() {
    for (const port of this.#ports) port.close();
  }
}

/** FNV-1a over the bits of 32-bit floats, little-endian. @param {number[]} values */
export function fnv1a64(values) {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new Uint8Array(new Float32Array(values).buffer)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, "0");
}
