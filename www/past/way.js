//! The way that the first model has come: where it began, its rungs, and what was steered.

import { MOST_BYTES, Rungs, stepOf } from "./rungs.js";

/**
 * @typedef {import("../keep/page.js").Page} Page
 * @typedef {import("../hourglass.js").Hourglass} Hourglass
 * @typedef {import("../lib/recipe.js").Recipe["moves"]} Moves
 *
 * @typedef {object} Kept What it takes to stand at any step of it.
 * @property {import("../hourglass.js").PartialConfig} config Of its first rung.
 * @property {Moves} moves
 * @property {import("./rungs.js").Rung[]} rungs
 *
 * @typedef {{kept: Kept, file: Uint8Array, id: number}} Left
 */

/** A young model changes fast: so many steps are saved besides the checkpoints. */
const EARLY = [8, 16, 32, 64, 128, 256, 512, 1024, 2048];
/** So many ways can come back. */
export const MOST_LEFT = 4;
/** No more than so many weights: saving larger ones would hold the training up. */
const MOST_WEIGHTS = 1e6;

export class Way {
  #page;
  #heard;
  /** @type {WeakSet<Hourglass>} */
  #known = new WeakSet();
  /** @type {Hourglass | null} */
  #first = null;
  /** The model that it is of, by the page's count. */
  #begun = -1;
  /** @type {import("../hourglass.js").PartialConfig} */
  #config = {};
  /** What was steered since, in the model's own list: once another one is there, it has another list. @type {Moves} */
  #moves = [];
  /** What was steered before the model took its place: where it has gone back to an earlier step. @type {Moves} */
  #before = [];
  /** The way on which the next model will stand. @type {Kept | null} */
  #expected = null;
  /** The ways that were left, the last one last, and where: an undo brings each back. @type {Left[]} */
  #left = [];
  rungs = new Rungs();
  /** Whether weights could not be saved. */
  hasFailed = false;
  /** Counts the ways: what stands on another one is of no use. */
  version = 0;
  /** The runs that the history had last whenever it was asked. @type {WeakSet<Promise<unknown>>} */
  #heardOf = new WeakSet();
  /** Which way it is: one that comes back has the number that it had. */
  id = 0;
  #ids = 0;
  /** The step up to which this way is the one before. */
  reached = 0;

  /**
   * @param {Page} page
   * @param {() => void} heard Another model, or one that has gone back.
   */
  constructor(page, heard) {
    this.#page = page;
    this.#heard = heard;
  }

  /** Looks whether another model is there. */
  update() {
    const { begun } = this.#page.store.get();
    const { first } = this.#page.models;
    const file = this.#unheard();
    if (!first || (first === this.#first && begun === this.#begun)) return;
    if (this.#first) this.#part(file);
    [this.#first, this.#begun] = [first, begun];
    this.#listen(first);
    this.#begin(first);
    this.version += 1;
    this.#heard();
  }

  /**
   * This way is left. Where an undo can bring its model back, that way is kept with the file of it.
   * @param {Promise<Uint8Array | null> | null} file
   */
  #part(file) {
    const [kept, { id }] = [this.upTo(), this];
    // The history may hear of a change right after it.
    setTimeout(async () => this.leave(kept, await (file ?? this.#unheard()), id));
  }

  /** The run that a change has left, if the history has heard of one since it was asked last. */
  #unheard() {
    const { newest } = this.#page.actions.history;
    if (!newest || this.#heardOf.has(newest)) return null;
    this.#heardOf.add(newest);
    return newest;
  }

  /** @param {Hourglass} first */
  #begin(first) {
    const { recipe, checkpoint } = first;
    this.#moves = first.moves;
    const at = checkpoint ? this.#left.findLastIndex(({ file }) => isSame(file, checkpoint)) : -1;
    const isBack = at >= 0;
    const expected = this.#expected ?? (isBack ? this.#left[at].kept : null);
    this.id = isBack ? this.#left[at].id : this.#ids += 1;
    if (isBack) this.#left.splice(at);
    this.#expected = null;
    this.hasFailed = false;
    this.#before = expected?.moves ?? [];
    this.#config = expected?.config ?? recipe?.config ?? first.info.config;
    this.rungs = new Rungs(expected?.rungs ?? (recipe ? [{ step: 0, bytes: null }] : []));
    // A model out of a file has posted its weights when it was loaded.
    if (!recipe && checkpoint) this.rungs.add({ step: stepOf(checkpoint), bytes: checkpoint });
    else if (!recipe) void this.save();
    this.reached = isBack ? 0 : this.rungs.newest?.step ?? 0;
  }

  /** @param {Hourglass} first */
  #listen(first) {
    if (this.#known.has(first)) return;
    this.#known.add(first);
    const isThis = () => first === this.#first && this.#page.store.get().begun === this.#begun;
    first.addEventListener("checkpoint", ({ detail: { step, bytes } }) => {
      if (isThis() && bytes) this.rungs.add({ step, bytes });
    });
    first.addEventListener("snapshot", ({ detail: { step } }) => {
      if (!isThis()) return;
      if (step < (this.rungs.newest?.step ?? 0)) this.#goBack(step);
      const newest = this.rungs.newest?.step ?? 0;
      if (EARLY.some((early) => newest < early && step >= early && step < 2 * early)) void this.save();
    });
  }

  /**
   * The model has gone back to earlier weights, and what it trains from here on differs from what it trained before.
   * @param {number} step
   */
  #goBack(step) {
    this.rungs.forget(step);
    this.reached = step;
    for (const move of this.#moves) move.step = Math.min(move.step, step);
    this.version += 1;
    void this.save();
    this.#heard();
  }

  /** One more rung, at the model's present step. */
  async save() {
    const [first, { version }] = [this.#first, this];
    if (!first || first.info.nParams > MOST_WEIGHTS) return;
    try {
      const bytes = await first.save(true);
      if (version === this.version) this.rungs.add({ step: stepOf(bytes), bytes });
    } catch {
      this.hasFailed = true; // there are fewer rungs
    }
  }

  get first() {
    return this.#first;
  }

  get config() {
    return this.#config;
  }

  /** @returns {Moves} */
  get moves() {
    return [...this.#before, ...this.#moves];
  }

  /** At which step it begins; null where nothing of it is known. */
  get begins() {
    return this.rungs.first?.step ?? null;
  }

  /** As much of it as lies before a step. @returns {Kept} */
  upTo(step = Infinity) {
    const moves = this.moves.filter((move) => move.step <= step).map((move) => ({ ...move }));
    return { config: this.#config, moves, rungs: this.rungs.all.filter((rung) => rung.step <= step) };
  }

  /** The next model will stand on this way. @param {Kept | null} kept */
  expect(kept) {
    this.#expected = kept;
  }

  /**
   * A way whose model may come back. All that were left have as much room for rungs as the present one.
   * @param {Kept} kept
   * @param {Uint8Array | null} file The model as it was left.
   * @param {number} id
   */
  leave(kept, file, id) {
    if (!file) return;
    const few = { ...kept, rungs: new Rungs(kept.rungs, MOST_BYTES / MOST_LEFT).all };
    this.#left = [...this.#left.filter((one) => one.id !== id), { kept: few, file, id }].slice(-MOST_LEFT);
  }
}

/** @param {Uint8Array} a @param {Uint8Array} b */
const isSame = (a, b) => a.length === b.length && a.every((byte, idx) => byte === b[idx]);
