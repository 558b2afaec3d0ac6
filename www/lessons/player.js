//! Plays a lesson: a prediction, the runs, what was measured, and what that says of the prediction.

import { LESSONS } from "../strings/lessons.js";
import { difference } from "../app/options.js";
import { described } from "../app/differences.js";
import { settingsOf } from "./check-lesson.js";
import { allHold, filled, measuresOf, parseCondition, piecesOf } from "./claims.js";
import { MEASURES, measure, written } from "./measures.js";
import { StageError } from "./waiting.js";

/**
 * @typedef {import("./lesson.js").Lesson} Lesson
 * @typedef {import("./lesson.js").Round} Round
 * @typedef {import("./lesson.js").Run} Run
 * @typedef {import("./stage.js").Stage} Stage
 * @typedef {import("./stage.js").Source} Source
 * @typedef {import("../app/store.js").State} State
 * @typedef {Record<string, number | null>} Measured By the names of the measures.
 *
 * @typedef {object} Playing
 * @property {number} round
 * @property {"predict" | "run" | "see"} phase
 * @property {number | null} choice The prediction.
 * @property {Record<string, Measured>} measured By the names of the runs.
 * @property {{idx: number} & import("./stage.js").Heard | null} running Which of the round's runs, and how far it is.
 * @property {string} fault Why the last run does not count; empty otherwise.
 * @property {string} changed What the learner has changed since; empty where nothing is.
 * @property {boolean} isAsked Whether it was asked for a prediction.
 */

export class Player {
  #stage;
  #done;
  /** @type {Set<() => void>} */
  #listeners = new Set();
  /** @type {Playing} */
  #state;
  /** All that is compared in a lesson is of one seed: the page's at its first run. @type {number | null} */
  #seed = null;
  /** What was predicted at each question that was run. @type {Map<number, number | null>} */
  chosen = new Map();
  /** The number of the model that the last run left, and its settings. @type {{begun: number, run: Run} | null} */
  #last = null;

  /**
   * @param {Lesson} lesson
   * @param {Stage} stage
   * @param {{from: number, done: (rounds: number) => void}} progress
   */
  constructor(lesson, stage, { from, done }) {
    this.lesson = lesson;
    this.#stage = stage;
    this.#done = done;
    this.#state = { ...FRESH, round: this.#begin(from), measured: {} };
  }

  get state() {
    return this.#state;
  }

  /** @returns {Round} */
  get round() {
    return this.lesson.rounds[this.#state.round];
  }

  get isLastRound() {
    return this.#state.round === this.lesson.rounds.length - 1;
  }

  /** @param {() => void} listener */
  subscribe(listener) {
    this.#listeners.add(listener);
  }

  /** @param {Partial<Playing>} patch */
  #set(patch) {
    this.#state = { ...this.#state, ...patch };
    for (const listener of this.#listeners) listener();
  }

  /**
   * Where a lesson that was left goes on: at the first question that is not done, unless what it asks needs runs of
   * the questions before.
   * @param {number} done
   */
  #begin(done) {
    const { rounds } = this.lesson;
    const round = rounds[done];
    if (!round) return 0;
    const own = new Set(round.runs.map(({ name }) => name));
    const needs = [...conditionsOf(round).flatMap(namesIn), ...textsOf(round).flatMap(numbersIn)];
    return needs.every(({ run }) => own.has(run)) ? done : 0;
  }

