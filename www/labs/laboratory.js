//! The labs as the page has them: which one is open, what each is doing and has found, and what they work with.

import { isComplete } from "../app/store.js";
import { sentence } from "../app/faults.js";
import { LABS } from "../strings/labs.js";
import { LabPool } from "./pool.js";
import { LabRun } from "./lab-run.js";

/**
 * @typedef {import("../app/store.js").State} State
 * @typedef {import("../hourglass.js").Hourglass} Hourglass
 * @typedef {import("./pool.js").KeyedImages} KeyedImages
 *
 * @typedef {"empty" | "running" | "done" | "cancelled" | "failed"} LabPhase
 *
 * @typedef {object} LabState What one lab is doing.
 * @property {LabPhase} phase
 * @property {string} why Why it was cancelled or has failed, in a sentence; empty otherwise.
 * @property {number} share How much of it is done.
 * @property {number | null} secondsLeft Null as long as nobody can say.
 * @property {any} found What has come so far, as the lab itself keeps it; null before anything has.
 * @property {number | null} step Of the model that it was found with; null where that is no matter.
 * @property {boolean} isStale Whether the images or the model are others since.
 *
 * @typedef {object} LabsState
 * @property {boolean} holds Whether live training pauses while a lab works.
 * @property {Record<string, LabState>} labs By their names.
 *
 * @typedef {object} RunOptions
 * @property {boolean} [needsModel] Whether it works with the trained model of the page; true if absent.
 * @property {boolean} [keeps] Whether it adds to what was found before; otherwise its first result replaces it.
 * @property {boolean} [isQuick] Whether somebody waits for it and it takes a moment: it neither queues behind others
 *   nor holds live training up.
 * @property {boolean} [isBackground] Whether it is a sweep: all others come first.
 */

/** A lab to which nothing has happened yet. @type {LabState} */
export const UNUSED = {
  phase: "empty", why: "", share: 0, secondsLeft: null, found: null, step: null, isStale: false,
};

/** What the labs share: the workers, the model and images of the page, and their states. */
export class Laboratory {
  #store;
  #actions;
  #models;
  #pool;
  /** @type {LabsState} */
  #state = { holds: true, labs: {} };
  /** @type {Set<(state: LabsState) => void>} */
  #listeners = new Set();
  /** The runs under way, by the names of their labs. @type {Map<string, LabRun>} */
  #runs = new Map();
  /** Whether live training was paused for a lab. */
  #isHolding = false;
  #lastKey = 0;
  /** @type {WeakMap<object, number>} */
  #keys = new WeakMap();
  /**
   * The model at work: another one makes what was found stale.
   * @type {{hourglass: Hourglass | null, run: number | null}}
   */
  #model = { hourglass: null, run: null };

