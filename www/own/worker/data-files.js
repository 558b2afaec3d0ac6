//! Files of data, after the pictures: many images each, and labels that go with them.

import { Trap } from "./take-files.js";
import { WORDS } from "../../strings/intake.js";

/** @typedef {import("./list-files.js").Place} Place */
/** @typedef {import("./batch.js").Standing["aside"][number]} Aside */
/** @typedef {Aside & {labels: boolean}} Known */

const NO_CLASS = 255;
/** IDX of bytes with one dimension. */
const LABELS = [0, 0, 8, 1];

/**
 * @param {import("./take-files.js").Means} means
 * @param {{basket: import("./batch.js").Basket, archives: import("./list-files.js").Archives,
 *   preparer: import("./engine.js").Preparer, isRefused: (at: Place) => boolean}} what
 */
export async function takeData(means, { basket, archives, preparer, isRefused }) {
  const { engine, isNamed, isCancelled, pause, onProgress } = means;
  const { standing } = basket;
  /** @type {Known[]} */
  const files = [];
  for (const aside of standing.aside) files.push({ ...aside, labels: await areLabels(await archives.start(aside.at)) });
  const images = files.filter(({ labels }) => !labels);
  const partners = pair(images, files.filter(({ labels }) => labels));

  /** @param {Known} file @param {"taken" | "repaired" | "refused" | "left-out"} result @param {number} count @param {string} text */
  const outcome = ({ at, path }, result, count, text) => {
    basket.outcome({ at, path, result, images: count, text });
    standing.done += 1;
  };

  for (const file of images.slice(standing.dataDone)) {
    if (isCancelled()) return;
    try {
      if (isRefused(file.at)) outcome(file, "refused", 0, WORDS.trapped);
      else await takeFile(file);
    } catch (error) {
      if (!isNamed(error)) throw new Trap(error, file.at);
      outcome(file, "refused", 0, error.message);
    }
    standing.dataDone += 1;
    standing.dataFrom = 0;
    onProgress(standing);
  }
  const used = new Set(partners.values());
  for (const file of files) {
    if (file.labels && !used.has(file)) outcome(file, "refused", 0, WORDS.alone);
  }

  /** @param {Known} file */
  async function takeFile(file) {
    const data = new engine.glue.DataFile(await archives.bytes(file.at));
    const table = data.table();
    try {
      if (table.isBlank()) return outcome(file, "refused", 0, WORDS.blank);
      const values = await labelsFor(file, table);
      const names = table.classNames();
      const labels = labelsOf(values, table.count, (value) => basket.label(value === null ? file.folder : names?.[value] ?? String(value)));
      const count = Math.min(table.count, standing.dataFrom + basket.room);
      for (let from = standing.dataFrom; from < count; from = standing.dataFrom) {
        const part = Math.min(basket.most, count - from);
        standing.dataFrom += part;
        basket.images(table.prepare(preparer, from, part), labels.slice(from, from + part));
        onProgress(standing);
        await pause();
        if (isCancelled()) return;
      }
      if (count === table.count) outcome(file, "taken", count, "");
      else if (count > 0) outcome(file, "repaired", count, WORDS.part(count, table.count));
      else outcome(file, "left-out", 0, WORDS.full(engine.limits.images, engine.limits.bytes));
    } finally {
      table.free();
    }
  }

  /** @param {Known} file @param {import("./engine.js").Table} table */
  async function labelsFor(file, table) {
    const partner = partners.get(file);
    if (!partner) return table.labels();
    try {
      if (isRefused(partner.at)) throw new RangeError();
      const data = new engine.glue.DataFile(await archives.bytes(partner.at));
      const values = data.labels();
      data.free();
      if (values.length !== table.count) {
        outcome(partner, "refused", 0, WORDS.otherCount(values.length, file.path, table.count));
        return undefined;
      }
      outcome(partner, "taken", 0, WORDS.labels(file.path, values.length));
      return values;
    } catch (error) {
      if (!(error instanceof RangeError) && !isNamed(error)) throw new Trap(error, partner.at);
      outcome(partner, "refused", 0, error instanceof RangeError ? WORDS.trapped : error.message);
      return undefined;
    }
  }
}

/**
 * Classes for values, counted in the order of the values so that they do not hang on the order of the images.
 * @param {Uint8Array | undefined} values
 * @param {number} count
 * @param {(value: number | null) => number} classOf null: of images without labels
 */
function labelsOf(values, count, classOf) {
  if (!values) return new Uint8Array(count).fill(classOf(null));
  const there = new Set(values);
  const map = new Uint8Array(256).fill(NO_CLASS);
  for (let value = 0; value < NO_CLASS; value += 1) if (there.has(value)) map[value] = classOf(value);
  return values.map((value) => map[value]);
}

/**
 * Which labels go with which images: those of the same name but for what tells them apart, or the only ones.
 * @template {{path: string}} F
 * @param {F[]} images
 * @param {F[]} labels
 * @returns {Map<F, F>}
 */
export function pair(images, labels) {
  const stem = (/** @type {F} */ { path }) => path.toLowerCase().replace(/\.gz$/, "").replace(/(image|label)s?/g, "").replace(/idx\d/g, "idx");
  const pairs = new Map();
  for (const file of images) {
    const partner = labels.find((other) => stem(other) === stem(file));
    if (partner) pairs.set(file, partner);
  }
  if (images.length === 1 && labels.length === 1) pairs.set(images[0], labels[0]);
  return pairs;
}

/** Whether a file, packed by gzip or not, is IDX of labels. @param {Uint8Array} bytes */
async function areLabels(bytes) {
  const start = bytes[0] === 0x1f && bytes[1] === 0x8b ? await unpackedStart(bytes) : bytes;
  return LABELS.every((byte, idx) => start[idx] === byte);
}

/** The first unpacked bytes; none where it cannot be unpacked. @param {Uint8Array} bytes */
async function unpackedStart(bytes) {
  const unpacked = new Blob([/** @type {BlobPart} */ (bytes)]).stream().pipeThrough(new DecompressionStream("gzip"));
  const reader = unpacked.getReader();
  try {
    return (await reader.read()).value ?? new Uint8Array(0);
  } catch {
    return new Uint8Array(0);
  } finally {
    reader.cancel().catch(() => {});
  }
}
