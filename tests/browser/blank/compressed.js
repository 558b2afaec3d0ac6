//! On a page with nothing else: held-out images as a lab worker compresses them, and what their file is drawn as, by
//! their bits.

import { LabPool } from "../../../www/labs/pool.js";
import { fnv1a64 } from "./hash.js";
import { Hourglass, firstImages } from "./kit.js";

/** @param {{config: any, images: number, heldOut: number, steps: number, bits: number}} run */
export async function compressedBits({ config, images, heldOut, steps, bits }) {
  const hourglass = await Hourglass.create({
    config,
    images: await firstImages("mnist-train-images.idx3-ubyte.gz", images, config.input),
    heldOut: { images: await firstImages("mnist-test-images.idx3-ubyte.gz", heldOut, config.input) },
  });
  await hourglass.train({ steps });
  const model = { key: 1, bytes: await hourglass.save() };
  const pool = new LabPool();
  const shown = Array.from({ length: heldOut }, (_, idx) => idx);
  const sent = { lab: "compress", task: "file", args: { bits, shown }, pictures: null };
  const { file, pictures } = await pool.order({
    images: /** @type {any} */ ({ key: 1, data: hourglass.images }), model,
    ask: (worker, options) => worker.request("run", sent, options),
  });
  pool.close();
  hourglass.dispose();
  return { file: fnv1a64(file), pictures: fnv1a64(pictures) };
}

Object.assign(globalThis, { compressedBits });
