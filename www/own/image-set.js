//! The visitor's own set: all that the page can do with it.

import { AddFiles } from "./add-files.js";
import { addPrepared, prepared } from "./add-prepared.js";
import { Autosave } from "./autosave.js";
import { bitmapAsFile } from "./browser-files.js";
import { Contents } from "./contents.js";
import { SetCounts } from "./counts.js";
import { SetDatabase } from "./database.js";
import { createIntake } from "./intake.js";
import { NO_CLASS } from "./limits.js";
import { OwnColor } from "./own-color.js";
import { readPhoto, wholePhoto } from "./patches.js";
import { ReadTable } from "./read-table.js";
import { previewOf, variantsOf } from "./preview.js";
import { reprepare } from "./reprepare.js";
import { toSaved } from "./saved-file.js";
import { cleanAugmentation, cleanCutting, cleanPreparation, cleanSeed, cleanShare, shapeOf } from "./set-settings.js";
import { SetState } from "./state.js";
import { TaskQueue } from "./task-queue.js";
import { TrainOnSet } from "./train-on-set.js";
import { pageOf } from "./tray-page.js";
import { OWN_WORDS } from "../strings/own-notices.js";

/**
 * @typedef {import("./types.js").Ink} Ink
 * @typedef {import("./types.js").Outcome} Outcome
 * @typedef {import("./types.js").Source} Source
 * @typedef {import("./types.js").MixName} MixName
 * @typedef {import("../app/store.js").Store<import("../app/store.js").State>} Store
 * @typedef {Pick<import("../app/actions.js").Actions, "notify" | "dismiss" | "changeAll" | "again">} Actions
 *
 * @typedef {object} Options
 * @property {() => import("../hourglass.js").Hourglass | null} hourglass
 * @property {import("./types.js").Intake} [intake]
 * @property {SetDatabase} [database]
 * @property {boolean} [embedded]
 * @property {import("./train-on-set.js").Packs} [packs]
 */

/**
 * The set with what is kept of an earlier visit.
 * @param {Store} store
 * @param {Actions} actions
 * @param {Options} options
 */
export async function loadImageSet(store, actions, options) {
  const set = new ImageSet(store, actions, options);
  await set.restore();
  return set;
}

export class ImageSet {
  #actions;
  #hourglass;
  #intake;
  #contents = new Contents();
  #state;
  #queue;
  #autosave;
  #counts;
  #adding;
  /** How tables are read. @type {ReadTable} */ tables;
  #color;
  #training;

  /** @param {Store} store @param {Actions} actions @param {Options} options */
  constructor(store, actions, {
    hourglass, intake = createIntake(), database = new SetDatabase(), embedded = globalThis.top !== globalThis.self,
    packs,
  }) {
    this.#actions = actions;
    this.#hourglass = hourglass;
    this.#intake = intake;
    this.#state = new SetState(store, this.#contents);
    this.#queue = new TaskQueue(actions, this.#state);
    this.#autosave = new Autosave(database, this.#contents, this.#state, embedded);
    this.#counts = new SetCounts(this.#contents, intake, this.#state, this.#queue);
    this.#adding = new AddFiles(this.#contents, this.#state, this.#queue, intake);
    this.tables = new ReadTable(this.#contents, this.#state, this.#queue, intake, () => this.#color.look());
    const prepare = (/** @type {1 | 3} */ channels, /** @type {boolean} */ isChosen) =>
      this.setPreparation({ channels }, isChosen);
    this.#color = new OwnColor(actions, this.#contents, this.#queue, prepare);
    this.#training = new TrainOnSet(store, actions, this.#contents, this.#state, this.#queue, intake, packs);
    this.#state.whenChanged(() => this.#autosave.later());
    this.#state.whenChanged(() => this.#counts.ask());
  }

  /** Brings back what was kept. To be called once, before anything else. */
  async restore() {
    const progress = { doing: /** @type {const} */ ("restore"), done: 0, total: 0, images: 0, cancel: () => {} };
    this.#state.tell({ keeping: this.#autosave.keeping, fit: (wanted) => this.#training.fit(wanted), progress });
    const kept = await this.#autosave.restore();
    const lost = kept ? this.#contents.restore(kept) : 0;
    if (lost > 0) this.#actions.notify({ id: "own-kept", tone: "error", text: OWN_WORDS.lostRecords(lost) });
    this.#state.tell({ progress: null, kept: kept ? "saved" : null });
    this.#counts.ask();
  }

  /** Tells the page how the set stands. */
  openPanel() { this.#state.tell(); }

  /** @param {Ink} ink @param {number} [label] @returns {Promise<void>} */
  async addDrawing(ink, label = NO_CLASS) {
    await this.#queue.serial(async () => {
      const pixels = await this.#intake.ink([ink], this.#contents.prepared);
      this.#change((collection) => collection.addDrawing(ink, pixels, label), { adds: "drawing" });
    });
    await this.#color.look();
  }

