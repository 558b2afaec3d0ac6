//! The picture that was last looked at, decoded: it is prepared again at each turn of a knob.

import { decoded, refusal } from "./decode.js";
import { Archives, START, isPicture, kindOf, read } from "./list-files.js";
import { handleOf } from "./reading.js";
import { WORDS } from "../../strings/intake.js";

/** @typedef {import("./decode.js").Bitmap} Bitmap */
/** @typedef {import("./decode.js").Decoder} Decoder */
/** @typedef {import("./engine.js").IntakeEngine} IntakeEngine */
/** @typedef {import("../types.js").Source} Source */

/** A picture as it came: to be looked at, and to be prepared. */
/** @typedef {{bitmap: Bitmap, rgba: Uint8Array, width: number, height: number}} Picture */

/** Keeps one picture. */
export class LastPicture {
  #engine;
  #decoder;
  /** @type {{token: string, picture: Picture} | null} */
  #kept = null;

  /**
   * @param {IntakeEngine} engine
   * @param {Decoder} decoder
   */
  constructor(engine, decoder) {
    this.#engine = engine;
    this.#decoder = decoder;
  }

  /**
   * @param {Source} source
   * @param {string} token tells one file from another
   * @returns {Promise<Picture>}
   */
  async of(source, token) {
    if (this.#kept?.token === token) return this.#kept.picture;
    const picture = await this.#decode(source);
    this.#kept?.picture.bitmap.close();
    this.#kept = { token, picture };
    return picture;
  }

  /**
   * @param {Source} source
   * @returns {Promise<Picture>}
   */
  async #decode(source) {
    const bytes = await this.bytesOf(source);
    const kind = kindOf(this.#engine, bytes.subarray(0, START), bytes.length);
    if (kind === "zip" || kind === "safetensors") throw refusal(WORDS.notPicture);
    return isPicture(kind) ? this.#decodePicture(bytes) : this.#firstOf(bytes, source);
  }

  /** @param {Uint8Array} bytes */
  async #decodePicture(bytes) {
    const { glue } = this.#engine;
    const picture = await decoded(glue, this.#decoder, new glue.PictureFile(bytes));
    const { rgba, width, height } = picture.pixels();
    picture.close();
    return { bitmap: await this.#decoder.fromPixels(rgba, width, height), rgba, width, height };
  }

  /** The first image of a file of data. @param {Uint8Array} bytes @param {Source} source */
  async #firstOf(bytes, { path, readings }) {
    const reading = readings?.[path];
    const { glue } = this.#engine;
    const table = new glue.DataFile(bytes).table(path, reading && handleOf(glue, reading), reading?.isOpen ?? false);
    const [rgba, { width, height }] = [table.rgba(0), table];
    table.free();
    return { bitmap: await this.#decoder.fromPixels(rgba, width, height), rgba, width, height };
  }

  /** A file's bytes, or those of the entry that its path names. @param {Source} source */
  async bytesOf(source) {
    const start = await read(source.file.slice(0, START));
    if (kindOf(this.#engine, start, source.file.size) !== "zip") return read(source.file);
    const archives = new Archives(this.#engine, [source]);
    try {
      const paths = (await archives.open(0)).paths();
      const fits = paths.filter((path) => source.path.endsWith(`/${path}`)).sort((a, b) => b.length - a.length);
      if (fits.length === 0) throw refusal(WORDS.noEntry);
      return await archives.bytes([0, paths.indexOf(fits[0])]);
    } finally {
      archives.close();
    }
  }
}
