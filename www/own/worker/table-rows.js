//! The images of one file of data: each that is not there already, as far as there is room, a message after the other.

import { NO_CLASS } from "../../lib/protocol.js";
import { WORDS } from "../../strings/intake.js";
import { TABLES } from "../../strings/tables.js";
import { plainOf } from "./reading.js";

/** @typedef {import("./data-files.js").Known} Known */
/** @typedef {import("./engine.js").Table} Table */
/** @typedef {import("../intake-protocol.js").TableStanding} TableStanding */
/** @typedef {(row: number) => string} NameOf the class that an image should have; "" for none */

/** Labels that there are, with that of images without a class. */
const LABELS = NO_CLASS + 1;

/** Takes files of data in, one at a time. */
export class TableTaker {
  #dispatcher;
  #report;
  #batch;
  #preparer;

  /**
   * @param {import("./intake-dispatcher.js").IntakeDispatcher} dispatcher
   * @param {import("./take-report.js").TakeReport} report
   * @param {import("./batch.js").Batch} batch
   * @param {import("./engine.js").Preparer} preparer
   */
  constructor(dispatcher, report, batch, preparer) {
    this.#dispatcher = dispatcher;
    this.#report = report;
    this.#batch = batch;
    this.#preparer = preparer;
  }

  /**
   * @param {Known} file
   * @param {Table} table
   * @param {Uint8Array} labels
   * @param {NameOf} nameOf
   */
  async take(file, table, labels, nameOf) {
    const [batch, { standing }] = [this.#batch, this.#batch];
    standing.table ??= await this.#begin(table, labels);
    const done = standing.table;
    if (!done) return;
    while (done.from < table.count) {
      const [from, count] = [done.from, Math.min(batch.most, table.count - done.from)];
      const data = table.prepare(this.#preparer, from, count);
      const keys = this.#keysOf(data);
      const rows = this.#fresh(keys, labels, from, done);
      done.from += count;
      done.taken += rows.length;
      for (const row of rows) {
        if (labels[from + row] === NO_CLASS && nameOf(from + row) !== "") batch.beyond(nameOf(from + row), 1);
      }
      const [some, colored] = [labels.slice(from, from + count), table.colored(from, count)];
      this.#send({ file, from, data, keys, labels: some, colored }, rows);
      this.#report.progress(standing);
      await this.#dispatcher.pause();
      if (this.#report.isCancelled) return;
    }
    this.#tell(file, table, done);
  }

  /**
   * Where there may not be room for all, it is counted first how many of each class are new, so that each gives its
   * share. Null if the take was stopped.
   * @param {Table} table
   * @param {Uint8Array} labels
   * @returns {Promise<TableStanding | null>}
   */
  async #begin(table, labels) {
    const batch = this.#batch;
    if (table.count <= batch.room) return atItsStart(null, [], 0);
    const left = new Uint32Array(LABELS);
    /** @type {Set<bigint>[]} */
    const seen = Array.from({ length: LABELS }, () => new Set());
    for (let from = 0; from < table.count; from += batch.most) {
      const keys = this.#keysOf(table.prepare(this.#preparer, from, Math.min(batch.most, table.count - from)));
      keys.forEach((key, row) => {
        const label = labels[from + row];
        if (batch.twin(key, label) !== undefined || seen[label].has(key)) return;
        seen[label].add(key);
        left[label] += 1;
      });
      this.#report.progress(batch.standing);
      await this.#dispatcher.pause();
      if (this.#report.isCancelled) return null;
    }
    const { sharesOf } = this.#dispatcher.engine.glue;
    const shares = Array.from(sharesOf(new Uint32Array(LABELS), left, batch.room));
    const missing = shares.flatMap((share, label) => (left[label] > share ? [[label, left[label] - share]] : []));
    const classes = left.reduce((all, count) => all + Number(count > 0), 0);
    return atItsStart(shares, /** @type {[number, number][]} */ (missing), classes);
  }

  /** @param {Uint8Array} data */
  #keysOf(data) {
    return this.#dispatcher.engine.glue.pictureKeys(data, this.#batch.features);
  }

  /**
   * The rows of a part that are taken, which are known from then on.
   * @param {BigUint64Array} keys
   * @param {Uint8Array} labels of the whole table
   * @param {number} from the part's first row
   * @param {TableStanding} done
   */
  #fresh(keys, labels, from, done) {
    const batch = this.#batch;
    /** @type {number[]} */
    const rows = [];
    keys.forEach((key, row) => {
      const label = labels[from + row];
      if (batch.twin(key, label) !== undefined) {
        done.twice += 1;
        return;
      }
      if (done.shares) {
        if (done.shares[label] === 0) return;
        done.shares[label] -= 1;
      }
      batch.knows(key, label, "");
      rows.push(row);
    });
    return rows;
  }

  /**
   * Sends these rows of a part.
   * @param {{file: Known, from: number, data: Uint8Array, keys: BigUint64Array, labels: Uint8Array,
   *   colored: Uint8Array}} part
   * @param {number[]} rows
   */
  #send({ file, from, data, keys, labels, colored }, rows) {
    if (rows.length === 0) return;
    const table = { path: file.path, rows: Uint32Array.from(rows, (row) => from + row) };
    if (rows.length === labels.length) return this.#batch.images({ data, keys, labels, colored, table });
    const { features } = this.#batch;
    const some = new Uint8Array(rows.length * features);
    rows.forEach((row, to) => some.set(data.subarray(row * features, (row + 1) * features), to * features));
    this.#batch.images({
      data: some, keys: BigUint64Array.from(rows, (row) => keys[row]), table,
      labels: Uint8Array.from(rows, (row) => labels[row]), colored: Uint8Array.from(rows, (row) => colored[row]),
    });
  }

  /** What became of it, and how it was read. @param {Known} file @param {Table} table @param {TableStanding} done */
  #tell({ at, path, partner }, table, { taken, twice, missing, classes }) {
    const [batch, { limits }] = [this.#batch, this.#dispatcher.engine];
    const without = missing.reduce((all, [, count]) => all + count, 0);
    const texts = [];
    if (without > 0 && taken === 0) texts.push(WORDS.full(limits.images, limits.bytes));
    else if (without > 0) {
      const named = missing.map(([label, count]) =>
        /** @type {[string, number]} */ ([batch.standing.classes[label] ?? "", count]));
      texts.push(WORDS.cut(taken, taken + without, "picture", { classes, isFull: true, missing: named }));
    }
    if (twice > 0) texts.push(taken === 0 && without === 0 ? WORDS.allThere : WORDS.twice(twice));
    const result = taken === 0 ? "left-out" : texts.length > 0 ? "repaired" : "taken";
    const reading = plainOf(table.reading());
    const text = [...texts, TABLES.said(reading), table.notes()].filter(Boolean).join(" ");
    batch.outcome({ at, path, result, images: taken, text, reading, together: partner ? [path, partner] : [path] });
    batch.standing.done += 1;
  }
}

/**
 * @param {TableStanding["shares"]} shares
 * @param {TableStanding["missing"]} missing
 * @param {number} classes
 * @returns {TableStanding}
 */
const atItsStart = (shares, missing, classes) => ({ from: 0, taken: 0, twice: 0, shares, missing, classes });
