//! The run that a film shows: a second Hourglass, which trains the first one's recipe again, or goes on from a copy of
//! its weights, and stops at the steps of the frames.

import { Retrace } from "../../app/retrace.js";
import { wanted } from "../../app/view-requests.js";

/**
 * @typedef {import("../../app/store.js").State} State
 * @typedef {import("../../hourglass.js").Hourglass} Hourglass
 * @typedef {import("../../lib/protocol.js").Snapshot} Snapshot
 */

/** A snapshot counts as shown at once: the film draws it when it is there, and no frame of the page has to pass. */
const soon = (/** @type {() => void} */ done) => done();

export class SecondRun {
  #film;
  #way;
  #state;
  /** @type {Snapshot | null} */
  #last = null;
  /** @type {(() => void) | null} */
  #heard = null;

  /**
   * @param {Hourglass} film
   * @param {import("../../lib/recipe.js").Recipe["moves"]} moves
   * @param {State} state
   */
  constructor(film, moves, state) {
    this.#film = film;
    this.#way = new Retrace(film, () => moves);
    this.#state = state;
    film.addEventListener("snapshot", (event) => {
      const { detail } = /** @type {CustomEvent<Snapshot>} */ (event);
      this.#last = detail;
      const measured = detail.views.history && { measured: detail };
      this.#state = { ...this.#state, snapshot: detail, views: { ...this.#state.views, ...detail.views, ...measured } };
      this.#heard?.();
    });
    film.addEventListener("failed", () => this.#heard?.());
  }

  /**
   * @param {Hourglass} first
   * @param {State} state What the page shows.
   * @param {boolean} isAgain Whether from the first step, or onward from now.
   */
  static async begin(first, state, isAgain) {
    const { recipe } = first;
    if (isAgain && !recipe) throw new Error("a run without a recipe");
    // The weights are asked for at once: the run goes on.
    const bytes = isAgain ? null : await first.save(true);
    const config = recipe && isAgain ? recipe.config : first.info.config;
    const film = await first.another(config, { frame: soon, keeps: false });
    try {
      if (bytes) await film.load(bytes);
      const run = new SecondRun(film, recipe && isAgain ? [...recipe.moves] : [], seen(state, film.info));
      const { map, pairs } = wanted(run.#state);
      await film.watch({ map, pairs, history: true });
      return run;
    } catch (cause) {
      film.dispose();
      throw cause;
    }
  }

  get step() {
    return this.#film.step;
  }

  /** The page's state as it would be with this run in it. */
  get state() {
    return this.#state;
  }

  /**
   * Trains to a step, and waits until all is there that can be seen of it.
   * @param {number} step
   * @param {AbortSignal} signal
   */
  async to(step, signal) {
    const loss = await this.#way.to(step, signal);
    await this.#shown(step, signal);
    return loss ?? this.#last?.loss ?? null;
  }

  /** @param {number} step @param {AbortSignal} signal */
  async #shown(step, signal) {
    const isThere = () => this.#last?.step === step && !this.#last.training && this.#state.views.map?.step === step;
    while (!isThere()) {
      if (signal.aborted) throw signal.reason;
      // A worker that has died says so with the next request.
      void this.#film.info;
      await new Promise((resolve, reject) => {
        const leave = () => reject(signal.reason);
        signal.addEventListener("abort", leave, { once: true });
        this.#heard = () => {
          signal.removeEventListener("abort", leave);
          this.#heard = null;
          resolve(null);
        };
      });
      if (!isThere()) await this.#film.watch({ history: true });
    }
  }

  dispose() {
    this.#film.dispose();
  }
}

/** What of the page's state a film shows: one model, on paper. @param {State} state @param {State["info"]} info */
const seen = (state, info) => /** @type {State} */ ({
  ...state, info, theme: "light", compare: null, earlierRuns: [], marks: [], views: {}, snapshot: null,
  showManifold: false, onlyClass: null, filters: null, drawing: null, probe: null,
});
