//! The training worker's end of a step that several workers compute: who helps, when a step is begun, waited for,
//! finished or dropped. The bits are those of a step that it computes alone.
//!
//! Helpers only answer what they are asked. A step that is begun changes nothing until it is finished: it can be
//! dropped at any time, and is then made again, alone or shared.

import { ByShard, SHARD_ROWS } from "./by-shard.js";
import { BySide } from "./by-side.js";
import { bringModel, dismiss, newMember, takeAnswers } from "./member.js";
import { SharedBuffers } from "./shared-buffers.js";
import { canWait, newBell } from "./shared-memory.js";
import { TeamSize } from "./team-size.js";

/** @typedef {import("./engine.js").SharedSession} Session */
/** @typedef {import("./helper.js").FromHelper} FromHelper */
/** @typedef {import("./helper.js").Port} Port */
/** @typedef {import("./member.js").Member} Member */
/** @typedef {import("../lib/protocol.js").Info} Info */

/** How long helpers may take for a step: this many times as long as this worker took for its own part, and at least
 * so many ms. */
const PATIENCE = { times: 10, ms: 2000 };
/** Whoever was late so often in a row is not asked again; once may be the doing of another program. */
const MOST_LATE = 3;

/** So long at most this worker sleeps while a helper computes, in ms: then its messages have their turn. */
const SLEEP = 8;

/** A step under way. @typedef {{way: ByShard | BySide, members: Member[], rows: number, begun: number,
 *   deadline: number, isLonger: boolean, isShared: boolean}} Out */

/**
 * Gives the loop's session helpers on these ports, in the place of those that it had.
 * @param {import("./loop.js").Loop} loop
 * @param {Port[]} ports
 * @param {number | null} workers
 */
export async function share(loop, ports, workers) {
  const { glue } = await loop.engine();
  const { turns } = loop.scheduler;
  const session = /** @type {Session} */ (loop.scheduler.session);
  turns.team ??= new Team(session, (await glue.default()).memory, { now: () => loop.now(), wake: () => loop.wake() });
  turns.team.set(ports, workers);
  loop.wake(); // a step that waited for the old helpers is begun again
}

/** Shares the steps of one session. */
export class Team {
  #session;
  #memory;
  #now;
  #wake;
  /** @type {Member[]} */
  #members = [];
  /** @type {Out | null} */
  #out = null;
  #ticket = 0;
  /** Steps that were finished together. */
  shared = 0;
  #model = 0;
  /** @type {Info} */
  #info;
  #size;
  /** @type {SharedBuffers | null} */
  #buffers = null;
  /** What helpers ring; null where memory cannot be shared, or has run out. */
  #bell = canWait() ? newBell() : null;

  /**
   * @param {Session} session
   * @param {{buffer: ArrayBuffer}} memory of the module
   * @param {{now: () => number, wake: () => void}} around
   */
  constructor(session, memory, { now, wake }) {
    this.#session = session;
    this.#memory = memory;
    this.#now = now;
    this.#wake = wake;
    this.#info = JSON.parse(session.info());
    this.#size = new TeamSize();
  }

