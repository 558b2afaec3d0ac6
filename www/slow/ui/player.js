//! Goes through the phases: back, forward, by itself at three speeds.

import { isStillWanted } from "./light.js";

/** How long a phase stays when they are played, in milliseconds; the light takes a part of it. */
export const SPEEDS = { slow: 9000, medium: 5000, fast: 2500 };
const LIGHT_SHARE = 0.4;
/** The light of a phase that somebody goes to. */
const BY_HAND = 900;

/** @typedef {keyof typeof SPEEDS} Speed */

export class Player {
  #count;
  #show;
  #at = 0;
  /** @type {Speed} */
  #speed = "medium";
  /** @type {ReturnType<typeof setTimeout> | null} */
  #timer = null;

  /**
   * @param {number} count Of phases.
   * @param {(at: number, duration: number) => void} show A phase, with how long its light takes.
   */
  constructor(count, show) {
    this.#count = count;
    this.#show = show;
  }

  get at() { return this.#at; }
  get last() { return this.#count - 1; }
  get speed() { return this.#speed; }
  get isPlaying() { return this.#timer !== null; }

  /** @param {number} at */
  go(at) {
    this.hold();
    this.#at = Math.max(0, Math.min(this.#count - 1, at));
    this.#tell(BY_HAND);
  }

  /** From here on; from the start where it has ended. */
  play() {
    if (this.#at === this.#count - 1) this.#at = 0;
    this.#wait();
    this.#tell(SPEEDS[this.#speed] * LIGHT_SHARE);
  }

  toggle() {
    if (!this.isPlaying) return this.play();
    this.hold();
    this.#tell(0);
  }

  hold() {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** @param {Speed} speed */
  setSpeed(speed) {
    this.#speed = speed;
    if (this.isPlaying) this.#wait();
    this.#show(this.#at, -1);
  }

  #wait() {
    this.hold();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#at += 1;
      if (this.#at < this.#count - 1) this.#wait();
      this.#tell(SPEEDS[this.#speed] * LIGHT_SHARE);
    }, SPEEDS[this.#speed]);
  }

  /** @param {number} duration */
  #tell(duration) {
    this.#show(this.#at, isStillWanted() ? 0 : duration);
  }
}
