//! Some of the pictures that came together, with all that goes with each of them.

/**
 * @typedef {object} Rows
 * @property {Uint8Array} data
 * @property {number} count
 * @property {Uint8Array} labels
 * @property {Uint8Array | null} [colored] 1 for each picture with color, however it was prepared; without it that is
 *   not known.
 * @property {string[] | null} paths
 * @property {import("./intake-protocol.js").RowsOf | null} [table]
 * @property {BigUint64Array | null} keys
 * @property {BigUint64Array | null} [fileKeys]
 */

/**
 * @template {Rows} T
 * @param {T} all
 * @param {number[]} rows The places of those that are wanted.
 * @returns {T}
 */
export function someRows(all, rows) {
  const { data, count, labels, colored, paths, table, keys, fileKeys } = all;
  const each = data.length / count;
  const some = new Uint8Array(rows.length * each);
  rows.forEach((row, to) => some.set(data.subarray(row * each, (row + 1) * each), to * each));
  return {
    ...all, data: some, count: rows.length, labels: Uint8Array.from(rows, (row) => labels[row]),
    colored: colored ? Uint8Array.from(rows, (row) => colored[row]) : null,
    paths: paths && rows.map((row) => paths[row]),
    table: table ? { ...table, rows: Uint32Array.from(rows, (row) => table.rows[row]) } : null,
    keys: keys && BigUint64Array.from(rows, (row) => keys[row]),
    fileKeys: fileKeys ? BigUint64Array.from(rows, (row) => fileKeys[row]) : null,
  };
}

/** How many of them there are. @param {Uint8Array} ones 1 for each that counts, else 0 */
export function sum(ones) {
  let all = 0;
  for (let idx = 0; idx < ones.length; idx += 1) all += ones[idx];
  return all;
}
