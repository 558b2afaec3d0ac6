//! What goes between the training worker and one helper where the page is cross-origin isolated: memory that both keep.
//! Nothing is handed over, and who waits for the other sleeps until it is woken, without a turn of the message loop.
//!
//! Each place in it has one writer. What is asked and what is answered bear the ticket of a step: what was written for
//! a step that was dropped is of no ticket that anybody looks for, whatever became of it meanwhile.

import { SHARD_ROWS } from "./by-shard.js";
import { lengthOf, packInto } from "./shared-buffers.js";

/** @typedef {import("./shared-buffers.js").SharedBuffers} SharedBuffers */
/** @typedef {import("./wire.js").Asked} Asked @typedef {import("./wire.js").Answered} Answered */
/** @template Said @typedef {import("./wire.js").Heard<Said>} Heard */
/** @typedef {import("./wire.js").Wire} Wire */

/** Numbers that have room in each place. @typedef {{given: number, ours: number, rows: number, gradients: number,
 *   shard: number, shards: number}} Rooms */
/** What a helper is told of the memory; whoever answers rings the bell. @typedef {{memory: SharedArrayBuffer,
 *   bell: Int32Array<SharedArrayBuffer>, rooms: Rooms}} Told */

/** Words at the beginning: how often the helper was woken, the tickets of its question and of the rows that follow it,
 * whether it listens; the ticket of its answers and their number; what it is asked for. */
const WORD = { news: 0, asked: 1, ours: 2, listens: 3, done: 4, parts: 5, bySide: 6, of: 7, from: 8, to: 9 };
/** The step is a larger number, behind the words. */
const STEP = 6;
const HEAD = 64;

/** No ticket: a question that is being written; the helper is to look at its messages. */
const [WRITING, LEAVE] = [0, -1];

/** A helper sleeps so long at most before it looks at its messages, and looks at them so often while it computes, in
 * ms. */
const LISTEN = { sleep: 40, stretch: 250 };

/** Whether this worker can share memory, and sleep until it is woken. */
export const canWait = () => globalThis.crossOriginIsolated === true
  && typeof globalThis.SharedArrayBuffer === "function" && typeof globalThis.Atomics?.wait === "function";

/** Something that wakes who sleeps on the bell. */
export const newBell = () => new Int32Array(new SharedArrayBuffer(4));

/** A ticket as a word. @param {number} ticket */
const word = (ticket) => 1 + (ticket % 0x7fffffff);

/** @param {SharedBuffers} buffers @returns {Rooms} */
function roomsOf(buffers) {
  const { values, feed, gradients, terms, encoder, decoder } = buffers.arrays;
  const rows = (/** @type {Float32Array[]} */ arrays, n = buffers.capacity) =>
    (lengthOf(arrays) / buffers.capacity) * n;
  return {
    given: lengthOf(values) + rows(feed),
    ours: rows(encoder),
    rows: rows(decoder) + rows(terms),
    gradients: lengthOf(buffers.encoderGradients),
    shard: lengthOf(gradients) + rows(terms, SHARD_ROWS),
    // The training worker has as many itself.
    shards: Math.ceil(buffers.capacity / SHARD_ROWS / 2),
  };
}

/** The places as arrays; a step goes by sides or by shards, so that both may lie in one place. */
class Places {
  /** @param {SharedArrayBuffer} memory @param {Rooms} rooms */
  constructor(memory, { given, ours, rows, gradients, shard, shards }) {
    const at = (/** @type {number} */ from, /** @type {number} */ length) =>
      new Float32Array(memory, HEAD + 4 * from, length);
    this.words = new Int32Array(memory, 0, HEAD / 4);
    this.doubles = new Float64Array(memory, 0, HEAD / 8);
    this.given = at(0, given);
    this.ours = at(given, ours);
    this.rows = at(given + ours, rows);
    this.gradients = at(given + ours + rows, gradients);
    this.shards = Array.from({ length: shards }, (_, i) => at(given + i * shard, shard));
  }
}

/** @param {Rooms} rooms */
const bytesOf = ({ given, ours, rows, gradients, shard, shards }) =>
  HEAD + 4 * (given + Math.max(ours + rows + gradients, shard * shards));

/** The training worker's end. @implements {Wire} */
export class SharedWire {
  isShared = true;
  #places;
  #wake;
  /** @type {Asked | null} */
  #asked = null;
  #taken = 0;

  /**
   * Fails where there is no memory for it.
   * @param {SharedBuffers} buffers
   * @param {Told["bell"]} bell
   * @param {() => void} wake makes a helper that does not listen look here
   */
  constructor(buffers, bell, wake) {
    const rooms = roomsOf(buffers);
    const memory = new SharedArrayBuffer(bytesOf(rooms));
    /** @type {Told} */
    this.told = { memory, bell, rooms };
    this.#places = new Places(memory, rooms);
    this.#wake = wake;
  }

