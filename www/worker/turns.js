//! One turn of training: a slice of steps that this worker makes alone, or its part of a step that it shares.

/** @typedef {import("./engine.js").Session} Session */
/** @typedef {import("./team.js").Team} Team */

/** Slices are short at first, so that the first step is seen soon; later as long as a pause may go unheard. */
const SLICE_MS = { first: 4, longest: 24 };
const MOST_STEPS = 0xffffffff;

/** Trains one session, turn by turn. */
export class Turns {
  /** Who shares the steps, if anybody does. @type {Team | null} */
  team = null;
  #session;
  #sliceMs = SLICE_MS.first;

  /** @param {Session} session */
  constructor(session) {
    this.#session = session;
  }

  /** How many workers compute a step. */
  get workers() {
    return this.team?.workers ?? 1;
  }

  /** The time until which a step waits for helpers; the turn that they wake comes before. */
  get waitsUntil() {
    return this.team?.waitsUntil ?? -Infinity;
  }

  /** Training begins or goes on. */
  restart() {
    this.#sliceMs = SLICE_MS.first;
    this.team?.rest();
  }

  /** @param {import("./runs.js").Run} run */
  train({ msLeft, stepsLeft, untilPlateau }) {
    const ms = Math.max(1, Math.min(this.#sliceMs, msLeft));
    this.#sliceMs = Math.min(this.#sliceMs * 2, SLICE_MS.longest);
    const alone = this.team ? this.team.advance(stepsLeft, ms) : stepsLeft;
    return alone ? this.#session.runFor(ms, Math.min(alone, MOST_STEPS), untilPlateau) : "running";
  }
}
