//! What a test on the blank page works with: the library, small made-up images, and the real digits.

import { Hourglass } from "../../../www/hourglass.js";

export { Hourglass };

/** A small model that trains in no time. */
export const SMALL = {
  architecture: { kind: "dense", hidden: [16] },
  bottleneck: { kind: "plain", latentDim: 3 },
  batchSize: 8,
};

/** Made-up images: a bright bar at a place that depends on the image. @param {number} count */
export function bars(count, { width = 6, height = 5, channels = 1 } = {}) {
  const data = new Uint8Array(count * width * height * channels);
  for (let at = 0; at < data.length; at += 1) {
    const image = Math.floor(at / (width * height * channels));
    const column = Math.floor(at / channels) % width;
    data[at] = column === image % width ? 255 - (image % 7) * 8 : (at * 31) % 23;
  }
  return { data, count, width, height, channels };
}

/** @param {Partial<Parameters<typeof Hourglass.create>[0]>} [options] */
export function smallHourglass(options = {}) {
  return Hourglass.create({ config: SMALL, images: bars(40), ...options });
}

/** The name and the message that a promise rejects with. @param {Promise<unknown>} promise */
export async function rejection(promise) {
  try {
    await promise;
  } catch (error) {
    return error instanceof Error
      ? { name: error.name, message: error.message }
      : { name: typeof error, message: String(error) };
  }
  return { name: "none", message: "nothing was rejected" };
}

/** The body of a packed IDX file, after its header. @param {string} name */
async function unpack(name) {
  const response = await fetch(new URL(`../../../www/data/${name}`, import.meta.url));
  if (!response.ok || !response.body) throw new Error(`${name}: ${response.status}`);
  const stream = response.body.pipeThrough(new DecompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  return bytes.subarray(4 + 4 * bytes[3]);
}

/** All digits of the pack, for training. */
export async function digits() {
  const data = await unpack("mnist-train-images.idx3-ubyte.gz");
  return { data, count: data.length / 784, width: 28, height: 28, channels: 1 };
}

/**
 * The first images of a file of the packs.
 * @param {string} name
 * @param {number} count
 * @param {{width?: number, height?: number, channels?: number}} [size]
 */
export async function firstImages(name, count, { width = 28, height = 28, channels = 1 } = {}) {
  const data = await unpack(name);
  return { data: data.slice(0, count * width * height * channels), count, width, height, channels };
}
