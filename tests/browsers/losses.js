//! On a page with nothing else: the losses of a run, by their bits.

import { Hourglass, firstImages } from "../browser/blank/kit.js";

/**
 * FNV-1a over the bits of the losses as 32-bit floats, as the golden files have it.
 * @param {{data: string, config: any}} run
 * @param {number} images
 * @param {number} steps
 */
async function lossBits({ data, config }, images, steps) {
  const hourglass = await Hourglass.create({ config, images: await firstImages(data, images, config.input) });
  const losses = new Float32Array(steps);
  for (let step = 0; step < steps; step += 1) losses[step] = (await hourglass.train({ steps: 1 })).loss ?? NaN;
  hourglass.dispose();
  let hash = 0xcbf29ce484222325n;
  for (const byte of new Uint8Array(losses.buffer)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, "0");
}

Object.assign(globalThis, { lossBits });
