//! One drop on its way into the set, block by block as the intake brings them.

import { MOST_BYTES, MOST_IMAGES } from "./limits.js";
import { putSaved, sized } from "./saved-file.js";
import { WORDS } from "../strings/intake.js";

/** Up to so many files that are there already are named; more are counted. */
const MOST_THERE = 20;

/**
 * @typedef {import("./types.js").Arrival} Arrival
 * @typedef {import("./types.js").Outcome} Outcome
 */

export class Drop {
  /** Pictures that the set has taken. */
  taken = 0;
  #contents;
  #state;
  #intake;
  #drop;
  #label;
  #signal;
  /** Pictures for which there was no room. */
  #left = 0;
  /** For each saved set, how many of its pictures were there already. @type {number[]} */
  #twice = [];
  #isRemembered = false;
  #isOpening = false;
  /** Saved sets on their way in, one after the other. @type {Promise<void>} */
  #opening = Promise.resolve();

  /**
   * @param {import("./contents.js").Contents} contents
   * @param {Pick<import("./state.js").SetState, "changed">} state
   * @param {import("./saved-file.js").Intake} intake
   * @param {{drop: number, label: number, signal: AbortSignal}} options The drop's number, and the label of pictures
   *   without a class of their own.
   */
  constructor(contents, state, intake, { drop, label, signal }) {
    this.#contents = contents;
    this.#state = state;
    this.#intake = intake;
    this.#drop = drop;
    this.#label = label;
    this.#signal = signal;
  }

  /** @param {Arrival} arrival */
  block(arrival) {
    if (!this.#isRemembered) this.#contents.collection.remember({ adds: "drop" });
    this.#isRemembered = true;
    const { opened } = arrival;
    if (opened) {
      this.#isOpening = true;
      this.#later(async () => {
        this.#twice.push(await putSaved(opened, this.#contents, this.#intake, this.#signal));
      });
    } else if (this.#isOpening) {
      // A set that was opened may have brought another size.
      this.#later(async () => this.#add(await sized(arrival, this.#contents.prepared, this.#intake, this.#signal)));
    } else this.#add(arrival);
  }

  /**
   * What became of the files, once all of them have come.
   * @param {Outcome[]} outcomes
   * @returns {Promise<Outcome[]>}
   */
  async report(outcomes) {
    await this.#opening;
    const isThere = (/** @type {Outcome} */ { text }) => text === WORDS.same("");
    const there = outcomes.filter(isThere).length;
    const some = there > MOST_THERE ? outcomes.filter((one) => !isThere(one)) : outcomes;
    const twice = this.#twice.values();
    const all = some.map((one) => {
      const count = one.text === WORDS.opened ? twice.next().value ?? 0 : 0;
      return count > 0 ? { ...one, images: one.images - count, text: `${one.text} ${WORDS.twice(count)}` } : one;
    });
    const leftOut = /** @type {const} */ ({ images: 0, result: "left-out" });
    if (there > MOST_THERE) all.push({ path: WORDS.drop, ...leftOut, text: WORDS.there(there) });
    if (this.#left > 0) all.push({ path: WORDS.drop, ...leftOut, text: WORDS.full(MOST_IMAGES, MOST_BYTES) });
    return all;
  }

  /** @param {() => Promise<void>} put */
  #later(put) {
    this.#opening = this.#opening.then(put).then(() => this.#state.changed());
    this.#opening.catch(() => {}); // `report` waits for it, and fails with it.
  }

  /** @param {Arrival} arrival */
  #add(arrival) {
    const count = arrival.count === 0 ? 0 : this.#contents.collection.addBlock(arrival, this.#drop, this.#label);
    this.taken += count;
    this.#left += arrival.count - count;
  }
}
