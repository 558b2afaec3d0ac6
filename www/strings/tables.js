//! How a table was read, in words: for the report, and for the panel where it can be changed.

const format = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 6 });
const long = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3, notation: "scientific" });
/** A number of a table; with a power of ten where it is long. @param {number} value */
const number = (value) => (Math.abs(value) < 1e7 ? format : long).format(value).replace("-", "−");

/** @typedef {import("../own/types.js").Reading} Reading */

/** @param {number[]} columns From 0 on. */
const named = (columns) => {
  const [first, ...others] = columns.map((column) => column + 1);
  return others.length === 0 ? `Column ${first} is` : `Columns ${[first, ...others].join(", ")} are`;
};

/** @param {Reading} reading */
const isAlone = ({ axes }) => !axes.includes("N");
/** Whether rows and columns are exchanged, as the letters stand. @param {Reading} reading */
const isTurned = ({ axes }) => axes.indexOf("W") < axes.indexOf("H");
/** @param {Reading} reading */
const isByPlanes = ({ axes }) => axes.includes("C") && axes.indexOf("C") < axes.indexOf("H");

/** A picture's size and colors. @param {Reading} reading */
function pictureWords(reading) {
  const { width, height, channels } = reading;
  const color = channels === 1 ? "gray" : isByPlanes(reading) ? "in color, plane by plane" : "in color";
  return `${width} × ${height}, ${color}${isTurned(reading) ? ", column by column" : ""}`;
}

export const TABLES = {
  title: "How the table was read",
  which: "Table",
  columns: "Columns",
  pictures: "Pictures",
  values: "Values",
  /** @param {number} pictures */
  hint: (pictures) => {
    const where = pictures === 1 ? "Where it looks" : `${pictures} pictures from all over the file. Where they look`;
    return `${where} wrong, choose how it is read: its pictures are then taken anew, without what was changed in them by `
      + "hand.";
  },
  /** The names of tables; those of one name have numbers. @param {{path: string}[]} tables The newest first. */
  entries: (tables) => tables.map(({ path }, idx) => {
    const older = tables.slice(idx + 1).filter((one) => one.path === path).length;
    const isOne = tables.filter((one) => one.path === path).length === 1;
    return isOne ? path : `${path} (${older + 1})`;
  }),
  /** @param {string} path */
  labels: (path) => `Its classes are those in ${path}.`,
  wait: "Reading the table …",
  /** @param {number} idx @param {string | null} name */
  alt: (idx, name) => `Picture ${idx + 1} of the table${name === null ? "" : `, class ${name}`}`,
  now: (/** @type {Reading} */ reading) => pictureWords(reading),

  /** @param {Reading} reading */
  column: ({ header, label, ignored }) => [
    label === null ? "no class" : `class in column ${label + 1}`,
    ...(ignored.length > 0 ? [`without column ${ignored.map((column) => column + 1).join(", ")}`] : []),
    header ? "first row holds names" : "first row is a picture",
  ].join(", "),
  /** @param {Reading} reading */
  picture: (reading) => (isAlone(reading) ? `one picture, ${pictureWords(reading)}` : pictureWords(reading)),
  /** @param {Reading} reading */
  value: ({ from, to }) =>
    (from === 0 && to === 255 ? "0 to 255, as they are" : `${number(from)} to ${number(to)} become 0 to 255`),

  /** What was taken for granted, in sentences. @param {Reading} reading */
  said(reading) {
    const { header, label, ignored, from, to } = reading;
    const sentences = [isAlone(reading)
      ? `It is read as one picture of ${pictureWords(reading)}.`
      : `Its pictures are ${pictureWords(reading)}.`];
    if (header) sentences.push("Its first row holds names.");
    if (label !== null) sentences.push(`Column ${label + 1} is the class.`);
    if (ignored.length > 0) sentences.push(`${named(ignored)} left out.`);
    if (from !== 0 || to !== 255) sentences.push(`Values ${number(from)} to ${number(to)} become 0 to 255.`);
    return sentences.join(" ");
  },
};
