//! What the page is told of the set: the part `own` of the page's state.

import { NOTHING } from "./counts.js";
import { isFew } from "./small-set.js";
import { augmentationOf, shareOf } from "./set-settings.js";

/**
 * @typedef {import("./types.js").OwnState} OwnState
 *
 * @typedef {Pick<OwnState, "version" | "resized" | "trainedVersion" | "progress" | "report" | "keeping" | "kept"
 *   | "fit" | "counts">} Told What does not follow from the set's contents.
 */

export class SetState {
  #store;
  #contents;
  /** @type {Told} */
  #told;
  /** @type {(() => void)[]} */
  #listeners = [];

  /**
   * @param {import("../app/store.js").Store<import("../app/store.js").State>} store
   * @param {import("./contents.js").Contents} contents
   */
  constructor(store, contents) {
    this.#store = store;
    this.#contents = contents;
    this.#told = {
      version: 0, resized: 0, trainedVersion: null, progress: null, report: null, keeping: "off", kept: null,
      counts: { ...NOTHING, version: -1 }, fit: (wanted) => wanted,
    };
  }

  /** Rises with every change of the set. */
  get version() {
    return this.#told.version;
  }

  /** Tells the page how the set stands. @param {Partial<Told>} [patch] */
  tell(patch) {
    this.#told = { ...this.#told, ...patch };
    this.#store.set({ own: stateOf(this.#contents, this.#told) });
  }

  /** To be called after each change of the set. @param {Partial<Told>} [patch] */
  changed(patch) {
    this.tell({ ...patch, version: this.version + 1 });
    for (const listener of this.#listeners) listener();
  }

  /** @param {() => void} listener Called after each change. */
  whenChanged(listener) {
    this.#listeners.push(listener);
  }
}

/**
 * @param {import("./contents.js").Contents} contents
 * @param {Told} told
 * @returns {OwnState}
 */
function stateOf({ collection, settings, photo, canPrepareAgain, tables }, told) {
  const { drawings, pictures, classes, classCounts, withoutClass, canUndo } = collection;
  const { preparation, colorChosen, seed, mix, source, cutting } = settings;
  const count = drawings.length + pictures;
  return {
    ...told, tables, drawings: drawings.length, pictures, classes, classCounts, withoutClass, canUndo,
    canPrepareAgain, preparation, inColor: preparation.channels === 3 && !colorChosen ? collection.colored() : 0,
    seed, mix, source, cutting, photo, augmentation: augmentationOf(settings, count),
    share: shareOf(settings, source === "patches" ? told.counts.all : count), few: isFew({ count, source, mix }),
  };
}
