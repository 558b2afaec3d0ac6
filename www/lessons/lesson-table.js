//! The lessons, one entry each: what the list says of them before any is fetched.

/**
 * @typedef {object} Entry
 * @property {number} number In the address.
 * @property {string} id
 * @property {string} file Below `data/`.
 * @property {string} title
 * @property {string} about
 * @property {number} minutes
 * @property {number} rounds How many questions it has.
 */

/** @type {readonly Entry[]} */
export const LESSON_TABLE = [
  {
    number: 2, id: "bottleneck", file: "02-bottleneck.json", title: "The bottleneck",
    about: "How many numbers does a picture need: 1, 2, 8 or 32?", minutes: 6, rounds: 1,
  },
];
