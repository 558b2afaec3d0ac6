//! What makes a file of a film's frames: the browser's encoder and an MP4 around it; where there is none, the browser's
//! recorder; and a GIF, which needs neither.

import { loadKeepEngine } from "../../keep.js";
import { FILM } from "../../strings/keep-film.js";
import { whiteCanvas } from "../look.js";
import { createMp4, fileOf, HOLD } from "./mp4.js";

/**
 * `size` where it is not that of the frames.
 * @typedef {{blob: Blob, ending: string, seconds: number, size?: {width: number, height: number}}} Made
 *
 * @typedef {object} Encoder
 * @property {(canvas: HTMLCanvasElement) => Promise<void>} add One more frame.
 * @property {() => Promise<Made>} finish The last frame stays for a while.
 * @property {() => void} close Gives up what has not been finished.
 *
 * @typedef {"video" | "gif"} Format
 */

/** What players know best comes first: H.264 from its largest profile down, then VP9. */
const CODECS = ["avc1.640028", "avc1.4d0028", "avc1.42e028", "vp09.00.31.08"];
const RECORDED = ["video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm", "video/mp4"];
/** Bits of a pixel and frame: letters and dots want many. */
const BITS = 0.18;
/** A GIF is at most so wide: it packs badly. */
const GIF_WIDTH = 800;

/** The formats that this browser can make, the better one first. @returns {Format[]} */
export function formats() {
  const hasVideo = "VideoEncoder" in globalThis || recorded() !== null;
  return hasVideo ? ["video", "gif"] : ["gif"];
}

/** What the recorder records, or null without one. */
function recorded() {
  if (!("MediaRecorder" in globalThis) || !("captureStream" in HTMLCanvasElement.prototype)) return null;
  return RECORDED.find((type) => MediaRecorder.isTypeSupported(type)) ?? null;
}

/**
 * @param {Format} format
 * @param {HTMLCanvasElement} canvas That will be given, in its size.
 * @param {number} rate Frames a second.
 * @param {number} most So many at most.
 * @returns {Promise<Encoder>}
 */
export async function createEncoder(format, canvas, rate, most) {
  if (format === "gif") return createGif(canvas, rate);
  const config = await supported(canvas.width, canvas.height, rate);
  if (config) return createMp4(config, rate, most);
  const type = recorded();
  if (!type) throw new Error(FILM.encoder);
  return createRecorder(canvas, type, rate);
}

/**
 * @param {number} width
 * @param {number} height
 * @param {number} framerate
 */
async function supported(width, height, framerate) {
  if (!("VideoEncoder" in globalThis)) return null;
  const bitrate = Math.round(width * height * framerate * BITS);
  for (const codec of CODECS) {
    /** @type {VideoEncoderConfig} */
    const config = {
      codec, width, height, bitrate, framerate, latencyMode: "quality",
      ...(codec.startsWith("avc1") ? { avc: { format: /** @type {const} */ ("avc") } } : {}),
    };
    try {
      const { supported: is } = await VideoEncoder.isConfigSupported(config);
      if (is) return config;
    } catch {
      // A codec that a browser has never heard of.
    }
  }
  return null;
}

/**
 * Records the canvas as time goes by: frames that come faster wait for their time.
 * @param {HTMLCanvasElement} canvas
 * @param {string} mimeType
 * @param {number} rate
 * @returns {Promise<Encoder>}
 */
async function createRecorder(canvas, mimeType, rate) {
  const stream = canvas.captureStream(0);
  const [track] = /** @type {CanvasCaptureMediaStreamTrack[]} */ (stream.getVideoTracks());
  const videoBitsPerSecond = Math.round(canvas.width * canvas.height * rate * BITS);
  const recorder = new MediaRecorder(stream, { mimeType, videoBitsPerSecond });
  /** @type {Blob[]} */
  const parts = [];
  recorder.addEventListener("dataavailable", ({ data }) => void parts.push(data));
  const stopped = new Promise((done, fail) => {
    recorder.addEventListener("stop", () => done(null), { once: true });
    recorder.addEventListener("error", () => fail(new Error(FILM.encoder)), { once: true });
  });
  stopped.catch(() => {});
  const wait = (/** @type {number} */ ms) => new Promise((done) => setTimeout(done, ms));
  let begun = 0;
  let next = 0;
  const end = () => {
    if (recorder.state !== "inactive") recorder.stop();
    track.stop();
  };
  return {
    async add() {
      if (!begun) {
        recorder.start();
        begun = next = performance.now();
      }
      await wait(Math.max(0, next - performance.now()));
      track.requestFrame();
      next = Math.max(performance.now(), next + 1000 / rate);
    },
    async finish() {
      await wait(HOLD * 1000);
      track.requestFrame();
      const seconds = (performance.now() - begun) / 1000;
      end();
      await stopped;
      const type = mimeType.split(";")[0];
      return { blob: new Blob(parts, { type }), ending: type.split("/")[1], seconds };
    },
    close: end,
  };
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} rate
 * @returns {Promise<Encoder>}
 */
async function createGif({ width, height }, rate) {
  const { GifWriter } = await loadKeepEngine();
  const scale = Math.min(1, GIF_WIDTH / width);
  const wanted = [width, height].map((side) => Math.round(side * scale));
  const { canvas: small, context } = whiteCanvas(wanted[0], wanted[1], { willReadFrequently: true });
  /** @type {InstanceType<typeof GifWriter> | null} */
  let writer = new GifWriter(small.width, small.height);
  const each = Math.max(2, Math.round(100 / rate));
  let count = 0;
  /** The frame before, which is written once it is known whether another one follows. @type {Uint8Array | null} */
  let before = null;
  const write = (/** @type {number} */ hundredths) => before && writer?.add(before, hundredths);
  return {
    async add(canvas) {
      write(each);
      context.imageSmoothingQuality = "high";
      context.drawImage(canvas, 0, 0, small.width, small.height);
      const { data } = context.getImageData(0, 0, small.width, small.height);
      before = new Uint8Array(data.buffer);
      count += 1;
      // Packing takes long; the page has its turn in between.
      await new Promise((done) => setTimeout(done));
    },
    async finish() {
      const hold = Math.round(100 * HOLD);
      write(hold);
      const made = writer;
      writer = null;
      if (!made) throw new Error(FILM.encoder);
      const seconds = ((count - 1) * each + hold) / 100;
      const size = { width: small.width, height: small.height };
      return { blob: fileOf(made.finish(), "image/gif"), ending: "gif", seconds, size };
    },
    close() {
      writer?.free();
      writer = null;
    },
  };
}
