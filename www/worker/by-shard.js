//! A step by shards: each worker computes whole gradients of its shards, and they are added in their order. For models
//! with few weights and much to compute for each, as convolutions have.

import { pack, unpack } from "./shared-buffers.js";

/** @typedef {import("./engine.js").SharedSession} Session */
/** @typedef {import("./shared-buffers.js").Rows} Rows */
/** @typedef {import("./shared-buffers.js").SharedBuffers} SharedBuffers */
/** @typedef {import("./team.js").Member} Member */

/** Rows of a shard, as in `src/nn`. */
export const SHARD_ROWS = 32;

/** What a helper is asked for, and what it answers with, shard by shard.
 * @typedef {{name: "shards", ticket: number, step: number, of: number, shards: Rows[],
 *   given: Float32Array<ArrayBuffer>, used: Float32Array<ArrayBuffer>[]}} ShardsAsked
 * @typedef {{name: "shard", ticket: number, rows: Rows, numbers: Float32Array<ArrayBuffer>,
 *   back: Float32Array<ArrayBuffer> | null}} ShardAnswer */

/** One step under way. */
export class ByShard {
  #session;
  #buffers;
  /** Whose answer is missing, by the first row of the shard. @type {Map<number, Member>} */
  #missing = new Map();
  /** @type {{rows: Rows, numbers: Float32Array<ArrayBuffer>, member: Member}[]} */
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
    const shards = Array.from({ length: Math.ceil(of / SHARD_ROWS) }, (_, i) => ({
      from: i * SHARD_ROWS,
      to: Math.min(of, (i + 1) * SHARD_ROWS),
    }));
    const own = Math.ceil(shards.length / (members.length + 1));
    let at = own;
    members.forEach((member, i) => {
      const part = shards.slice(at, at + Math.ceil((shards.length - at) / (members.length - i)));
      at += part.length;
      for (const { from } of part) this.#missing.set(from, member);
      if (part.length > 0) this.#ask(member, { ...asked, shards: part });
    });
    session.part(0, shards[own - 1].to, of, step, false, false);
  }

  /** @param {Member} member @param {Omit<ShardsAsked, "name" | "given" | "used">} asked */
  #ask({ port, pools }, asked) {
    const { arrays } = this.#buffers;
    const all = { from: asked.shards[0].from, to: asked.shards[asked.shards.length - 1].to };
    const given = pack([...arrays.values, ...this.#buffers.rowsOf(arrays.feed, all)], pools.given);
    const used = pools.answers.splice(0);
    port.postMessage({ name: "shards", ...asked, given, used }, [given.buffer, ...used.map(({ buffer }) => buffer)]);
  }

  get missing() {
    return [...this.#missing.values()];
  }

  /** @param {Member} member @param {ShardAnswer} answer */
  take(member, { rows, numbers }) {
    if (this.#missing.delete(rows.from)) this.#answers.push({ rows, numbers, member });
  }

  /** Adds the answers in the order of shards. */
  finish() {
    const size = this.#buffers.arrays.gradients.reduce((sum, { length }) => sum + length, 0);
    for (const { rows, numbers, member } of this.#answers.sort((a, b) => a.rows.from - b.rows.from)) {
      this.#session.addShard(numbers.subarray(0, size));
      // Read anew each time: the memory may have grown.
      unpack(numbers.subarray(size), this.#buffers.rowsOf(this.#buffers.arrays.terms, rows));
      member.pools.answers.push(numbers);
    }
  }
}

/**
 * A helper's answer, shard by shard.
 * @param {Session} session
 * @param {SharedBuffers} buffers
 * @param {ShardsAsked} asked
 * @param {(answer: ShardAnswer, transfer: Transferable[]) => void} say
 */
export function answerByShard(session, buffers, { ticket, step, of, shards, given, used }, say) {
  const all = { from: shards[0].from, to: shards[shards.length - 1].to };
  unpack(given, [...buffers.arrays.values, ...buffers.rowsOf(buffers.arrays.feed, all)]);
  /** @type {Float32Array<ArrayBuffer> | null} */
  let back = given;
  for (const rows of shards) {
    session.part(rows.from, rows.to, of, step, false, back !== null);
    const { gradients, terms } = buffers.arrays;
    const numbers = pack([...gradients, ...buffers.rowsOf(terms, rows)], used);
    say({ name: "shard", ticket, rows, numbers, back }, back ? [numbers.buffer, back.buffer] : [numbers.buffer]);
    back = null;
  }
}
