//! Two models that train as one: the same images in the same order, and neither gets far ahead of the other.

/**
 * @typedef {import("../hourglass.js").Hourglass} Hourglass
 * @typedef {import("../lib/protocol.js").Report} Report
 *
 * @typedef {Pick<Hourglass, "train" | "reset" | "reconfigure" | "steer" | "newSeed" | "placeDrawing" | "restart"
 *   | "addEventListener" | "info">} Trainable
 *   What the page needs of one model, or of two in step, to train and change it.
 *
 * @typedef {object} Follower Changes the second model when the first has changed. It tells the visitor itself when the
 *   second model cannot change so.
 * @property {(config: Record<string, unknown>) => Promise<unknown>} reconfigure
 * @property {(changes: import("../lib/check-arguments.js").Steering) => Promise<unknown>} steer
 * @property {(options?: {seed?: number}) => Promise<unknown>} reset
 */

/** How far one may get ahead, in seconds of the other's training; less would mean to hold up and go on all the time. */
const AHEAD = 0.25;

/** @implements {Trainable} */
export class Lockstep {
  #first;
  #second;
  #follow;
  /** Ends when the next run may begin. @type {Promise<unknown>} */
  #underWay = Promise.resolve();

  /**
   * @param {Hourglass} first
   * @param {Hourglass} second
   * @param {Follower} follow
   */
  constructor(first, second, follow) {
    this.#first = first;
    this.#second = second;
    this.#follow = follow;
  }

  /** What the first says of itself. */
  get info() {
    return this.#first.info;
  }

  /**
   * Lets a task come to its end before the next training begins; nothing else waits for it.
   * @param {Promise<unknown>} task
   */
  #meanwhile(task) {
    this.#underWay = Promise.allSettled([this.#underWay, task]);
  }

  /**
   * As an hourglass's own. Whoever is ahead waits for the other, and after an abort both stand at the same step.
   * @param {{steps?: number, epochs?: number, untilPlateau?: boolean, signal?: AbortSignal}} [bounds]
   * @returns {Promise<Report>}
   */
  async train({ steps = Infinity, epochs = Infinity, untilPlateau = false, signal } = {}) {
    await this.#underWay;
    signal?.throwIfAborted();
    const both = [this.#first, this.#second];
    const begin = both.map(({ step }) => step);
    const last = Math.max(...begin) + Math.min(steps, Math.ceil(epochs * this.info.stepsPerEpoch));
    const stop = new AbortController();
    const stopKeeping = keepTogether(both, begin);
    const flat = [false, false];

    /** One of the two, on its way to the last step. @param {number} idx @returns {Promise<Report>} */
    async function run(idx) {
      for (let at = begin[idx]; ;) {
        const bound = last < Infinity ? { steps: last - at } : {};
        const bounds = { ...bound, untilPlateau: untilPlateau && !flat[idx], signal: stop.signal };
        const report = await both[idx].train(bounds);
        if (report.reason !== "plateau") return report;
        flat[idx] = true;
        at = report.step;
        if (flat[1 - idx] || at >= last) return report;
      }
    }

    try {
      return await new Promise((resolve, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
        let left = 2;
        both.forEach((_, idx) => run(idx).then((report) => {
          left -= 1;
          const isNew = report.reason === "replaced" || report.reason === "reset";
          if (isNew || flat.every(Boolean) || left === 0) resolve(report);
        }, reject));
      });
    } finally {
      stopKeeping();
      if (signal?.aborted || flat.every(Boolean)) this.#meanwhile(level(both, stop));
      else stop.abort();
    }
  }

  /**
   * Answers as soon as the first has: waiting for the second, its snapshots would come before the answer.
   * @param {{seed?: number}} [options]
   */
  reset(options) {
    this.#meanwhile(this.#follow.reset(options));
    return this.#first.reset(options);
  }

  /** @param {Record<string, unknown>} config */
  async reconfigure(config) {
    const info = await this.#first.reconfigure(config);
    this.#meanwhile(this.#follow.reconfigure(config));
    return info;
  }

  /** @param {import("../lib/check-arguments.js").Steering} changes */
  async steer(changes) {
    await this.#first.steer(changes);
    await this.#follow.steer(changes);
    return this.info;
  }

  newSeed() {
    return this.#first.newSeed();
  }

  /** @param {Parameters<Hourglass["placeDrawing"]>[0]} drawing */
  placeDrawing(drawing) {
    return this.#first.placeDrawing(drawing);
  }

  restart() {
    return this.#first.restart();
  }

  /** @type {Hourglass["addEventListener"]} */
  addEventListener(name, listener, options) {
    this.#first.addEventListener(name, listener, options);
  }
}

/**
 * Holds up whichever of the two is too far ahead, until the other has come as far.
 * @param {Hourglass[]} both
 * @param {number[]} begin Their steps.
 * @returns {() => void} Ends the watch; the one that is held up goes on.
 */
function keepTogether(both, begin) {
  const steps = [...begin];
  /** In steps a second; 0 while unknown. */
  const speeds = [0, 0];
  let held = -1;
  const release = () => {
    if (held >= 0) void both[held].resume().catch(() => {}); // one that has died needs no help
    held = -1;
  };
  const listening = new AbortController();
  both.forEach((hourglass, idx) => hourglass.addEventListener("snapshot", ({ detail }) => {
    steps[idx] = detail.step;
    speeds[idx] = (detail.imagesPerSecond ?? 0) / /** @type {number} */ (hourglass.info.config.batchSize);
    const ahead = held >= 0 ? held : Number(steps[1] > steps[0]);
    const lead = steps[ahead] - steps[1 - ahead];
    if (lead <= 0) return release();
    if (held >= 0 || lead <= Math.max(1, AHEAD * speeds[1 - ahead])) return;
    held = ahead;
    // A model that has died or was disposed of rejects its run as well, and that is told.
    both[ahead].pause().then(({ step }) => (steps[ahead] = step), () => {});
  }, { signal: listening.signal }));
  return () => {
    listening.abort();
    release();
  };
}

/**
 * Pauses both models and ends their runs. Then the model that is behind trains until it is at the step of the other.
 * @param {Hourglass[]} both
 * @param {AbortController} stop
 */
async function level(both, stop) {
  const stood = await Promise.allSettled(both.map((hourglass) => hourglass.pause()));
  stop.abort();
  const [a, b] = stood.map((answer) => (answer.status === "fulfilled" ? answer.value.step : NaN));
  if (a > b || b > a) await both[Number(a > b)].train({ steps: Math.abs(a - b) });
}
