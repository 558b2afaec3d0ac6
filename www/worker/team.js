//! The training worker's end of a step that several workers compute: who helps, when a step is begun, waited for,
//! finished or dropped. The bits are those of a step that it computes alone.
//!
//! Helpers only answer what they are asked. A step that is begun changes nothing until it is finished: it can be
//! dropped at any time, and is then made again, alone or shared.

import { ByShard, SHARD_ROWS } from "./by-shard.js";
import { BySide } from "./by-side.js";
import { SharedBuffers } from "./shared-buffers.js";
import { TeamSize } from "./team-size.js";

/** @typedef {import("./engine.js").SharedSession} Session */
/** @typedef {import("./helper.js").FromHelper} FromHelper */
/** @typedef {import("./helper.js").Port} Port */
/** @typedef {import("../lib/protocol.js").Info} Info */

/** How long helpers may take for a step: this many times as long as this worker took for its own part, and at least
 * so many ms. */
const PATIENCE = { times: 10, ms: 2000 };
/** Whoever was late so often in a row is not asked again; once may be the doing of another program. */
const MOST_LATE = 3;

/**
 * A helper: whether it can be asked, how often in a row it was late, which model it has, and arrays that lie ready for
 * it, by what they hold.
 * @typedef {{port: Port, isReady: boolean, late: number, model: number,
 *   pools: Record<"given" | "answers" | "ours" | "rows" | "gradients", Float32Array<ArrayBuffer>[]>}} Member
 */

/** A step under way. @typedef {{way: ByShard | BySide, members: Member[], rows: number, begun: number,
 *   deadline: number, isLonger: boolean}} Out */

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
    for (const { port } of this.#members) port.close();
    this.#members = ports.map((port) => ({ port, isReady: false, late: 0, model: -1, pools: emptyPools() }));
    for (const member of this.#members) {
      member.port.onmessage = ({ data }) => this.#hear(member, data);
    }
    this.#size.wanted = workers;
  }

  /** Whether a step waits for helpers. */
  get isWaiting() {
    return this.#out !== null && this.#out.way.missing.length > 0;
  }

  /** The time from which nobody waits for helpers any more. */
  get deadline() {
    return this.#out?.deadline ?? Infinity;
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
   * Finishes the step under way, and begins the next one. Returns how many steps the session may make alone in this
   * turn; 0 if it has none to make.
   * @param {number} left
   */
  advance(left) {
    const before = this.#session.step();
    if (this.isWaiting && this.#wasFrozen(/** @type {Out} */ (this.#out))) return 0;
    if (this.isWaiting) this.#giveUp();
    if (this.#out) this.#finish(this.#out);
    const { step, made } = { step: this.#session.step(), made: this.#session.step() - before };
    const shards = Math.ceil(Math.min(this.#info.config.batchSize, this.#info.nImages) / SHARD_ROWS);
    const most = Math.min(this.#ready.length, shards - 1);
    const helpers = this.#size.next(most, step, this.#now(), this.#info.config);
    if (left <= made) return 0;
    if (helpers === 0) return this.#size.isMeasuring ? 1 : Infinity;
    const rows = this.#session.beginShared();
    if (rows <= SHARD_ROWS) return 1;
    this.#handOut(rows, step, this.#ready.slice(0, helpers));
    return 0;
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
    for (const member of members) this.#bringModel(member, buffers.capacity);
    const begun = this.#now();
    const way = members.length === 1 && buffers.hasSides
      ? new BySide(this.#session, buffers, members, asked)
      : new ByShard(this.#session, buffers, members, asked);
    const now = this.#now();
    const deadline = now + Math.max(PATIENCE.ms, PATIENCE.times * (now - begun));
    this.#out = { way, members, rows, begun, deadline, isLonger: false };
  }

  /** @param {Member} member @param {number} capacity */
  #bringModel(member, capacity) {
    if (member.model === this.#model) return;
    const { config, inputShape: [channels, height, width] } = this.#info;
    member.port.postMessage({ name: "model", config: JSON.stringify(config), width, height, channels, capacity }, []);
    Object.assign(member, { model: this.#model, pools: emptyPools() });
  }

  /** @param {Member} member @param {FromHelper} message */
  #hear(member, message) {
    if (!this.#members.includes(member)) return;
    if (message.name === "ready") {
      member.isReady = true;
      return;
    }
    const { isWaiting } = this;
    if (message.name === "failed") this.#leave(member);
    else {
      member.isReady = true; // also if it was late
      if (message.back) member.pools[message.name === "gradients" ? "ours" : "given"].push(message.back);
      // What belongs to a step that was dropped counts for nothing.
      if (message.ticket === this.#ticket) this.#out?.way.take(member, /** @type {any} */ (message));
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

  /** The step is made without whoever has not answered by now. They are asked again once they have answered. */
  #giveUp() {
    for (const member of new Set(this.#out?.way.missing)) {
      member.isReady = false;
      member.late += 1;
      if (member.late === MOST_LATE) this.#leave(member);
    }
    this.#drop();
  }

  /** @param {Member} member */
  #leave(member) {
    member.port.close();
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

/** @returns {Member["pools"]} */
const emptyPools = () => ({ given: [], answers: [], ours: [], rows: [], gradients: [] });
