//! A session's own buffers as this worker's arrays: what a step that several workers compute is made of.

/** @typedef {import("./engine.js").Session} Session */

/**
 * Rows of a batch as they are handed over: from the first to before the last one.
 * @typedef {{from: number, to: number}} Rows
 */

/** Buffers that hold a batch, row by row: what should come out, what goes in, samples, and terms of the loss. */
const FEED = 4;
const TERMS = 3;

/** The numbers that workers exchange lie in one array, weights or gradients first. */
export class SharedBuffers {
  #session;
  #memory;
  /** @type {ArrayBuffer | null} */
  #seen = null;
  /** @type {Float32Array[]} */
  #arrays = [];
  #features;

  /**
   * @param {Session} session
   * @param {{buffer: ArrayBuffer}} memory the module's
   * @param {number} features numbers of an image
   */
  constructor(session, memory, features) {
    this.#session = session;
    this.#memory = memory;
    this.#features = features;
  }

  /** Rows for which the buffers have room: those of a whole batch. */
  get capacity() {
    return this.#current[0].length / this.#features;
  }

  /** Numbers of the model. */
  get size() {
    return this.#values.reduce((sum, { length }) => sum + length, 0);
  }

  /** Numbers that a batch's rows are given, or have for an answer. @param {number} rows @param {boolean} isAnswer */
  lengthOf(rows, isAnswer) {
    if (isAnswer) return this.size + rows * TERMS;
    const given = this.#feed.slice(0, -1).reduce((sum, { length }) => sum + length, 0);
    return this.size + (given / this.capacity) * rows;
  }

  /** The weights, and what the rows are computed from. @param {Float32Array} to @param {Rows} rows */
  writeGiven(to, rows) {
    copyOut([...this.#values, ...this.#rowsOf(this.#feed.slice(0, -1), rows)], to);
  }

  /** @param {Float32Array} from @param {Rows} rows */
  readGiven(from, rows) {
    copyIn([...this.#values, ...this.#rowsOf(this.#feed.slice(0, -1), rows)], from);
    this.#session.takeWeights();
  }

  /** The gradients, and the rows' terms of the loss. @param {Float32Array} to @param {Rows} rows */
  writeAnswer(to, rows) {
    copyOut([...this.#gradients, ...this.#rowsOf(this.#feed.slice(-1), rows)], to);
  }

  /** Adds the gradients, and takes the terms. @param {Float32Array} from @param {Rows} rows */
  addAnswer(from, rows) {
    const { size } = this;
    this.#session.addShard(from.subarray(0, size));
    copyIn(this.#rowsOf(this.#feed.slice(-1), rows), from.subarray(size));
  }

  get #feed() {
    return this.#current.slice(0, FEED);
  }

  get #values() {
    return this.#current.filter((_, i) => i >= FEED && i % 2 === 0);
  }

  get #gradients() {
    return this.#current.filter((_, i) => i >= FEED && i % 2 === 1);
  }

  /** Memory that has grown has other arrays; the addresses in it stay. */
  get #current() {
    if (this.#seen !== this.#memory.buffer) {
      const places = this.#session.buffers();
      this.#seen = this.#memory.buffer;
      this.#arrays = [];
      for (let i = 0; i < places.length; i += 2) {
        this.#arrays.push(new Float32Array(this.#seen, places[i], places[i + 1]));
      }
    }
    return this.#arrays;
  }

  /** @param {Float32Array[]} arrays @param {Rows} rows */
  #rowsOf(arrays, { from, to }) {
    return arrays.map((array) => {
      const width = array.length / this.capacity;
      return array.subarray(from * width, to * width);
    });
  }
}

/** @param {Float32Array[]} arrays @param {Float32Array} to */
function copyOut(arrays, to) {
  let at = 0;
  for (const array of arrays) {
    to.set(array, at);
    at += array.length;
  }
}

/** @param {Float32Array[]} arrays @param {Float32Array} from */
function copyIn(arrays, from) {
  let at = 0;
  for (const array of arrays) {
    array.set(from.subarray(at, at + array.length));
    at += array.length;
  }
}
