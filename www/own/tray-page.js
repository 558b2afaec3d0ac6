//! A page of the tray: drawings come first, then the pictures, as they were prepared.

import { sum } from "./some-rows.js";

/**
 * @param {import("./collection.js").Collection} collection
 * @param {number} from
 * @param {number} most
 * @param {{size: number, channels: number}} shape
 * @returns {import("./types.js").Page}
 */
export function pageOf({ drawings, blocks, count: all }, from, most, { size, channels }) {
  const each = size * size * channels;
  const count = Math.max(0, Math.min(most, all - from));
  const data = new Uint8Array(count * each);
  /** @type {import("./types.js").Page} */
  const page = { ids: [], labels: new Uint8Array(count), kinds: [], data, size, channels };

  /** @param {number} id @param {number} label @param {"drawing" | "picture"} kind @param {Uint8Array} pixels */
  const put = (id, label, kind, pixels) => {
    page.labels[page.ids.length] = label;
    data.set(pixels, page.ids.length * each);
    page.ids.push(id);
    page.kinds.push(kind);
  };
  for (const { id, label, pixels } of drawings.slice(from, from + count)) put(id, label, "drawing", pixels);
  let skip = Math.max(0, from - drawings.length);
  for (const { key, count: rows, gone, labels, data: pixels } of blocks) {
    if (page.ids.length === count) break;
    const left = rows - sum(gone);
    if (skip >= left) {
      skip -= left;
      continue;
    }
    for (let row = 0; row < rows && page.ids.length < count; row += 1) {
      if (gone[row]) continue;
      if (skip > 0) skip -= 1;
      else put(key + row, labels[row], "picture", pixels.subarray(row * each, (row + 1) * each));
    }
    skip = 0;
  }
  return page;
}
