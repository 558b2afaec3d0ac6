//! Sets the page for a lesson's run, trains to its last step, reads what is measured there, and brings back what was
//! there before the lesson.

import { described } from "../app/differences.js";
import { areOthers, difference } from "../app/options.js";
import { isComplete } from "../app/store.js";
import { LESSONS } from "../strings/lessons.js";
import { settingsOf } from "./check-lesson.js";
import { appears, StageError, lastError, told, until } from "./waiting.js";

/**
 * @typedef {import("../keep/page.js").Page} Page
 * @typedef {import("../app/store.js").State} State
 * @typedef {import("../app/options.js").Settings} Settings
 * @typedef {import("../app/change-history.js").Before} Before
 * @typedef {import("./lesson.js").Lesson} Lesson
 * @typedef {import("./lesson.js").Run} Run
 * @typedef {State & {found: any}} Source What measures are read from.
 * @typedef {{what: "train" | "lab" | "measure", step: number, isPaused: boolean}} Heard
 * @typedef {Before & {isTraining: boolean, chosen: ReturnType<typeof chosenOf>}} Left What was there before.
 */

/** So long is waited for a number that all images are there for, in ms. */
const PATIENCE = 20_000;
/** So long a lab may take to begin, in ms. */
const BEGINNING = 3000;

export class Stage {
  #page;
  /** What was there before the lesson's first run. @type {Left | null} */
  #before = null;
  /** Whether training was held up when a lesson was opened, so that nothing is given away. */
  #isHeld = false;
  /** Ends what waits for the page. @type {AbortController | null} */
  #running = null;

  /** @param {Page} page */
  constructor(page) {
    this.#page = page;
  }

  /**
   * Trains a run from its first step to its last one, uses its lab, and gives what can be measured then.
   * @param {Run} run
   * @param {Lesson} lesson
   * @param {number | null} seed The page's own where it is null.
   * @param {(source: Source) => boolean} isMeasured Whether all that is wanted is there.
   * @param {(heard: Heard) => void} hear
   * @returns {Promise<Source>}
   */
  async perform(run, lesson, seed, isMeasured, hear) {
    this.stop();
    const mine = (this.#running = new AbortController());
    try {
      await this.#stands(mine.signal);
      this.#before ??= await this.#capture();
      const wanted = settingsOf(lesson.data, run, seed ?? this.#page.store.get().settings.seed);
      await this.#begin(wanted, run.steps, mine.signal);
      await this.#reach(wanted, run.steps, mine.signal, hear);
      const stopWatching = this.#watch(wanted, run.steps, mine);
      try {
        const found = run.lab ? await this.#useLab(run.lab, mine.signal, hear) : null;
        hear({ what: "measure", step: run.steps, isPaused: false });
        return await this.#measured(run.steps, found, isMeasured, mine.signal);
      } finally {
        stopWatching();
      }
    } catch (cause) {
      if (cause instanceof StageError && cause.why === "changed") this.#letGo();
      throw cause;
    } finally {
      if (this.#running === mine) {
        this.#running = null;
        this.#rest();
      }
    }
  }

  /** What the visitor has put in the lesson's place is not to stop where the lesson would have. */
  #letGo() {
    const { store, actions } = this.#page;
    const { run } = store.get();
    store.set({ goal: null });
    if (run === "training" || run === "waiting") actions.play();
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
    // Images that are still on their way are wanted no longer.
    this.#page.store.get().switching?.cancel();
    this.#pause();
    this.#rest();
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

  /**
   * Ends the lessons: what brings back what was there before, or null where nothing has changed.
   * @returns {(() => Promise<void>) | null}
   */
  leave() {
    this.stop();
    const before = this.#before;
    this.#before = null;
    if (before) this.#page.store.set({ lab: before.chosen.lab });
    return before && (() => this.#bringBack(before));
  }

  /** @param {Left} before */
  async #bringBack(before) {
    const { store, actions } = this.#page;
    if (areOthers(before.first.settings, store.get().settings)) {
      store.emit("switch-data", { wanted: before.first.settings, back: before });
      const { signal } = new AbortController();
      await this.#stands(signal, before.first.settings);
      if (before.isTraining) actions.play();
      else this.#pause();
    } else {
      await actions.history.bringBack(before, before.isTraining);
      actions.history.tellBack();
    }
    store.set(before.chosen);
  }

  async #capture() {
    const { store, actions } = this.#page;
    const { run } = store.get();
    const before = actions.history.capture();
    await Promise.all([before.first.file, before.second?.file]);
    const isTraining = this.#isHeld || run === "training" || run === "waiting";
    this.#isHeld = false;
    return { ...before, isTraining, chosen: chosenOf(store.get()) };
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
    store.set({ goal: steps, past: null, filters: null, linked: null });
    const { begun } = store.get();
    actions.changeAll(wanted);
    await actions.settled();
    await this.#stands(signal, wanted);
    // What only steers leaves the model where it is.
    if (store.get().begun === begun) await actions.reset();
    // The lesson says itself what it does; its way back is the one on leaving.
    actions.dismiss("changed");
    actions.play();
  }

  /**
   * Resolves once a model stands with nothing on its way; rejects where it is not the wanted one: it did not come, as
   * the page says by then, or the learner has changed it already.
   * @param {AbortSignal} signal
   * @param {Settings} [wanted] Any where it is not given.
   */
  async #stands(signal, wanted) {
    const { store } = this.#page;
    const before = lastError(store.get());
    const isQuiet = (/** @type {State} */ { phase, switching, pending, run }) =>
      phase !== "loading" && switching === null && pending === null && run !== "restarting";
    await until(store, signal, (state) => {
      if (state.phase === "failed") throw new StageError("failed", told(store.get()));
      return isQuiet(state);
    });
    // Other images begin to come a moment after they were asked for.
    await new Promise((resolve) => setTimeout(resolve));
    await until(store, signal, isQuiet);
    const { settings } = store.get();
    if (!wanted || difference(settings, wanted).length === 0) return;
    const error = lastError(store.get());
    throw error && error !== before ? new StageError("failed", error.text)
      : new StageError("changed", described(wanted, settings));
  }

