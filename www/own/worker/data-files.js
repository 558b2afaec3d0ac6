//! Files of data, after the pictures: many images each, and labels that go with them.

import { NO_CLASS, isNamed } from "../../lib/protocol.js";
import { WORDS } from "../../strings/intake.js";

/** @typedef {import("../intake-protocol.js").Aside & {labels: boolean}} Known */
/** @typedef {import("./engine.js").Table} Table */
/** @typedef {import("../types.js").Outcome["result"]} Result */

/** IDX of bytes with one dimension. */
const LABELS = [0, 0, 8, 1];

/** Takes the files of data of one drop in. */
export class DataTaker {
  #dispatcher;
  #engine;
  #report;
  #batch;
  #archives;
  #preparer;
  /** For a file of images, its file of labels. @type {Map<Known, Known>} */
  #partners = new Map();

  /**
   * @param {import("./intake-dispatcher.js").IntakeDispatcher} dispatcher
   * @param {import("./take-report.js").TakeReport} report
   * @param {{batch: import("./batch.js").Batch, archives: import("./list-files.js").Archives,
   *   preparer: import("./engine.js").Preparer}} take what the pictures were taken with
   */
  constructor(dispatcher, report, { batch, archives, preparer }) {
    this.#dispatcher = dispatcher;
    this.#engine = dispatcher.engine;
    this.#report = report;
    this.#batch = batch;
    this.#archives = archives;
    this.#preparer = preparer;
  }

  async run() {
    const { standing } = this.#batch;
    /** @type {Known[]} */
    const files = [];
    for (const aside of standing.aside) {
      files.push({ ...aside, labels: await areLabels(await this.#archives.start(aside.at)) });
    }
    const images = files.filter(({ labels }) => !labels);
    this.#partners = pair(images, files.filter(({ labels }) => labels));
    for (const file of images.slice(standing.dataDone)) {
      if (this.#report.isCancelled) return;
      await this.#takeOrRefuse(file);
      standing.dataDone += 1;
      standing.dataFrom = 0;
      this.#report.progress(standing);
    }
    const used = new Set(this.#partners.values());
    for (const file of files) {
      if (file.labels && !used.has(file)) this.#outcome(file, "refused", 0, WORDS.alone);
    }
  }

  /** @param {Known} file */
  async #takeOrRefuse(file) {
    try {
      if (this.#batch.isRefused(file.at)) this.#outcome(file, "refused", 0, WORDS.trapped);
      else await this.#take(file);
    } catch (error) {
      if (!isNamed(error)) throw this.#report.trapped(error, file.at);
      this.#outcome(file, "refused", 0, error.message);
    }
  }

  /** @param {Known} file */
  async #take(file) {
    const data = new this.#engine.glue.DataFile(await this.#archives.bytes(file.at));
    const table = data.table();
    try {
      if (table.isBlank()) return this.#outcome(file, "refused", 0, WORDS.blank);
      const values = await this.#labelsFor(file, table);
      const names = table.classNames();
      const labels = labelsOf(values, table.count, (value) => {
        return this.#batch.label(value === null ? file.folder : names?.[value] ?? String(value));
      });
      await this.#takeImages(file, table, labels);
    } finally {
      table.free();
    }
  }

  /**
   * As many of a table's images as there is room for, a message after the other.
   * @param {Known} file
   * @param {Table} table
   * @param {Uint8Array} labels
   */
  async #takeImages(file, table, labels) {
    const [batch, report, { standing }] = [this.#batch, this.#report, this.#batch];
    const count = Math.min(table.count, standing.dataFrom + batch.room);
    for (let from = standing.dataFrom; from < count; from = standing.dataFrom) {
      const part = Math.min(batch.most, count - from);
      standing.dataFrom += part;
      const data = table.prepare(this.#preparer, from, part);
      batch.images(data, labels.slice(from, from + part), table.colored(from, part));
      report.progress(standing);
      await this.#dispatcher.pause();
      if (report.isCancelled) return;
    }
    const { limits } = this.#engine;
    if (count === table.count) this.#outcome(file, "taken", count, "");
    else if (count > 0) this.#outcome(file, "repaired", count, WORDS.part(count, table.count));
    else this.#outcome(file, "left-out", 0, WORDS.full(limits.images, limits.bytes));
  }

  /**
   * The labels of a table's images: those of the file that goes with it, or its own.
   * @param {Known} file
   * @param {Table} table
   */
  async #labelsFor(file, table) {
    const partner = this.#partners.get(file);
    if (!partner) return table.labels();
    if (this.#batch.isRefused(partner.at)) return this.#outcome(partner, "refused", 0, WORDS.trapped);
    try {
      const data = new this.#engine.glue.DataFile(await this.#archives.bytes(partner.at));
      const values = data.labels();
      data.free();
      if (values.length !== table.count) {
        return this.#outcome(partner, "refused", 0, WORDS.otherCount(values.length, file.path, table.count));
      }
      this.#outcome(partner, "taken", 0, WORDS.labels(file.path, values.length));
      return values;
    } catch (error) {
      if (!isNamed(error)) throw this.#report.trapped(error, partner.at);
      return this.#outcome(partner, "refused", 0, error.message);
    }
  }

  /**
   * @param {Known} file
   * @param {Result} result
   * @param {number} images
   * @param {string} text
   * @returns {undefined}
   */
  #outcome({ at, path }, result, images, text) {
    this.#batch.outcome({ at, path, result, images, text });
    this.#batch.standing.done += 1;
  }
}

/**
 * A class for each value. Classes are numbered in the order of the values: that of the images does not matter.
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
 * The file of labels for each file of images: the one of the same name, but for the words "images" and "labels", or the
 * only one.
 * @template {{path: string}} F
 * @param {F[]} images
 * @param {F[]} labels
 * @returns {Map<F, F>}
 */
export function pair(images, labels) {
  const stem = (/** @type {F} */ { path }) => {
    return path.toLowerCase().replace(/\.gz$/, "").replace(/(image|label)s?/g, "").replace(/idx\d/g, "idx");
  };
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
