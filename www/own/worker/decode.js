//! Pictures as pixels, in full size and as they are: no profile, no scaling, turned as the file says. The engine
//! decodes what it can, the browser the rest.

import { HourglassError } from "../../lib/protocol.js";
import { WORDS } from "../../strings/intake.js";

/** Pixels that are read from a bitmap at once: a canvas of this size works everywhere. */
const STRIP = 4 << 20;

/**
 * @typedef {{width: number, height: number, close(): void}} Bitmap
 * @typedef {object} Decoder
 * @property {(file: Uint8Array, width: number, height: number) => Promise<Bitmap>} decode
 * @property {(bitmap: Bitmap) => Uint8Array} pixels red, green, blue, alpha
 * @property {(bitmap: Bitmap, most: number) => Promise<ImageBitmap>} small for looking at
 * @property {(rgba: Uint8Array, width: number, height: number) => Promise<Bitmap>} fromPixels
 */

/** Red, green, blue and alpha, as they are to be seen. */
/** @typedef {{rgba: Uint8Array, width: number, height: number}} Pixels */
/** @typedef {{pixels: () => Pixels, close: () => void}} Decoded */

/**
 * The picture of a file that was found sound. The file is freed.
 * @param {import("./engine.js").Glue} glue
 * @param {Decoder} decoder
 * @param {import("./engine.js").PictureFile} file
 * @returns {Promise<Decoded>}
 */
export async function decoded({ turned }, decoder, file) {
  const { width, height, orientation } = file;
  const rgba = file.takePixels();
  const clean = file.takeBytes();
  file.free();
  if (rgba) return { pixels: () => ({ rgba, width, height }), close() {} };
  const bitmap = await decoder.decode(clean, width, height);
  return {
    pixels() {
      const { width, height } = bitmap;
      const stored = decoder.pixels(bitmap);
      if (orientation === 1) return { rgba: stored, width, height };
      const rgba = turned(stored, width, height, orientation);
      return orientation < 5 ? { rgba, width, height } : { rgba, width: height, height: width };
    },
    close: () => bitmap.close(),
  };
}

/** An error that says to the visitor what is wrong with a file. @param {string} text */
export const refusal = (text) => new HourglassError("FormatError", text);

/** @returns {Decoder} */
export function browserDecoder() {
  const canvas = new OffscreenCanvas(1, 1);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
    canvas.getContext("2d", { willReadFrequently: true })
  );
  return {
    async decode(file, width, height) {
      const bitmap = await createImageBitmap(new Blob([/** @type {BlobPart} */ (file)]), {
        colorSpaceConversion: "none", premultiplyAlpha: "none",
      }).catch(() => {
        throw refusal(WORDS.undecoded);
      });
      const { width: w, height: h } = bitmap;
      // The file no longer says how it is to be turned, so its sides are never swapped.
      if (w === width && h === height) return bitmap;
      bitmap.close();
      throw refusal(WORDS.otherSize(width, height, w, h));
    },

    pixels(bitmap) {
      const { width, height } = bitmap;
      const rows = Math.min(height, Math.max(1, Math.floor(STRIP / width)));
      if (canvas.width !== width || canvas.height !== rows) Object.assign(canvas, { width, height: rows });
      context.globalCompositeOperation = "copy";
      const strip = (/** @type {number} */ top, /** @type {number} */ count) => {
        context.drawImage(/** @type {ImageBitmap} */ (bitmap), 0, -top);
        return context.getImageData(0, 0, width, count).data;
      };
      if (rows === height) return new Uint8Array(strip(0, height).buffer);
      const rgba = new Uint8Array(width * height * 4);
      for (let top = 0; top < height; top += rows) {
        rgba.set(strip(top, Math.min(rows, height - top)), top * width * 4);
      }
      return rgba;
    },

    small(bitmap, most) {
      const share = Math.min(1, most / Math.max(bitmap.width, bitmap.height));
      const side = (/** @type {number} */ pixels) => Math.max(1, Math.round(pixels * share));
      return createImageBitmap(/** @type {ImageBitmap} */ (bitmap), {
        resizeWidth: side(bitmap.width), resizeHeight: side(bitmap.height), resizeQuality: "high",
      });
    },

    fromPixels(rgba, width, height) {
      const data = new Uint8ClampedArray(/** @type {ArrayBuffer} */ (rgba.buffer), rgba.byteOffset, rgba.length);
      return createImageBitmap(new ImageData(data, width, height));
    },
  };
}
