//! The lessons, one entry each: what the list says of them before any is fetched.

/**
 * @typedef {object} Entry
 * @property {number} number In the address.
 * @property {string} id
 * @property {string} file Below `data/`.
 * @property {string} title
 * @property {string} about
 * @property {number} minutes
 */

/** @type {readonly Entry[]} */
export const LESSON_TABLE = [
  {
    number: 1, id: "autoencoder", file: "01-autoencoder.json", title: "What an auto-encoder is", minutes: 5,
    about: "A network copies pictures through a narrow place, and learns what they have in common.",
  },
  {
    number: 2, id: "bottleneck", file: "02-bottleneck.json", title: "The bottleneck", minutes: 6,
    about: "How many numbers does a picture need: 1, 2, 8 or 32?",
  },
  {
    number: 3, id: "pca", file: "03-pca.json", title: "Against PCA and linear nets", minutes: 7,
    about: "What does a network add to a method of 1901?",
  },
  {
    number: 4, id: "map", file: "04-map.json", title: "Reading the map", minutes: 6,
    about: "What near and far mean on the map of the code, and what they do not.",
  },
  {
    number: 5, id: "overfitting", file: "05-overfitting.json", title: "Learning by heart", minutes: 7,
    about: "With few images a network learns them, and not what they have in common.",
  },
  {
    number: 6, id: "denoising", file: "06-denoising.json", title: "Removing noise", minutes: 5,
    about: "A network that has to rebuild clean pictures from noisy ones learns what to leave out.",
  },
  {
    number: 7, id: "convolutions", file: "07-convolutions.json", title: "Convolutions", minutes: 7,
    about: "Why a network for pictures should look at small pieces, everywhere alike.",
  },
  {
    number: 8, id: "variational", file: "08-variational.json", title: "The price of a code", minutes: 8,
    about: "The variational auto-encoder, its β, and how a code falls silent.",
  },
  {
    number: 9, id: "odd-one-out", file: "09-odd-one-out.json", title: "Finding the odd one out", minutes: 7,
    about: "What a model has never seen it rebuilds badly, and that can be used.",
  },
  {
    number: 10, id: "labs", file: "10-labs.json", title: "Compress, generate, pre-train", minutes: 8,
    about: "Three uses of a trained network, each beside what one can do without it.",
  },
];
