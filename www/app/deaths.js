//! Deaths of a worker: starting another helps unless it dies again and again, and what met a dead one is done again.

import { isDeath } from "./faults.js";

/** More deaths than this within a minute, and starting another would not help. */
const MAX_DEATHS = 3;
const MINUTE = 60_000;

/**
 * @typedef {import("../hourglass.js").Hourglass} Hourglass
 * @typedef {Pick<import("./store.js").Store<import("./store.js").State>, "on" | "subscribe">} Store
 */

/**
 * Does a task; where that meets a dead worker, again with the next one.
 * @template T
 * @param {Store} store
 * @param {Hourglass | null} mortal The model that the task is for.
 * @param {() => boolean} isWanted Whether it still is.
 * @param {() => Promise<T>} task
 * @returns {Promise<T | null>} Null where no worker has come, or the task is no longer wanted.
 */
export async function throughDeath(store, mortal, isWanted, task) {
  try {
    return await task();
  } catch (cause) {
    if (!isDeath(cause)) throw cause;
  }
  const isThere = await comesBack(store, mortal, isWanted);
  return isThere ? throughDeath(store, mortal, isWanted, task) : null;
}

/**
 * @param {Store} store
 * @param {Hourglass | null} mortal
 * @param {() => boolean} isWanted
 * @returns {Promise<boolean>}
 */
async function comesBack(store, mortal, isWanted) {
  /** @type {(() => void)[]} */
  const ends = [];
  const isThere = await new Promise((resolve) => {
    ends.push(
      store.on("revived", (hourglass) => hourglass === mortal && resolve(true)),
      store.subscribe(({ phase }) => (phase === "failed" || !isWanted()) && resolve(false)),
    );
  });
  ends.forEach((end) => end());
  return isThere && isWanted();
}

export class Deaths {
  /** When the last ones were, in milliseconds. @type {number[]} */
  #times = [];

  /** To be called at each death. Whether there have been too many. */
  areTooMany() {
    const now = performance.now();
    this.#times = [...this.#times.filter((at) => now - at < MINUTE), now];
    return this.#times.length > MAX_DEATHS;
  }
}
