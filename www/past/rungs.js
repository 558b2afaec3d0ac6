//! The ladder of a run: its weights at some steps, close together at its beginning, within a bound of memory.

/**
 * @typedef {object} Rung
 * @property {number} step
 * @property {Uint8Array | null} bytes The run as `save()` writes it; null for a model at its first step.
 */

/** So much memory may they take together, in bytes. */
export const MOST_BYTES = 32e6;
/** Rungs are worth their memory only where there are some. */
const FEW = 4;

export class Rungs {
  #most;
  /** By their steps. @type {Rung[]} */
  #rungs = [];

  /** @param {Rung[]} [rungs] @param {number} [most] In bytes. */
  constructor(rungs = [], most = MOST_BYTES) {
    this.#most = most;
    for (const rung of rungs) this.add(rung);
  }

  get all() {
    return [...this.#rungs];
  }

  get first() {
    return this.#rungs.at(0) ?? null;
  }

  get newest() {
    return this.#rungs.at(-1) ?? null;
  }

  get bytes() {
    return this.#rungs.reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0);
  }

  /**
   * One more. Where that is too much, those go whose loss leaves the smallest gap.
   * @param {Rung} rung
   */
  add(rung) {
    if ((rung.bytes?.length ?? 0) > this.#most || this.#rungs.some(({ step }) => step === rung.step)) return;
    const at = this.#rungs.findIndex(({ step }) => step > rung.step);
    this.#rungs.splice(at < 0 ? this.#rungs.length : at, 0, rung);
    while (this.bytes > this.#most && this.#rungs.length > 2) {
      this.#rungs.splice(leastMissed(this.#rungs.map(({ step }) => step)), 1);
    }
    // Of two that are too much the first one stays: all steps are reached from it.
    if (this.bytes > this.#most) this.#rungs.pop();
  }

  /** The nearest rung from which a step is reached. @param {number} step */
  below(step) {
    return this.#rungs.findLast((rung) => rung.step <= step) ?? null;
  }

  /** The run has gone back to a step: what came after it did not happen. @param {number} step */
  forget(step) {
    this.#rungs = this.#rungs.filter((rung) => rung.step <= step);
  }

  /** Whether there is room for few. */
  get areFew() {
    const largest = Math.max(0, ...this.#rungs.map(({ bytes }) => bytes?.length ?? 0));
    return largest * FEW > this.#most;
  }
}

/**
 * Which of some steps is missed least: never the first or the last. A gap is measured half by its share of all steps,
 * which is what training on across it costs, and half by its ratio, since a model changes fastest at its beginning.
 * @param {number[]} steps At least three, each larger than the one before.
 */
export function leastMissed(steps) {
  const [first, last] = [steps[0], steps[steps.length - 1]];
  const log = (/** @type {number} */ step) => Math.log(step - first + 1);
  const gap = (/** @type {number} */ idx) => (steps[idx + 1] - steps[idx - 1]) / (last - first)
    + (log(steps[idx + 1]) - log(steps[idx - 1])) / log(last);
  let least = 1;
  for (let idx = 2; idx < steps.length - 1; idx += 1) if (gap(idx) < gap(least)) least = idx;
  return least;
}

const SIZE_BYTES = 8;

/**
 * At which step a run was saved, as its file says.
 * @param {Uint8Array} bytes As `save()` writes them: a safetensors file.
 * @returns {number}
 */
export function stepOf(bytes) {
  const size = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(SIZE_BYTES, SIZE_BYTES + size)));
  return Number(header.__metadata__.step);
}
