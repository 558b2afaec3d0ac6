//! What the set says by itself, apart from its panel: part of the string table, loaded with the set.

import { count, error } from "../draw/format.js";

/** @param {number} n @param {string} one @param {string} [many] */
const of = (n, one, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

/** @param {number} some @param {number} all */
const ofAll = (some, all) => {
  if (all === 1) return "the picture has";
  return some === all ? `all ${count(all)} pictures have` : `${count(some)} of ${count(all)} pictures have`;
};

export const OWN_WORDS = {
  noClass: "no class",
  /** Where there are no classes at all. */
  picture: "picture",
  empty: "There are no images of yours yet: draw some, or drop files on the page.",
  noPhoto: "There is no photo to cut into patches yet: add one first.",
  wrongSize: "The model in training has images of another size: train on the patches first, as they are cut now.",
  notTrained: "Train on the patches first; then the whole photo can be put together from them.",
  tooManyPatches: (/** @type {number} */ n, /** @type {number} */ most) =>
    `That makes ${of(n, "patch", "patches")}, and ${count(most)} are the most: take a larger stride, or patches `
      + "at random places.",
  tooLarge: (/** @type {number} */ n, /** @type {number} */ size, /** @type {number} */ mb) =>
    `${of(n, "picture")} of ${size} × ${size} pixels would take ${count(mb)} MB, and 512 MB is the most: choose `
      + "a smaller size, or gray.",
  /** @param {string} path @param {string} [why] */
  notReadSo: (path, why) => `${path} cannot be read so; your set is as it was.${why ? ` ${why}` : ""}`,
  cutFolders: (/** @type {number} */ most) =>
    `The first ${count(most)} files of folders are looked at; bring the other folders with the next drop.`,
  noWayBack: "There is no room to keep the pictures that were there before, so this cannot be taken back.",
  unreadFile: "The browser could not read it: it may have been moved or changed meanwhile.",
  unreadFolder: "The browser could not read all of this folder: what lies in it may be missing here.",
  /** A picture that came as text. */
  fromPage: "picture from a page",
  onOtherPage: "It is on another page, and this one asks no other site for anything, so it cannot have it: save the "
    + "picture and bring the file, or copy the picture itself (not its address) and paste it here.",
  one: "There is only one picture, so none is held out: what the page calls held out is the picture that the model "
    + "learns from.",
  noneHeldOut: "None of your pictures is held out, so what the page calls held out are pictures that the model learns "
    + "from.",
  few: (
    /** @type {number} */ n, /** @type {string} */ widths, /** @type {number} */ batch, /** @type {number} */ variants,
  ) =>
    `Only ${of(n, "picture")}: so that the model does not just learn them by heart, it is smaller (${widths}), takes `
      + `${batch} a step${variants > 0 ? `, and sees ${of(variants, "variant")} of each` : ""}.`,
  layers: (/** @type {number[]} */ widths) => `layers of ${widths.join(" and ")}`,
  maps: (/** @type {number[]} */ maps) => `${maps.join(" and ")} maps`,
  inColor: (/** @type {number} */ colored, /** @type {number} */ all, /** @type {number} */ size) =>
    `In color, because ${ofAll(colored, all)} color: each is now ${size} × ${size} pixels × 3 colors (red, green, `
      + "blue).",
  inGray: (/** @type {number} */ _colored, /** @type {number} */ _all, /** @type {number} */ size) =>
    `In gray again, because no picture here has color: each is now ${size} × ${size} pixels.`,
  instead: { 1: "Gray instead", 3: "Color instead" },
  usual: "Use the usual model",
  failed: (/** @type {string} */ why) => `That did not work, and your images are as they were: ${why}`,
  lostRecords: (/** @type {number} */ n) =>
    `${of(n, "part")} of the images kept in this browser could not be read and had to be left out.`,
  file: "my-images.safetensors",

  overfitting: {
    /** Held-out against training: what the two numbers say. */
    numbers: (/** @type {string} */ what, /** @type {number} */ training, /** @type {number} */ heldOut) =>
      `Mean ${what} of the last 16 training batches ${error(training)}, on the held-out pictures ${error(heldOut)}.`,
    close: "They are close: the model does as well on pictures that it has never seen.",
    wide: (/** @type {string} */ what, /** @type {number} */ times) =>
      `The held-out ${what} is ${times.toFixed(1)} times the other. That gap is over-fitting: the model knows its `
        + "own pictures by heart and new ones less well. More pictures, more variants, a smaller net or noise make "
        + "it smaller.",
    rising: (/** @type {string} */ what) =>
      `The held-out ${what} is rising again, so further training makes it worse.`,
    none: "No picture is held out, so over-fitting cannot be seen here.",
  },
  noPca: (/** @type {number} */ features, /** @type {number} */ most) =>
    `There is no line of PCA: a picture has ${count(features)} numbers here, and PCA is made of up to `
      + `${count(most)}.`,
};

/** How the pictures of a small set that are trained on are told from those held out. */
const HOLLOW = ["● held out", "○ trained on"];
const MARK = ["●", "○"];
export const WHOLE_WORDS = {
  image: "picture",
  show: "A picture",
  key: (/** @type {boolean} */ areSomeHeldOut) => `${HOLLOW[1]}, ${areSomeHeldOut ? HOLLOW[0] : "none held out"}`,
  /** @param {string} name Of the class, or none. @param {boolean} isTrained */
  head: (name, isTrained) => (name ? `${MARK[Number(isTrained)]} ${name}` : HOLLOW[Number(isTrained)]),
  name: (/** @type {string} */ name, /** @type {boolean} */ isTrained, /** @type {number} */ idx) =>
    `${name ? `${name}, ` : ""}${isTrained ? "trained on" : "held out"}, no. ${idx + 1}`,
  caption: (/** @type {number} */ shown, /** @type {number} */ all, /** @type {string} */ key) =>
    `${shown < all ? `${shown} of ${count(all)} pictures` : all === 1 ? "the picture" : `all ${all} pictures`}: ${key}`,
};
