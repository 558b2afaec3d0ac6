//! The models before the last changes, and the way back to each: its settings, weights, step and curves.

import { S } from "../strings/strings.js";
import { withRun } from "./earlier-runs.js";
import { attempt } from "./faults.js";
import { ONE_MOVE } from "./marks.js";
import { areOthers } from "./options.js";
import { dismiss, notify } from "./notices.js";
import { clockFor, UNTRAINED } from "./run-clock.js";
import { until } from "./store.js";

/**
 * @typedef {import("./store.js").State} State
 * @typedef {import("./options.js").Settings} Settings
 * @typedef {import("./options.js").Key} Key
 * @typedef {import("../hourglass.js").Hourglass} Hourglass
 *
 * @typedef {object} Kept What it takes to bring a model back.
 * @property {Settings} settings
 * @property {Promise<Uint8Array | null>} file Its run; null where the model stood at its first step, or where its run
 *   is too large to be kept or its worker has died.
 *
 * @typedef {object} Before What trained before a change.
 * @property {Kept} first
 * @property {Kept | null} second A second model beside the first.
 * @property {import("./earlier-runs.js").EarlierRun[]} earlierRuns
 * @property {import("./run-clock.js").Clock} clock For how long it had trained.
 * @property {import("./marks.js").Mark[]} marks What was changed while it did.
 * @property {boolean} [isOpened] Whether it comes out of a file, and did not train here before.
 * @property {() => Promise<void>} [back] Brings it back with more than models, as what a file that was opened replaced.
 *
 * @typedef {object} Change
 * @property {Settings} from What the model had, or was on its way to.
 * @property {Settings} wanted
 * @property {string | null} control What was moved; null for all at once.
 * @property {number} at When, in ms.
 *
 * @typedef {object} Move Settings that were steered while their model went on.
 * @property {Side} model
 * @property {Key[]} keys
 * @property {Settings} from
 *
 * @typedef {Before & {control: string | null, at: number, bytes: number, move: Move | null}} Entry
 *
 * @typedef {object} Side One of the two models.
 * @property {Pick<import("./change-settings.js").ChangePath, "settled" | "steerBack">} changes
 * @property {boolean} isThere
 * @property {(before: Before) => Promise<Partial<State>>} bringBack Puts it in its place, and gives what the page shows
 *   of it.
 */

/** So many changes can be taken back. */
const MOST_CHANGES = 20;
/** So much memory may the kept runs take, in bytes. */
const MOST_BYTES = 128e6;
/** A weight with its two running means, in bytes. */
const BYTES_A_WEIGHT = 12;

export class ChangeHistory {
  #store;
  #models;
  #run;
  /** @type {Entry[]} */
  #entries = [];
  /** The second model's, which stands before the first's begins. @type {Side[]} */
  #sides = [];
  /** One undo at a time. @type {Promise<void>} */
  #turn = Promise.resolve();

  /**
   * @param {import("./store.js").Store<State>} store
   * @param {import("./models.js").Models} models
   * @param {Pick<import("./run-control.js").RunControl, "goesOn" | "begun">} run
   */
  constructor(store, models, run) {
    this.#store = store;
    this.#models = models;
    this.#run = run;
  }

  /** The first model's run as the last change left it. @returns {Promise<Uint8Array | null> | null} */
  get newest() {
    return this.#entries.at(-1)?.first.file ?? null;
  }

  /** @param {Side} side */
  add(side) {
    this.#sides.unshift(side);
  }

  /**
   * What trains now. To be called before a change is asked for: what is asked of a model it answers in order.
   * @param {boolean} [withRuns] Whether the models' runs are kept, too.
   */
  capture(withRuns = true) {
    const { settings, compare, info, earlierRuns, clock, marks } = this.#store.get();
    const { first, second } = withRuns ? this.#models : { first: null, second: null };
    return /** @type {Before} */ ({
      first: { settings, file: runOf(first, info) },
      second: compare && { settings: compare.settings, file: runOf(second, compare.info) },
      earlierRuns,
      clock: clockFor(clock, "paused"),
      marks,
    });
  }

  /** What trains now, once its run is here: its worker may then end. A second model ends with its images. */
  async captureAlone() {
    const before = this.capture();
    await before.first.file;
    return { ...before, second: null };
  }

  /**
   * Keeps the way back from what has just changed, and says what has.
   * @param {Before} before
   * @param {"first" | "second"} side Whose settings have changed.
   * @param {Change[]} changes One, or those that came while the one before was on its way: each has its own way back.
   * @param {(from: Settings) => string} sentence
   */
  keep(before, side, changes, sentence) {
    for (const [idx, { from, control: moved, at }] of changes.entries()) {
      const control = moved && `${side}: ${moved}`;
      const last = this.#entries.at(-1);
      const isOneMove = control !== null && last?.control === control && at - last.at < ONE_MOVE;
      if (isOneMove) last.at = at;
      else this.#push(idx === 0 ? before : untrained(before, side, from), control, at);
    }
    this.#tell(sentence(this.#entries.at(-1)?.[side]?.settings ?? changes[0].from));
  }

  /**
   * Keeps the way back from what was no change of settings.
   * @param {Before} before
   * @param {string} text
   */
  keepAll(before, text) {
    this.#push(before, null, performance.now());
    this.#tell(text);
  }

