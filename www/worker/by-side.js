//! A step by sides: two workers compute half of the rows each, but no gradients of weights. Each gives the other what
//! the other's side is computed from, and computes the gradients of one side, of all rows. For dense models: what goes
//! through their layers is much less than the gradients of several shards would be.

import { pack, unpack } from "./shared-buffers.js";

/** @typedef {import("./engine.js").SharedSession} Session */
/** @typedef {import("./shared-buffers.js").Rows} Rows */
/** @typedef {import("./shared-buffers.js").SharedBuffers} SharedBuffers */
/** @typedef {import("./team.js").Member} Member */
/** @typedef {Float32Array<ArrayBuffer>} Numbers */

/**
 * What a helper is asked for: weights and the whole batch, of which it computes rows `from` and on; then the other
 * rows of the encoder's side. What it answers: the decoder's side of its rows, then the encoder's gradients. Used
 * arrays come `back`.
 * @typedef {{name: "side", ticket: number, step: number, of: number, from: number, given: Numbers,
 *   used: {rows: Numbers[], gradients: Numbers[]}}} SideAsked
 * @typedef {{name: "rows", ticket: number, numbers: Numbers, back?: Numbers}} SideRows
 * @typedef {{name: "gradients", ticket: number, numbers: Numbers, back: Numbers}} SideGradients
 */

/** The training worker's end of one step under way. */
export class BySide {
  #session;
  #buffers;
  #member;
  #of;
  #from;
  #hasRows = false;
  /** @type {Numbers | null} */
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
    const { port, pools } = member;
    const { values, feed } = buffers.arrays;
    const given = pack([...values, ...buffers.rowsOf(feed, { from: 0, to: of })], pools.given);
    const used = { rows: pools.rows.splice(0), gradients: pools.gradients.splice(0) };
    const asked = { name: "side", ticket, step, of, from: this.#from, given, used };
    port.postMessage(asked, [given, ...used.rows, ...used.gradients].map(({ buffer }) => buffer));
    const own = { from: 0, to: this.#from };
    session.part(own.from, own.to, of, step, true, false);
    const numbers = pack(buffers.rowsOf(buffers.arrays.encoder, own), pools.ours);
    port.postMessage({ name: "rows", ticket, numbers }, [numbers.buffer]);
  }

  get missing() {
    return this.#gradients && this.#hasRows ? [] : [this.#member];
  }

  /** @param {Member} member @param {SideRows | SideGradients} answer */
  take(member, { name, numbers }) {
    if (name === "gradients") {
      this.#gradients = numbers;
      return;
    }
    const rows = { from: this.#from, to: this.#of };
    const { decoder, terms } = this.#buffers.arrays;
    unpack(numbers, this.#buffers.rowsOf([...decoder, ...terms], rows));
    member.pools.rows.push(numbers);
    this.#session.side(true, this.#of);
    this.#hasRows = true;
  }

  finish() {
    const numbers = /** @type {Numbers} */ (this.#gradients);
    unpack(numbers, this.#buffers.encoderGradients);
    this.#member.pools.gradients.push(numbers);
  }
}

/** A helper's end. */
export class AnswerBySide {
  #session;
  #buffers;
  #asked;
  #say;

  /**
   * Computes the rows that are asked for.
   * @param {Session} session
   * @param {SharedBuffers} buffers
   * @param {SideAsked} asked
   * @param {(answer: SideRows | SideGradients, transfer: Transferable[]) => void} say
   */
  constructor(session, buffers, asked, say) {
    this.#session = session;
    this.#buffers = buffers;
    this.#asked = asked;
    this.#say = say;
    const { ticket, step, of, from, given, used } = asked;
    const { values, feed } = buffers.arrays;
    unpack(given, [...values, ...buffers.rowsOf(feed, { from: 0, to: of })]);
    session.part(from, of, of, step, true, true);
    const { encoder, decoder, terms } = buffers.arrays;
    const first = buffers.rowsOf(decoder, { from: 0, to: of - from });
    const numbers = pack([...first, ...buffers.rowsOf(terms, { from, to: of })], used.rows);
    say({ name: "rows", ticket, numbers, back: given }, [numbers.buffer, given.buffer]);
    buffers.moveRows(encoder, { from, to: of });
  }

  /** @param {SideRows} rows the others of the batch */
  take({ ticket, numbers }) {
    const { of, from, used } = this.#asked;
    if (ticket !== this.#asked.ticket) return;
    unpack(numbers, this.#buffers.rowsOf(this.#buffers.arrays.encoder, { from: 0, to: from }));
    this.#session.side(false, of);
    const gradients = pack(this.#buffers.encoderGradients, used.gradients);
    this.#say({ name: "gradients", ticket, numbers: gradients, back: numbers }, [gradients.buffer, numbers.buffer]);
  }
}
