//! For how long a run has trained: pauses do not count.

/**
 * @typedef {object} Clock
 * @property {number} ms Trained until the last stop.
 * @property {number | null} since When training went on, by the page's own time; null while it does not.
 * @property {boolean} isWhole Whether it has trained without a stop.
 */

/** A run that has not begun. @type {Clock} */
export const UNTRAINED = { ms: 0, since: null, isWhole: true };

/**
 * The clock of a run that is like this from now on.
 * @param {Clock} clock
 * @param {import("./store.js").Run} run
 * @param {number} [now]
 * @returns {Clock}
 */
export function clockFor(clock, run, now = performance.now()) {
  const { since, isWhole } = clock;
  if ((run === "training") === (since !== null)) return clock;
  const ms = trainedMs(clock, now);
  return since === null ? { ms, since: now, isWhole: isWhole && ms === 0 } : { ms, since: null, isWhole };
}

/** @param {Clock} clock @param {number} [now] */
export const trainedMs = ({ ms, since }, now = performance.now()) => ms + (since === null ? 0 : now - since);