  /**
   * @param {Settings} wanted
   * @param {number} steps
   * @param {AbortSignal} signal
   * @param {(heard: Heard) => void} hear
   */
  #reach(wanted, steps, signal, hear) {
    const { store } = this.#page;
    const { begun } = store.get();
    return until(store, signal, (state) => {
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

  /**
   * Another model, or another step, than the one that is measured ends the run.
   * @param {Settings} wanted
   * @param {number} steps
   * @param {AbortController} mine
   */
  #watch(wanted, steps, mine) {
    const { begun } = this.#page.store.get();
    return this.#page.store.subscribe((state) => {
      const { settings, snapshot, compare } = state;
      const what = difference(settings, wanted).length > 0 ? described(wanted, settings)
        : state.begun !== begun || compare || (snapshot && snapshot.step !== steps) ? LESSONS.anotherModel : "";
      if (what) mine.abort(new StageError("changed", what));
    });
  }

  /** @param {string} name @param {AbortSignal} signal @param {(heard: Heard) => void} hear */
  async #useLab(name, signal, hear) {
    const { store, labs } = this.#page;
    hear({ what: "lab", step: 0, isPaused: false });
    // The room is entered before the lab is chosen: what an address names is scrolled to, and here the lesson is read.
    const laboratory = await labs.enter();
    if (!laboratory) throw new StageError("failed", LESSONS.missing);
    await until(store, signal, isComplete);
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
      // What a lab refuses by itself it says in its own place.
      setTimeout(() => {
        if (laboratory.of(name) === before) reject(new StageError("failed", LESSONS.labRefused));
      }, BEGINNING);
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
      await until(store, signal, (state) => isThere(state)
        || (isComplete(state) && performance.now() - begun > PATIENCE));
    } finally {
      clearInterval(timer);
    }
    return { ...store.get(), found };
  }
}

/** What the visitor has chosen to see of a model. @param {State} state */
const chosenOf = ({ filters, mapDims, onlyClass, showManifold, lab }) =>
  ({ filters, mapDims, onlyClass, showManifold, lab });
