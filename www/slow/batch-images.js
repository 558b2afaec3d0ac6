//! The images of a batch, out of those that the model was given.

/** @typedef {import("../lib/restartable-worker.js").Data} Data */

/**
 * The bytes of images by their indices, one after the other; null where one has not come.
 * @param {Data} data
 * @param {ArrayLike<number>} rows
 */
export async function gather({ shape: { channels, height, width }, images }, rows) {
  const size = channels * height * width;
  const out = new Uint8Array(rows.length * size);
  let found = 0;
  let from = 0;
  for (const block of images) {
    const { count } = block;
    const mine = Array.from(rows).flatMap((row, at) => (row >= from && row < from + count ? [[row - from, at]] : []));
    if (mine.length > 0) {
      // What can be made again is not kept.
      const bytes = block.bytes ?? await block.again?.();
      if (!bytes) return null;
      for (const [row, at] of mine) out.set(bytes.subarray(row * size, (row + 1) * size), at * size);
      found += mine.length;
    }
    from += count;
  }
  return found === rows.length ? out : null;
}

/**
 * Which image of a batch is the same as another, byte by byte; −1 where none is.
 * @param {Uint8Array} bytes The batch.
 * @param {Uint8Array | null} image
 */
export function findImage(bytes, image) {
  if (!image || image.length === 0) return -1;
  const size = image.length;
  for (let row = 0; row * size < bytes.length; row += 1) {
    if (image.every((byte, idx) => byte === bytes[row * size + idx])) return row;
  }
  return -1;
}