  /**
   * Keeps the way back from what has only steered a model: its weights stay.
   * @param {Move} move
   */
  keepMove(move) {
    const [control, at, last] = [move.keys.join(), performance.now(), this.#entries.at(-1)];
    const isOneMove = last?.move?.model === move.model && last.control === control && at - last.at < ONE_MOVE;
    if (last && isOneMove) last.at = at;
    else this.#push(this.capture(false), control, at, move);
  }

  /**
   * @param {Before} before
   * @param {string | null} control
   * @param {number} at
   * @param {Move | null} [move]
   */
  #push(before, control, at, move = null) {
    const entry = { ...before, control, at, bytes: 0, move };
    this.#entries.push(entry);
    this.#entries.splice(0, this.#entries.length - MOST_CHANGES);
    void Promise.all([before.first.file, before.second?.file]).then((files) => {
      entry.bytes = files.reduce((sum, file) => sum + (file?.length ?? 0), 0);
      let bytes = 0;
      const tooMuch = this.#entries.findLastIndex((one) => (bytes += one.bytes) > MOST_BYTES);
      this.#entries.splice(0, tooMuch + 1);
    });
  }

  /** @param {string} text */
  #tell(text) {
    const told = this.#entries.at(-1);
    const actions = told ? [{ label: S.notices.undo, run: () => void this.undo(told) }] : [];
    notify(this.#store, { id: "changed", tone: "calm", text, actions, fades: true });
  }

  /**
   * Brings the model before the last change back. What has trained since stays as an earlier run.
   * @param {Entry} [told] The change that a message has told of: what was steered since goes with it.
   */
  undo(told) {
    this.#turn = this.#turn.then(() => attempt(this.#store, () => this.#undo(told)));
    return this.#turn;
  }

  /** The last change, off the list. @param {Entry | undefined} told @returns {Entry | undefined} */
  #last(told) {
    const entry = this.#entries.pop();
    if (!entry?.move) return entry;
    const isSince = entry !== told && this.#entries.some((one) => one === told);
    return isSince || !entry.move.model.isThere ? this.#last(told) : entry;
  }

  /** @param {Entry | undefined} told @returns {Promise<void>} */
  async #undo(told) {
    // A change on its way is the last one. Other images that are wanted simply do not come; those of an undo before do.
    const { switching } = this.#store.get();
    if (switching?.isBack) await until(this.#store, (state) => state.switching === null);
    else if (switching) return this.#keepImages(switching);
    for (const { changes } of this.#sides) await changes.settled();
    const entry = this.#last(told);
    if (!entry) {
      notify(this.#store, { id: "changed", tone: "calm", text: S.notices.nothingToUndo, fades: true });
      return;
    }
    dismiss(this.#store, "changed");
    if (entry.move) return this.#moveBack(entry.move, entry.marks);
    const { settings } = entry.first;
    if (!entry.back && areOthers(settings, this.#store.get().settings)) {
      this.#store.emit("switch-data", { wanted: settings, back: entry });
      return;
    }
    try {
      await (entry.back ? entry.back() : this.bringBack(entry));
    } catch (cause) {
      this.#entries.push(entry);
      throw cause;
    }
    this.tellBack();
  }

  /** @param {import("./store.js").Switching} switching */
  #keepImages({ cancel }) {
    cancel();
    this.#tell(S.notices.imagesStay);
  }

  /**
   * @param {Move} move
   * @param {import("./marks.js").Mark[]} marks Those before it.
   * @returns {Promise<void> | void}
   */
  #moveBack({ model, keys, from }, marks) {
    const change = model.changes.steerBack(keys, from);
    // What was moved and moved back is no change.
    if (!change) return this.#undo(undefined);
    this.#store.set({ marks });
    this.#tell(S.notices.movedBack(change, this.#entries.length));
  }

  /** @param {Before} entry @param {boolean} [again] Whether it trains then; as what trains now, if absent. */
  async bringBack(entry, again) {
    const goes = this.#run.goesOn();
    /** @type {Partial<State>} */
    const patch = {
      earlierRuns: withRun({ ...this.#store.get(), earlierRuns: entry.earlierRuns }), clock: entry.clock,
      marks: entry.marks,
    };
    for (const side of this.#sides) Object.assign(patch, await side.bringBack(entry));
    this.#run.begun(patch, again ?? goes);
  }

  /** Keeps a model that was to come back, and whose images have not come. @param {Before} before */
  notBack(before) { this.#push(before, null, performance.now()); }

  /** Says where the model that is back stands. */
  tellBack() {
    const step = this.#models.first?.step ?? 0;
    this.#tell(S.notices.undone(step, this.#entries.length));
  }
}

/**
 * The same before another change: a model at its first step.
 * @param {Before} before
 * @param {"first" | "second"} side
 * @param {Settings} settings
 * @returns {Before}
 */
const untrained = (before, side, settings) =>
  ({ ...before, [side]: { settings, file: none }, clock: UNTRAINED, marks: [] });

/** @type {Promise<null>} */
const none = Promise.resolve(null);

/**
 * A model's run as a file, if there is one to keep.
 * @param {Hourglass | null} hourglass
 * @param {import("./store.js").ModelInfo | null} info
 * @returns {Promise<Uint8Array | null>}
 */
function runOf(hourglass, info) {
  const isTooLarge = (info?.nParams ?? 0) * BYTES_A_WEIGHT > MOST_BYTES;
  if (!hourglass?.step || isTooLarge) return none;
  // Of a worker that has died the last checkpoint is left.
  return hourglass.save(true).catch(() => hourglass.checkpoint);
}

/**
 * Puts a kept model into an hourglass on the same images.
 * @param {Hourglass} hourglass
 * @param {Kept} kept
 * @param {Record<string, unknown>} config Of the same settings.
 * @returns {Promise<import("./store.js").ModelInfo>}
 */
export async function bring(hourglass, kept, config) {
  const file = await kept.file;
  return file ? hourglass.load(file) : hourglass.reconfigure(config);
}
