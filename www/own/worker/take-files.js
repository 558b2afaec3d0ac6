//! Takes a drop in: pictures first, a few of them being decoded at a time but always in the order of the drop, then
//! the files of data. Each file has its outcome; none stops the others.

import { Basket, classNote } from "./batch.js";
import { takeData } from "./data-files.js";
import { Archives, isPicture, items, kindOf } from "./list-files.js";
import { takeSaved } from "./saved-set.js";
import { WORDS } from "../../strings/intake.js";

/** @typedef {import("./list-files.js").Item} Item */
/** @typedef {import("./decode.js").Bitmap} Bitmap */
/** @typedef {import("./engine.js").IntakeEngine} IntakeEngine */

/**
 * What an intake works with.
 * @typedef {object} Means
 * @property {IntakeEngine} engine
 * @property {import("./decode.js").Decoder} decoder
 * @property {(error: unknown) => error is Error} isNamed
 * @property {() => Promise<void>} pause lets waiting messages in
 * @property {() => boolean} isCancelled
 * @property {() => boolean} isDue whether what is there should be sent, so that it is seen
 * @property {(progress: {done: number, total: number, images: number}) => void} onProgress
 * @property {ConstructorParameters<typeof Basket>[0]["post"]} post
 */

/**
 * @typedef {object} TakeArgs
 * @property {import("./list-files.js").Source[]} sources
 * @property {object} preparation
 * @property {{images: number, bytes: number} | null} room
 * @property {import("./batch.js").Standing} standing
 * @property {boolean} careful one file after the other, each sent at once: then a lost worker's file is known
 */

/** A picture whose file was found sound: its pixels are on their way. */
/** @typedef {{item: Item, pixels: number, repairs: string, bitmap: Promise<{bitmap: Bitmap} | {error: Error}>}} Decoding */

/** Pictures, and pixels, that may be in the browser's decoder at once. */
const AHEAD = 3;
const PIXELS_AHEAD = 16 << 20;

/** What ended the engine, and at which file. */
export class Trap extends Error {
  /** @param {unknown} cause @param {import("./list-files.js").Place | null} at */
  constructor(cause, at) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.at = at;
  }
}

/**
 * @param {Means} means
 * @param {TakeArgs} args
 */
