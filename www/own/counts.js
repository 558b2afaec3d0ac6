//! How many pictures are held out and trained on. The engine makes the split, so it is asked for the numbers.

import { augmentationOf, shareOf } from "./set-settings.js";

/**
 * @typedef {Omit<import("./types.js").SetCounts, "version">} Counts
 * @typedef {import("./contents.js").Contents} Contents
 * @typedef {Pick<import("./types.js").Intake, "counts">} Intake
 */

/** The intake's worker may be lost to another file meanwhile: the question is put so often in a row. */
const TRIES = 3;

/** Of an empty set. @type {Counts} */
export const NOTHING = { all: 0, heldOut: 0, training: 0, variants: 0, variantsOfEach: 0, patches: 0 };

/** Keeps the numbers in the state true: after changes it asks for them, one question at a time. */
export class SetCounts {
  #contents;
  #intake;
  #state;
  #queue;
  #isAsking = false;
  #isStale = false;

  /**
   * @param {Contents} contents
   * @param {Intake} intake
   * @param {import("./state.js").SetState} state
   * @param {Pick<import("./task-queue.js").TaskQueue, "failed">} queue
   */
  constructor(contents, intake, state, queue) {
    this.#contents = contents;
    this.#intake = intake;
    this.#state = state;
    this.#queue = queue;
  }

  /** After a change. What changes while a question is on its way is one more question, however much that is. */
  ask() {
    this.#isStale = true;
    if (!this.#isAsking) void this.#run().catch((cause) => this.#queue.failed(cause));
  }

  async #run() {
    this.#isAsking = true;
    try {
      for (let tries = 1; this.#isStale;) {
        await null; // Several changes at once are one question.
        this.#isStale = false;
        try {
          const { version } = this.#state;
          const counts = await countsOf(this.#contents, this.#intake);
          this.#state.tell({ counts: { ...counts, version } });
          tries = 1;
        } catch (cause) {
          if (tries === TRIES) throw cause;
          tries += 1;
          this.#isStale = true;
        }
      }
    } finally {
      this.#isAsking = false;
    }
  }
}

/**
 * @param {Contents} contents
 * @param {Intake} intake
 * @returns {Promise<Counts>}
 */
async function countsOf({ collection, settings, photo }, intake) {
  const { source, preparation: { size, channels } } = settings;
  if (photo && source === "patches") return patchCounts(photo, settings, intake);
  const patches = photo ? (await patchCounts(photo, settings, intake)).all : 0;
  const { count, classCounts, withoutClass } = collection;
  if (count === 0 || source === "patches") return { ...NOTHING, patches };
  const counts = await intake.counts({
    sizes: [...classCounts, withoutClass], photo: null, features: size * size * channels,
    share: shareOf(settings, count), variants: augmentationOf(settings, count).variants,
  });
  return { ...counts, patches };
}

/**
 * @param {import("./types.js").Photo} photo
 * @param {import("./set-settings.js").SetSettings} settings
 * @param {Intake} intake
 * @returns {Promise<Counts>}
 */
async function patchCounts({ width, height, channels }, settings, intake) {
  const { cutting } = settings;
  const features = cutting.side ** 2 * channels;
  const division = { sizes: [], photo: { width, height }, cutting, features, variants: 0 };
  // The usual share depends on how many patches there are.
  const { all } = await intake.counts({ ...division, share: 0 });
  return { ...await intake.counts({ ...division, share: shareOf(settings, all) }), patches: all };
}
