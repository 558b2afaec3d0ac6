//! What the intake says of files, where the engine's own readers have not said it.

const number = new Intl.NumberFormat("en-US");
const MB = 1 << 20;

/** @param {number} n @param {string} one */
const several = (n, one) => `${number.format(n)} ${one}${n === 1 ? "" : "s"}`;

export const WORDS = {
  /** @param {string} path */
  same: (path) => `It is the same picture as ${path}, which is taken once.`,
  flat: "It is one flat color when it is prepared: there is nothing to learn from it.",
  blank: "Each of its images is one flat color: there is nothing to learn from them.",
  /** @param {string} kind @param {number} limit */
  large: (kind, limit) => `It is too large: ${kind} may have ${Math.floor(limit / MB)} MB.`,
  picture: "a picture's file",
  data: "an archive or a file of data",
  /** @param {number} limit */
  many: (limit) => `${number.format(limit)} files are taken at once; bring this one with the next.`,
  /** @param {number} images @param {number} bytes */
  full: (images, bytes) =>
    `The set is full: it holds at most ${number.format(images)} images and ${Math.floor(bytes / MB)} MB.`,
  /** @param {number} taken @param {number} all */
  part: (taken, all) =>
    `The first ${number.format(taken)} of its ${several(all, "image")} are taken; then the set is full.`,
  unread: "The browser could not read it: it may be a folder, or have been moved or changed meanwhile.",
  trapped: "This file could not be read: reading it stopped the reader, which was started anew.",
  undecoded: "The browser could not decode it: it is damaged, or of a kind that this browser does not know.",
  /** @param {number} width @param {number} height @param {number} w @param {number} h */
  otherSize: (width, height, w, h) =>
    `It is damaged: ${w} × ${h} pixels came out of it, and its header says ${width} × ${height}.`,
  nested: "It is an archive within an archive: unpack it, and bring what comes out.",
  savedInside: "It is a saved set within an archive: unpack it, and bring it by itself.",
  emptyArchive: "There are no files in this archive.",
  notPicture: "It is no single picture.",
  noEntry: "It is no longer in the archive.",
  classes: "There are more than 255 classes: this one has none.",
  /** @param {string} images @param {number} count */
  labels: (images, count) => `${several(count, "label")} of ${images}.`,
  /** @param {number} labels @param {string} path @param {number} images */
  otherCount: (labels, path, images) =>
    `It has ${several(labels, "label")}, and ${path} has ${several(images, "image")}; the images are taken without.`,
  alone: "These are labels, and no file of images goes with them: bring both at once, named alike "
    + "(train-images-idx3-ubyte, train-labels-idx1-ubyte).",
  opened: "A saved set.",
};
