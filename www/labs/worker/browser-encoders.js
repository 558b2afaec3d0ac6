//! JPEG and WebP by the browser's own encoder: the quality whose files come nearest to a size.

import { HourglassError } from "../../lib/protocol.js";

/** @typedef {import("../lab-protocol.js").LabCommands} LabCommands */

/** Qualities that are tried, from the smallest file on. */
const QUALITIES = [0, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9];

/**
 * All pictures at the quality whose mean size comes nearest; null where the browser has no such encoder.
 * @param {LabCommands["encode"]["args"]} args
 * @param {() => boolean} isWanted
 * @returns {Promise<LabCommands["encode"]["result"]>}
 */
export async function encodeNear({ type, pictures, count, bytes, width, height, channels }, isWanted) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return null;
  const image = context.createImageData(width, height);
  const features = width * height * channels;
  /** @type {{quality: number, files: Blob[], mean: number} | null} */
  let best = null;
  for (const quality of QUALITIES) {
    /** @type {Blob[]} */
    const files = [];
    for (let idx = 0; idx < count; idx += 1) {
      if (!isWanted()) throw new HourglassError("AbortError", "The task was cancelled");
      fill(image.data, pictures.subarray(idx * features, (idx + 1) * features), channels);
      context.putImageData(image, 0, 0);
      const file = await canvas.convertToBlob({ type, quality });
      // A browser without this encoder gives a PNG.
      if (file.type !== type) return null;
      files.push(file);
    }
    const mean = files.reduce((sum, { size }) => sum + size, 0) / count;
    if (best && Math.abs(mean - bytes) >= Math.abs(best.mean - bytes)) break;
    best = { quality, files, mean };
  }
  if (!best) return null;
  const out = new Float32Array(count * features);
  for (const [idx, file] of best.files.entries()) {
    const bitmap = await createImageBitmap(file);
    context.drawImage(bitmap, 0, 0);
    bitmap.close();
    const { data } = context.getImageData(0, 0, width, height);
    read(out.subarray(idx * features, (idx + 1) * features), data, channels);
  }
  return { bytes: best.mean, quality: best.quality, pictures: out };
}

/** @param {Uint8ClampedArray} rgba @param {Uint8Array} picture Interleaved. @param {number} channels */
function fill(rgba, picture, channels) {
  for (let at = 0; at < rgba.length; at += 4) {
    const from = (at / 4) * channels;
    for (let c = 0; c < 3; c += 1) rgba[at + c] = picture[from + (channels === 3 ? c : 0)];
    rgba[at + 3] = 255;
  }
}

/** Gray is the mean of the three. @param {Float32Array} out @param {Uint8ClampedArray} rgba @param {number} channels */
function read(out, rgba, channels) {
  for (let at = 0; at < rgba.length; at += 4) {
    const to = (at / 4) * channels;
    if (channels === 3) for (let c = 0; c < 3; c += 1) out[to + c] = rgba[at + c] / 255;
    else out[to] = (rgba[at] + rgba[at + 1] + rgba[at + 2]) / (3 * 255);
  }
}
