//! One session and what is going on with it: runs of training, and what is posted in between.
//!
//! `next()` says what the next turn should do; each task is short, and whatever recurs (snapshots with their views,
//! checkpoints, the PCA yardstick) keeps to its share of the time.

import { transferables } from "../lib/dispatcher.js";
import { HourglassError, isNamed } from "../lib/protocol.js";
import { Checkpoints } from "./checkpoints.js";
import { PcaYardstick } from "./pca.js";
import { Runs } from "./runs.js";
import { TimeBudget } from "./time-budget.js";
import { Turns } from "./turns.js";
import { Views } from "./views.js";

/** @typedef {import("../lib/protocol.js").Info} Info */
/** @typedef {import("../lib/protocol.js").ModelState} ModelState */
/** @typedef {import("../lib/protocol.js").Numbers} Numbers */
/** @typedef {import("../lib/protocol.js").Report} Report */
/** @typedef {import("../lib/protocol.js").WorkerEvent} WorkerEvent */
/** @typedef {import("./engine.js").Session} Session */
/** @typedef {import("./runs.js").Run} Run */

/**
 * As much of the loop as a scheduler knows.
 * @typedef {object} Outlets
 * @property {() => number} now in ms
 * @property {(message: string) => void} warn
 * @property {(id: number, report: Report) => void} reply
 * @property {(id: number, error: Error) => void} fail
 * @property {(name: WorkerEvent["name"], detail: WorkerEvent["detail"], transfer?: Transferable[]) => void} emit
 */

/** The share of the time for snapshots, with all views but the map and the manifold; how long a snapshot may wait. */
const SNAPSHOTS = { share: 0.015, longest: 250 };

/** Chooses what the loop does with one session. */
export class Scheduler {
  #out;
  #session;
  #total;
  #views;
  #checkpoints;
  #yardstick;
  turns;
  #budget;
  #runs = new Runs();
  /** @type {Info} */
  #info;
  #arrived = 0;
  /** Counts the models: reset, load and reconfigure begin a new one. */
  #model = 0;
  #step = 0;
  /** The next batch has not come yet. */
  #waiting = false;
  /** The held-out numbers are those of the present weights, or are not asked for. */
  #measured = true;
  /** There is something that no snapshot has shown. */
  #changed = false;
  /** The page has not yet drawn the last snapshot. */
  #unacknowledged = false;
  /** Something was just asked for: the answer need not wait for the budget. */
  #urgent = false;

  /**
   * @param {Session} session
   * @param {number} total training images that will come
   * @param {Outlets} out
   */
  constructor(session, total, out) {
    this.#session = session;
    this.#total = total;
    this.#out = out;
    this.turns = new Turns(session);
    this.#views = new Views(out.now, out.warn);
    this.#budget = new TimeBudget(SNAPSHOTS.share, out.now, SNAPSHOTS.longest);
    this.#yardstick = new PcaYardstick(session, out);
    this.#checkpoints = new Checkpoints(session, out);
    this.#info = JSON.parse(session.info());
    this.#newModel();
    this.#checkpoints.postFresh(this.#version, this.#info);
  }

  get session() {
    return this.#session;
  }

  /** Safe to read after the engine has trapped. */
  get step() {
    return this.#step;
  }

