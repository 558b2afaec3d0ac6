//! The browser computes what the native engine computes, bit for bit.

import { readFile } from "node:fs/promises";
import { expect, test } from "./fixtures.js";

const KIT = "/tests/browser/blank/kit.js";

/** FNV-1a over the bits of 32-bit floats, little-endian. @param {number[]} values */
function fnv1a64(values) {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new Uint8Array(new Float32Array(values).buffer)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, "0");
}

test("200 losses on the digits are bit for bit the committed ones", async ({ blank }) => {
  const pinned = JSON.parse(await readFile(new URL("../golden/losses-200.json", import.meta.url), "utf8"));
  const losses = await blank.evaluate(async ({ kit, steps }) => {
    const { Hourglass, digits } = await import(kit);
    const hourglass = await Hourglass.create({ config: {}, images: await digits() });
    /** @type {number[]} */
    const losses = [];
    while (losses.length < steps) losses.push((await hourglass.train({ steps: 1 })).loss);
    hourglass.dispose();
    return losses;
  }, { kit: KIT, steps: pinned.steps });
  expect(losses[0]).toBeCloseTo(pinned.firstLoss, 6);
  expect(losses.at(-1)).toBeCloseTo(pinned.lastLoss, 6);
  expect(fnv1a64(losses)).toBe(pinned.lossesFnv1a64);
});

test("every kind of auto-encoder has bit for bit the committed losses", async ({ blank }) => {
  const pinned = JSON.parse(await readFile(new URL("../golden/losses-kinds.json", import.meta.url), "utf8"));
  for (const { name, data, config, lossesFnv1a64 } of pinned.runs) {
    const losses = await blank.evaluate(async ({ kit, data, config, count, steps }) => {
      const { Hourglass, firstImages } = await import(kit);
      const hourglass = await Hourglass.create({ config, images: await firstImages(data, count, config.input) });
      /** @type {number[]} */
      const losses = [];
      while (losses.length < steps) losses.push((await hourglass.train({ steps: 1 })).loss);
      hourglass.dispose();
      return losses;
    }, { kit: KIT, data, config, count: pinned.images, steps: pinned.steps });
    expect(fnv1a64(losses), name).toBe(lossesFnv1a64);
  }
});

test("a file of compressed images, and what it is drawn as, have the committed bits", async ({ blank }) => {
  const pinned = JSON.parse(await readFile(new URL("../golden/compressed.json", import.meta.url), "utf8"));
  const { file, pictures } = await blank.evaluate(async ({ script, run }) => {
    const { compressedBits } = await import(script);
    return compressedBits(run);
  }, { script: "/tests/browser/blank/compressed.js", run: pinned });
  expect([file, pictures]).toEqual([pinned.file, pinned.pictures]);
});
