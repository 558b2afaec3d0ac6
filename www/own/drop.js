//! One drop on its way into the set: block by block as the intake brings them, and no picture twice.

import { MOST_BYTES, MOST_CLASSES, MOST_IMAGES, NO_CLASS } from "./limits.js";
import { putSaved, sized } from "./saved-file.js";
import { someRows } from "./some-rows.js";
import { WORDS } from "../strings/intake.js";
import { OWN_WORDS } from "../strings/own-notices.js";

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
  #duplicates;
  #drop;
  #label;
  #signal;
  /** Paths of pictures that the set holds already, each with the path that it holds. @type {Map<string, string>} */
  #twice = new Map();
  /** Pictures for which there was no room. */
  #left = 0;
  #isRemembered = false;
  #isOpening = false;
  /** Saved sets on their way in, one after the other. @type {Promise<void>} */
  #opening = Promise.resolve();

  /**
   * @param {import("./contents.js").Contents} contents
   * @param {Pick<import("./state.js").SetState, "changed">} state
   * @param {import("./saved-file.js").Intake} intake
   * @param {import("./duplicates.js").Duplicates} duplicates
   * @param {{drop: number, label: number, signal: AbortSignal}} options The drop's number, and the label of pictures
   *   without a class of their own.
   */
  constructor(contents, state, intake, duplicates, { drop, label, signal }) {
    this.#contents = contents;
    this.#state = state;
    this.#intake = intake;
    this.#duplicates = duplicates;
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
      this.#later(() => putSaved(opened, this.#contents, this.#intake, this.#signal));
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
    const { classes, blocks } = this.#contents.collection;
    const all = outcomes.map((one) => {
      const other = this.#twice.get(one.path);
      if (other === undefined || one.images > 1) return one;
      const text = other === "" || other === one.path ? OWN_WORDS.sameAsEarlier : WORDS.same(other);
      return { ...one, result: /** @type {const} */ ("left-out"), images: 0, text };
    });
    const last = { path: outcomes.at(-1)?.path ?? "", images: 0 };
    if (this.#left > 0) all.push({ ...last, result: "left-out", text: WORDS.full(MOST_IMAGES, MOST_BYTES) });
    const isWithout = blocks.some((one) => one.drop === this.#drop && one.labels.includes(NO_CLASS));
    if (classes.length === MOST_CLASSES && isWithout) {
      all.push({ ...last, result: "repaired", text: OWN_WORDS.tooManyClasses });
    }
    return all;
  }

  /** @param {() => Promise<void>} put */
  #later(put) {
    this.#opening = this.#opening.then(put).then(() => this.#state.changed());
    this.#opening.catch(() => {}); // `report` waits for it, and fails with it.
  }

  /** @param {Arrival} arrival */
  #add(arrival) {
    const fresh = this.#withoutDuplicates(arrival);
    const count = fresh.count === 0 ? 0 : this.#contents.collection.addBlock(fresh, this.#drop, this.#label);
    this.taken += count;
    this.#left += fresh.count - count;
  }

  /** @param {Arrival} arrival @returns {Arrival} */
  #withoutDuplicates(arrival) {
    const { count, classNames, labels, paths, keys } = arrival;
    if (!paths || !keys) return arrival;
    const { classes } = this.#contents.collection;
    const names = classNames.map((name) => classes.findIndex((one) => one.toLowerCase() === name.trim().toLowerCase()));
    const rows = [];
    for (let row = 0; row < count; row += 1) {
      const label = labels[row] < names.length ? names[labels[row]] : this.#label;
      // A class that the set does not have yet (-1) has no picture.
      const other = label < 0 ? null : this.#duplicates.find(keys[row], label);
      if (other === null) rows.push(row);
      else this.#twice.set(paths[row], other);
    }
    return rows.length === count ? arrival : someRows(arrival, rows);
  }
}
