//! A small set is shown whole: beside the held-out pictures those that are trained on. Words and marks tell the two
//! apart, and no number is of the latter.

import { MOST_PAIRS, pairsOf } from "../app/shown-pack.js";
import { WHOLE_WORDS as WORDS } from "../strings/own-notices.js";

/** @typedef {import("../data/packs.js").ImageSet} ImageSet */

export class ShownWhole {
  /** All pictures: the held-out ones, then those that are trained on, without their variants. @type {ImageSet} */
  images;
  /** The indices of the latter among the training images. @type {number[]} */
  trained;
  /** Which pictures stand beside their reconstructions. @type {number[]} */
  pairs;
  /** What stands on the map. */
  image = WORDS.image;
  /** On the button that leads back from a drawing. */
  show = WORDS.show;
  /** How the two are told apart. */
  key;
  #classes;
  /** The pictures before this one are held out. */
  #from;

  /**
   * @param {ImageSet} images
   * @param {number} heldOut So many of them are held out.
   * @param {number[]} trained Those of the others; where training images stand in for held-out ones, none are others.
   * @param {string[]} classes
   */
  constructor(images, heldOut, trained, classes) {
    this.images = images;
    this.trained = trained;
    this.#classes = classes;
    this.#from = heldOut;
    this.key = WORDS.key(heldOut > 0);
    const pick = (/** @type {Uint8Array} */ labels) => pairsOf(labels, classes.length, true);
    const others = pick(images.labels.subarray(heldOut)).map((idx) => heldOut + idx);
    const most = Math.max(MOST_PAIRS / 2, MOST_PAIRS - others.length);
    this.pairs = [...pick(images.labels.subarray(0, heldOut)).slice(0, most), ...others].slice(0, MOST_PAIRS);
  }

  /** Above the reconstructions. */
  get caption() {
    return WORDS.caption(this.pairs.length, this.images.count, this.key);
  }

  /** @param {number} idx */
  #isTrained(idx) {
    return idx >= this.#from;
  }

  /** The name of a picture's class; a class that all share tells nothing. @param {number} idx */
  #class(idx) {
    return this.#classes.length > 1 ? this.#classes[this.images.labels[idx]] : "";
  }

  /** A picture's name. @param {number} idx */
  name(idx) {
    const isTrained = this.#isTrained(idx);
    return WORDS.name(this.#class(idx), isTrained, isTrained ? idx - this.#from : idx);
  }

  /** What stands above a picture's column. @param {number} idx */
  head(idx) {
    return WORDS.head(this.#class(idx), this.#isTrained(idx));
  }

  /**
   * From which dot of the map on they are hollow: the order of the dots is that of the pictures.
   * @param {number[] | null} ids Of the dots; null where all pictures have one.
   */
  hollowFrom(ids) {
    return ids ? ids.filter((idx) => !this.#isTrained(idx)).length : this.#from;
  }
}
