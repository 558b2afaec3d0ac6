//! Takes a drop in: pictures first, a few of them being decoded at a time but always in the order of the drop, then
//! the files of data. Each file has its outcome, but for those that there is no room for; none stops the others.

import { isNamed } from "../../lib/protocol.js";
import { Batch, classNote } from "./batch.js";
import { DataTaker } from "./data-files.js";
import { decoded } from "./decode.js";
import { Plan } from "./plan.js";
import { list, listed } from "./list-drop.js";
import { Archives, START, isPicture, kindOf } from "./list-files.js";
import { openSaved } from "./saved-set.js";
import { tellBeyond, tellMissing } from "./whole-drop.js";
import { WORDS } from "../../strings/intake.js";

/** @typedef {import("./plan.js").Listed} Item */
/** @typedef {import("./decode.js").Decoded} Decoded */
/** @typedef {import("../types.js").Outcome["result"]} Result */

/** A picture whose file was found sound: its pixels are on their way. */
/**
 * @typedef {{item: Item, pixels: number, repairs: string,
 *   picture: Promise<{decoded: Decoded} | {error: Error}>}} Decoding
 */

/** So many pictures, and so many pixels, may be in the browser's decoder at once. */
const AHEAD = 3;
const PIXELS_AHEAD = 16 << 20;

/** Takes one drop in. */
export class FileTaker {
  #dispatcher;
  #engine;
  #report;
  #sources;
  #careful;
  #again;
  #only;
  #preparer;
  #batch;
  #archives;
  /** @type {Plan | null} */
  #plan = null;
  /** @type {Decoding[]} */
  #ahead = [];

  /**
   * @param {import("./intake-dispatcher.js").IntakeDispatcher} dispatcher
   * @param {import("./take-report.js").TakeReport} report
   * @param {import("../intake-protocol.js").TakeArgs} args
   */
  constructor(dispatcher, report, args) {
    const { sources, preparation, room, again, only, careful } = args;
    const { engine } = dispatcher;
    this.#dispatcher = dispatcher;
    this.#engine = engine;
    this.#report = report;
    this.#sources = sources;
    this.#careful = careful;
    this.#again = again && new Set(again);
    this.#only = only && new Set(only);
    this.#preparer = new engine.glue.Preparer(JSON.stringify(preparation));
    this.#batch = new Batch(report, args, { shape: this.#preparer, room: room ?? engine.limits });
    this.#archives = new Archives(engine, sources);
  }

