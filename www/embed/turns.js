//! Whose turn it is to train: of all figures of a document at most two at once.

/** Of all figures in a document so many train at once: a core is left for whoever scrolls. */
const MOST = Math.max(1, Math.min(2, (globalThis.navigator?.hardwareConcurrency ?? 2) - 1));
/** Two versions of this file in one page share one line. */
const KEY = Symbol.for("hourglass.turns");

/**
 * @typedef {object} Trains
 * @property {() => void} begin Its turn has come.
 * @property {() => void} holdUp Another one was asked for by hand: this one waits.
 *
 * @typedef {ReturnType<typeof createTurns>} Turns
 */

/** @returns {Turns} */
export function sharedTurns() {
  const shared = /** @type {any} */ (globalThis);
  return shared[KEY] ??= createTurns(MOST);
}

/** @param {number} most */
export function createTurns(most) {
  /** @type {Trains[]} */
  let training = [];
  /** @type {Trains[]} */
  let waiting = [];
  const isThere = (/** @type {Trains} */ one) => training.includes(one) || waiting.includes(one);
  const without = (/** @type {Trains[]} */ all, /** @type {Trains} */ one) => all.filter((other) => other !== one);

  return {
    /** Begins when there is room. @param {Trains} one */
    ask(one) {
      if (isThere(one)) return;
      if (training.length >= most) return void waiting.push(one);
      training.push(one);
      one.begin();
    },
    /** It trains from now on: the one that has trained longest waits where there is no room. @param {Trains} one */
    take(one) {
      if (training.includes(one)) return;
      waiting = without(waiting, one);
      const oldest = training.length >= most ? training.shift() : undefined;
      training.push(one);
      if (!oldest) return;
      waiting.unshift(oldest);
      oldest.holdUp();
    },
    /** @param {Trains} one */
    leave(one) {
      [training, waiting] = [without(training, one), without(waiting, one)];
      const next = training.length < most ? waiting.shift() : undefined;
      if (!next) return;
      training.push(next);
      next.begin();
    },
    /** @param {Trains} one */
    isWaiting: (one) => waiting.includes(one),
  };
}
