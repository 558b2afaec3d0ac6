//! Files as pictures of the model's size: decoded and scaled by the browser, whole and in their proportions.

import { ODD } from "../../strings/labs-odd-one-out.js";

/**
 * @typedef {import("../odd-one-out-run.js").Shape} Shape
 * @typedef {{name: string, rgba: Uint8ClampedArray, shape: Shape}} Picture `shape` is what it was scaled to.
 */

/** A larger file is refused, in bytes. */
const LARGEST = 25 << 20;
/** So many are held at most: each is scored and has a row. */
export const MOST_PICTURES = 200;

/**
 * @param {File[]} files
 * @param {Shape} shape
 * @returns {Promise<{pictures: Picture[], refused: string[]}>}
 */
export async function decoded(files, shape) {
  /** @type {Picture[]} */
  const pictures = [];
  /** @type {string[]} */
  const refused = [];
  for (const file of files) {
    if (file.size > LARGEST) refused.push(ODD.arrivals.tooLarge(file.name));
    else {
      const rgba = await scaled(file, shape).catch(() => null);
      if (rgba) pictures.push({ name: file.name, rgba, shape });
      else refused.push(ODD.arrivals.unreadable(file.name));
    }
  }
  return { pictures, refused };
}

/** @param {File} file @param {Shape} shape */
async function scaled(file, { width, height }) {
  const bitmap = await createImageBitmap(file);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return null;
  context.imageSmoothingQuality = "high";
  const scale = Math.min(width / bitmap.width, height / bitmap.height);
  const [w, h] = [bitmap.width * scale, bitmap.height * scale];
  context.drawImage(bitmap, (width - w) / 2, (height - h) / 2, w, h);
  bitmap.close();
  return context.getImageData(0, 0, width, height).data;
}

/**
 * Its numbers as the model takes them: gray is the luminance of Rec. 601. Where there is nothing of it there is paper,
 * also when it is inverted.
 * @param {Picture} picture
 * @param {boolean} isInverted
 * @param {number} paper The byte of an empty place.
 */
export function bytesOf({ rgba, shape: { width, height, channels } }, isInverted, paper) {
  const out = new Uint8Array(width * height * channels);
  for (let px = 0; px < width * height; px += 1) {
    const [red, green, blue, alpha] = rgba.subarray(4 * px, 4 * px + 4);
    const light = channels === 3 ? [red, green, blue] : [0.299 * red + 0.587 * green + 0.114 * blue];
    light.forEach((value, channel) => {
      const byte = isInverted ? 255 - value : value;
      out[px * channels + channel] = Math.round(paper + ((byte - paper) * alpha) / 255);
    });
  }
  return out;
}