  async run() {
    const [batch, report, archives, preparer] = [this.#batch, this.#report, this.#archives, this.#preparer];
    const sources = this.#sources;
    try {
      if (!batch.standing.isListed) await this.#takeListed();
      if (!report.isCancelled) {
        await new DataTaker(this.#dispatcher, report, { batch, archives, preparer, sources }).run();
      }
      if (!report.isCancelled) tellBeyond(batch, sources);
    } finally {
      // Even after a trap: what was taken before it is not lost.
      batch.flush();
      for (const { picture } of this.#ahead) picture.then((came) => "decoded" in came && came.decoded.close());
    }
    archives.close();
    preparer.free();
  }

  /** All files but those of data: round by round, until there is no more room or no more file. */
  async #takeListed() {
    const [batch, report, { standing }] = [this.#batch, this.#report, this.#batch];
    const plan = new Plan(this.#engine.glue, standing);
    this.#plan = plan;
    if (plan.isAtOnce(this.#sources, standing.files + this.#room)) await this.#takeAtOnce(plan);
    else {
      plan.add(await list(this.#drop));
      if (standing.round === null) plan.open(this.#room);
      await this.#takeAll(plan.files());
    }
    while (!report.isCancelled && plan.open(this.#room)) await this.#takeAll(plan.files());
    if (report.isCancelled) return;
    tellMissing(batch, this.#sources, plan, this.#engine.limits);
    report.progress(standing);
    standing.isListed = true;
  }

  /** Files that all have a place, each as soon as it is listed. @param {Plan} plan */
  async #takeAtOnce(plan) {
    for await (const item of listed(this.#drop)) {
      plan.add([item]);
      const isTaken = plan.admits(item, this.#room - this.#ahead.length);
      if (isTaken) await this.#takeOne(item);
      if (this.#report.isCancelled) return;
    }
    await this.#settle();
  }

  /** @param {Iterable<Item>} files */
  async #takeAll(files) {
    for (const item of files) {
      if (this.#report.isCancelled) return;
      await this.#takeOne(item);
    }
    await this.#settle();
  }

  /** @param {Item} item */
  async #takeOne(item) {
    this.#report.reading(item.at);
    await this.#look(item);
    while (this.#isFull) await this.#finish();
    if (this.#careful || this.#report.isDue) this.#batch.flush();
  }

  /** What is listed. @returns {import("./list-drop.js").Drop} */
  get #drop() {
    const [sources, archives, batch, report] = [this.#sources, this.#archives, this.#batch, this.#report];
    return { engine: this.#engine, sources, archives, batch, report, wanted: this.#again ?? this.#only };
  }

  /** For how many more pictures there is room. */
  get #room() {
    const { room, standing } = this.#batch;
    return this.#again ? Infinity : Math.min(room, Math.max(0, this.#engine.limits.files - standing.files));
  }

  /** Whether the decoder has enough to do. */
  get #isFull() {
    const pixels = this.#ahead.reduce((sum, ahead) => sum + ahead.pixels, 0);
    return this.#ahead.length > (this.#careful ? 0 : AHEAD - 1) || pixels > PIXELS_AHEAD;
  }

  /** Decides what becomes of a file, as far as that is known without reading it. @param {Item} item */
  async #look(item) {
    if (item.refused !== undefined || item.leftOut !== undefined || item.list !== undefined) await this.#settle();
    if (item.refused !== undefined) return this.#done(item, "refused", 0, item.refused);
    // A file that an archive's reader leaves out does not count as done.
    if (item.leftOut !== undefined) {
      const { at, path, leftOut: text } = item;
      return this.#batch.outcome({ at, path, result: "left-out", images: 0, text });
    }
    if (item.list !== undefined) return this.#done(item, "taken", 0, item.list);
    try {
      await this.#read(item);
    } catch (error) {
      if (!isNamed(error)) throw this.#report.trapped(error, item.at);
      await this.#settle();
      this.#done(item, "refused", 0, error.message);
    }
  }

  /** @param {Item} item */
  async #read(item) {
    let { kind } = item;
    if (kind === "" || isPicture(kind)) {
      const bytes = await item.bytes();
      if (kind === "") kind = kindOf(this.#engine, bytes.subarray(0, START), bytes.length);
      if (isPicture(kind)) return this.#readPicture(item, bytes);
    }
    await this.#settle();
    if (this.#report.isCancelled) return;
    const isInside = item.at[1] >= 0;
    if (isInside && kind === "zip") return this.#done(item, "refused", 0, WORDS.nested);
    if (isInside && kind === "safetensors") return this.#done(item, "refused", 0, WORDS.savedInside);
    if (kind === "safetensors") return this.#open(item);
    const { standing } = this.#batch;
    standing.aside.push({ at: item.at, path: item.path, folder: item.folder });
    this.#goOnAfter(item);
  }

  /** A picture whose very file is there already need not be decoded. @param {Item} item @param {Uint8Array} bytes */
  async #readPicture(item, bytes) {
    const [fileKey] = this.#engine.glue.pictureKeys(bytes, bytes.length);
    const twin = this.#batch.fileTwin(fileKey, item.folder);
    if (twin === undefined) return this.#decode({ ...item, fileKey }, bytes);
    await this.#settle();
    if (!this.#report.isCancelled) this.#done(item, "left-out", 0, WORDS.same(twin === item.path ? "" : twin));
  }

  /** A whole set, saved. @param {Item} item */
  async #open(item) {
    const set = openSaved(this.#engine, await item.bytes());
    const images = set.labels.length + set.drawingLabels.length;
    this.#batch.opened(set);
    this.#done(item, "taken", images, WORDS.opened);
  }

  /**
   * Has a picture decoded while the next files are looked at.
   * @param {Item} item
   * @param {Uint8Array} bytes
   */
  #decode(item, bytes) {
    const file = new this.#engine.glue.PictureFile(bytes);
    const [pixels, repairs] = [file.width * file.height, file.repairs()];
    const picture = decoded(this.#engine.glue, this.#dispatcher.decoder, file)
      .then((decoded) => ({ decoded }), (/** @type {Error} */ error) => ({ error }));
    this.#ahead.push({ item, pixels, repairs, picture });
  }

  /** Waits for all pictures that came before. */
  async #settle() {
    while (this.#ahead.length > 0 && !this.#report.isCancelled) await this.#finish();
  }

  /** Takes the first of the pictures that are being decoded. */
  async #finish() {
    const { item, repairs, picture } = /** @type {Decoding} */ (this.#ahead.shift());
    const came = await picture;
    if (this.#report.isCancelled) return "decoded" in came && came.decoded.close();
    if ("error" in came) return this.#done(item, "refused", 0, came.error.message);
    try {
      this.#take(item, came.decoded, repairs);
    } catch (error) {
      if (!isNamed(error)) throw this.#report.trapped(error, item.at);
      this.#done(item, "refused", 0, error.message);
    } finally {
      came.decoded.close();
    }
  }

  /**
   * @param {Item} item
   * @param {Decoded} decoded
   * @param {string} repairs
   */
  #take(item, decoded, repairs) {
    const [batch, preparer, { glue, limits }] = [this.#batch, this.#preparer, this.#engine];
    if (batch.room === 0) return this.#done(item, "left-out", 0, WORDS.full(limits.images, limits.bytes));
    const { rgba, width, height } = decoded.pixels();
    const picture = preparer.picture(rgba, width, height);
    const { hasColor } = preparer;
    if (preparer.isFlat(picture)) return this.#done(item, "left-out", 0, WORDS.flat);
    const label = batch.label(item.folder);
    const [key] = glue.pictureKeys(picture, batch.features);
    const twin = batch.twin(key, label);
    if (twin !== undefined) return this.#done(item, "left-out", 0, WORDS.same(twin === item.path ? "" : twin));
    const { fileKey = 0n } = item;
    batch.knows(key, label, item.path);
    batch.knows(fileKey, label, item.path);
    const note = classNote(item.folder, label);
    if (note) batch.beyond(item.folder, 1);
    const text = [repairs, note].filter(Boolean).join(" ");
    this.#plan?.took(item);
    // The outcome goes first: the picture may fill a message, and both belong into the same one.
    this.#done(item, text === "" ? "taken" : "repaired", 1, text);
    batch.picture(picture, { key, fileKey, label, path: item.path, hasColor });
  }

  /**
   * @param {Item} item
   * @param {Result} result
   * @param {number} images
   * @param {string} text
   */
  #done(item, result, images, text) {
    const { at, path } = item;
    this.#batch.outcome({ at, path, result, images, text });
    this.#batch.standing.done += 1;
    this.#goOnAfter(item);
    this.#report.progress(this.#batch.standing);
  }

  /** A worker that goes on begins with the file after this one. @param {Item} item */
  #goOnAfter({ at: [source, entry] }) {
    this.#batch.standing.next = entry < 0 ? [source + 1, -1] : [source, entry + 1];
  }
}
