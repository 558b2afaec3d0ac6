//! Files of data, after the pictures: many images each, and labels that go with them.

import { NO_CLASS, isNamed } from "../../lib/protocol.js";
import { WORDS } from "../../strings/intake.js";
import { pair, unpackedStart } from "./pair-labels.js";
import { handleOf } from "./reading.js";
import { TableTaker } from "./table-rows.js";

/** `partner` is the path of its file of labels. */
/** @typedef {import("../intake-protocol.js").Aside & {labels: boolean, partner?: string}} Known */
/** @typedef {import("./engine.js").Table} Table */
/** Labels are places among the names; others than those are none. */
/** @typedef {{labels: Uint16Array, names: string[]}} List */
/** @typedef {import("../types.js").Outcome["result"]} Result */

/** Takes the files of data of one drop in. */
export class DataTaker {
  #dispatcher;
  #engine;
  #report;
  #batch;
  #archives;
  #preparer;
  #sources;
  /** For a file of images, its file of labels. @type {Map<Known, Known>} */
  #partners = new Map();

  /**
   * @param {import("./intake-dispatcher.js").IntakeDispatcher} dispatcher
   * @param {import("./take-report.js").TakeReport} report
   * @param {{batch: import("./batch.js").Batch, archives: import("./list-files.js").Archives,
   *   preparer: import("./engine.js").Preparer, sources: import("../types.js").Source[]}} take what the pictures were
   *   taken with
   */
  constructor(dispatcher, report, { batch, archives, preparer, sources }) {
    this.#dispatcher = dispatcher;
    this.#engine = dispatcher.engine;
    this.#report = report;
    this.#batch = batch;
    this.#archives = archives;
    this.#preparer = preparer;
    this.#sources = sources;
  }

  async run() {
    const { standing } = this.#batch;
    /** @type {Known[]} */
    const files = [];
    for (const aside of standing.aside) {
      this.#report.reading(aside.at);
      const start = await unpackedStart(await this.#archives.start(aside.at));
      files.push({ ...aside, labels: this.#engine.glue.beginsLabels(start) });
    }
    const images = files.filter(({ labels }) => !labels);
    this.#partners = pair(images, files.filter(({ labels }) => labels));
    for (const [file, { path }] of this.#partners) file.partner = path;
    for (const file of images.slice(standing.dataDone)) {
      if (this.#report.isCancelled) return;
      await this.#takeOrRefuse(file);
      if (this.#report.isCancelled) return;
      standing.dataDone += 1;
      standing.table = null;
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
    this.#report.reading(file.at);
    const data = new this.#engine.glue.DataFile(await this.#archives.bytes(file.at));
    const chosen = this.#sources[file.at[0]].readings?.[file.path];
    const table = data.table(file.path, chosen && handleOf(this.#engine.glue, chosen), chosen?.isOpen ?? false);
    try {
      if (table.isBlank()) return this.#outcome(file, "refused", 0, WORDS.blank);
      const list = await this.#listFor(file, table);
      this.#report.reading(file.at);
      const nameOf = (/** @type {number} */ row) => (list ? list.names[list.labels[row]] ?? "" : file.folder);
      await new TableTaker(this.#dispatcher, this.#report, this.#batch, this.#preparer)
        .take(file, table, this.#labelsOf(table, list, file.folder), nameOf);
    } finally {
      table.free();
    }
  }

  /**
   * The labels of a table's images as the take numbers classes: in the order of their names.
   * @param {Table} table
   * @param {List | undefined} list
   * @param {string} folder the class of images that have none of their own
   */
  #labelsOf(table, list, folder) {
    if (!list) return new Uint8Array(table.count).fill(this.#batch.label(folder));
    const places = list.names.map((name) => this.#batch.label(name));
    return Uint8Array.from(list.labels, (label) => places[label] ?? NO_CLASS);
  }

  /**
   * The labels of a table's images: those of the file that goes with it, or its own.
   * @param {Known} file
   * @param {Table} table
   * @returns {Promise<List | undefined>}
   */
  async #listFor(file, table) {
    const partner = this.#partners.get(file);
    if (!partner) return listOf(table.labels());
    if (this.#batch.isRefused(partner.at)) {
      this.#outcome(partner, "refused", 0, WORDS.trapped);
      return listOf(table.labels());
    }
    this.#report.reading(partner.at);
    try {
      const data = new this.#engine.glue.DataFile(await this.#archives.bytes(partner.at));
      const list = listOf(data.labels());
      data.free();
      const count = list?.labels.length ?? 0;
      if (count !== table.count) {
        this.#outcome(partner, "refused", 0, WORDS.otherCount(count, file.path, table.count));
        return listOf(table.labels());
      }
      this.#outcome(partner, "taken", 0, WORDS.labels(file.path, count));
      return list;
    } catch (error) {
      if (!isNamed(error)) throw this.#report.trapped(error, partner.at);
      this.#outcome(partner, "refused", 0, error.message);
      return listOf(table.labels());
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
 * @param {import("./engine.js").LabelList | undefined} list
 * @returns {List | undefined}
 */
function listOf(list) {
  if (!list) return undefined;
  const [labels, names] = [list.labels(), list.classNames()];
  list.free();
  return { labels, names };
}
