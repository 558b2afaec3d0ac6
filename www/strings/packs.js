//! The packs of images in words: part of the string table, apart only for its length.

/**
 * @typedef {object} PackWords
 * @property {string} name
 * @property {string} caption
 * @property {string} facts What is in it, before it is there.
 * @property {string} licence
 * @property {string} draw What the pad is for.
 * @property {string[]} [classes] Where the pack itself does not name them.
 */

/** @type {Record<import("../data/packs.js").PackName, PackWords>} */
export const PACKS = {
  digits: {
    name: "Digits",
    caption: "Handwritten digits",
    facts: "12,000 handwritten digits, 28 × 28 pixels, gray",
    licence: "MNIST, by Yann LeCun and Corinna Cortes, CC BY-SA 3.0",
    draw: "Draw a digit",
    classes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
  },
  fashion: {
    name: "Fashion",
    caption: "Clothes and shoes",
    facts: "12,000 pictures of clothes, shoes and bags, 28 × 28 pixels, gray",
    licence: "Fashion-MNIST, by Zalando SE, MIT License",
    draw: "Draw a piece of clothing",
    classes: ["T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"],
  },
  emoji: {
    name: "Emoji",
    caption: "Emoji in color",
    facts: "1,899 emoji, 32 × 32 pixels, red, green and blue",
    licence: "Noto Emoji, by Google, Apache License 2.0",
    draw: "Draw a face",
  },
  own: {
    name: "Yours",
    caption: "Your own images",
    facts: "Images of your own: drawn, or from your files",
    licence: "Yours; they stay in this browser",
    draw: "Draw something",
  },
};
