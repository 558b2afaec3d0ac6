//! A block of images in the parts in which it is sent to a worker.

import { shapeError } from "./protocol.js";

/** So many bytes are copied and sent at once; more would hold the page up. */
const PART_BYTES = 4e6;

/**
 * @param {import("./check-arguments.js").Block} block
 * @param {import("./protocol.js").InputShape} shape
 * @param {number} [given] images at once
 */
export async function* partsOf(block, { channels, height, width }, given) {
  const { labels, count } = block;
  const features = channels * height * width;
  const bytes = block.bytes ?? await block.again?.();
  if (bytes?.length !== count * features)
    throw shapeError("images.again()", `${bytes?.length} bytes`, `${count * features} bytes, as before`);
  const most = given ?? Math.max(1, Math.floor(PART_BYTES / features));
  for (let start = 0; start < count; start += most) {
    const end = Math.min(count, start + most);
    const part = bytes.slice(start * features, end * features);
    yield { bytes: part, labels: labels?.slice(start, end) ?? null, count: end - start };
  }
}
