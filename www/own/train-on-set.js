//! From the set to a model on it: asks for the training, with the defaults for few pictures where there are few, and
//! gives the set as a pack.

import { openAsPack, picturesOf } from "./as-pack.js";
import { patchesOf } from "./patches.js";
import { augmentationOf, shareOf } from "./set-settings.js";
import { fewWords, forFew, isFew, isShownWhole } from "./small-set.js";
import { difference } from "../app/options.js";
import { PACKS } from "../data/pack-table.js";
import { openPack } from "../data/packs.js";
import { HOME } from "../lib/spawn-worker.js";
import { OWN_WORDS } from "../strings/own-notices.js";
import { S } from "../strings/strings.js";

/**
 * @typedef {{pictures: import("./as-pack.js").Pictures, settings: import("./set-settings.js").SetSettings,
 *   version: number}} Look What there was to train on at some time.
 * @typedef {import("../app/options.js").Settings} Settings
 * @typedef {import("../app/options.js").Key} Key
 * @typedef {import("./as-pack.js").Opened} Opened
 *
 * @typedef {object} Packs How the packs that the page comes with are opened.
 * @property {(name: import("./types.js").MixName, options: {signal?: AbortSignal}) => Promise<Opened>} open
 */

/** @type {Packs} */
const PAGE_PACKS = {
  async open(name, options) {
    const opened = await openPack(PACKS[name].files, { ...options, base: new URL("data/", HOME) });
    return { ...opened, classes: opened.classes ?? S.packs[name].classes ?? [] };
  },
};

export class TrainOnSet {
  #store;
  #actions;
  #contents;
  #state;
  #queue;
  #intake;
  #packs;
  /** Whether the visitor does not want the defaults for few. */
  #isDeclined = false;
  /** What was opened last, so that the rest of it can be asked for again. @type {Look | null} */
  #last = null;

  /**
   * @param {import("../app/store.js").Store<import("../app/store.js").State>} store
   * @param {import("./image-set.js").Actions} actions
   * @param {import("./contents.js").Contents} contents
   * @param {import("./state.js").SetState} state
   * @param {import("./task-queue.js").TaskQueue} queue
   * @param {import("./types.js").Intake} intake
   * @param {Packs} [packs]
   */
  constructor(store, actions, contents, state, queue, intake, packs = PAGE_PACKS) {
    this.#store = store;
    this.#actions = actions;
    this.#contents = contents;
    this.#state = state;
    this.#queue = queue;
    this.#intake = intake;
    this.#packs = packs;
  }

  /** Asks for a model on the set, which then opens it. */
  async train() {
    this.#actions.dismiss("own");
    this.#actions.dismiss("own-few");
    await this.#queue.settled();
    const before = this.#latest();
    const wanted = this.fit(before);
    const changed = difference(before, wanted);
    if (changed.length > 0) this.#tellFew(before, wanted, changed);
    this.#ask(wanted);
  }

  /**
   * The settings with the defaults for few pictures, where there are few.
   * @param {Settings} settings
   * @returns {Settings}
   */
  fit(settings) {
    const { collection: { count }, settings: { source, mix } } = this.#contents;
    const applies = settings.data === "own" && !this.#isDeclined && isFew({ count, source, mix });
    return applies ? { ...settings, ...forFew(settings) } : settings;
  }

  /** The set as a pack. @param {{signal?: AbortSignal, skip?: number}} options @returns {Promise<Opened>} */
  async open({ signal, skip = 0 } = {}) {
    await this.#queue.settled();
    if (!this.#last || skip === 0) this.#last = await this.#look();
    const { pictures, settings, version } = this.#last;
    const { seed, source } = settings;
    const mix = source === "pictures" && settings.mix ? await this.#packs.open(settings.mix, { signal }) : null;
    const opened = await openAsPack(pictures, {
      intake: this.#intake, augmentation: augmentationOf(settings, pictures.count),
      share: shareOf(settings, pictures.count), seed, mix, skip,
      isShownWhole: isShownWhole({ ...settings, count: pictures.count }),
    });
    const hasPhotos = source === "patches" || this.#contents.collection.pictures > 0;
    return {
      ...opened,
      sameHeldOut: opened.heldOutCount === 0,
      light: pictures.channels === 1 && hasPhotos && mix === null,
      paper: pictures.channels === 3 && source === "pictures" ? 255 : 0,
      taken: () => this.#taken(version, pictures.count, opened.heldOutCount),
    };
  }

  /** What there is to train on now. @returns {Promise<Look>} */
  async #look() {
    const { settings, prepared, photo, collection } = this.#contents;
    const { version } = this.#state;
    const isPhoto = settings.source === "patches";
    const pictures = isPhoto
      ? await patchesOf(photo, settings.cutting, settings.seed, this.#intake)
      : picturesOf(collection, prepared);
    return { pictures, settings, version };
  }

  /** A model stands on it. @param {number} version @param {number} count @param {number} heldOut */
  #taken(version, count, heldOut) {
    this.#state.tell({ trainedVersion: version });
    if (heldOut > 0) return this.#actions.dismiss("own-held-out");
    const text = count === 1 ? OWN_WORDS.one : OWN_WORDS.noneHeldOut;
    const stop = this.#store.subscribe(({ settings }) => {
      if (settings.data === "own") return;
      stop();
      this.#actions.dismiss("own-held-out");
    });
    return this.#actions.notify({ id: "own-held-out", tone: "calm", text });
  }

  /** What the model has or is about to get, on this set. @returns {Settings} */
  #latest() {
    const { pending, settings } = this.#store.get();
    return { ...(pending ?? settings), data: "own" };
  }

  /** @param {Settings} wanted */
  #ask(wanted) {
    if (this.#store.get().settings.data === "own") void this.#actions.again(wanted);
    else this.#actions.changeAll(wanted);
  }

  /**
   * Says that the defaults for few apply, with a way back.
   * @param {Settings} before
   * @param {Settings} wanted
   * @param {Key[]} changed
   */
  #tellFew(before, wanted, changed) {
    const { settings, collection: { count } } = this.#contents;
    const { variants } = augmentationOf(settings, count);
    const undo = () => {
      this.#isDeclined = true;
      this.#actions.dismiss("own-few");
      const augmentation = { ...this.#contents.settings.augmentation, variants: 0 };
      this.#contents.settings = { ...this.#contents.settings, augmentation, chosen: true };
      this.#state.changed();
      this.#ask({ ...this.#latest(), ...Object.fromEntries(changed.map((key) => [key, before[key]])) });
    };
    const actions = [{ label: OWN_WORDS.usual, run: undo }];
    this.#actions.notify({ id: "own-few", tone: "calm", text: fewWords(count, wanted, variants), actions });
    this.#forgetFew(wanted, changed);
  }

  /** Ends the notice once it is not true any more. @param {Settings} wanted @param {Key[]} changed */
  #forgetFew(wanted, changed) {
    let stood = false;
    const stop = this.#store.subscribe(({ settings }) => {
      const isTrue = settings.data === "own" && difference(settings, wanted).every((key) => !changed.includes(key));
      stood ||= isTrue;
      if (isTrue || !stood) return;
      stop();
      this.#actions.dismiss("own-few");
    });
  }
}
