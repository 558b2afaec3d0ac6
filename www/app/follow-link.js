//! Brings to the page what a link asks for beyond its first model: what is shown, and a second model. Fetched when a
//! link names a second model, and when the visitor changes the address.

import { isRefused } from "./faults.js";
import { dismiss, notify } from "./notices.js";
import { difference } from "./options.js";
import { isComplete } from "./store.js";
import { LINK } from "../strings/link.js";

/**
 * @typedef {import("./store.js").State} State
 * @typedef {import("./link.js").Second} Second
 */

export class LinkFollower {
  #store;
  #actions;
  #comparison;
  /** How many links were followed: the last one wins. */
  #links = 0;

  /**
   * @param {import("./store.js").Store<State>} store
   * @param {Pick<import("./actions.js").Actions, "changeAll" | "settled">} actions
   * @param {Pick<import("./comparison.js").Comparison, "begin" | "end" | "changes" | "side">} comparison
   */
  constructor(store, actions, comparison) {
    this.#store = store;
    this.#actions = actions;
    this.#comparison = comparison;
  }

  /** The second model that the page opens with. */
  async open() {
    const { linked } = this.#store.get();
    if (linked) await this.#begin(linked, true);
  }

  /** @param {ReturnType<typeof import("./link.js").fromAddress>} link */
  async follow({ settings, shown, second }) {
    this.#links += 1;
    const mine = this.#links;
    if (!second) this.#comparison.end();
    this.#store.set({ linked: second });
    this.#actions.changeAll(settings);
    await this.#actions.settled();
    await this.#until(({ switching, phase }) => switching === null && phase !== "loading");
    if (mine !== this.#links) return;
    const stands = difference(this.#store.get().settings, settings).length === 0;
    // What is shown was meant for a model that has not come.
    this.#store.set(stands ? { ...shown, probe: null } : { linked: null });
    if (stands && second) await this.#beside(second);
  }

  /** @param {Second} second */
  async #beside(second) {
    if (!this.#store.get().compare) {
      // With other images a comparison on those before has ended, which is no news where another begins.
      dismiss(this.#store, "compare");
      return this.#begin(second, false);
    }
    const { settings, ...shown } = second;
    this.#comparison.changes.changeAll(settings);
    await this.#comparison.changes.settled();
    this.#comparison.side.set({ ...shown, probe: null });
    this.#store.set({ linked: null });
    return undefined;
  }

  /**
   * A second model, once all images have come. Where the engine refuses it, the first trains alone.
   * @param {Second} second
   * @param {boolean} isOpening
   */
  async #begin(second, isOpening) {
    await this.#until((state) => state.linked !== second || isComplete(state));
    if (this.#store.get().linked !== second) return;
    try {
      await this.#comparison.begin(second, isOpening);
    } catch (cause) {
      if (!isRefused(cause)) throw cause;
      notify(this.#store, { id: "address-second", tone: "error", text: LINK.refused(cause.message) });
    } finally {
      if (this.#store.get().linked === second) this.#store.set({ linked: null });
    }
  }

  /** Resolves once the state is so. @param {(state: State) => boolean} isSo @returns {Promise<void>} */
  #until(isSo) {
    return new Promise((resolve) => {
      if (isSo(this.#store.get())) return resolve();
      const stop = this.#store.subscribe((state) => {
        if (!isSo(state)) return;
        stop();
        resolve();
      });
    });
  }
}
