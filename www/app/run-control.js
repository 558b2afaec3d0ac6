//! Training as the page sees it: running, paused, finished, diverged, and back after the worker's death.

import { S } from "../strings/strings.js";
import { Deaths } from "./deaths.js";
import { explain, isDeath } from "./faults.js";
import { dismiss, notify } from "./notices.js";
import { clockFor, UNTRAINED } from "./run-clock.js";

/**
 * @typedef {import("./store.js").State} State
 * @typedef {import("./lockstep.js").Trainable} Trainable
 */

/** With fewer held-out images in a visitor's own set, their mean error is too unsteady to stop training by. */
const ENOUGH_HELD_OUT = 100;
/** So long after a run has finished by itself, in ms, a press of its button still means the pause that it offered. */
const TOO_LATE = 400;

export class RunControl {
  #store;
  #models;
  #reload;
  /** Ends the run under way. @type {AbortController | null} */
  #running = null;
  /** Whether the run under way ends by itself after some steps or epochs. */
  #isBounded = false;
  /** Whether it is a single step: what comes after it waits for the visitor. */
  #isStep = false;
  /** Whether it was an epoch when `goesOn` was asked: the next model then trains for one, too. */
  #isEpoch = false;
  /** Whether the visitor wants it to go on after the plateau. */
  #regardless = false;
  /** Whether the visitor has paused since `goesOn` was asked: a model on its way then waits. */
  #held = false;
  /** Whether the visitor wants training to go on once the worker is there again. */
  #goesOnRevived = false;
  /** When the last run finished by itself. */
  #finishedAt = -Infinity;
  #deaths = new Deaths();
  /** @type {WeakSet<Trainable>} */
  #heard = new WeakSet();

  /**
   * @param {import("./store.js").Store<State>} store
   * @param {Pick<import("./models.js").Models, "trained" | "first">} models
   * @param {() => void} [reload] The last way out, where no worker can be had.
   */
  constructor(store, models, reload = () => location.reload()) {
    this.#store = store;
    this.#models = models;
    this.#reload = reload;
  }