  /** @param {number} idx */
  choose(idx) {
    if (this.#state.phase === "predict") this.#set({ choice: idx, isAsked: false });
  }

  /** @param {boolean} [without] Whether a prediction is not wanted. */
  async run(without = false) {
    const { phase, choice } = this.#state;
    if (phase === "run") return;
    if (choice === null && !without) return this.#set({ isAsked: true });
    this.#set({ phase: "run", fault: "", changed: "", isAsked: false, running: null });
    this.chosen.set(this.#state.round, choice);
    try {
      for (const [idx, run] of this.round.runs.entries()) await this.#perform(run, idx);
      this.#done(this.#state.round + 1);
      this.#set({ phase: "see", running: null });
    } catch (cause) {
      this.#fail(cause);
    }
  }

  /** @param {Run} run @param {number} idx */
  async #perform(run, idx) {
    this.#set({ running: { idx, what: "train", step: 0, isPaused: false } });
    const wanted = this.#wantedOf(run);
    const read = (/** @type {Source} */ source) =>
      Object.fromEntries(wanted.map((name) => [name, measure(name, source)]));
    const isMeasured = (/** @type {Source} */ source) => Object.values(read(source)).every((value) => value !== null);
    const source = await this.#stage.perform(run, this.lesson, this.#seed, isMeasured, (heard) => {
      const { running } = this.#state;
      const now = { idx, ...heard };
      if (JSON.stringify(running) !== JSON.stringify(now)) this.#set({ running: now });
    });
    this.#seed = source.settings.seed;
    this.#last = { begun: source.begun, run };
    this.#set({ measured: { ...this.#state.measured, [run.name]: read(source) } });
  }

  /** What is to be measured of a run: what the table shows, and what a condition or a text asks. @param {Run} run */
  #wantedOf({ name, lab }) {
    const { rounds } = this.lesson;
    const asked = [
      ...rounds.flatMap(conditionsOf).flatMap(namesIn), ...rounds.flatMap(textsOf).flatMap(numbersIn),
    ].filter(({ run }) => run === name).map(({ measure }) => measure);
    // A later question's table has the runs of those before it, too.
    const shown = rounds.slice(this.#state.round).flatMap(({ show }) => show)
      .filter((one) => [undefined, lab].includes(MEASURES.get(one)?.lab));
    return [...new Set([...shown, ...asked])];
  }

  /** @param {unknown} cause */
  #fail(cause) {
    const isOurs = cause instanceof StageError;
    if (!isOurs) {
      this.#set({ phase: "predict", running: null, fault: LESSONS.missing });
      throw cause;
    }
    const fault = cause.why === "changed" ? LESSONS.changedRun(cause.message)
      : cause.why === "stopped" ? cause.message : `${LESSONS.failed} ${cause.message}`;
    this.#set({ phase: "predict", running: null, fault });
  }

  stop() {
    this.#stage.stop();
  }

  /** The same question again, with what was measured forgotten. */
  again() {
    if (this.#state.phase === "run") return;
    if (this.#state.round === 0) this.#seed = null;
    this.#set({ phase: "predict", choice: null, fault: "", changed: "" });
  }

  next() {
    if (this.#state.phase !== "see" || this.isLastRound) return;
    const { round, measured } = this.#state;
    this.#set({ ...FRESH, round: round + 1, measured });
  }

  /** The model that the last run left, trained once more. */
  async modelAgain() {
    if (!this.#last || this.#state.phase !== "see") return;
    const { run } = this.#last;
    const idx = this.round.runs.indexOf(run);
    if (idx < 0) return;
    this.#set({ phase: "run", changed: "" });
    try {
      await this.#perform(run, idx);
      this.#set({ phase: "see", running: null });
    } catch (cause) {
      this.#fail(cause);
    }
  }

  /** Looks whether the learner has changed what the lesson has set. @param {State} state */
  look(state) {
    if (this.#state.phase !== "see" || !this.#last) return;
    const { settings, begun, pending } = state;
    const wanted = settingsOf(this.lesson.data, this.#last.run, settings.seed);
    const what = difference(settings, wanted).length > 0 ? described(wanted, settings)
      : begun !== this.#last.begun && !pending ? LESSONS.otherModel : "";
    if (what !== this.#state.changed) this.#set({ changed: what });
  }

  #valueOf = (/** @type {string} */ name, /** @type {string} */ run) => this.#state.measured[run]?.[name] ?? null;

  /** Which answer came out, the first that holds; null where none does, undefined where that cannot be said. */
  get came() {
    for (const [idx, { when }] of this.round.choices.entries()) {
      const is = allHold(when, this.#valueOf);
      if (is !== false) return is ? idx : undefined;
    }
    return null;
  }

  /** Whether the claim is true; null where that cannot be said. */
  get isTrue() {
    return allHold(this.round.claim.when, this.#valueOf);
  }

  /** A text with the numbers that were measured. @param {string} text */
  filled(text) {
    return filled(text, (name, run) => written(name, this.#valueOf(name, run)));
  }
}

/** @type {Omit<Playing, "measured">} */
const FRESH = {
  round: 0, phase: "predict", choice: null, running: null, fault: "", changed: "", isAsked: false,
};

/** @param {Round} round */
const conditionsOf = ({ choices, claim }) => [...choices.flatMap(({ when }) => when), ...claim.when];

/** The texts that may have numbers in them. @param {Round} round */
const textsOf = ({ see, explain, claim }) => [...see, ...explain, claim.text];

/** @param {string} condition */
const namesIn = (condition) => measuresOf(parseCondition(condition));

/** @param {string} text */
const numbersIn = (text) => piecesOf(text).flatMap((piece) => ("text" in piece ? [] : [piece]));
