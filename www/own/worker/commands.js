//! The intake worker's commands. Every call gets one reply; an intake sends parts and its progress before.
//!
//! page -> worker   {type: "call", id, name, args}       answered once
//!                  {type: "cancel", id}                  an intake ends soon; its reply still comes
//! worker -> page   {type: "ready"} | {type: "not-loaded", message}
//!                  {type: "reply", id, result | error}
//!                  {type: "part", id, block, outcomes, standing}
//!                  {type: "progress", id, done, total, images}
//!                  {type: "trapped", id, at, message}    the engine is lost; at: the file that was being read

import { isNamed, toPlain } from "../../lib/protocol.js";
import { refusal } from "./decode.js";
import { Archives, isPicture, kindOf, read } from "./list-files.js";
import { buffersOf, openSaved } from "./saved-set.js";
import { Trap, take } from "./take-files.js";
import { WORDS } from "../../strings/intake.js";

/** @typedef {import("./engine.js").IntakeEngine} IntakeEngine */
/** @typedef {import("./decode.js").Bitmap} Bitmap */
/** @typedef {{file: Blob, path: string}} Source */
/** A picture as it came, for looking at and for preparing it again. */
/** @typedef {{before: Bitmap, rgba: Uint8Array, width: number, height: number}} Seen */

/** Longest side of what is shown as "before". */
const SHOWN = 640;
/** Time between two messages of progress, in ms. */
const PROGRESS = 100;
/** Most time until what was taken is sent, in ms. */
const PARTS = 400;

export class IntakeLoop {
  #means;
  /** @type {Set<number>} */
  #cancelled = new Set();
  #broken = false;
  /** The picture that was last looked at. @type {{token: string, seen: Seen} | null} */
  #seen = null;
  /** @type {import("./engine.js").SetWriter | null} */
  #writer = null;

  /**
   * @param {{engine: Promise<IntakeEngine>, decoder: import("./decode.js").Decoder, pause: () => Promise<void>, now: () => number,
   *   post: (message: object, transfer: any[]) => void}} means
   */
  constructor(means) {
    this.#means = means;
  }

  /** @param {any} message */
  async handle({ type, id, name, args }) {
    if (this.#broken) return;
    if (type === "cancel") return void this.#cancelled.add(id);
    try {
      const engine = await this.#means.engine;
      const { result, transfer = [] } = await this.#run(engine, id, name, args);
      if (!this.#broken) this.#means.post({ type: "reply", id, result }, transfer);
    } catch (error) {
      if (this.#broken) return;
      if (isNamed(error)) return this.#means.post({ type: "reply", id, error: toPlain(error) }, []);
      this.#broken = true;
      const said = (await this.#means.engine.catch(() => null))?.lastPanic();
      const at = error instanceof Trap ? error.at : null;
      this.#means.post({ type: "trapped", id, at, message: said ?? toPlain(error).message }, []);
    }
  }

  /**
   * @param {IntakeEngine} engine @param {number} id @param {string} name @param {any} args
   * @returns {Promise<{result: unknown, transfer?: unknown[]}>}
   */
  async #run(engine, id, name, args) {
    const { glue } = engine;
    switch (name) {
      case "take":
        await this.#take(engine, id, args);
        return { result: null };
      case "preview":
        return this.#preview(engine, args);
      case "photo": {
        const { rgba, width, height } = await this.#look(engine, args);
        const photo = new glue.Photo(rgba, width, height, args.maxSide, args.channels);
        const result = { data: photo.takeBytes(), width: photo.width, height: photo.height, channels: args.channels };
        photo.free();
        return { result, transfer: [result.data.buffer] };
      }
      case "ink":
        return handOver(this.#prepare(engine, args.preparation, (preparer) => {
          const each = args.inks.map((/** @type {any} */ { data, width, height }) => preparer.ink(data, width, height));
          const all = new Uint8Array(each.length * preparer.size ** 2 * preparer.channels);
          each.forEach((/** @type {Uint8Array} */ picture, /** @type {number} */ idx) => all.set(picture, idx * picture.length));
          return all;
        }));
      case "resize":
        return handOver(this.#prepare(engine, args.preparation, (preparer) => {
          const { channels, height, width } = args.shape;
          return preparer.resize(args.pictures, channels, height, width);
        }));
      case "augment": {
        const { pictures, shape: { channels, height, width }, augmentation, seed, firstIndex } = args;
        return handOver(glue.augment(pictures, channels, height, width, JSON.stringify(augmentation), seed, firstIndex));
      }
      case "split":
        return handOver(glue.heldOut(args.labels, args.share, args.seed));
      case "cut": {
        const { photo: { data, channels, height, width }, cutting, seed } = args;
        return handOver(glue.cutPhoto(data, channels, height, width, JSON.stringify(cutting), seed));
      }
      case "assemble": {
        const { shape: { channels, height, width }, cutting, patches } = args;
        return handOver(glue.assemblePhoto(patches, channels, height, width, JSON.stringify(cutting)));
      }
      case "add":
        this.#writer ??= new glue.SetWriter();
        this.#writer.add(args.part, args.bytes);
        return { result: null };
      case "save":
        return handOver(this.#save(engine, args));
      case "open": {
        const result = openSaved(engine, await read(args.file));
        return { result, transfer: buffersOf(result) };
      }
      default:
        throw new Error(`ProtocolError: nobody knows the call ${name}`);
    }
  }