  /** @param {Trainable} trained */
  #listen(trained) {
    if (this.#heard.has(trained)) return;
    this.#heard.add(trained);
    trained.addEventListener("failed", (event) => {
      // While two train in step, the first is heard both alone and as part of the two.
      if (trained === this.#models.trained) void this.#revive(trained, /** @type {CustomEvent} */ (event).detail);
    });
    trained.addEventListener("waiting", () => {
      if (this.#running) this.#turn("waiting");
    });
  }

  /** The run is like this from now on. @param {import("./store.js").Run} run @param {Partial<State>} [patch] */
  #turn(run, patch) {
    this.#store.set({ clock: clockFor(this.#store.get().clock, run), ...patch, run });
  }

  /**
   * Trains within bounds; a run before is ended.
   * @param {{steps?: number, epochs?: number, untilPlateau?: boolean}} bounds
   * @param {number | null} [goal] The step at which it stops, if that lies ahead, and not by the bounds.
   */
  async train(bounds, goal = null) {
    const { trained } = this.#models;
    if (!trained) return;
    this.#listen(trained);
    this.#running?.abort();
    this.#held = false;
    const controller = new AbortController();
    this.#running = controller;
    this.#isStep = bounds.steps !== undefined;
    this.#isBounded = this.#isStep || bounds.epochs !== undefined;
    dismiss(this.#store, "plateau", "diverged", "motion", "config", "unexpected");
    this.#turn("training");
    try {
      // Of a run that has just ended the page may know an older step: where a model stands still, it is asked.
      const step = goal === null ? Infinity : (await this.#models.first?.pause())?.step ?? Infinity;
      if (this.#running !== controller) return;
      const within = goal !== null && step < goal ? { steps: goal - step } : bounds;
      const report = await trained.train({ ...within, signal: controller.signal });
      if (this.#running !== controller) return;
      this.#running = null;
      const hasFinished = report.reason === "plateau" || report.reason === "done";
      if (hasFinished && !this.#isBounded) this.#finishedAt = performance.now();
      // After "replaced" and "reset" whoever did it says how it goes on.
      if (report.reason === "plateau") this.#finish();
      else if (report.reason === "done" && report.step === this.#store.get().goal) this.#turn("finished");
      else if (report.reason === "done") this.#turn("paused");
    } catch (cause) {
      if (this.#running !== controller) return;
      this.#running = null;
      this.#fail(cause);
    }
  }

  #finish() {
    this.#turn("finished");
    const actions = [{ label: S.notices.goOn, run: () => this.#goOn() }];
    notify(this.#store, { id: "plateau", tone: "calm", text: S.notices.plateau, actions });
  }

  /** @param {unknown} cause */
  #fail(cause) {
    // A dead worker also sends "failed", which is answered by starting another.
    if (isDeath(cause)) return;
    const name = cause instanceof Error ? cause.name : "";
    if (name === "DivergedError" || name === "BlownUpError") {
      const { settings: { rate }, snapshot } = this.#store.get();
      const { diverged, blownUp } = S.notices;
      this.#turn("diverged");
      this.#store.emit("diverged", name === "BlownUpError" ? blownUp(rate) : diverged(snapshot?.step ?? 0, rate));
      return;
    }
    this.#turn("paused");
    explain(this.#store, cause);
  }

  /**
   * A new worker from the last good weights, and a word about it.
   * @param {Trainable} trained
   * @param {{error?: Error, step?: number, canRestart?: boolean}} detail
   * @param {boolean} [again] Whether it then trains on.
   */
  async #revive(trained, { canRestart = true }, again = this.#isToGoOn()) {
    this.#running = null;
    this.#goesOnRevived = again && !this.#isBounded;
    this.#turn("restarting");
    if (this.#deaths.areTooMany() || !canRestart) {
      this.#lose({ label: S.notices.reload, run: this.#reload });
      return;
    }
    try {
      const { step } = await trained.restart();
      if (trained !== this.#models.trained) return;
      this.#turn("paused", { phase: "ready", revived: this.#store.get().revived + 1 });
      notify(this.#store, { id: "worker", tone: "calm", text: S.notices.workerDied(step) });
      this.#store.emit("revived", this.#models.first);
      if (again && !this.#held) this.again();
    } catch {
      if (trained !== this.#models.trained) return;
      // Without a network, say. The last good weights are still with the hourglass.
      this.#lose({ label: S.notices.again, run: () => void this.#revive(trained, { canRestart }, again) });
    }
  }

  /** Whether what is under way, if anything, begins again with the next worker. */
  #isToGoOn() {
    return this.#isBounded ? this.#isStep && this.#running !== null : this.goesOn();
  }

  /** Where a worker has died: what was under way, but for an epoch, of which nobody knows how much was left. */
  again() {
    if (this.#isStep) void this.train({ steps: 1 });
    else if (this.#isBounded) this.#turn("paused");
    else this.play();
  }

  /** @param {{label: string, run: () => void}} wayOut */
  #lose(wayOut) {
    this.#turn("paused", { phase: "failed" });
    const text = S.notices.workerLost;
    notify(this.#store, { id: "worker", tone: "error", lasting: true, text, actions: [wayOut] });
  }

  play() {
    const { settings, heldOut, goal } = this.#store.get();
    // On so few held-out images a plateau comes by chance, and over-fitting is to be seen.
    const isFew = settings.data === "own" && heldOut !== null && heldOut.count < ENOUGH_HELD_OUT;
    void this.train(this.#regardless || isFew ? {} : { untilPlateau: true }, goal);
  }

  #goOn() {
    this.#regardless = true;
    this.play();
  }

  toggle() {
    const { run } = this.#store.get();
    if (run === "training" || run === "waiting") {
      this.#held = true;
      this.#turn("paused");
      this.#running?.abort();
    } else if (performance.now() - this.#finishedAt <= TOO_LATE) return;
    else if (run === "finished") this.#goOn();
    else this.play();
  }

  /** Whether a model that is put in place now should train at once. From here on a pause holds it up. */
  goesOn() {
    this.#held = false;
    const { run } = this.#store.get();
    if (run === "restarting") return this.#goesOnRevived;
    const isUnderWay = run === "training" || run === "waiting";
    this.#isEpoch = isUnderWay && this.#isBounded && !this.#isStep;
    return !this.#isStep && (isUnderWay || run === "finished");
  }

  /**
   * A new model stands at its first step: what was seen of the one before goes.
   * @param {Partial<State>} patch
   * @param {boolean} again Whether it trains at once.
   */
  begun(patch, again) {
    this.#regardless = false;
    this.#finishedAt = -Infinity;
    const goes = again && !this.#held;
    const { begun, views: { map, pairs } } = this.#store.get();
    const run = goes ? "training" : "paused";
    const clock = clockFor(patch.clock ?? UNTRAINED, run);
    const none = { snapshot: null, probe: null, views: { map, pairs } };
    this.#turn(run, { marks: [], ...patch, begun: begun + 1, clock, ...none });
    dismiss(this.#store, "plateau", "diverged", "config", "worker");
    if (goes && this.#isEpoch) void this.train({ epochs: 1 });
    else if (goes) this.play();
  }
}
