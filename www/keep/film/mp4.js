//! Frames through the browser's encoder, with an MP4 around them.

import { loadKeepEngine } from "../../keep.js";
import { FILM } from "../../strings/keep-film.js";

/** @typedef {import("./encoders.js").Encoder} Encoder */

/** A frame that needs none before it, so that players can jump. */
const KEY_EVERY = 48;
/** So many frames may wait for the encoder. */
const MOST_WAITING = 4;
/** For how long the last frame of any film stays, in seconds. */
export const HOLD = 1.5;
const SECOND = 1e6;

/** The file that grows with each chunk of the encoder. */
class Mp4File {
  #open;
  /** @type {import("../../pkg/keep.js").Mp4Writer | null} */
  #writer = null;
  /** What went wrong first. @type {unknown} */
  fault = null;

  /** @param {(description: Uint8Array) => import("../../pkg/keep.js").Mp4Writer} open */
  constructor(open) {
    this.#open = open;
  }

  /**
   * @param {EncodedVideoChunk} chunk
   * @param {EncodedVideoChunkMetadata | undefined} about
   * @param {number} at When it is shown, in frames.
   * @param {number} lasts
   */
  add(chunk, about, at, lasts) {
    try {
      const description = about?.decoderConfig?.description;
      this.#writer ??= this.#open(description ? bytesOf(description) : new Uint8Array());
      const bytes = new Uint8Array(chunk.byteLength);
      chunk.copyTo(bytes);
      this.#writer.add(bytes, chunk.type === "key", at, lasts);
    } catch (cause) {
      this.fault ??= cause;
    }
  }

  finish() {
    if (this.fault || !this.#writer) throw this.fault ?? new Error(FILM.encoder);
    const writer = this.#writer;
    this.#writer = null;
    return fileOf(writer.finish(), "video/mp4");
  }

  close() {
    this.#writer?.free();
    this.#writer = null;
  }
}

/**
 * @param {VideoEncoderConfig} config
 * @param {number} rate
 * @param {number} most
 * @returns {Promise<Encoder>}
 */
export async function createMp4(config, rate, most) {
  const { Mp4Writer } = await loadKeepEngine();
  const file = new Mp4File((description) =>
    new Mp4Writer(config.width, config.height, config.codec, description, rate, most + 1));
  const hold = Math.round(HOLD * rate);
  /** The frame that stays, once it is known which. */
  let last = Infinity;
  let count = 0;
  const encoder = new VideoEncoder({
    output(chunk, about) {
      const at = Math.round((chunk.timestamp * rate) / SECOND);
      file.add(chunk, about, at, at === last ? hold : 1);
    },
    error: (cause) => (file.fault ??= cause),
  });
  encoder.configure(config);
  /** @type {HTMLCanvasElement | null} */
  let drawn = null;
  const encode = (/** @type {HTMLCanvasElement} */ canvas) => {
    const frame = new VideoFrame(canvas, { timestamp: (count * SECOND) / rate, duration: SECOND / rate });
    try {
      encoder.encode(frame, { keyFrame: count % KEY_EVERY === 0 });
    } finally {
      frame.close();
    }
    count += 1;
  };
  return {
    async add(canvas) {
      drawn = canvas;
      if (!file.fault) encode(canvas);
      while (encoder.encodeQueueSize > MOST_WAITING && !file.fault) {
        await new Promise((done) => encoder.addEventListener("dequeue", done, { once: true }));
      }
      if (file.fault) throw file.fault;
    },
    async finish() {
      last = count;
      if (drawn) encode(drawn);
      await encoder.flush();
      return { blob: file.finish(), ending: "mp4", seconds: (last + hold) / rate };
    },
    close() {
      if (encoder.state !== "closed") encoder.close();
      file.close();
    },
  };
}

/** @param {AllowSharedBufferSource} source */
const bytesOf = (source) => (ArrayBuffer.isView(source)
  ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength) : new Uint8Array(source));

/** @param {Uint8Array} bytes @param {string} type */
export const fileOf = (bytes, type) => new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)], { type });
