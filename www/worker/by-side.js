//! A step by sides: two workers compute half of the rows each, but no gradients of weights. Each gives the other what
//! the other's side is computed from, and computes the gradients of one side, of all rows. For dense models: what goes
//! through their layers is much less than the gradients of several shards would be.

import { unpack } from "./shared-buffers.js";

/** @typedef {import("./engine.js").SharedSession} Session */
/** @typedef {import("./shared-buffers.js").SharedBuffers} SharedBuffers */
/** @typedef {import("./member.js").Member} Member */
/** @typedef {import("./wire.js").Asked} Asked @typedef {import("./wire.js").Answered} Answered */
/** @typedef {import("./wire.js").Heard<Answered>} Answer */

/** The training worker's end of one step under way. */
export class BySide {
  #session;
  #buffers;
  #member;
  #of;
  #from;
  #hasRows = false;
  /** @type {Answer | null} */
  #gradients = null;

  /**
   * Asks the first member, and computes this worker's own rows, which are the first ones.
   * @param {Session} session
   * @param {SharedBuffers} buffers
   * @param {Member[]} members
   * @param {{ticket: number, step: number, of: number}} asked
   */
  constructor(session, buffers, [member], { ticket, step, of }) {
    this.#session = session;
    this.#buffers = buffers;
    this.#member = member;
    this.#of = of;
    this.#from = of >> 1;
    const { values, feed } = buffers.arrays;
    const asked = { ticket, step, of, from: this.#from, to: of };
    member.wire.say({ name: "side", ...asked }, [...values, ...buffers.rowsOf(feed, { from: 0, to: of })]);
    const own = { from: 0, to: this.#from };
    session.part(own.from, own.to, of, step, true, false);
    member.wire.say({ name: "rows", ticket, at: 0 }, buffers.rowsOf(buffers.arrays.encoder, own));
  }

  get missing() {
    return this.#gradients && this.#hasRows ? [] : [this.#member];
  }

  /** @param {Member} member @param {Answer} answer */
  take(member, answer) {
    if (answer.name === "gradients") {
      this.#gradients = answer;
      return;
    }
    const rows = { from: this.#from, to: this.#of };
    const { decoder, terms } = this.#buffers.arrays;
    unpack(answer.numbers, this.#buffers.rowsOf([...decoder, ...terms], rows));
    member.wire.release(answer);
    this.#session.side(true, this.#of);
    this.#hasRows = true;
  }

  finish() {
    const answer = /** @type {Answer} */ (this.#gradients);
    unpack(answer.numbers, this.#buffers.encoderGradients);
    this.#member.wire.release(answer);
  }
}

/** A helper's end. */
export class AnswerBySide {
  #session;
  #buffers;
  #asked;
  #wire;

  /**
   * Computes the rows that are asked for: the batch's last ones.
   * @param {Session} session
   * @param {SharedBuffers} buffers
   * @param {import("./wire.js").Heard<Asked>} asked
   * @param {import("./wire.js").Wire} wire
   */
  constructor(session, buffers, asked, wire) {
    this.#session = session;
    this.#buffers = buffers;
    this.#asked = asked;
    this.#wire = wire;
    const { ticket, step, of, from, to, numbers } = asked;
    const { values, feed } = buffers.arrays;
    unpack(numbers, [...values, ...buffers.rowsOf(feed, { from: 0, to: of })]);
    wire.release(asked);
    session.part(from, to, of, step, true, true);
    const { encoder, decoder, terms } = buffers.arrays;
    const first = buffers.rowsOf(decoder, { from: 0, to: to - from });
    wire.say({ name: "rows", ticket, at: from }, [...first, ...buffers.rowsOf(terms, { from, to })]);
    buffers.moveRows(encoder, { from, to });
  }

  /** @param {Answer} rows the others of the batch */
  take(rows) {
    const { ticket, of, from } = this.#asked;
    if (rows.ticket !== ticket) return;
    unpack(rows.numbers, this.#buffers.rowsOf(this.#buffers.arrays.encoder, { from: 0, to: from }));
    this.#wire.release(rows);
    this.#session.side(false, of);
    this.#wire.say({ name: "gradients", ticket, at: 0 }, this.#buffers.encoderGradients);
  }
}