  /** @param {IntakeEngine} engine @param {number} id @param {any} args */
  async #take(engine, id, args) {
    const { decoder, pause, now, post } = this.#means;
    let told = -Infinity;
    let sent = now();
    try {
      await take({
        engine, decoder, pause, isNamed,
        isCancelled: () => this.#broken || this.#cancelled.has(id),
        onProgress: ({ done, total, images }) => {
          if (now() - told < PROGRESS && done < total) return;
          told = now();
          post({ type: "progress", id, done, total, images }, []);
        },
        isDue: () => now() - sent > PARTS,
        post: (part, transfer) => {
          sent = now();
          post({ type: "part", id, ...part }, transfer);
        },
      }, args);
    } finally {
      this.#cancelled.delete(id);
    }
  }

  /**
   * @template T
   * @param {IntakeEngine} engine @param {object} preparation @param {(preparer: import("./engine.js").Preparer) => T} work
   */
  #prepare({ glue }, preparation, work) {
    const preparer = new glue.Preparer(JSON.stringify(preparation));
    try {
      return work(preparer);
    } finally {
      // Of a trapped engine this throws too, and says less.
      if (!this.#broken) preparer.free();
    }
  }

  /** @param {IntakeEngine} engine @param {any} args */
  async #preview(engine, args) {
    const { before, rgba, width, height } = await this.#look(engine, args);
    const after = this.#prepare(engine, args.preparation, (preparer) => preparer.picture(rgba, width, height));
    const shown = await this.#means.decoder.small(before, SHOWN);
    return { result: { before: shown, width, height, after }, transfer: [shown, after.buffer] };
  }

  /**
   * One picture's pixels; those of the last one are kept, since it is prepared again at each turn of a knob.
   * @param {IntakeEngine} engine @param {{source: Source, token: string}} args
   * @returns {Promise<Seen>}
   */
  async #look(engine, { source, token }) {
    if (this.#seen?.token === token) return this.#seen.seen;
    const seen = await this.#decode(engine, source);
    this.#seen?.seen.before.close();
    this.#seen = { token, seen };
    return seen;
  }

  /** @param {IntakeEngine} engine @param {Source} source @returns {Promise<Seen>} */
  async #decode(engine, source) {
    const { decoder } = this.#means;
    const bytes = await this.#bytesOf(engine, source);
    const kind = kindOf(engine, bytes.subarray(0, 4096), bytes.length);
    if (isPicture(kind)) {
      const file = new engine.glue.PictureFile(bytes);
      const { width, height } = file;
      const clean = file.takeBytes();
      file.free();
      const before = await decoder.decode(clean, width, height);
      return { before, rgba: decoder.pixels(before), width: before.width, height: before.height };
    }
    if (kind === "zip" || kind === "safetensors") throw refusal(WORDS.notPicture);
    const table = new engine.glue.DataFile(bytes).table();
    const [rgba, { width, height }] = [table.rgba(0), table];
    table.free();
    return { before: await decoder.fromPixels(rgba, width, height), rgba, width, height };
  }

  /** A file's bytes, or those of the entry that its path names. @param {IntakeEngine} engine @param {Source} source */
  async #bytesOf(engine, source) {
    const start = await read(source.file.slice(0, 4096));
    if (kindOf(engine, start, source.file.size) !== "zip") return read(source.file);
    const archives = new Archives(engine, [source]);
    try {
      const paths = (await archives.open(0)).paths();
      const fits = paths.filter((path) => source.path.endsWith(`/${path}`)).sort((a, b) => b.length - a.length);
      if (fits.length === 0) throw refusal(WORDS.noEntry);
      return await archives.bytes([0, paths.indexOf(fits[0])]);
    } finally {
      archives.close();
    }
  }

  /** @param {IntakeEngine} engine @param {any} args */
  #save({ glue }, { settings, labels, drawingSide, drawingLabels, photo }) {
    const writer = this.#writer ?? new glue.SetWriter();
    this.#writer = null;
    const file = writer.write(JSON.stringify(settings), labels, drawingSide, drawingLabels, Uint32Array.from(photo));
    writer.free();
    return file;
  }
}

/** A result that is handed over instead of copied. @param {{buffer: ArrayBufferLike}} array */
function handOver(array) {
  return { result: array, transfer: [array.buffer] };
}
