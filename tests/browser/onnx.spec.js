//! The library's ONNX files, run by onnxruntime-web in the same page. That ONNX's own checker passes them, and what
//! Python makes of them, stands in tests/python/test_onnx.py.

import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { toConfig } from "../../www/app/options.js";
import { KINDS, preset } from "../../www/app/presets.js";
import { expect, test } from "./fixtures.js";

const KIT = "/tests/browser/blank/kit.js";
const RUNTIME = "/node_modules/onnxruntime-web/dist/ort.wasm.bundle.min.mjs";
const IMAGES = "mnist-test-images.idx3-ubyte.gz";
const INPUT = { channels: 1, height: 28, width: 28 };
/** @type {Record<string, string>} */
const TYPES = { ".mjs": "text/javascript", ".wasm": "application/wasm" };

test("onnxruntime-web makes of every preset's file what the library makes of the model", async ({ blank }) => {
  await blank.route("**/node_modules/onnxruntime-web/**", async (route) => {
    const { pathname } = new URL(route.request().url());
    const body = await readFile(new URL(`../..${pathname}`, import.meta.url));
    return route.fulfill({ contentType: TYPES[extname(pathname)], body });
  });
  const configs = KINDS.map((kind) => toConfig(preset(kind), INPUT));
  const { results: found, names } = await blank.evaluate(async ({ kit, runtime, name, configs }) => {
    const [{ Hourglass, firstImages }, ort] = await Promise.all([import(kit), import(runtime)]);
    ort.env.wasm.numThreads = 1;
    const images = await firstImages(name, 64);
    const few = { ...images, data: images.data.subarray(0, 5 * 784), count: 5 };
    const numbers = Float32Array.from(few.data, (/** @type {number} */ byte) => byte / 255);
    const image = new ort.Tensor("float32", numbers, [few.count, 1, 28, 28]);
    /** @param {Float32Array} one @param {Float32Array} other */
    const apart = (one, other) =>
      one.length === other.length
        ? one.reduce((most, x, at) => Math.max(most, Math.abs(x - other[at])), 0)
        : Infinity;
    const hourglass = await Hourglass.create({ config: configs[0], images });
    /** @param {"model" | "encoder" | "decoder"} part @param {Record<string, unknown>} inputs */
    const run = async (part, inputs) => {
      const session = await ort.InferenceSession.create(await hourglass.exportOnnx(part));
      const outputs = await session.run(inputs);
      await session.release();
      return outputs;
    };
    const results = [];
    for (const config of configs) {
      await hourglass.reconfigure(config);
      await hourglass.train({ steps: 3 });
      const wanted = await hourglass.reconstruct(few);
      const { reconstruction } = await run("model", { image });
      const { code } = await run("encoder", { image });
      const halves = await run("decoder", { code });
      results.push({
        shape: [...reconstruction.dims],
        range: apart(wanted, wanted.map(() => 0)),
        whole: apart(reconstruction.data, wanted),
        halves: apart(halves.reconstruction.data, wanted),
      });
    }
    const zip = new TextDecoder("latin1").decode(await hourglass.exportPyTorch());
    hourglass.dispose();
    const names = new Set(zip.match(/hourglass-pytorch\/(README\.md|(model|train)\.(py|safetensors))/g));
    return { results, names: [...names] };
  }, { kit: KIT, runtime: RUNTIME, name: IMAGES, configs });
  expect(names.map((name) => name.split("/")[1]).sort()).toEqual(
    ["README.md", "model.py", "model.safetensors", "train.py"]);
  expect(found).toHaveLength(8);
  for (const [at, { shape, range, whole, halves }] of found.entries()) {
    expect(shape, KINDS[at]).toEqual([5, 1, 28, 28]);
    expect(range, KINDS[at]).toBeGreaterThan(0.05);
    expect(whole, KINDS[at]).toBeLessThan(1e-5);
    expect(halves, KINDS[at]).toBeLessThan(1e-5);
  }
});

test("a wrong part, a module that does not come and an ended Hourglass are told by name", async ({ blank, watch }) => {
  watch.allow(/net::ERR_FAILED.*keep/);
  let isMissing = true;
  await blank.route("**/pkg/keep_bg.wasm", (route) => (isMissing ? route.abort() : route.continue()));
  const ask = (/** @type {"wrong" | "right" | "ended"} */ what) =>
    blank.evaluate(async ({ kit, what }) => {
      const { rejection, smallHourglass } = await import(kit);
      const hourglass = await smallHourglass();
      const part = what === "wrong" ? "middle" : "encoder";
      if (what === "ended") hourglass.dispose();
      const found = await rejection(hourglass.exportOnnx(part));
      const { step } = what === "ended" ? { step: 2 } : await hourglass.train({ steps: 2 });
      hourglass.dispose();
      return { ...found, step };
    }, { kit: KIT, what });
  const wrong = 'part: got "middle", wanted model, encoder, decoder';
  expect(await ask("wrong")).toEqual({ name: "ShapeError", message: wrong, step: 2 });
  expect(await ask("right")).toMatchObject({ name: "EngineNotLoadedError", step: 2 });
  isMissing = false;
  expect(await ask("right")).toMatchObject({ name: "none", step: 2 });
  expect(await ask("ended")).toMatchObject({ name: "DisposedError" });
});