  /** Drawings of a link. @param {import("../app/ink.js").Drawings} drawings */
  addPrepared(drawings) {
    return this.#queue.serial(async () => {
      const ready = await prepared(drawings, this.#contents.prepared, this.#intake);
      this.#change((collection) => addPrepared(collection, drawings.classes, ready), { adds: "drawing" });
    });
  }

  /**
   * @param {Source[]} given
   * @param {number} [label] For pictures whose folder names no class.
   * @param {Outcome[]} [unread] Files that could not be read: they are told with the others.
   * @returns {Promise<Outcome[]>} What became of each file.
   */
  async addSources(given, label = NO_CLASS, unread = []) {
    const outcomes = await this.#adding.add(given, label, unread);
    await this.#color.look();
    return outcomes;
  }

  /** @param {ImageBitmap} bitmap It is closed afterwards. @param {string} name @param {number} [label] */
  async addBitmap(bitmap, name, label) {
    return this.addSources([{ file: await bitmapAsFile(bitmap), path: name }], label);
  }

  /** @param {number[]} ids */
  remove(ids) {
    this.#change((collection) => collection.remove(ids));
  }

  /** @param {number[]} ids @param {number} label */
  relabel(ids, label) {
    this.#change((collection) => collection.relabel(ids, label));
  }

  /** Takes back the last removal, relabeling, addition, class or clearing. */
  undo() {
    return this.#queue.serial(async () => {
      this.#contents.collection.undo();
      this.#state.changed();
    });
  }

  /**
   * @param {string} name
   * @returns {number} Its label, or that of the class of the same name; 255 where there is no room for more.
   */
  addClass(name) {
    const { collection } = this.#contents;
    const before = collection.classes;
    const label = collection.addClass(name);
    if (collection.classes !== before) this.#state.changed();
    return label;
  }

  /** With the name of another class the two become one. @param {number} label @param {string} name */
  renameClass(label, name) {
    this.#change((collection) => collection.renameClass(label, name));
  }

  clear() {
    this.#queue.stopAll();
    this.#contents.clear();
    this.#color.forget();
    this.#state.changed({ report: null });
  }

  /**
   * @param {Partial<import("./types.js").Preparation>} patch
   * @param {boolean} [isChosen] Whether it is the visitor who has chosen gray or color.
   */
  async setPreparation(patch, isChosen = patch.channels !== undefined) {
    const { preparation, mix, colorChosen } = this.#contents.settings;
    const now = { ...cleanPreparation(patch, preparation), ...(mix && shapeOf(mix)) };
    this.#set({ preparation: now, colorChosen: colorChosen || isChosen });
    if (isChosen) this.#color.forget();
    await this.#prepare();
  }

  /** @param {Partial<import("./types.js").Augmentation>} patch */
  setAugmentation(patch) {
    const { augmentation, chosen } = this.#contents.settings;
    this.#set({ augmentation: cleanAugmentation(patch, augmentation), chosen: chosen || patch.variants !== undefined });
  }

  /** Trains together with a pack, whose size and channels the pictures take over. @param {MixName | null} mix */
  async setMix(mix) {
    const { preparation, alone } = this.#contents.settings;
    const { size, channels } = preparation;
    const now = { ...preparation, ...(mix === null ? alone : shapeOf(mix)) };
    this.#set({ mix, alone: mix === null ? null : alone ?? { size, channels }, preparation: now });
    await this.#prepare();
    await this.#color.look();
  }

  /** @param {number} share Held out. */
  setShare(share) {
    this.#set({ share: cleanShare(share) });
  }

  /** @param {number} seed Of the split and of the variants. */
  setSeed(seed) {
    this.#set({ seed: cleanSeed(seed) });
  }

  /**
   * Trains on the pictures, or on patches of a photo; where there is no photo yet, of the newest picture.
   * @param {"pictures" | "patches"} source
   */
  async useAs(source) {
    this.#set({ source });
    const from = this.#contents.newestFile();
    if (source === "patches" && !this.#contents.photo && from) await this.setPhoto(from);
  }

  /** @param {Source} source */
  setPhoto(source) {
    return this.#queue.run("prepare", 1, undefined, () =>
      readPhoto(source, this.#contents, this.#state, this.#intake));
  }

  /** @param {Partial<import("./types.js").Cutting>} patch */
  setCutting(patch) {
    this.#set({ cutting: cleanCutting(patch, this.#contents.settings.cutting) });
  }

  train() { void this.#training.train(); }
  /** Ends what is under way; what has been taken so far stays. */
  cancel() { this.#queue.stop(); }

  /** The set as one file, if that works. @returns {Promise<Uint8Array | undefined>} */
  asFile() {
    const make = () => this.#intake.save(toSaved(this.#contents));
    return this.#queue.run("save", this.#contents.collection.count, /** @type {any} */ (undefined), make);
  }

  /** @param {boolean} keep Whether the set survives a reload. @param {boolean} [isSure] In another one's place, too. */
  keep(keep, isSure) { return this.#autosave.choose(keep, isSure); }

  /** Some of the tray. @param {number} from @param {number} count */
  page(from, count) { return pageOf(this.#contents.collection, from, count, this.#contents.prepared); }

  /** @param {number | null} id null: the newest picture; the result is null where there is none. */
  preview(id) { return previewOf(id, this.#contents, this.#intake); }

  /**
   * A picture as it is, then n − 1 variants of it as training sees them.
   * @param {number} n
   * @param {number} [id] Of the picture; the newest without one.
   */
  variants(n, id) {
    return variantsOf(n, id, this.#contents, this.#intake);
  }

  /** The photo, and the photo put together from the model's reconstructions of its patches. */
  async wholePhoto() {
    const { photo, settings } = this.#contents;
    return photo && wholePhoto(photo, settings.cutting, this.#hourglass(), this.#intake);
  }

  /** The set as `openPack` opens a pack. @param {{signal?: AbortSignal, skip?: number}} options */
  open(options) { return this.#training.open(options); }

  /**
   * A change that can be taken back.
   * @param {(collection: import("./collection.js").Collection) => void} change
   * @param {import("./undo.js").Change} [about]
   */
  #change(change, about) {
    this.#contents.collection.remember(about);
    change(this.#contents.collection);
    this.#state.changed();
  }

  /** @param {Partial<import("./set-settings.js").SetSettings>} patch */
  #set(patch) {
    this.#contents.settings = { ...this.#contents.settings, ...patch };
    this.#state.changed();
  }

  /** Prepares the pictures as the settings want them. */
  #prepare() {
    this.#queue.stop("prepare"); // An earlier wish.
    return this.#queue.run("prepare", this.#contents.collection.count, undefined, (signal, progress) =>
      reprepare(this.#contents, this.#state, this.#intake, signal, (done) => progress({ done, images: done })));
  }
}