  /**
   * @param {import("../app/store.js").Store<State>} store
   * @param {Pick<import("../app/actions.js").Actions, "toggle" | "play" | "changeAll">} actions
   * @param {Pick<import("../app/models.js").Models, "first">} models
   * @param {LabPool} [pool]
   */
  constructor(store, actions, models, pool = new LabPool()) {
    this.#store = store;
    this.#actions = actions;
    this.#models = models;
    this.#pool = pool;
    store.subscribe((state) => this.#follow(state));
    this.#follow(store.get());
  }

  get state() {
    return this.#state;
  }

  /** The page's state. */
  get page() {
    return this.#store.get();
  }

  /** The model that the page trains. */
  get hourglass() {
    return this.#models.first;
  }

  /** @param {(state: LabsState) => void} listener */
  subscribe(listener) {
    this.#listeners.add(listener);
  }

  /** Whether a lab is at work, with its main use or another one. @param {string} lab */
  isBusy(lab) {
    const all = Object.entries(this.#state.labs);
    return all.some(([name, { phase }]) => phase === "running" && name.split(".")[0] === lab);
  }

  /** @param {string} lab @returns {LabState} */
  of(lab) {
    return this.#state.labs[lab] ?? UNUSED;
  }

  /** Trains the page's model, as the button on top does. */
  train() {
    this.#actions.play();
  }

  /** Gives the page's model other settings. @param {Partial<import("../app/options.js").Settings>} wanted */
  use(wanted) {
    const { pending, settings } = this.page;
    this.#actions.changeAll({ ...(pending ?? settings), ...wanted });
  }

  /** Whether live training pauses while a lab works. @param {boolean} holds */
  hold(holds) {
    this.#set({ holds });
    if (this.#runs.size > 0 && holds) this.#pause();
    else if (!holds) this.#resume();
  }

  /**
   * Runs a lab; a run of the same name before is ended. What a lab does beside its main use has a name of its own:
   * the lab's, a point, and more.
   * @param {string} lab
   * @param {(run: LabRun) => Promise<void>} work
   * @param {RunOptions} [options]
   */
  async run(lab, work, { needsModel = true, keeps = false, isQuick = false, isBackground = false } = {}) {
    this.#runs.get(lab)?.end();
    const refusal = this.#refusal(needsModel);
    if (refusal) return this.change(lab, { phase: "failed", why: refusal });
    const run = new LabRun(this, lab, { rank: isQuick ? "quick" : isBackground ? "background" : "main", keeps });
    this.#runs.set(lab, run);
    // What was found before stays until something new comes.
    this.change(lab, { phase: "running", why: "", share: 0, secondsLeft: null });
    if (this.#state.holds && !isQuick) this.#pause();
    try {
      await run.furnish(needsModel);
      await work(run);
      if (!run.isEnded) this.change(lab, { phase: "done", share: 1, secondsLeft: null });
    } catch (cause) {
      if (!run.isEnded) this.change(lab, { phase: "failed", why: words(cause), secondsLeft: null });
    } finally {
      run.end();
      if (this.#runs.get(lab) === run) this.#runs.delete(lab);
      if (this.#runs.size === 0) this.#resume();
    }
    return undefined;
  }

  /** Ends a lab's run; what has come stays. @param {string} lab @param {string} [why] */
  cancel(lab, why = this.of(lab).found ? LABS.cancelled : LABS.cancelledEarly) {
    const run = this.#runs.get(lab);
    if (!run) return;
    run.end();
    this.change(lab, { phase: "cancelled", why, secondsLeft: null });
  }

  /** @param {string} lab @param {Partial<LabState>} patch */
  change(lab, patch) {
    this.#set({ labs: { ...this.#state.labs, [lab]: { ...this.of(lab), ...patch } } });
  }

  /**
   * Asks a worker for a task.
   * @param {import("./pool.js").Order} order
   * @param {import("./pool.js").OrderOptions} options
   */
  order(order, options) {
    return this.#pool.order(order, options);
  }

  /** The page's images, known by a key. @returns {KeyedImages} */
  images() {
    const data = /** @type {KeyedImages["data"]} */ (/** @type {Hourglass} */ (this.hourglass).images);
    return { key: this.keyOf(data.images), data };
  }

  /** A number of its own for each thing. @param {object} thing */
  keyOf(thing) {
    const key = this.#keys.get(thing) ?? ++this.#lastKey;
    this.#keys.set(thing, key);
    return key;
  }

  /** Why nothing can run now, or nothing. @param {boolean} needsModel */
  #refusal(needsModel) {
    const state = this.page;
    if (!this.hourglass || !isComplete(state)) return LABS.notYet;
    if (!this.hourglass.images.heldOut) return LABS.noHeldOut;
    return needsModel && this.hourglass.step === 0 ? LABS.untrained : "";
  }

  #pause() {
    const { run } = this.page;
    if (run !== "training" && run !== "waiting") return;
    this.#isHolding = true;
    this.#actions.toggle();
  }

  /** Trains on. While the training worker is started again, {@link #follow} waits for that. */
  #resume() {
    if (!this.#isHolding || this.page.run === "restarting") return;
    this.#isHolding = false;
    if (this.page.run === "paused") this.#actions.play();
  }

  /**
   * Another model, or a model at its first step again, ends what was begun with the one before.
   * @param {State} state
   */
  #follow({ snapshot, run: turn }) {
    // Who trains on by hand while a lab holds training wants that.
    if (turn === "training") this.#isHolding = false;
    if (turn === "paused" && this.#runs.size === 0) this.#resume();
    const { hourglass } = this;
    const { hourglass: before, run } = this.#model;
    const now = snapshot?.run ?? (hourglass === before ? run : null);
    this.#model = { hourglass, run: now };
    const isOther = before !== null && (hourglass !== before || (run !== null && now !== run));
    if (!isOther) return;
    for (const lab of [...this.#runs.keys()]) {
      this.cancel(lab, this.of(lab).found ? LABS.changed : LABS.changedEarly);
    }
    for (const [lab, { found }] of Object.entries(this.#state.labs)) if (found) this.change(lab, { isStale: true });
  }

  /** @param {Partial<LabsState>} patch */
  #set(patch) {
    this.#state = { ...this.#state, ...patch };
    for (const listener of this.#listeners) listener(this.#state);
  }
}

/** @param {unknown} cause */
function words(cause) {
  const { name, message } = cause instanceof Error ? cause : { name: "", message: String(cause) };
  if (name === "LabWorkerDiedError") return LABS.lost;
  return ["ConfigError", "TooLargeError", "NotReadyError", "ShapeError", "FormatError", "LabError", "DivergedError",
    "BlownUpError"].includes(name)
    ? message
    : sentence(cause);
}
