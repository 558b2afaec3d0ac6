//! What a figure inside another page says.

import { count } from "../draw/format.js";

/** At most so much of what an author has written is said back. */
const MOST_SAID = 40;
const short = (/** @type {string} */ text) => (text.length > MOST_SAID ? `${text.slice(0, MOST_SAID)}…` : text);

export const EMBED = {
  seed: "seed",
  region: "A network that trains here",
  loading: "Loading the images …",
  turn: "Another figure trains now; this one goes on when that one has finished.",
  reached: (/** @type {number} */ step) => `Step ${count(step)}: here the figure was asked to stop.`,
  noImages: "This figure waits for its images.",
  /** An attribute that cannot be. */
  attribute: (/** @type {string} */ name, /** @type {string} */ got, /** @type {string} */ allowed) =>
    `${name}: “${short(got)}” is not possible and is left out; allowed is ${allowed}.`,
  refused: (/** @type {string} */ why) =>
    `The model that this figure is to show is not possible: ${why}. The plain one is here instead.`,
  images: (/** @type {string} */ why) => `The images of this figure cannot be used: ${why}.`,
  json: "an object as JSON",
  image: "image",
  whole: (/** @type {number} */ least, /** @type {number} */ most) => `${count(least)} to ${count(most)}`,
};
