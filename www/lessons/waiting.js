//! What a lesson's stage waits for, and why it may wait in vain.

import { LESSONS } from "../strings/lessons.js";

/** @typedef {import("../app/store.js").State} State */

/** So long a lab's button may take to come, in ms. */
const COMING = 30_000;

/** Why a run does not count. */
export class StageError extends Error {
  /** @param {"changed" | "stopped" | "failed"} why @param {string} text */
  constructor(why, text) {
    super(text);
    this.name = "StageError";
    this.why = why;
  }
}

/**
 * @param {import("../app/store.js").Store<State>} store
 * @param {AbortSignal} signal
 * @param {(state: State) => boolean} holds It may throw.
 * @returns {Promise<void>}
 */
export function until(store, signal, holds) {
  return new Promise((resolve, reject) => {
    const end = (/** @type {() => void} */ settle) => {
      stop();
      signal.removeEventListener("abort", abort);
      settle();
    };
    const look = (/** @type {State} */ state) => {
      try {
        if (holds(state)) end(resolve);
      } catch (cause) {
        end(() => reject(cause));
      }
    };
    const abort = () => end(() => reject(signal.reason));
    const stop = store.subscribe(look);
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort);
    look(store.get());
    return undefined;
  });
}

/** What the page has said of a failure. @param {State} state */
export function told(state) {
  return lastError(state)?.text ?? LESSONS.missing;
}

/** @param {Pick<State, "notices">} state */
export const lastError = ({ notices }) => notices.findLast(({ tone }) => tone === "error");

/** @param {string} selector @param {AbortSignal} signal @returns {Promise<HTMLElement>} */
export async function appears(selector, signal) {
  for (const begun = performance.now(); performance.now() - begun < COMING;) {
    const node = document.querySelector(selector);
    if (node instanceof HTMLElement) return node;
    await new Promise((resolve) => setTimeout(resolve, 50));
    signal.throwIfAborted();
  }
  throw new StageError("failed", LESSONS.missing);
}
