//! A session's own buffers as this worker's arrays: what a step that several workers compute is made of.

/** @typedef {import("./engine.js").SharedSession} Session */

/**
 * Rows of a batch: from the first to before the last one.
 * @typedef {{from: number, to: number}} Rows
 */

/**
 * Arrays of a session. Those of the feed and of both sides hold a batch row by row.
 * @typedef {object} Arrays
 * @property {Float32Array[]} feed what should come out, what goes in if that is something else, and samples
 * @property {Float32Array[]} terms what each row adds to the loss
 * @property {Float32Array[]} values the model's numbers
 * @property {Float32Array[]} gradients
 * @property {Float32Array[]} encoder what the encoder's gradients are computed from; empty if they cannot be apart
 * @property {Float32Array[]} decoder likewise
 */

/** Reads and writes the buffers of one session. */
export class SharedBuffers {
  #session;
  #memory;
  #features;
  /** @type {ArrayBuffer | null} */
  #seen = null;
  /** @type {Arrays} */
  #arrays = { feed: [], terms: [], values: [], gradients: [], encoder: [], decoder: [] };

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
    return this.arrays.feed[0].length / this.#features;
  }

  /** The arrays as they are now: memory that has grown has other ones. */
  get arrays() {
    if (this.#seen !== this.#memory.buffer) this.#arrays = this.#read();
    return this.#arrays;
  }

  /** @returns {Arrays} */
  #read() {
    const places = this.#session.buffers();
    const { buffer } = this.#memory; // read after the call, by which the memory may have grown
    this.#seen = buffer;
    const [whole, encoder, decoder] = places;
    const between = (/** @type {number} */ from, /** @type {number} */ to) => {
      const found = [];
      for (let i = from; i < to; i += 2) {
        const length = places[i + 1];
        // An empty buffer lies nowhere.
        found.push(new Float32Array(buffer, length && places[i], length));
      }
      return found;
    };
    const [target, noisy, epsilon, terms, ...params] = between(3, whole);
    return {
      feed: [target, noisy, epsilon],
      terms: [terms],
      values: params.filter((_, i) => i % 2 === 0),
      gradients: params.filter((_, i) => i % 2 === 1),
      encoder: between(whole, encoder),
      decoder: between(encoder, decoder),
    };
  }

  /** Whether the gradients of a side can be computed apart. */
  get hasSides() {
    return this.arrays.decoder.length > 0;
  }

  /** The gradients of the encoder and the heads: the decoder's side has two buffers for each of its layers. */
  get encoderGradients() {
    const { gradients, decoder } = this.arrays;
    return gradients.slice(0, gradients.length - decoder.length);
  }

  /** Those rows of arrays that hold a batch. @param {Float32Array[]} arrays @param {Rows} rows */
  rowsOf(arrays, { from, to }) {
    const { capacity } = this;
    return arrays.map((array) => {
      const width = array.length / capacity;
      return array.subarray(from * width, to * width);
    });
  }

  /** Moves the first rows to where a part of a batch belongs. @param {Float32Array[]} arrays @param {Rows} rows */
  moveRows(arrays, { from, to }) {
    const { capacity } = this;
    for (const array of arrays) {
      const width = array.length / capacity;
      array.copyWithin(from * width, 0, (to - from) * width);
    }
  }
}

/** Numbers in arrays. @param {Float32Array[]} arrays */
export const lengthOf = (arrays) => arrays.reduce((sum, { length }) => sum + length, 0);

/**
 * Copies arrays one after the other into one that can be handed over: a used one, if there is one that has room.
 * @param {Float32Array[]} arrays
 * @param {Float32Array<ArrayBuffer>[]} used
 */
export function pack(arrays, used) {
  const length = lengthOf(arrays);
  const last = used.pop();
  const to = last && last.length >= length ? last : new Float32Array(length);
  packInto(to, arrays);
  return to;
}

/** The same into one that has room. @param {Float32Array} to @param {Float32Array[]} arrays */
export function packInto(to, arrays) {
  let at = 0;
  for (const array of arrays) {
    to.set(array, at);
    at += array.length;
  }
}

/** And back. @param {Float32Array} from @param {Float32Array[]} arrays */
export function unpack(from, arrays) {
  let at = 0;
  for (const array of arrays) {
    array.set(from.subarray(at, at + array.length));
    at += array.length;
  }
}
