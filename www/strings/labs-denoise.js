//! What is said in the lab Denoise.

import { decibels } from "../draw/format.js";
import { heldOutImages } from "./labs.js";
import { MODEL } from "./model.js";
import { PACK_WORDS } from "./packs.js";

/** Filters by their families, with the numbers that they are steered by. */
const FILTERS = {
  median: { name: "Median", inText: "the median filter", of: (/** @type {number} */ n) => `${n}\u00a0×\u00a0${n}` },
  gaussian: { name: "Gaussian", inText: "the Gaussian filter", of: (/** @type {number} */ n) => `σ = ${n}` },
  tv: { name: "Total variation", inText: "total variation", of: (/** @type {number} */ n) => `weight ${n}` },
};

/** @param {string} text */
const capital = (text) => text[0].toUpperCase() + text.slice(1);

export const DENOISE = {
  about: "Noise is put on images that the model has never seen, and it has to give back the clean ones.",
  run: "Remove the noise",
  again: "Remove it again",
  suits: "A denoising model with a larger code suits this.",
  use: "Use this noise and 32 numbers",
  picture: "An image with noise goes through the model and comes back without.",

  kind: "Kind of noise",
  amount: "Amount",
  kinds: /** @type {const} */ (["gaussian", "salt-and-pepper", "masking", "scribble"]),
  /** @param {string} kind */
  kindName: (kind) => capital(MODEL.values[kind]),
  /** @param {string} kind @param {number} amount */
  amountOf: (kind, amount) => MODEL.amount.unit(amount, { noise: kind }),
  /** @param {string} kind @param {number} amount */
  noise: (kind, amount) => `${MODEL.values[kind]}, ${DENOISE.amountOf(kind, amount)}`,

  table: "The held-out images without their noise",
  columns: ["version", "PSNR in dB", "SSIM"],
  rows: { noisy: "Noisy", ours: "Auto-encoder" },
  filters: FILTERS,
  /** @param {string} kind @param {number} amount @param {number} images */
  measured: (kind, amount, images) =>
    `${capital(DENOISE.noise(kind, amount))}, on ${heldOutImages(images)}. Each filter has the number that was `
      + "best on training images.",
  strip: "The same images in every version",
  version: (/** @type {number | null} */ psnr) => `${decibels(psnr)} dB`,

  /**
   * @param {number} ahead Of the best filter, in dB.
   * @param {keyof typeof FILTERS} best
   * @param {string} why What the model was trained on: "none", "other", "amount" or "same".
   * @param {{kind: string, amount: number}} trained
   */
  verdict(ahead, best, why, { kind, amount }) {
    const { inText } = FILTERS[best];
    if (Math.abs(ahead) < 0.05) return `The auto-encoder and the best filter, ${inText}, are equally good.`;
    const by = `${decibels(Math.abs(ahead))} dB`;
    if (ahead > 0) return `The auto-encoder is ${by} better than the best filter, ${inText}.`;
    const reasons = /** @type {Record<string, string>} */ ({
      none: ": this model was not trained to remove noise",
      other: `: this model was not trained on such noise, but on ${DENOISE.noise(kind, amount)}`,
      amount: `: this model was trained on another amount, ${DENOISE.amountOf(kind, amount)}`,
      same: ", although this model was trained on such noise",
    });
    return `${capital(inText)} is ${by} better here${reasons[why]}.`;
  },
  useless: "Nothing comes nearer to the clean images than the noisy ones themselves.",

  sweep: {
    title: "Quality against the amount of noise",
    about: (/** @type {string} */ kind) =>
      `Puts less and more of the noise on the images, from 0.1 to 0.9: now ${MODEL.values[kind]}.`,
    run: "Try all amounts",
    again: "Try them again",
    x: "amount of noise",
    y: "PSNR in dB",
    file: "denoising",
    trained: "trained on this",
    table: "All of them as a table",
    columns: ["amount", "noisy", "auto-encoder", "median", "Gaussian", "total variation"],
    /** @param {string} kind @param {number} done @param {number} all @param {number} images */
    done: (kind, done, all, images) =>
      `${capital(MODEL.values[kind])}: ${done} of ${all} amounts, each on ${heldOutImages(images)}`,
    /** @param {string} name @param {number} amount @param {number} psnr */
    point: (name, amount, psnr) => `${name} at ${amount}: ${decibels(psnr)} dB`,
  },

  hand: {
    title: "Scribble over an image by hand",
    about: "Draw on the first image. The model has to say what was there.",
    pad: "Image to scribble on",
    hint: "Draw with a pointer, pen or finger. With the keyboard: arrow keys move the pen, Space puts it down and "
      + "lifts it, Delete or Escape clears, Ctrl+Z takes back the last stroke or the clearing.",
    scribbled: "scribbled on",
    other: "Another image",
    pen: "Pen",
    pens: { ink: "Ink", paper: "Paper", white: "White", black: "Black" },
    /** @param {string} name @param {number | null} psnr */
    version: (name, psnr) => (psnr === null ? `${name}: exactly the image` : `${name}: ${decibels(psnr)} dB`),
    noFilter: "The best filter is shown once the noise has been removed above.",
    filter: "filtered",
  },

  photo: {
    title: "A photo of your own",
    about: (/** @type {number} */ width, /** @type {number} */ height) =>
      `Noise is put on the whole photo. The model cleans patches of ${width} × ${height} pixels, which overlap, and `
        + "where they do, their mean counts.",
    stays: "No image leaves your machine.",
    choose: "Choose a photo…",
    again: "Put this noise on it",
    photo: "photo",
    noisy: "noisy",
    /** @param {string} name */
    honest: (name) => {
      const how = "For a model of photos, cut one into patches among your own images and train on them.";
      if (name === "own") return `Unless your images are patches of photos, this model will do badly here. ${how}`;
      const what = PACK_WORDS[/** @type {"digits"} */ (name)].caption.toLowerCase();
      return `This model was trained on ${what}, not on photos, and will do badly here. ${how}`;
    },
    unreadable: "This file could not be read as an image. JPEG, PNG, GIF and WebP can be.",
    tooLarge: (/** @type {number} */ megabytes) => `This file is larger than ${megabytes} MB.`,
    /** @param {number} width @param {number} height @param {number} most @param {number[]} patch */
    tooSmall: (width, height, most, [patchWidth, patchHeight]) =>
      `At no more than ${most} pixels along its longer side this image has ${width} × ${height}. That is less than one `
        + `patch, which has ${patchWidth} × ${patchHeight}.`,
    channels: "Photos are for models of gray or of red, green and blue images.",
    /** @param {string} kind @param {number} amount @param {number} width @param {number} height */
    done: (kind, amount, width, height) => `${width} × ${height} pixels, ${DENOISE.noise(kind, amount)}`,
  },
};
