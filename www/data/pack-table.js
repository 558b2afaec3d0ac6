//! The packs of images that come with the page, one entry each: another pack is an entry here and its files beside it.

/**
 * @typedef {object} PackFiles Names below the packs' folder.
 * @property {string} trainImages
 * @property {string} trainLabels
 * @property {string} testImages
 * @property {string} testLabels
 * @property {string} [classes] A list of the classes' names, as JSON.
 *
 * @typedef {object} PackWords
 * @property {string} name
 * @property {string} caption
 * @property {string} facts What is in it, before it is there.
 * @property {string} licence
 * @property {string} one What one of its images shows.
 * @property {string} draw What the pad is for.
 * @property {string[]} [classes] Their names, where no file has them.
 *
 * @typedef {object} PackFacts
 * @property {PackFiles} files
 * @property {number} size Side of its square pictures, in pixels.
 * @property {1 | 3} channels
 * @property {0 | 255} paper The byte of an empty place.
 * @property {{code: number, batch: number}} [usual] Where the kinds' own would show little in the first seconds: at
 *   least so many numbers in the code, and at most so many images a step (docs/learning.md).
 *
 * @typedef {PackFacts & PackWords} Pack
 * @typedef {keyof typeof TABLE} BuiltIn The packs that come with the page.
 * @typedef {BuiltIn | "own"} PackName And the visitor's own set, see own/.
 */

/**
 * @param {string} start How the names of a pack's files begin.
 * @param {3 | 4} dims Dimensions of its images with their count: gray ones have three, colored ones four.
 * @returns {PackFiles}
 */
const files = (start, dims) => ({
  trainImages: `${start}-train-images.idx${dims}-ubyte.gz`,
  trainLabels: `${start}-train-labels.idx1-ubyte.gz`,
  testImages: `${start}-test-images.idx${dims}-ubyte.gz`,
  testLabels: `${start}-test-labels.idx1-ubyte.gz`,
});

/** @satisfies {Record<string, Pack>} */
const TABLE = {
  digits: {
    files: files("mnist", 3),
    size: 28,
    channels: 1,
    paper: 0,
    name: "Digits",
    caption: "Handwritten digits",
    facts: "12,000 handwritten digits, 28 × 28 pixels, gray",
    licence: "MNIST, by Yann LeCun and Corinna Cortes, CC BY-SA 3.0",
    one: "digit",
    draw: "Draw a digit",
    classes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
  },
  fashion: {
    files: files("fashion", 3),
    size: 28,
    channels: 1,
    paper: 0,
    name: "Fashion",
    caption: "Clothes and shoes",
    facts: "12,000 pictures of clothes, shoes and bags, 28 × 28 pixels, gray",
    licence: "Fashion-MNIST, by Zalando SE, MIT License",
    one: "piece of clothing",
    draw: "Draw a piece of clothing",
    classes: ["T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"],
  },
  emoji: {
    files: { ...files("emoji", 4), classes: "emoji-categories.json" },
    size: 32,
    channels: 3,
    paper: 255,
    usual: { code: 8, batch: 32 },
    name: "Emoji",
    caption: "Emoji in color",
    facts: "1,899 emoji, 32 × 32 pixels, red, green and blue",
    licence: "Noto Emoji, by Google, Apache License 2.0",
    one: "emoji",
    draw: "Draw a face",
  },
};

export const PACKS = /** @type {Record<BuiltIn, Pack>} */ (TABLE);

export const PACK_NAMES = /** @type {BuiltIn[]} */ (Object.keys(TABLE));

/** @param {string} name @returns {name is BuiltIn} */
export const isBuiltIn = (name) => Object.hasOwn(TABLE, name);