  /** @param {Asked | Answered} said @param {Float32Array[]} arrays */
  say(said, arrays) {
    const { words, doubles, given, ours } = this.#places;
    if (said.name === "rows") {
      packInto(ours, arrays);
      Atomics.store(words, WORD.ours, word(said.ticket));
      return this.#ring();
    }
    const asked = /** @type {Asked} */ (said);
    Atomics.store(words, WORD.asked, WRITING);
    packInto(given, arrays);
    doubles[STEP] = asked.step;
    words[WORD.bySide] = Number(asked.name === "side");
    [words[WORD.of], words[WORD.from], words[WORD.to]] = [asked.of, asked.from, asked.to];
    this.#asked = asked;
    this.#taken = 0;
    Atomics.store(words, WORD.asked, word(asked.ticket));
    this.#ring();
  }

  /** What was read stays where it is. */
  release() {}

  /** The answers that have come since somebody looked last. @returns {Generator<Heard<Answered>, void>} */
  *answers() {
    const { words } = this.#places;
    if (!this.#asked || Atomics.load(words, WORD.done) !== word(this.#asked.ticket)) return;
    while (this.#taken < Atomics.load(words, WORD.parts)) yield this.#answer(this.#asked, this.#taken++);
  }

  /** @param {Asked} asked @param {number} part @returns {Heard<Answered>} */
  #answer({ name, ticket, from }, part) {
    const { shards, rows, gradients } = this.#places;
    if (name === "shards") return { name: "shard", ticket, at: from + part * SHARD_ROWS, numbers: shards[part] };
    if (part === 0) return { name: "rows", ticket, at: from, numbers: rows };
    return { name: "gradients", ticket, at: 0, numbers: gradients };
  }

  /** Nothing more is asked here: the helper is to look at its messages. */
  end() {
    Atomics.store(this.#places.words, WORD.asked, LEAVE);
    this.#ring();
  }

  #ring() {
    const { words } = this.#places;
    Atomics.add(words, WORD.news, 1);
    Atomics.notify(words, WORD.news);
    if (Atomics.load(words, WORD.listens) === 0) this.#wake();
  }
}

/** A helper's end. @implements {Wire} */
export class HelperMemory {
  isShared = true;
  #places;
  #bell;
  /** What is being answered. @type {Asked | null} */
  #asked = null;
  #hasRows = false;

  /** @param {Told} told */
  constructor({ memory, bell, rooms }) {
    this.#places = new Places(memory, rooms);
    this.#bell = bell;
  }

  /** @param {Asked | Answered} said @param {Float32Array[]} arrays */
  say(said, arrays) {
    const { words, shards, rows, gradients } = this.#places;
    const { name, at } = /** @type {Answered} */ (said);
    const { from } = /** @type {Asked} */ (this.#asked);
    packInto(name === "shard" ? shards[(at - from) / SHARD_ROWS] : name === "rows" ? rows : gradients, arrays);
    Atomics.add(words, WORD.parts, 1);
    Atomics.add(this.#bell, 0, 1);
    Atomics.notify(this.#bell, 0);
  }

  release() {}

  /**
   * Answers until nothing has come for a while. Then the worker's messages have their turn: one of them says when there
   * is something here again.
   * @param {(heard: Heard<Asked | Answered>) => void} answer
   */
  listen(answer) {
    const { words } = this.#places;
    const end = performance.now() + LISTEN.stretch;
    do {
      Atomics.store(words, WORD.listens, 1);
      for (;;) {
        const news = Atomics.load(words, WORD.news);
        const heard = this.#next();
        if (heard) answer(heard);
        else if (Atomics.load(words, WORD.asked) === LEAVE || performance.now() > end) break;
        else if (Atomics.wait(words, WORD.news, news, LISTEN.sleep) === "timed-out") break;
      }
      Atomics.store(words, WORD.listens, 0);
      // Who asked before that has seen that somebody listens, and sends no message.
    } while (this.#isAsked || this.#isGiven);
  }

  get #isAsked() {
    const ticket = Atomics.load(this.#places.words, WORD.asked);
    return ticket > 0 && ticket !== this.#asked?.ticket;
  }

  /** Whether there are the rows that follow what is being answered. */
  get #isGiven() {
    const isDue = this.#asked?.name === "side" && !this.#hasRows;
    return isDue && Atomics.load(this.#places.words, WORD.ours) === this.#asked?.ticket;
  }

  /** @returns {Heard<Asked | Answered> | null} */
  #next() {
    const { words, doubles, given, ours } = this.#places;
    if (this.#isAsked) {
      const ticket = Atomics.load(words, WORD.asked);
      /** @type {Asked} */
      const asked = {
        name: words[WORD.bySide] ? "side" : "shards", ticket, step: doubles[STEP],
        of: words[WORD.of], from: words[WORD.from], to: words[WORD.to],
      };
      // Half of it may be another question's, which is being written.
      if (ticket <= 0 || Atomics.load(words, WORD.asked) !== ticket) return this.#next();
      this.#asked = asked;
      this.#hasRows = false;
      Atomics.store(words, WORD.parts, 0);
      Atomics.store(words, WORD.done, ticket);
      return { ...asked, numbers: given };
    }
    if (!this.#isGiven) return null;
    this.#hasRows = true;
    return { name: "rows", ticket: /** @type {Asked} */ (this.#asked).ticket, at: 0, numbers: ours };
  }
}
