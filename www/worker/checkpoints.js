//! Posts the weights now and then, so that the page can start another worker from them when this one is lost.

import { isNamed } from "../lib/protocol.js";
import { TimeBudget } from "./time-budget.js";

/** @typedef {import("../lib/protocol.js").Info} Info */
/** @typedef {import("./scheduler.js").Outlets} Outlets */

const SHARE = 0.018;
/** The most training that may be lost, however long it takes to write the weights on this machine. */
const LONGEST_MS = 20_000;
/** Weights that have stood still for so long are posted whatever that costs: no training waits for it. */
const STILL_MS = 1000;
/** The first weights that training makes are posted soon, so that an early loss does not begin again at step 0. */
const EVERY_MS = { first: 1000, later: 5000 };
/** A larger model would cost more memory to keep twice than a restart is worth. */
const MAX_BYTES = 256e6;
/** Four for a weight, and four for each of the two numbers that Adam keeps beside it. */
const BYTES_PER_PARAM = 12;

/** The checkpoints of one session. `version` names its weights: whatever changes them changes it. */
export class Checkpoints {
  #session;
  #out;
  #budget;
  #posted = "";
  /** The weights that were last seen standing still, and since when they do. */
  #still = { version: "", since: 0 };
  /** While training: not before this time. */
  #nextAt = -Infinity;

  /**
   * @param {import("./engine.js").Session} session
   * @param {Outlets & {keeps?: boolean}} out Nothing is posted where it says that nobody keeps it.
   */
  constructor(session, out) {
    this.#session = session;
    this.#out = out;
    this.#budget = new TimeBudget(SHARE, out.now, LONGEST_MS);
  }

  /**
   * The time from which the weights may be posted: by their cost, or once they have stood still for a while;
   * Infinity when there is nothing to post.
   * @param {string} version
   * @param {Info} info
   * @param {boolean} training
   */
  dueAt(version, info, training) {
    const isKept = this.#out.keeps !== false && info.nParams * BYTES_PER_PARAM <= MAX_BYTES;
    const isPosted = this.#posted === version || !isKept;
    if (isPosted) return Infinity;
    if (training) return this.#budget.readyAt;
    if (this.#still.version !== version) this.#still = { version, since: this.#out.now() };
    return Math.min(this.#budget.readyAt, this.#still.since + STILL_MS);
  }

  /**
   * Without training the weights are posted as soon as they may be; with it, after the first second, then every few.
   * @param {string} version
   * @param {Info} info
   * @param {boolean} training
   */
  isDue(version, info, training) {
    const now = this.#out.now();
    return now >= this.dueAt(version, info, training) && (!training || now >= this.#nextAt);
  }

  /**
   * Posts the weights now, unless these very weights have been posted.
   * @param {string} version
   * @param {Info} info
   * @param {number} step
   */
  post(version, info, step) {
    if (this.dueAt(version, info, true) === Infinity) return;
    try {
      const bytes = this.#budget.spend(() => this.#session.save(true));
      this.#emit(version, { step, config: info.config, bytes }, [/** @type {ArrayBuffer} */ (bytes.buffer)]);
    } catch (error) {
      if (!isNamed(error)) throw error;
      this.#posted = version; // the engine cannot save these weights: the next try is with other ones
      this.#out.warn(`checkpoint: ${error.message}`);
    }
  }

  /**
   * Posts a model that has not been trained: its config says it all.
   * @param {string} version
   * @param {Info} info
   */
  postFresh(version, info) {
    this.#emit(version, { step: 0, config: info.config, bytes: null }, []);
  }

  /**
   * @param {string} version
   * @param {import("../lib/protocol.js").Checkpoint} detail
   * @param {ArrayBuffer[]} transfer
   */
  #emit(version, detail, transfer) {
    this.#posted = version;
    this.#nextAt = this.#out.now() + (detail.bytes ? EVERY_MS.later : EVERY_MS.first);
    this.#out.emit("checkpoint", detail, transfer);
  }
}
