//! The lessons, one entry each: what is said of them before any is fetched.

/**
 * @typedef {object} Entry
 * @property {number} number In the address.
 * @property {string} id
 * @property {string} file Below `www/lessons/data/`.
 * @property {string} title
 * @property {string} about
 * @property {number} minutes
 * @property {number} rounds How many questions it has.
 * @property {readonly string[]} lights What it talks about: panels, and options by their keys.
 */

/** @type {readonly Entry[]} */
export const LESSON_TABLE = [
  {
    number: 1, id: "autoencoder", file: "01-autoencoder.json", title: "What an auto-encoder is",
    about: "A network copies pictures through a narrow place, and learns what they have in common.",
    minutes: 5, rounds: 2,
    lights: ["reconstructions", "loss", "hourglass"],
  },
  {
    number: 2, id: "bottleneck", file: "02-bottleneck.json", title: "The bottleneck",
    about: "How many numbers does a picture need: 1, 2, 8 or 32?",
    minutes: 6, rounds: 2,
    lights: ["loss", "reconstructions", "code"],
  },
  {
    number: 3, id: "pca", file: "03-pca.json", title: "Against PCA and linear nets",
    about: "What does a network add to a method of 1901?",
    minutes: 7, rounds: 3,
    lights: ["kind", "loss", "activation", "code"],
  },
  {
    number: 4, id: "map", file: "04-map.json", title: "Reading the map",
    about: "What near and far mean on the map of the code, and what they do not.",
    minutes: 6, rounds: 3,
    lights: ["map", "loss", "code"],
  },
  {
    number: 5, id: "overfitting", file: "05-overfitting.json", title: "Learning by heart",
    about: "With few images a network learns them, and not what they have in common.",
    minutes: 7, rounds: 3,
    lights: ["loss", "reconstructions", "images", "noise", "code"],
  },
  {
    number: 6, id: "denoising", file: "06-denoising.json", title: "Removing noise",
    about: "A network that has to rebuild clean pictures from noisy ones learns what to leave out.",
    minutes: 5, rounds: 2,
    lights: ["noise", "amount", "reconstructions"],
  },
  {
    number: 7, id: "convolutions", file: "07-convolutions.json", title: "Convolutions",
    about: "Why a network for pictures should look at small pieces, everywhere alike.",
    minutes: 7, rounds: 3,
    lights: ["hourglass", "loss", "kind", "reconstructions", "hidden", "kernel", "stride"],
  },
  {
    number: 8, id: "variational", file: "08-variational.json", title: "The price of a code",
    about: "The variational auto-encoder, its β, and how a code falls silent.",
    minutes: 8, rounds: 3,
    lights: ["loss", "beta", "map", "reconstructions"],
  },
  {
    number: 9, id: "odd-one-out", file: "09-odd-one-out.json", title: "Finding the odd one out",
    about: "What a model has never seen it rebuilds badly, and that can be used.",
    minutes: 7, rounds: 2,
    lights: ["labs", "code"],
  },
  {
    number: 10, id: "labs", file: "10-labs.json", title: "Compress, generate, pre-train",
    about: "Three uses of a trained network, each beside what one can do without it.",
    minutes: 8, rounds: 3,
    lights: ["labs", "code", "kind"],
  },
];