  /** @returns {ModelState} */
  get state() {
    return { info: this.#info, step: this.#step };
  }

  acknowledge() {
    this.#unacknowledged = false;
  }

  /** @param {number} count of training images that have come; 0 when held-out images have */
  arrived(count) {
    this.#arrived += count;
    this.#waiting = false;
    return this.refresh();
  }

  /** Reads the info again, after a change that is not a new model. */
  refresh() {
    this.#info = JSON.parse(this.#session.info());
    this.turns.team?.forget();
    this.#views.forgetNoise();
    this.#yardstick.forget();
    this.#measured = this.#step === 0;
    this.#changed = true;
    return this.state;
  }

  /**
   * Runs end only when the change has succeeded; a refused one leaves training as it was.
   * @param {"replaced" | "reset"} reason
   * @param {(session: Session) => void} change
   * @param {boolean} isFresh the model is new, by its config and seed alone
   */
  replaceModel(reason, change, isFresh) {
    const numbers = this.#numbers();
    change(this.#session);
    const wasCurrent = this.#runs.current;
    for (const { id } of this.#runs.clear()) this.#out.reply(id, { ...numbers, reason });
    if (wasCurrent) this.#stopped(reason);
    this.refresh();
    this.#newModel();
    this.#measured = isFresh; // one that was trained before may not have been, at its step
    if (isFresh) this.#checkpoints.postFresh(this.#version, this.#info);
    else this.checkpoint();
    return this.state;
  }

  /** @param {import("../lib/protocol.js").WatchArgs} args */
  watch(args) {
    this.#views.watch(args);
    this.#changed = true;
    this.#urgent = true;
  }

  /** @param {Omit<Run, "since">} run */
  train(run) {
    if (!this.#runs.current) this.turns.restart();
    this.#runs.add(run);
    this.#waiting = false;
  }

  /** @param {boolean} paused */
  setPaused(paused) {
    const before = this.#runs.current;
    this.#runs.setPaused(paused);
    this.#waiting = false;
    if (!before) this.turns.restart();
    if (before && paused) this.#stopped("paused");
  }

  /** @param {number} id of a run that may have ended by itself */
  abort(id) {
    const before = this.#runs.current;
    if (!this.#runs.remove(id)) return;
    this.#waiting = false;
    this.#out.fail(id, new HourglassError("AbortError", "Training was aborted"));
    if (before && !this.#runs.current) this.#stopped("aborted");
  }

  /** Posts the weights, if they differ from those posted last. */
  checkpoint() {
    this.#checkpoints.post(this.#version, this.#info, this.#step);
  }

  /** What the next turn does, if there is anything to do. @returns {(() => unknown) | null} */
  next() {
    const training = this.#training;
    const isDue = !training || this.#budget.ready;
    if (this.#changed && !this.#unacknowledged && (isDue || this.#urgent)) return () => this.#snapshot(isDue);
    if (this.#checkpoints.isDue(this.#version, this.#info, training)) return () => this.checkpoint();
    if (!this.#measured && !training) return () => this.#measure();
    if (this.#arrived >= this.#total && this.#yardstick.isDue(training)) {
      return () => this.#yardstick.advance() && (this.#changed = true);
    }
    const run = this.#runs.current;
    if (run && this.#waiting) return this.#out.now() >= run.since + run.msLeft ? () => this.#finish(run, "done") : null;
    return run && this.turns.waitsUntil <= this.#out.now() ? () => this.#slice(run) : null;
  }

  /** When there is nothing to do now: the time from which there may be without a message. */
  get nextAt() {
    const run = this.#runs.current;
    const deadline = run && (this.#waiting ? run.since + run.msLeft : this.turns.waitsUntil);
    return Math.min(deadline ?? Infinity, this.#checkpoints.dueAt(this.#version, this.#info, this.#training));
  }

  get #training() {
    return this.#runs.current !== undefined && !this.#waiting;
  }

  /** Names the weights: whatever changes them changes it. */
  get #version() {
    return `${this.#model}:${this.#step}`;
  }

  #newModel() {
    this.#model += 1;
    this.#step = this.#session.step();
    this.#measured = this.#step === 0;
    this.#changed = true;
  }

  /** @returns {Numbers & {run: number}} */
  #numbers() {
    return { ...JSON.parse(this.#session.snapshot()), run: this.#model };
  }

  /** @param {boolean} isDue Whether all views are due. If not, only the views that were just asked for are sent. */
  #snapshot(isDue) {
    this.#changed = !isDue; // the views that were left out are still to be sent
    this.#urgent = false;
    this.#unacknowledged = true;
    const training = this.#training;
    const context = { session: this.#session, info: this.#info, version: this.#version, training };
    // The map comes first, since other views show places on it. It has its own budget, and waits for the first step.
    const map = training && this.#step === 0 ? {} : this.#views.budgeted(context);
    const compute = () => ({ numbers: this.#numbers(), others: this.#views.others(context, !isDue) });
    const { numbers, others } = isDue ? this.#budget.spend(compute) : compute();
    const views = { ...map, ...others };
    const { workers } = this.turns;
    this.#out.emit("snapshot", { ...numbers, training, workers, views }, transferables(views));
  }

  /** Measures the held-out images: where training stops, the numbers are of that very step. */
  #measure() {
    this.#session.evaluateHeldOut();
    this.#views.forgetHistory();
    this.#measured = this.#changed = true;
  }

  /** @param {Run} run */
  #slice(run) {
    const before = this.#step;
    if (Number.isNaN(run.since)) run.since = this.#out.now();
    let state;
    try {
      state = this.turns.train(run);
    } catch (error) {
      if (!isNamed(error)) throw error;
      this.#step = this.#session.step();
      return this.#refused(error);
    }
    this.#step = this.#session.step();
    run.stepsLeft -= this.#step - before;
    const now = this.#out.now();
    run.msLeft -= now - run.since;
    run.since = now;
    if (this.#step !== before) this.#changed = true;
    if (before === 0 && this.#step > 0) this.#urgent = true; // that a new model trains is seen at once
    if (state === "plateau") this.#finish(run, "plateau");
    else if (run.stepsLeft <= 0 || run.msLeft <= 0) this.#finish(run, "done");
    else if (state === "waiting") {
      this.#waiting = true;
      this.#changed = true;
      this.#out.emit("waiting", { step: this.#step });
    }
  }

  /**
   * @param {Run} run
   * @param {"done" | "plateau"} reason
   */
  #finish(run, reason) {
    this.#runs.remove(run.id);
    this.#waiting = false;
    this.#measure();
    const report = { ...this.#numbers(), reason };
    if (!this.#runs.current) this.#stopped(reason);
    this.#out.reply(run.id, report);
  }

  /**
   * The model cannot be trained further as it is: no run would get past it.
   * @param {Error} error
   */
  #refused(error) {
    this.#changed = true;
    for (const { id } of this.#runs.clear()) this.#out.fail(id, error);
    this.#stopped(/^(Diverged|BlownUp)/.test(error.name) ? "diverged" : "failed");
  }

  /** @param {import("../lib/protocol.js").Stopped["reason"]} reason */
  #stopped(reason) {
    this.#changed = true;
    this.#measured = !["paused", "aborted", "diverged"].includes(reason);
    this.#out.emit("stopped", { reason, step: this.#step });
  }
}
