//! One task at a time changes the set. A task that takes longer says how far it is, and can be stopped.

import { OWN_WORDS } from "../strings/own-notices.js";

/**
 * @typedef {import("./types.js").Progress["doing"]} Doing
 * @typedef {{done: number, total?: number, images: number}} Step How far a task is.
 */

export class TaskQueue {
  #actions;
  #state;
  /** @type {Promise<unknown>} */
  #underWay = Promise.resolve();
  /** Tasks that have not ended; the first of them runs. @type {{doing: Doing, stopper: AbortController}[]} */
  #waiting = [];

  /**
   * @param {Pick<import("../app/actions.js").Actions, "notify" | "dismiss">} actions
   * @param {Pick<import("./state.js").SetState, "tell">} state
   */
  constructor(actions, state) {
    this.#actions = actions;
    this.#state = state;
  }

  /**
   * Runs a short task once all before it have ended.
   * @template T
   * @param {() => Promise<T>} task
   * @returns {Promise<T>}
   */
  serial(task) {
    const turn = this.#underWay.then(task);
    this.#underWay = turn.catch(() => {}); // Whoever waits for `turn` hears of its failure.
    return turn;
  }

  /** Resolves once no task is on its way. */
  settled() {
    return this.#underWay;
  }

  /** Tells the visitor what went wrong. @param {unknown} cause */
  failed(cause) {
    const text = OWN_WORDS.failed(cause instanceof Error ? cause.message : String(cause));
    this.#actions.notify({ id: "own", tone: "error", text });
  }

  /** Ends the task that runs, if it is one of this kind. @param {Doing} [doing] */
  stop(doing) {
    const [running] = this.#waiting;
    if (running && (doing === undefined || running.doing === doing)) running.stopper.abort();
  }

  /** Ends the task that runs, and all that wait. */
  stopAll() {
    for (const { stopper } of this.#waiting) stopper.abort();
  }

  /**
   * Runs a task that takes its time. A task that fails leaves the set as it was, and is told.
   * @template T
   * @param {Doing} doing
   * @param {number} total
   * @param {T} otherwise What comes of a task that was stopped or failed.
   * @param {(signal: AbortSignal, progress: (step: Step) => void) => Promise<T>} task
   */
  run(doing, total, otherwise, task) {
    const stopper = new AbortController();
    const { signal } = stopper;
    const mine = { doing, stopper };
    const progress = (/** @type {Step} */ step) =>
      this.#state.tell({ progress: { doing, total, ...step, cancel: () => stopper.abort() } });
    this.#waiting.push(mine);
    return this.serial(async () => {
      try {
        if (signal.aborted) return otherwise;
        this.#actions.dismiss("own");
        progress({ done: 0, images: 0 });
        return await task(signal, progress);
      } catch (cause) {
        if (!signal.aborted) this.failed(cause);
        return otherwise;
      } finally {
        this.#waiting.splice(this.#waiting.indexOf(mine), 1);
        this.#state.tell({ progress: null });
      }
    });
  }
}
