//! Some pictures of a table with the names of their classes, and how else the table can be read.

import { handleOf, plainOf } from "./reading.js";

/** @typedef {import("../types.js").Source} Source */
/** @typedef {import("./engine.js").LabelList} LabelList */

/** Pictures that are shown. */
const PICTURES = 9;

/**
 * @param {import("./engine.js").IntakeEngine} engine
 * @param {import("../intake-protocol.js").TableWish} wish
 * @param {(source: Source) => Promise<Uint8Array>} bytesOf
 * @returns {Promise<import("../types.js").TableLook>}
 */
export async function lookAtTable({ glue }, { source, reading, labels }, bytesOf) {
  const file = new glue.DataFile(await bytesOf(source));
  const now = handleOf(glue, reading);
  try {
    const table = file.peek(now, PICTURES);
    const others = file.choices(now);
    const choices = {
      columns: others.columns().map(plainOf), pictures: others.pictures().map(plainOf),
      values: others.values().map(plainOf),
    };
    const pictures = Array.from({ length: table.count }, (_, idx) => table.rgba(idx));
    const { width, height } = table;
    const classes = labels ? await classesIn(glue, await bytesOf(labels), pictures.length) : classesOf(table.labels());
    for (const one of [table, others]) one.free();
    return { choices, pictures, classes: pictures.map((_, idx) => classes[idx] ?? null), width, height };
  } finally {
    for (const one of [now, file]) one.free();
  }
}

/** The name of each label's class. @param {LabelList | undefined} list */
function classesOf(list) {
  if (!list) return [];
  const [labels, names] = [list.labels(), list.classNames()];
  list.free();
  return Array.from(labels, (label) => names[label] ?? null);
}

/**
 * The classes of pictures from all over an array, whose labels lie in a file of their own. The engine takes picture
 * ⌊i · N / n⌋ of N.
 * @param {import("./engine.js").Glue} glue
 * @param {Uint8Array} bytes
 * @param {number} count n
 */
function classesIn(glue, bytes, count) {
  const file = new glue.DataFile(bytes);
  const all = classesOf(file.labels());
  file.free();
  return Array.from({ length: count }, (_, idx) => all[Math.floor((idx * all.length) / count)]);
}