  /**
   * Who helps from now on, and how many workers compute a step: null for as many as pay.
   * @param {Port[]} ports
   * @param {number | null} workers
   */
  set(ports, workers) {
    this.#drop();
    for (const member of this.#members) dismiss(member);
    this.#members = ports.map(newMember);
    for (const member of this.#members) {
      member.port.onmessage = ({ data }) => this.#hear(member, data);
    }
    this.#size.wanted = workers;
  }

  /** Whether a step waits for helpers. */
  get isWaiting() {
    return this.#out !== null && this.#out.way.missing.length > 0;
  }

  /** The time until which a step waits to be woken. Who shares memory is looked after in each turn. */
  get waitsUntil() {
    return this.#out && this.isWaiting && !this.#out.isShared ? this.#out.deadline : -Infinity;
  }

  /** How many workers compute a step at present. */
  get workers() {
    return 1 + Math.min(this.#size.helpers, this.#ready.length);
  }

  /** The model or its data have changed: a step under way is one of the old model's. */
  forget() {
    this.#drop();
    this.#buffers = null;
    const before = JSON.stringify(this.#info.config);
    this.#info = JSON.parse(this.#session.info());
    if (JSON.stringify(this.#info.config) === before) return;
    this.#model += 1;
    this.#size.forget();
  }

  /** Training stops or begins: the time between two turns says nothing. */
  rest() {
    this.#size.rest();
  }

  /**
   * Finishes the step under way, and begins the next one; several for about so many ms, where helpers can be waited
   * for. Returns how many steps the session may make alone in this turn; 0 if it has none to make.
   * @param {number} left
   * @param {number} ms
   */
  advance(left, ms) {
    const last = this.#session.step() + left;
    const end = this.#now() + ms;
    do {
      if (this.#out?.isShared) this.#sleep(this.#out);
      if (this.isWaiting && !this.#hasGivenUp(/** @type {Out} */ (this.#out))) return 0;
      if (this.#out) this.#finish(this.#out);
      const alone = this.#begin(last - this.#session.step());
      if (alone !== null) return alone;
    } while (this.#out?.isShared && this.#now() < end);
    return 0;
  }

  /** Begins a step, or says how many can be made alone. @param {number} left @returns {number | null} */
  #begin(left) {
    const step = this.#session.step();
    const shards = Math.ceil(Math.min(this.#info.config.batchSize, this.#info.nImages) / SHARD_ROWS);
    const most = Math.min(this.#ready.length, shards - 1);
    const helpers = this.#size.next(most, step, this.#now(), this.#info.config);
    if (left <= 0) return 0;
    if (helpers === 0) return this.#size.isMeasuring ? 1 : left;
    const rows = this.#session.beginShared();
    if (rows <= SHARD_ROWS) return 1;
    this.#handOut(rows, step, this.#ready.slice(0, helpers));
    return null;
  }

  get #ready() {
    return this.#members.filter(({ isReady }) => isReady);
  }

  /**
   * @param {number} rows
   * @param {number} step
   * @param {Member[]} members
   */
  #handOut(rows, step, members) {
    const buffers = this.#current();
    const asked = { ticket: ++this.#ticket, step, of: rows };
    for (const member of members) this.#bringModel(member, buffers);
    const isShared = this.#bell !== null && members.every(({ shared }) => shared !== null);
    for (const member of members) member.wire = isShared && member.shared ? member.shared : member.messages;
    const begun = this.#now();
    const way = members.length === 1 && buffers.hasSides
      ? new BySide(this.#session, buffers, members, asked)
      : new ByShard(this.#session, buffers, members, asked);
    const now = this.#now();
    const deadline = now + Math.max(PATIENCE.ms, PATIENCE.times * (now - begun));
    this.#out = { way, members, rows, begun, deadline, isLonger: false, isShared };
  }

  /** @param {Member} member @param {SharedBuffers} buffers */
  #bringModel(member, buffers) {
    if (member.model === this.#model) return;
    const { config, inputShape: [channels, height, width] } = this.#info;
    const model = { config: JSON.stringify(config), width, height, channels };
    if (!bringModel(member, model, buffers, this.#bell)) this.#bell = null;
    member.model = this.#model;
  }

  /** Takes what helpers have put into shared memory, and sleeps a little if something is missing. @param {Out} out */
  #sleep({ members, way }) {
    const bell = /** @type {Int32Array<SharedArrayBuffer>} */ (this.#bell);
    const end = performance.now() + SLEEP;
    for (;;) {
      const rung = Atomics.load(bell, 0);
      takeAnswers(members, way);
      const ms = end - performance.now();
      if (way.missing.length === 0 || ms <= 0) return;
      Atomics.wait(bell, 0, rung, ms);
    }
  }

  /** @param {Member} member @param {FromHelper} message */
  #hear(member, message) {
    if (!this.#members.includes(member)) return;
    if (message.name === "ready") {
      Object.assign(member, { isReady: true, canWait: message.canWait });
      return;
    }
    const { isWaiting } = this;
    if (message.name === "failed") this.#leave(member);
    else {
      member.isReady = true; // also if it was late
      member.messages.hear(message);
      // What belongs to a step that was dropped counts for nothing.
      if (message.ticket === this.#ticket) this.#out?.way.take(member, message);
    }
    if (isWaiting && !this.isWaiting) this.#wake();
  }

  /** @param {Out} out */
  #finish({ way, members, rows, begun }) {
    this.#out = null;
    way.finish();
    for (const member of members) member.late = 0;
    this.#session.finishShared(rows, this.#now() - begun);
    this.shared += 1;
  }

  /**
   * Whether this worker itself is late, since its tab was frozen: its helpers were, too, and are given time once.
   * @param {Out} out
   */
  #wasFrozen(out) {
    const now = this.#now();
    if (out.isLonger || now < out.deadline + PATIENCE.ms) return false;
    Object.assign(out, { deadline: now + PATIENCE.ms, isLonger: true });
    return true;
  }

  /**
   * Whether it is time to make the step without whoever has not answered. They are asked again once they have answered.
   * @param {Out} out
   */
  #hasGivenUp(out) {
    if (this.#now() < out.deadline || this.#wasFrozen(out)) return false;
    for (const member of new Set(out.way.missing)) {
      member.isReady = false;
      member.late += 1;
      if (member.late === MOST_LATE) this.#leave(member);
      // Its answer would lie where nobody looks any more.
      else if (out.isShared) member.port.postMessage({ name: "call" }, []);
    }
    this.#drop();
    return true;
  }

  /** @param {Member} member */
  #leave(member) {
    dismiss(member);
    this.#members = this.#members.filter((other) => other !== member);
    if (this.#out?.way.missing.includes(member)) this.#drop();
  }

  #drop() {
    this.#out = null;
    this.#ticket += 1;
  }

  #current() {
    const [channels, height, width] = this.#info.inputShape;
    return (this.#buffers ??= new SharedBuffers(this.#session, this.#memory, channels * height * width));
  }
}
