//! When a worker counts as dead, and when as idle: a clock of its silence, which ticks while something is due.

/**
 * How long a worker may be silent, in ms.
 * @typedef {object} Timings
 * @property {number} start until its script has been loaded
 * @property {number} pingAfter with an answer due, until it is asked for a sign of life; Infinity: it is never asked
 * @property {number} deadAfter with an answer due, and once it has been asked, until it is given up
 * @property {number} idle with nothing to do, until it is ended; Infinity: it is never ended
 */

/** Those of a training worker. @type {Timings} */
export const TIMINGS = { start: 120_000, pingAfter: 2000, deadAfter: 5000, idle: Infinity };

/** @typedef {"late" | "ping" | "dead" | "idle" | null} Verdict */

/** Clocks the silence of one worker. */
export class Heartbeat {
  #timings;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #lastTick = 0;
  #silence = 0;
  #pinged = false;
  /** What one long task of this worker may take, in ms: so much later it counts as dead. */
  patience = 0;

  /** @param {Timings} timings */
  constructor(timings) {
    this.#timings = timings;
  }

  /** The silence so far, as errors name it. */
  get seconds() {
    return Math.round(this.#silence / 1000);
  }

  /** From now on something is due. @param {() => void} tick */
  start(tick) {
    this.heard();
    if (this.#timer !== undefined) return;
    this.#lastTick = performance.now();
    this.#timer = setInterval(tick, this.#interval);
    // Under node the timer would keep a process from ending.
    /** @type {any} */ (this.#timer).unref?.();
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** The worker has said something: any message is a sign of life. */
  heard() {
    this.#silence = 0;
    this.#pinged = false;
  }

  /**
   * What to make of the silence at a tick.
   * @param {boolean} isReady whether the worker's script is there
   * @param {boolean} isDue whether an answer is due
   * @returns {Verdict}
   */
  verdict(isReady, isDue) {
    this.#count();
    const { start, pingAfter, deadAfter, idle } = this.#timings;
    if (!isReady) return this.#silence >= start ? "late" : null;
    if (!isDue) {
      if (idle === Infinity) this.stop();
      return this.#silence >= idle ? "idle" : null;
    }
    if (this.#pinged || pingAfter === Infinity) return this.#silence >= deadAfter + this.patience ? "dead" : null;
    this.#pinged = this.#silence >= pingAfter;
    return this.#pinged ? "ping" : null;
  }

  get #interval() {
    return Math.min(this.#timings.pingAfter / 2, this.#timings.idle / 5);
  }

  #count() {
    const now = performance.now();
    // A page that was frozen or throttled has not listened: a tick counts at most for twice the time between ticks.
    this.#silence += Math.min(now - this.#lastTick, 2 * this.#interval);
    this.#lastTick = now;
  }
}

/**
 * How long one task of a model may take on a slow machine, in ms: a step has about six operations for each weight's use
 * and image of its batch, an evaluation two for each use and held-out image, and a slow tablet does 5·10⁸ a second.
 * A dense layer uses a weight once for an image; a convolution uses it once for each place of its maps, in the encoder
 * and again in the decoder that mirrors it.
 * @param {import("./protocol.js").Info} info
 */
export function longestTask({ nParams, nHeldOut, config, layers }) {
  const { kernel = 0 } = config.architecture;
  let uses = nParams;
  layers.forEach(({ side, kind, features }, idx) => {
    if (side === "encoder" && kind === "maps") uses += 2 * features * kernel ** 2 * (layers[idx - 1].shape?.[0] ?? 1);
  });
  return (uses * (6 * config.batchSize + 2 * nHeldOut)) / 5e5;
}
