//! One thing at a time changes the set; what takes longer says how far it is, and can be stopped.

import { OWN_WORDS } from "../strings/own-notices.js";

/** @typedef {import("./types.js").Progress["doing"]} Doing */

/**
 * @param {Pick<import("../app/actions.js").Actions, "notify" | "dismiss">} actions
 * @param {(patch: {progress: import("./types.js").Progress | null}) => void} tell
 */
export function createWork(actions, tell) {
  /** @type {Promise<unknown>} */
  let underWay = Promise.resolve();
  /** What has not ended yet; the first of them runs. @type {{doing: Doing, stopper: AbortController}[]} */
  const queue = [];

  /** @template T @param {() => Promise<T>} task @returns {Promise<T>} */
  function serial(task) {
    const turn = underWay.then(task);
    underWay = turn.catch(() => {});
    return turn;
  }

  /** @param {unknown} cause */
  const failed = (cause) => actions.notify({ id: "own", tone: "error", text: OWN_WORDS.failed(cause instanceof Error ? cause.message : String(cause)) });

  return {
    serial,
    failed,
    /** Once nothing is on its way into the set. */
    settled: () => underWay,
    /** Ends what runs, if it is that. @param {Doing} [doing] */
    stop(doing) {
      if (queue.length > 0 && doing !== undefined && queue[0].doing !== doing) return;
      queue[0]?.stopper.abort();
    },
    /** Ends what runs and what waits for it. */
    stopAll: () => queue.forEach(({ stopper }) => stopper.abort()),

    /**
     * What takes its time, with its progress; what fails leaves the set as it was.
     * @template T
     * @param {Doing} doing
     * @param {number} total
     * @param {T} otherwise
     * @param {(signal: AbortSignal, progress: (now: {done: number, total?: number, images: number}) => void) => Promise<T>} task
     */
    work(doing, total, otherwise, task) {
      const stopper = new AbortController();
      const mine = { doing, stopper };
      queue.push(mine);
      return serial(async () => {
        const cancel = () => stopper.abort();
        try {
          if (stopper.signal.aborted) return otherwise;
          actions.dismiss("own");
          tell({ progress: { doing, done: 0, total, images: 0, cancel } });
          return await task(stopper.signal, (now) => tell({ progress: { doing, total, ...now, cancel } }));
        } catch (cause) {
          if (!stopper.signal.aborted) failed(cause);
          return otherwise;
        } finally {
          queue.splice(queue.indexOf(mine), 1);
          tell({ progress: null });
        }
      });
    },
  };
}
