//! A step by shards: each worker computes whole gradients of its shards, and they are added in their order. For models
//! with few weights and much to compute for each, as convolutions have.

import { unpack } from "./shared-buffers.js";

/** @typedef {import("./engine.js").SharedSession} Session */
/** @typedef {import("./shared-buffers.js").SharedBuffers} SharedBuffers */
/** @typedef {import("./member.js").Member} Member */
/** @typedef {import("./wire.js").Asked} Asked @typedef {import("./wire.js").Answered} Answered */
/** @typedef {import("./wire.js").Heard<Answered>} Answer */

/** Rows of a shard, as in `src/nn`. */
export const SHARD_ROWS = 32;

/** One step under way. */
export class ByShard {
  #session;
  #buffers;
  #of;
  /** Whose answer is missing, by the first row of the shard. @type {Map<number, Member>} */
  #missing = new Map();
  /** @type {{answer: Answer, member: Member}[]} */
  #answers = [];

  /**
   * Asks the members, and computes this worker's own shards, which are the first ones.
   * @param {Session} session
   * @param {SharedBuffers} buffers
   * @param {Member[]} members
   * @param {{ticket: number, step: number, of: number}} asked
   */
  constructor(session, buffers, members, asked) {
    this.#session = session;
    this.#buffers = buffers;
    const { step, of } = asked;
    this.#of = of;
    const shards = Math.ceil(of / SHARD_ROWS);
    const own = Math.ceil(shards / (members.length + 1));
    const { values, feed } = buffers.arrays;
    let at = own;
    members.forEach((member, i) => {
      const end = at + Math.ceil((shards - at) / (members.length - i));
      const [from, to] = [at * SHARD_ROWS, Math.min(of, end * SHARD_ROWS)];
      for (; at < end; at++) this.#missing.set(at * SHARD_ROWS, member);
      const given = [...values, ...buffers.rowsOf(feed, { from, to })];
      if (from < to) member.wire.say({ name: "shards", ...asked, from, to }, given);
    });
    session.part(0, Math.min(of, own * SHARD_ROWS), of, step, false, false);
  }

  get missing() {
    return [...this.#missing.values()];
  }

  /** @param {Member} member @param {Answer} answer */
  take(member, answer) {
    if (this.#missing.delete(answer.at)) this.#answers.push({ answer, member });
  }

  /** Adds the answers in the order of shards. */
  finish() {
    const size = this.#buffers.arrays.gradients.reduce((sum, { length }) => sum + length, 0);
    for (const { answer, member } of this.#answers.sort((a, b) => a.answer.at - b.answer.at)) {
      const { at, numbers } = answer;
      this.#session.addShard(numbers.subarray(0, size));
      const rows = { from: at, to: Math.min(this.#of, at + SHARD_ROWS) };
      // Read anew each time: the memory may have grown.
      unpack(numbers.subarray(size), this.#buffers.rowsOf(this.#buffers.arrays.terms, rows));
      member.wire.release(answer);
    }
  }
}

/**
 * A helper's answer, shard by shard.
 * @param {Session} session
 * @param {SharedBuffers} buffers
 * @param {import("./wire.js").Heard<Asked>} asked
 * @param {import("./wire.js").Wire} wire
 */
export function answerByShard(session, buffers, asked, wire) {
  const { ticket, step, of, from, to, numbers } = asked;
  unpack(numbers, [...buffers.arrays.values, ...buffers.rowsOf(buffers.arrays.feed, { from, to })]);
  wire.release(asked);
  for (let at = from; at < to; at += SHARD_ROWS) {
    const rows = { from: at, to: Math.min(to, at + SHARD_ROWS) };
    session.part(rows.from, rows.to, of, step, false, at === from);
    const { gradients, terms } = buffers.arrays;
    wire.say({ name: "shard", ticket, at }, [...gradients, ...buffers.rowsOf(terms, rows)]);
  }
}
