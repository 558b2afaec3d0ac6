//! What goes between the training worker and one helper as messages: numbers in buffers that are handed over, and come
//! back with a later message to be used again. Both ends are alike.

import { pack } from "./shared-buffers.js";

/** @typedef {Float32Array<ArrayBuffer>} Numbers */
/** Arrays that go back to who packed them, by the name of their message.
 * @typedef {{name: string, numbers: Numbers}} Used */

/**
 * What helpers are asked for: weights, and rows `from` to `to` of a batch that has `of`. By sides the whole batch comes
 * along, then, under the same ticket, the other rows of the encoder's side.
 * @typedef {{name: "shards" | "side", ticket: number, step: number, of: number, from: number, to: number}} Asked
 * What they answer, `at` being the first row of a shard.
 * @typedef {{name: "shard" | "rows" | "gradients", ticket: number, at: number}} Answered
 */

/** A message as it is heard. @template Said @typedef {Said & {numbers: Float32Array}} Heard */

/**
 * One end, as both ways of a step use it.
 * @typedef {object} Wire
 * @property {boolean} isShared whether answers lie in memory until somebody looks
 * @property {(said: Asked | Answered, arrays: Float32Array[]) => void} say
 * @property {(heard: Heard<{name: string}>) => void} release the numbers were read
 */

/** @implements {Wire} */
export class MessageWire {
  isShared = false;
  #post;
  /** @type {Map<string, Numbers[]>} */
  #pools = new Map();
  /** @type {Used[]} */
  #used = [];

  /** @param {(message: object, transfer: Transferable[]) => void} post */
  constructor(post) {
    this.#post = post;
  }

  /** @param {Asked | Answered} said @param {Float32Array[]} arrays */
  say(said, arrays) {
    const numbers = pack(arrays, this.#pool(said.name));
    const used = this.#used.splice(0);
    this.#post({ ...said, numbers, used }, [numbers.buffer, ...used.map((array) => array.numbers.buffer)]);
  }

  /** Takes what came back with a message. @param {{used?: Used[]}} heard */
  hear({ used = [] }) {
    for (const { name, numbers } of used) this.#pool(name).push(numbers);
  }

  /** @param {Heard<{name: string}>} heard */
  release({ name, numbers }) {
    this.#used.push({ name, numbers: /** @type {Numbers} */ (numbers) });
  }

  /** @param {string} name */
  #pool(name) {
    const pool = this.#pools.get(name) ?? [];
    this.#pools.set(name, pool);
    return pool;
  }
}
