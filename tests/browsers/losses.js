//! On a page with nothing else: the losses of a run, and compressed images, by their bits.

import "../browser/blank/compressed.js";
import { fnv1a64 } from "../browser/blank/hash.js";
import { Hourglass, firstImages } from "../browser/blank/kit.js";

/**
 * A hash of the losses as 32-bit floats.
 * @param {{data: string, config: any}} run
 * @param {number} images
 * @param {number} steps
 */
async function lossBits({ data, config }, images, steps) {
  const hourglass = await Hourglass.create({ config, images: await firstImages(data, images, config.input) });
  const losses = new Float32Array(steps);
  for (let step = 0; step < steps; step += 1) losses[step] = (await hourglass.train({ steps: 1 })).loss ?? NaN;
  hourglass.dispose();
  return fnv1a64(losses);
}

Object.assign(globalThis, { lossBits });
