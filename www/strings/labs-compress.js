//! What is said in the lab Compress.

import { count, decibels } from "../draw/format.js";

/** Bytes with a decimal where there are few. @param {number} bytes */
export const bytesOf = (bytes) => (bytes < 99.5 ? bytes.toFixed(1) : count(bytes));

/** How many, to two digits that count. @param {number} n */
const images = (n) => (n <= 1 ? "the first image" : `about ${count(Number(n.toPrecision(2)))} images`);

export const COMPRESS = {
  about: "The code is the file: a few numbers, rounded to a few bits each, are all that is kept of an image.",
  run: "Compress the held-out images",
  again: "Compress again",
  suits: "A code of 8 or 16 numbers suits this.",
  use: "Use 8 numbers",
  picture: "An image becomes a few numbers, and these become an image again.",

  bits: "Bits a number",
  bit: (/** @type {number} */ bits) => (bits === 1 ? "1 bit" : `${bits} bits`),

  table: "The held-out images, compressed",
  columns: ["by", "bytes an image", "PSNR in dB", "SSIM"],
  rows: { ours: "Auto-encoder", pca: "PCA", jpeg: "JPEG", webp: "WebP" },
  /** @param {number} components @param {number} bits */
  pca: (components, bits) => `${components} numbers × ${COMPRESS.bit(bits)}`,
  noPca: "not even one bit fits",
  tooLarge: "these images are too large for it",
  /** @param {number} images */
  encoder: (images) => `of ${images} images, with its header`,
  noEncoder: "this browser cannot write it",

  /** @param {number} ours @param {number | null} pca In dB. @param {number} bytes */
  verdict(ours, pca, bytes) {
    const at = `At ${bytesOf(bytes)} bytes an image`;
    if (pca === null) return `${at} not even one number of PCA fits, so there is nothing to compare with.`;
    const ahead = ours - pca;
    if (Math.abs(ahead) < 0.05) return `${at} the auto-encoder and PCA are equally near to the originals.`;
    const by = `${decibels(Math.abs(ahead))} dB`;
    return ahead > 0
      ? `${at} the auto-encoder is ${by} nearer to the originals than PCA.`
      : `${at} PCA wins: it is ${by} nearer to the originals than the auto-encoder.`;
  },
  /** @param {number} decoder Bytes. @param {number | null} from @param {number | null} pca */
  pays(decoder, from, pca) {
    const own = `Whoever unpacks needs the decoder, ${count(decoder / 1024)} KB.`;
    if (pca === null) return `${own} No file of PCA is as good, so they cannot be set against each other.`;
    const rival = `The smallest file of PCA that is as near takes ${bytesOf(pca)} bytes an image, and its components.`;
    return from === null
      ? `${own} ${rival} So in the long run PCA is smaller.`
      : `${own} ${rival} All in all the auto-encoder is smaller from ${images(from)} on.`;
  },

  sweep: {
    title: "Size against quality",
    about: "Trains a model for each code size in the background and packs its code with 1 to 8 bits a number.",
    run: "Train other code sizes",
    again: "Train them again",
    x: "bytes an image",
    y: "PSNR in dB",
    file: "rate-distortion",
    table: "All of them as a table",
    columns: ["code", "bits a number", "bytes an image", "PSNR in dB", "SSIM"],
    /** @param {number} code */
    code: (code) => (code === 1 ? "1 number" : `${code} numbers`),
    /** @param {number} done @param {number} all */
    done: (done, all) => `${done} of ${all} models trained`,
    /** @param {number} code @param {number} bits @param {number} bytes @param {number} psnr */
    point: (code, bits, bytes, psnr) =>
      `${COMPRESS.sweep.code(code)} × ${COMPRESS.bit(bits)}: ${bytesOf(bytes)} bytes, ${decibels(psnr)} dB`,
    others: "These models were trained on the images before. Train them again on the present ones.",
    drawing: "Drawing the pictures of this point …",
    choose: "Choose a point to see its pictures at the same number of bytes.",
  },
  strip: "The same images in every version",
};
