//! The names of classes: how they are written, and when two of them are the same.

/** Longer names of classes are cut. */
export const MOST_NAME = 40;

/** A name as it is shown. @param {string} name */
export const tidyName = (name) =>
  [...name.normalize("NFC").replace(/\s+/g, " ").trim()].slice(0, MOST_NAME).join("");

/** A text that is the same for all names of one class. @param {string} name */
export const classKey = (name) => tidyName(name).toLowerCase();
