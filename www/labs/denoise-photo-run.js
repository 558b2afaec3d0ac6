//! What the lab Denoise does with a photo: it is decoded and made smaller here, and all else happens to it in a worker.

import { HourglassError } from "../lib/protocol.js";
import { DENOISE } from "../strings/labs-denoise.js";
import { filterFor, shareOf } from "./denoise-run.js";

/**
 * @typedef {import("./lab-run.js").LabRun} LabRun
 * @typedef {import("./denoise-run.js").Noise} Noise
 * @typedef {import("./denoise-run.js").Filter} Filter
 *
 * @typedef {object} Photo
 * @property {Float32Array} rgba In 0..1.
 * @property {number} width
 * @property {number} height
 *
 * @typedef {object} PhotoFound
 * @property {Noise} noise
 * @property {Filter} filter
 * @property {{width: number, height: number, channels: number}} shape
 * @property {Float32Array} photo As the model's channels have it.
 * @property {Float32Array} noisyPhoto
 * @property {Float32Array} modelPhoto
 * @property {Float32Array} filterPhoto
 * @property {number | null} noisy In dB.
 * @property {number | null} model
 * @property {[number | null]} filters
 */

/** Most pixels along a photo's longer side: a larger one has more patches than anybody waits for. */
export const MOST_SIDE = 256;
/** Largest file that is decoded. */
const MOST_MEGABYTES = 25;

/** A picture's size when its longer side is brought to `MOST_SIDE`. @param {number} width @param {number} height */
export function fitted(width, height) {
  const share = Math.min(1, MOST_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * share)), height: Math.max(1, Math.round(height * share)) };
}

/**
 * A file as a photo that is large enough for a patch.
 * @param {Blob} file
 * @param {{width: number, height: number, channels: number}} patch
 * @returns {Promise<Photo>}
 */
export async function readPhoto(file, patch) {
  const words = DENOISE.photo;
  if (![1, 3].includes(patch.channels)) throw refusal(words.channels);
  if (file.size > MOST_MEGABYTES << 20) throw refusal(words.tooLarge(MOST_MEGABYTES));
  const bitmap = await createImageBitmap(file).catch(() => {
    throw refusal(words.unreadable);
  });
  const { width, height } = fitted(bitmap.width, bitmap.height);
  try {
    if (width < patch.width || height < patch.height) {
      throw refusal(words.tooSmall(width, height, MOST_SIDE, [patch.width, patch.height]));
    }
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width, height });
    const context = canvas.getContext("2d", { willReadFrequently: true });
    if (!context) throw refusal(words.unreadable);
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    return { rgba: Float32Array.from(data, (byte) => byte / 255), width, height };
  } finally {
    bitmap.close();
  }
}

/**
 * @param {LabRun} run
 * @param {Photo} photo
 * @param {Noise} noise
 * @param {import("./denoise-run.js").Found | null} found What the lab has found before: it knows the best filter.
 */
export async function cleanPhoto(run, { rgba, width, height }, noise, found) {
  const progress = shareOf(run, { median: 0.05, gaussian: 0.05, tv: 0.3, photo: 0.6 });
  const filter = await filterFor(run, noise, found, progress);
  const args = {
    width, height, mostSide: MOST_SIDE, noise: noise.kind, amount: noise.amount, filters: filter ? [filter] : [],
  };
  run.found({ noise, filter, ...await run.ask("photo", args, { pictures: rgba, ...progress("photo") }) });
}

/** @param {string} text */
const refusal = (text) => new HourglassError("LabError", text);
