//! What the intake says of files, where the engine's own readers have not said it.

const number = new Intl.NumberFormat("en-US");
const MB = 1 << 20;

/** @param {number} n @param {string} one @param {string} [many] */
const several = (n, one, many = `${one}s`) => `${number.format(n)} ${n === 1 ? one : many}`;

/** Names that are listed; of more, those that count most. */
const NAMES = 10;

/**
 * Classes with how many pictures of each are meant.
 * @param {[name: string, count: number][]} classes
 */
function listed(classes) {
  const some = classes.length > NAMES ? classes.toSorted(([, one], [, other]) => other - one).slice(0, NAMES) : classes;
  const names = some.map(([name, n]) => `${name || "no class"} (${number.format(n)})`).join(", ");
  return classes.length > NAMES ? `${names} and ${several(classes.length - NAMES, "more class", "more classes")}` : names;
}

export const WORDS = {
  /** What is said of all files together stands under this name. */
  drop: "This drop",
  /** @param {string} path "" where it is not known */
  same: (path) => `It is the same picture as ${path || "one that is there already"}, which is taken once.`,
  /** @param {number} files */
  there: (files) => `${number.format(files)} of its files are in the set already.`,
  /** Of a file of data. @param {number} pictures */
  twice: (pictures) => (pictures === 1
    ? "One of its pictures is in the set already or comes twice; it is taken once."
    : `${number.format(pictures)} of its pictures are in the set already or come twice; each is taken once.`),
  allThere: "All its pictures are in the set already.",
  /**
   * Where there is not room for all.
   * @param {number} taken @param {number} all @param {"file" | "picture"} one
   * @param {{classes: number, isFull: boolean, missing: [name: string, count: number][]}} how
   */
  cut: (taken, all, one, { classes, isFull, missing }) => {
    const spread = classes > 1 && taken > 0 ? `, spread over ${number.format(classes)} classes` : "";
    const then = isFull ? "the set is full then" : "bring the rest with the next drop";
    const rest = classes > 1 ? `: ${listed(missing)}` : "";
    return `${number.format(taken)} of ${several(all, one)} ${all === 1 ? "is" : "are"} taken${spread}; ${then}`
      + `${isFull && rest ? `. Not taken${rest}` : rest}.`;
  },
  /** Of files, where the set is full. @param {number} files */
  none: (files) => `${several(files, "file")} ${files === 1 ? "is" : "are"} left out.`,
  /** Where there are too many classes. @param {[name: string, count: number][]} classes those that are missing */
  beyond: (classes) => `255 classes are the most: the pictures of others are taken without a class. `
    + `Those are ${listed(classes)}.`,
  /** Of a list of classes. @param {number} named @param {number} all */
  classesOf: (named, all) => `Classes of ${number.format(named)} of ${several(all, "picture")}.`,
  flat: "It is one flat color when it is prepared: there is nothing to learn from it.",
  blank: "Each of its images is one flat color: there is nothing to learn from them.",
  /** @param {string} kind @param {number} limit */
  large: (kind, limit) => `It is too large: ${kind} may have ${Math.floor(limit / MB)} MB.`,
  picture: "a picture's file",
  data: "an archive or a file of data",
  /** @param {number} images @param {number} bytes */
  full: (images, bytes) =>
    `The set is full: it holds at most ${number.format(images)} images and ${Math.floor(bytes / MB)} MB.`,
  unread: "The browser could not read it: it may be a folder, or have been moved or changed meanwhile.",
  trapped: "This file could not be read: reading it stopped the reader, which was started anew.",
  undecoded: "The browser could not decode it: it is damaged, or of a kind that this browser does not know.",
  /** @param {number} width @param {number} height @param {number} w @param {number} h */
  otherSize: (width, height, w, h) =>
    `It is damaged: ${w} × ${h} pixels came out of it, and its header says ${width} × ${height}.`,
  nested: "It is an archive within an archive: unpack it, and bring what comes out.",
  savedInside: "It is a model or a saved set within an archive: unpack it, and bring it by itself.",
  emptyArchive: "There are no files in this archive.",
  notPicture: "It is no single picture.",
  noEntry: "It is no longer in the archive.",
  classes: "There are more than 255 classes: this one has none.",
  /** @param {string} images @param {number} count */
  labels: (images, count) => `${several(count, "label")} of ${images}.`,
  /** @param {number} labels @param {string} path @param {number} images */
  otherCount: (labels, path, images) =>
    `It has ${several(labels, "label")}, and ${path} has ${several(images, "image")}; the images are taken without.`,
  alone: "These are labels (an array of one axis), and no file of images goes with them: bring both at once, named alike "
    + "(train-images-idx3-ubyte, train-labels-idx1-ubyte; X_train.npy, y_train.npy). If they are pixels, numpy.reshape "
    + "makes pictures of them.",
  opened: "A saved set.",
};