export async function take(means, { sources, preparation, room, standing, careful }) {
  const { engine, isNamed, isCancelled, isDue, onProgress } = means;
  const preparer = new engine.glue.Preparer(JSON.stringify(preparation));
  const basket = new Basket({ standing, shape: preparer, room: room ?? engine.limits, post: means.post });
  const archives = new Archives(engine, sources);
  /** @type {Decoding[]} */
  const ahead = [];
  const isRefused = (/** @type {import("./list-files.js").Place} */ at) => {
    return standing.refused.some(([source, entry]) => source === at[0] && entry === at[1]);
  };
  const options = { next: standing.next, isRefused, isNamed, count: (/** @type {number} */ more) => { standing.total += more; } };
  let seen = standing.done;

  /** @param {Item} item @param {"taken" | "repaired" | "left-out" | "refused"} result @param {number} images @param {string} text */
  const done = ({ at, path }, result, images, text) => {
    basket.outcome({ at, path, result, images, text });
    standing.done += 1;
    standing.next = [at[0], at[1] + 1];
    if (at[1] < 0) standing.next = [at[0] + 1, -1];
    onProgress(standing);
  };

  const finish = async () => {
    const { item, repairs, bitmap } = /** @type {Decoding} */ (ahead.shift());
    const decoded = await bitmap;
    if (isCancelled()) return "bitmap" in decoded && decoded.bitmap.close();
    if ("error" in decoded) return done(item, "refused", 0, decoded.error.message);
    try {
      finishPicture(item, decoded.bitmap, repairs);
    } catch (error) {
      if (!isNamed(error)) throw new Trap(error, item.at);
      done(item, "refused", 0, error.message);
    } finally {
      decoded.bitmap.close();
    }
  };

  /** @param {Item} item @param {Bitmap} bitmap @param {string} repairs */
  const finishPicture = (item, bitmap, repairs) => {
    if (basket.room === 0) return done(item, "left-out", 0, WORDS.full(engine.limits.images, engine.limits.bytes));
    const picture = preparer.picture(means.decoder.pixels(bitmap), bitmap.width, bitmap.height);
    if (preparer.isFlat(picture)) return done(item, "left-out", 0, WORDS.flat);
    const label = basket.label(item.folder);
    const twin = basket.twin(engine.glue.pictureKey(picture), label, item.path);
    if (twin !== undefined) return done(item, "left-out", 0, WORDS.same(twin));
    const text = [repairs, classNote(item.folder, label)].filter(Boolean).join(" ");
    // The outcome goes first: the picture may fill a message, and the two belong into the same.
    done(item, text === "" ? "taken" : "repaired", 1, text);
    basket.picture(picture, label, item.path);
  };

  /** Waits for all pictures that came before. */
  const settle = async () => {
    while (ahead.length > 0 && !isCancelled()) await finish();
  };

  /** @param {Item} item @param {Uint8Array} bytes */
  const begin = (item, bytes) => {
    const file = new engine.glue.PictureFile(bytes);
    const { width, height } = file;
    const [clean, repairs] = [file.takeBytes(), file.repairs()];
    file.free();
    const bitmap = means.decoder.decode(clean, width, height)
      .then((bitmap) => ({ bitmap }), (/** @type {Error} */ error) => ({ error }));
    ahead.push({ item, pixels: width * height, repairs, bitmap });
  };

  /** @param {Item} item */
  const look = async (item) => {
    if (item.refused !== undefined || item.leftOut !== undefined || seen > engine.limits.files) await settle();
    if (item.refused !== undefined) return done(item, "refused", 0, item.refused);
    // What an archive leaves out is no file of its own for the count.
    if (item.leftOut !== undefined) return basket.outcome({ at: item.at, path: item.path, result: "left-out", images: 0, text: item.leftOut });
    if (seen > engine.limits.files) return done(item, "left-out", 0, WORDS.many(engine.limits.files));
    try {
      const bytes = item.kind === "" || isPicture(item.kind) ? await item.bytes() : null;
      const kind = item.kind || kindOf(engine, /** @type {Uint8Array} */ (bytes).subarray(0, 4096), bytes?.length ?? 0);
      if (bytes && isPicture(kind)) return begin(item, bytes);
      await settle();
      if (isCancelled()) return;
      if (item.at[1] >= 0 && kind === "zip") return done(item, "refused", 0, WORDS.nested);
      if (item.at[1] >= 0 && kind === "safetensors") return done(item, "refused", 0, WORDS.savedInside);
      if (kind === "safetensors") return done(item, "taken", takeSaved(engine, basket, await item.bytes()), WORDS.opened);
      standing.aside.push({ at: item.at, path: item.path, folder: item.folder });
      standing.next = item.at[1] < 0 ? [item.at[0] + 1, -1] : [item.at[0], item.at[1] + 1];
    } catch (error) {
      if (!isNamed(error)) throw new Trap(error, item.at);
      await settle();
      done(item, "refused", 0, error.message);
    }
  };

  try {
    for await (const item of items(engine, sources, archives, options)) {
      if (isCancelled()) break;
      if (item.trap !== undefined) throw new Trap(item.trap, item.at);
      seen += item.leftOut === undefined ? 1 : 0;
      await look(item);
      const inside = () => ahead.reduce((sum, { pixels }) => sum + pixels, 0);
      while (ahead.length > (careful ? 0 : AHEAD - 1) || inside() > PIXELS_AHEAD) await finish();
      if (careful || isDue()) basket.flush();
    }
    await settle();
    if (!isCancelled()) await takeData(means, { basket, archives, preparer, isRefused });
  } finally {
    // Also before a trap is told: what was taken so far is not lost.
    basket.flush();
    for (const { bitmap } of ahead) bitmap.then((decoded) => "bitmap" in decoded && decoded.bitmap.close());
  }
  archives.close();
  preparer.free();
}
