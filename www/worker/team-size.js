//! How many helpers pay: measured while training goes on, and kept for models of the same shape.

/** Each number of helpers is tried this often, by turns, since other programs come and go. */
const ROUNDS = 3;
/** A turn of a trial: at least so many steps, and about so long. */
const TRIAL = { steps: 4, ms: 60 };
/** One more helper must make a step this much faster: it takes a core from others. */
const GAIN = 0.92;

/** Chooses how many helpers the next step has. */
export class TeamSize {
  /** Workers that a step is to have; null for as many as pay. @type {number | null} */
  #wanted = null;
  /** What was measured: ms a step, by shape and helpers. @type {Map<string, number[]>} */
  #known = new Map();
  #shape = "";
  /** The trial under way: the times of each number of helpers. @type {number[][] | null} */
  #times = null;
  /** @type {{helpers: number, at: number, step: number} | null} */
  #turn = null;
  #helpers = 0;

  /** @param {number | null} workers */
  set wanted(workers) {
    this.#wanted = workers;
    this.forget();
  }

  get helpers() {
    return this.#helpers;
  }

  get isMeasuring() {
    return this.#times !== null;
  }

  /** ms a step by number of helpers, as far as it was measured. */
  get measured() {
    return this.#known.get(this.#shape) ?? null;
  }

  forget() {
    this.#times = null;
    this.#turn = null;
  }

  rest() {
    this.#turn = null;
  }

  /**
   * @param {number} most helpers that are there and can have a shard
   * @param {number} step
   * @param {number} now in ms
   * @param {import("../lib/protocol.js").ModelConfig} config
   * @returns {number}
   */
  next(most, step, now, config) {
    if (this.#wanted !== null) return (this.#helpers = Math.min(most, this.#wanted - 1));
    if (most === 0) return (this.#helpers = 0);
    this.#shape = JSON.stringify([config.architecture, config.bottleneck, config.input, config.batchSize, most]);
    const known = this.#known.get(this.#shape);
    if (known) return (this.#helpers = best(known));
    this.#times ??= Array.from({ length: most + 1 }, () => []);
    const turn = (this.#turn ??= { helpers: this.#leastTried(), at: now, step });
    const [steps, ms] = [step - turn.step, now - turn.at];
    if (steps >= TRIAL.steps && ms >= TRIAL.ms) {
      this.#times[turn.helpers].push(ms / steps);
      if (this.#times.every((times) => times.length >= ROUNDS)) {
        this.#known.set(this.#shape, this.#times.map((times) => Math.min(...times)));
        this.#times = this.#turn = null;
        return this.next(most, step, now, config);
      }
      this.#turn = { helpers: this.#leastTried(), at: now, step };
    }
    return (this.#helpers = this.#turn?.helpers ?? 0);
  }

  #leastTried() {
    const counts = /** @type {number[][]} */ (this.#times).map((times) => times.length);
    return counts.indexOf(Math.min(...counts));
  }
}

/** The fewest helpers to which no larger number is a gain. @param {number[]} times */
function best(times) {
  let chosen = 0;
  times.forEach((ms, helpers) => {
    if (ms < times[chosen] * GAIN) chosen = helpers;
  });
  return chosen;
}
