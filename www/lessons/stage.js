//! Sets the page for a lesson's run, trains to its last step, reads what is measured there, and brings back what was
//! there before the lesson.

import { described } from "../app/differences.js";
import { areOthers, difference } from "../app/options.js";
import { isComplete } from "../app/store.js";
import { LESSONS } from "../strings/lessons.js";
import { settingsOf } from "./check-lesson.js";

/**
 * @typedef {import("../keep/page.js").Page} Page
 * @typedef {import("../app/store.js").State} State
 * @typedef {import("../app/options.js").Settings} Settings
 * @typedef {import("../app/change-history.js").Before} Before
 * @typedef {import("./lesson.js").Lesson} Lesson
 * @typedef {import("./lesson.js").Run} Run
 * @typedef {State & {found: any}} Source What measures are read from.
 * @typedef {{what: "train" | "lab" | "measure", step: number, isPaused: boolean}} Heard
 */

/** So long is waited for a number that all images are there for, in ms. */
const PATIENCE = 20_000;
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

export class Stage {
  #page;
  /** What was there before the lesson's first run. @type {(Before & {isTraining: boolean}) | null} */
  #before = null;
  /** Whether training was held up when a lesson was opened, so that nothing is given away. */
  #isHeld = false;
  /** Ends what waits for the page. @type {AbortController | null} */
  #running = null;

  /** @param {Page} page */
  constructor(page) {
    this.#page = page;
  }

  get isChanged() {
    return this.#before !== null;
  }

