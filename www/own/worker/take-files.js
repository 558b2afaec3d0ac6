//! Takes a drop in: pictures first, a few of them being decoded at a time but always in the order of the drop, then
//! the files of data. Each file has its outcome; none stops the others.

import { isNamed } from "../../lib/protocol.js";
import { Batch, classNote } from "./batch.js";
import { DataTaker } from "./data-files.js";
import { Archives, START, isPicture, items, kindOf } from "./list-files.js";
import { openSaved } from "./saved-set.js";
import { WORDS } from "../../strings/intake.js";

/** @typedef {import("./list-files.js").Item} Item */
/** @typedef {import("./decode.js").Bitmap} Bitmap */
/** @typedef {import("../types.js").Outcome["result"]} Result */

/** A picture whose file was found sound: its pixels are on their way. */
/**
 * @typedef {{item: Item, pixels: number, repairs: string,
 *   bitmap: Promise<{bitmap: Bitmap} | {error: Error}>}} Decoding
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
  #preparer;
  #batch;
  #archives;
  /** @type {Decoding[]} */
  #ahead = [];
  /** Files so far; earlier workers' count too. */
  #seen;

  /**
   * @param {import("./intake-dispatcher.js").IntakeDispatcher} dispatcher
   * @param {import("./take-report.js").TakeReport} report
   * @param {import("../intake-protocol.js").TakeArgs} args
   */
  constructor(dispatcher, report, { sources, preparation, room, standing, careful }) {
    const { engine } = dispatcher;
    this.#dispatcher = dispatcher;
    this.#engine = engine;
    this.#report = report;
    this.#sources = sources;
    this.#careful = careful;
    this.#preparer = new engine.glue.Preparer(JSON.stringify(preparation));
    this.#batch = new Batch(report, { standing, shape: this.#preparer, room: room ?? engine.limits });
    this.#archives = new Archives(engine, sources);
    this.#seen = standing.done;
  }

  async run() {
    const [batch, report, archives, preparer] = [this.#batch, this.#report, this.#archives, this.#preparer];
    try {
      for await (const item of items(this.#engine, this.#sources, archives, batch, report)) {
        if (report.isCancelled) break;
        await this.#look(item);
        while (this.#isFull) await this.#finish();
        if (this.#careful || report.isDue) batch.flush();
      }
      await this.#settle();
      if (!report.isCancelled) await new DataTaker(this.#dispatcher, report, { batch, archives, preparer }).run();
    } finally {
      // Even after a trap: what was taken before it is not lost.
      batch.flush();
      for (const { bitmap } of this.#ahead) bitmap.then((decoded) => "bitmap" in decoded && decoded.bitmap.close());
    }
    archives.close();
    preparer.free();
  }

  /** Whether the decoder has enough to do. */
  get #isFull() {
    const pixels = this.#ahead.reduce((sum, ahead) => sum + ahead.pixels, 0);
    return this.#ahead.length > (this.#careful ? 0 : AHEAD - 1) || pixels > PIXELS_AHEAD;
  }

  /** Decides what becomes of a file, as far as that is known without reading it. @param {Item} item */
  async #look(item) {
    if (item.leftOut === undefined) this.#seen += 1;
    const { files } = this.#engine.limits;
    const isTooMany = this.#seen > files;
    if (item.refused !== undefined || item.leftOut !== undefined || isTooMany) await this.#settle();
    if (item.refused !== undefined) return this.#done(item, "refused", 0, item.refused);
    // A file that an archive's reader leaves out does not count as done.
    if (item.leftOut !== undefined) {
      const { at, path, leftOut: text } = item;
      return this.#batch.outcome({ at, path, result: "left-out", images: 0, text });
    }
    if (isTooMany) return this.#done(item, "left-out", 0, WORDS.many(files));
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
      if (isPicture(kind)) return this.#decode(item, bytes);
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
    const { width, height } = file;
    const [clean, repairs] = [file.takeBytes(), file.repairs()];
    file.free();
    const bitmap = this.#dispatcher.decoder.decode(clean, width, height)
      .then((bitmap) => ({ bitmap }), (/** @type {Error} */ error) => ({ error }));
    this.#ahead.push({ item, pixels: width * height, repairs, bitmap });
  }

  /** Waits for all pictures that came before. */
  async #settle() {
    while (this.#ahead.length > 0 && !this.#report.isCancelled) await this.#finish();
  }

  /** Takes the first of the pictures that are being decoded. */
  async #finish() {
    const { item, repairs, bitmap } = /** @type {Decoding} */ (this.#ahead.shift());
    const decoded = await bitmap;
    if (this.#report.isCancelled) return "bitmap" in decoded && decoded.bitmap.close();
    if ("error" in decoded) return this.#done(item, "refused", 0, decoded.error.message);
    try {
      this.#take(item, decoded.bitmap, repairs);
    } catch (error) {
      if (!isNamed(error)) throw this.#report.trapped(error, item.at);
      this.#done(item, "refused", 0, error.message);
    } finally {
      decoded.bitmap.close();
    }
  }

  /**
   * @param {Item} item
   * @param {Bitmap} bitmap
   * @param {string} repairs
   */
  #take(item, bitmap, repairs) {
    const [batch, preparer, { glue, limits }] = [this.#batch, this.#preparer, this.#engine];
    if (batch.room === 0) return this.#done(item, "left-out", 0, WORDS.full(limits.images, limits.bytes));
    const picture = preparer.picture(this.#dispatcher.decoder.pixels(bitmap), bitmap.width, bitmap.height);
    const { hasColor } = preparer;
    if (preparer.isFlat(picture)) return this.#done(item, "left-out", 0, WORDS.flat);
    const label = batch.label(item.folder);
    const key = glue.pictureKey(picture);
    const twin = batch.twin(key, label, item.path);
    if (twin !== undefined) return this.#done(item, "left-out", 0, WORDS.same(twin));
    const text = [repairs, classNote(item.folder, label)].filter(Boolean).join(" ");
    // The outcome goes first: the picture may fill a message, and both belong into the same one.
    this.#done(item, text === "" ? "taken" : "repaired", 1, text);
    batch.picture(picture, { key, label, path: item.path, hasColor });
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