  /**
   * Trains a run from its first step to its last one, uses its lab, and gives what can be measured then.
   * @param {Run} run
   * @param {Lesson} lesson
   * @param {(source: Source) => boolean} isMeasured Whether all that is wanted is there.
   * @param {(heard: Heard) => void} hear
   * @returns {Promise<Source>}
   */
  async perform(run, lesson, isMeasured, hear) {
    this.stop();
    const mine = (this.#running = new AbortController());
    try {
      await this.#stands(mine.signal, () => true);
      this.#before ??= await this.#capture();
      const wanted = settingsOf(lesson.data, run, this.#page.store.get().settings.seed);
      await this.#begin(wanted, run.steps, mine.signal);
      await this.#reach(wanted, run.steps, mine.signal, hear);
      const found = run.lab ? await this.#useLab(run.lab, mine.signal, hear) : null;
      hear({ what: "measure", step: run.steps, isPaused: false });
      return await this.#measured(run.steps, found, isMeasured, mine.signal);
    } finally {
      if (this.#running === mine) {
        this.#running = null;
        this.#rest();
      }
    }
  }

  /** The model has not finished by itself: it stands where the lesson has stopped it. */
  #rest() {
    const { store } = this.#page;
    store.set({ goal: null, ...(store.get().run === "finished" ? { run: "paused" } : {}) });
  }

  /** Ends a run under way; the model stays as it is. */
  stop() {
    if (!this.#running) return;
    this.#running.abort(new StageError("stopped", LESSONS.stopped));
    this.#running = null;
    this.#pause();
  }

  /** Before a lesson's first run the page rests. */
  hold() {
    const { run } = this.#page.store.get();
    if (this.#before || this.#running || (run !== "training" && run !== "waiting")) return;
    this.#isHeld = true;
    this.#pause();
  }

  /** Where nothing has come of it, training goes on. */
  release() {
    const wasHeld = this.#isHeld;
    this.#isHeld = false;
    if (wasHeld && !this.#before && this.#page.store.get().run === "paused") this.#page.actions.play();
  }

  /** Puts the page back as it was before the lesson. */
  async back() {
    this.stop();
    const before = this.#before;
    if (!before) return;
    this.#before = null;
    const { store, actions } = this.#page;
    store.set({ goal: null });
    if (areOthers(before.first.settings, store.get().settings)) {
      store.emit("switch-data", { wanted: before.first.settings, back: before });
      const { signal } = new AbortController();
      await this.#stands(signal, ({ settings }) => difference(settings, before.first.settings).length === 0);
      if (before.isTraining) actions.play();
    } else {
      await actions.history.bringBack(before, before.isTraining);
      actions.history.tellBack();
    }
  }

  /** What is there stays. */
  forget() {
    this.#before = null;
  }

  async #capture() {
    const { store, actions } = this.#page;
    const { run } = store.get();
    const before = actions.history.capture();
    await Promise.all([before.first.file, before.second?.file]);
    const isTraining = this.#isHeld || run === "training" || run === "waiting";
    this.#isHeld = false;
    return { ...before, isTraining };
  }

  #pause() {
    const { run } = this.#page.store.get();
    if (run === "training" || run === "waiting") this.#page.actions.toggle();
  }

  /** @param {Settings} wanted @param {number} steps @param {AbortSignal} signal */
  async #begin(wanted, steps, signal) {
    const { store, actions, comparison } = this.#page;
    this.#pause();
    comparison.end();
    store.set({ goal: steps, past: null, filters: null });
    const { begun } = store.get();
    actions.changeAll(wanted);
    await actions.settled();
    await this.#stands(signal, ({ settings }) => difference(settings, wanted).length === 0);
    // What only steers leaves the model where it is.
    if (store.get().begun === begun) await actions.reset();
    // The lesson says itself what it does; its way back is the one on leaving.
    actions.dismiss("changed");
    actions.play();
  }

  /**
   * Resolves once a model stands with nothing on its way; rejects where it does not come.
   * @param {AbortSignal} signal
   * @param {(state: State) => boolean} isIt
   */
  async #stands(signal, isIt) {
    const { store } = this.#page;
    const isQuiet = (/** @type {State} */ { phase, switching, pending, run }) =>
      phase !== "loading" && switching === null && pending === null && run !== "restarting";
    await this.#until(signal, (state) => {
      if (state.phase === "failed") throw new StageError("failed", told(store.get()));
      return isQuiet(state);
    });
    // Other images begin to come a moment after they were asked for.
    await new Promise((resolve) => setTimeout(resolve));
    await this.#until(signal, isQuiet);
    if (!isIt(store.get())) throw new StageError("failed", told(store.get()));
  }

  /**
   * @param {Settings} wanted
   * @param {number} steps
   * @param {AbortSignal} signal
   * @param {(heard: Heard) => void} hear
   */
  #reach(wanted, steps, signal, hear) {
    const { begun } = this.#page.store.get();
    return this.#until(signal, (state) => {
      const { settings, snapshot, run } = state;
      const step = snapshot?.step ?? 0;
      if (difference(settings, wanted).length > 0) throw new StageError("changed", described(wanted, settings));
      if (state.begun !== begun || step > steps || state.compare) {
        throw new StageError("changed", LESSONS.anotherModel);
      }
      if (run === "diverged") throw new StageError("failed", LESSONS.diverged);
      if (state.phase === "failed") throw new StageError("failed", told(state));
      hear({ what: "train", step, isPaused: run === "paused" });
      return step === steps && run !== "training" && run !== "waiting";
    });
  }

  /** @param {string} name @param {AbortSignal} signal @param {(heard: Heard) => void} hear */
  async #useLab(name, signal, hear) {
    const { store, labs } = this.#page;
    hear({ what: "lab", step: 0, isPaused: false });
    // The room is entered before the lab is chosen: what an address names is scrolled to, and here the lesson is read.
    const laboratory = await labs.enter();
    if (!laboratory) throw new StageError("failed", LESSONS.missing);
    store.set({ lab: name });
    const button = await appears(`#lab-${name} .lab-run`, signal);
    const before = laboratory.of(name);
    button.click();
    return new Promise((resolve, reject) => {
      const look = () => {
        const { phase, found, why } = laboratory.of(name);
        if (phase === "done") resolve(found);
        else if (phase === "failed" || phase === "cancelled") reject(new StageError("failed", why));
      };
      signal.addEventListener("abort", () => {
        laboratory.cancel(name);
        reject(signal.reason);
      });
      laboratory.subscribe(look);
      if (laboratory.of(name) !== before) look();
    });
  }

  /**
   * The page once its numbers are of that step. What is not measured within a while stays unmeasured.
   * @param {number} steps
   * @param {any} found
   * @param {(source: Source) => boolean} isMeasured
   * @param {AbortSignal} signal
   */
  async #measured(steps, found, isMeasured, signal) {
    const { store } = this.#page;
    const begun = performance.now();
    const isThere = (/** @type {State} */ state) =>
      state.views.measured?.step === steps && state.views.map?.step === steps && isMeasured({ ...state, found });
    // Where nothing comes any more nobody tells of a change, so that the clock has to.
    const timer = setInterval(() => store.flush(), 500);
    try {
      await this.#until(signal, (state) => isThere(state)
        || (isComplete(state) && performance.now() - begun > PATIENCE));
    } finally {
      clearInterval(timer);
    }
    return { ...store.get(), found };
  }

  /** @param {AbortSignal} signal @param {(state: State) => boolean} holds It may throw. @returns {Promise<void>} */
  #until(signal, holds) {
    const { store } = this.#page;
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
}

/** What the page has said of a failure. @param {State} state */
function told({ notices }) {
  const error = notices.findLast(({ tone }) => tone === "error");
  return error?.text ?? LESSONS.missing;
}

/** @param {string} selector @param {AbortSignal} signal @returns {Promise<HTMLElement>} */
async function appears(selector, signal) {
  for (const begun = performance.now(); performance.now() - begun < COMING;) {
    const node = document.querySelector(selector);
    if (node instanceof HTMLElement) return node;
    await new Promise((resolve) => setTimeout(resolve, 50));
    signal.throwIfAborted();
  }
  throw new StageError("failed", LESSONS.missing);
}
