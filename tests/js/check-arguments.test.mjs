//! Wrong arguments are refused before anything is sent, in sentences that say got and wanted.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { checkConfig } from "../../www/lib/check-arguments.js";
import { Hourglass } from "../../www/hourglass.js";
import { images, setting } from "./fake-worker.mjs";

/** @type {any} */
let hourglass;
/** @type {import("./fake-worker.mjs").FakeWorker} */
let worker;
before(async () => {
  const { workers, options, environment } = setting();
  hourglass = await Hourglass.create(options, environment);
  [worker] = workers;
});
after(() => hourglass.dispose());

/** @type {(options: any, message: RegExp, name?: string) => Promise<void>} */
const refused = (options, message, name = "ShapeError") => {
  const { workers, environment } = setting();
  return Hourglass.create(options, environment).then(
    () => assert.fail("created"),
    (error) => {
      assert.equal(error.name, name);
      assert.match(error.message, message);
      assert.equal(workers.length, 0, "nothing was started");
    },
  );
};

test("create", async () => {
  const good = images(4);
  await refused(undefined, /options: got nothing, wanted an object/);
  await refused({}, /images: got nothing, wanted an object/);
  await refused(
    { images: { ...good, count: 0, data: new Uint8Array(0) } },
    /images.count: got 0, wanted a whole number of at least 1/,
  );
  await refused({ images: { ...good, count: 5 } }, /images.data: got 16 bytes, wanted 20 bytes for 5 images of 2×2×1/);
  await refused(
    { images: { ...good, data: new Float32Array(16) } },
    /images.data: got a Float32Array, wanted a Uint8Array/,
  );
  await refused({ images: { ...good, total: 3 } }, /images.total: got 3, wanted a whole number of at least 4/);
  await refused({ images: good, labels: new Uint8Array(3) }, /labels of images: got 3 labels, wanted 4/);
  await refused(
    { images: good, heldOut: { images: { ...good, width: 4, height: 1 } } },
    /heldOut.images: got images of 4×1×1, wanted images of 2×2×1/,
  );
  await refused({ images: good, config: "vanilla" }, /config: got "vanilla", wanted an object/);
  await refused({ images: good, config: { seed: 1n } }, /config: got an object that JSON cannot hold/, "ConfigError");
});

test("a config that the engine refuses rejects create by the engine's name for it", async () => {
  const { workers, options, environment } = setting();
  await assert.rejects(Hourglass.create({ ...options, config: { batchSize: 0 } }, environment), {
    name: "ConfigError",
    message: /batchSize/,
  });
  assert.ok(workers[0].terminated);
});

test("a number that JSON does not have is passed on for the engine to refuse, not as null", () => {
  const config = { bottleneck: { kind: "variational", beta: NaN }, codeSparsity: -Infinity, seed: 7 };
  const { bottleneck, codeSparsity, seed } = JSON.parse(checkConfig(config, { channels: 1, height: 2, width: 2 }));
  assert.deepEqual([bottleneck.beta, codeSparsity, seed], ["NaN", "-Infinity", 7]);
});

/** @type {[method: string, args: any[], message: RegExp][]} */
const CALLS = [
  ["train", [{ step: 3 }], /options: got "step", wanted steps, epochs, seconds, untilPlateau, signal/],
  ["train", [{ steps: 1.5 }], /steps: got 1.5, wanted a whole number of at least 1/],
  ["train", [{ steps: 0 }], /steps: got 0/],
  ["train", [{ steps: "200" }], /steps: got "200"/],
  ["train", [{ epochs: -1 }], /epochs: got -1, wanted a number above 0/],
  ["train", [{ seconds: NaN }], /seconds: got NaN/],
  ["train", [200], /options: got 200, wanted an object/],
  ["encode", [new Uint8Array(5)], /images: got 5 bytes, wanted 4 bytes for each image of 2×2×1/],
  ["encode", [new Uint8Array(0)], /images: got 0 bytes/],
  ["encode", [new Float32Array(4)], /images: got a Float32Array, wanted a Uint8Array/],
  ["reconstruct", [undefined], /images: got nothing/],
  [
    "evaluate",
    [{ data: new Uint8Array(9), count: 1, width: 3, height: 3, channels: 1 }],
    /got images of 3×3×1, wanted images of 2×2×1/,
  ],
  ["decode", [[1, 2]], /codes: got \[1,2\], wanted a Float32Array/],
  ["decode", [new Float32Array(3), 2], /codes: got 3 numbers, wanted 4 numbers for 2 codes of 2/],
  ["decode", [new Float32Array(3)], /count: got 1.5/],
  ["append", [images(1), new Uint8Array(2)], /labels of images: got 2 labels, wanted 1/],
  ["append", [images(1)], /1 more after 8, wanted at most 8/],
  ["load", ["model.safetensors"], /bytes: got "model.safetensors", wanted a Uint8Array/],
  ["reset", [{ seed: -1 }], /seed: got -1/],
  ["watch", [{ pairs: [0, 11] }], /views.pairs\[1\]: got 11, wanted the index of one of 3 held-out and 8 training/],
  ["watch", [{ map: { beside: [11] } }], /views.map.beside\[0\]: got 11/],
  ["watch", [{ map: { beside: 3 } }], /views.map.beside: got 3, wanted a list/],
  ["watch", [{ pairs: 3 }], /views.pairs: got 3, wanted a list/],
  ["watch", [{ inspect: { idx: 1.5 } }], /views.inspect.idx: got 1.5/],
  ["watch", [{ inspect: { image: new Uint8Array(8) } }], /views.inspect.image: got 2 images, wanted one image/],
  ["watch", [{ drawing: new Uint8Array(3) }], /views.drawing: got 3 bytes/],
  ["watch", [{ probe: { x: 0 } }], /views.probe: got {"x":0}, wanted {x, y}/],
  [
    "watch",
    [{ map: { dims: [0, 2] } }],
    /views.map.dims: got \[0,2\], wanted two dimensions of the code, each from 0 to 1/,
  ],
  [
    "watch",
    [{ manifold: { n: 33, x0: 0, y0: 0, x1: 1, y1: 1 } }],
    /views.manifold.n: got 33, wanted a whole number from 1 to 32/,
  ],
  [
    "watch",
    [{ manifold: { n: 5, x0: 0, y0: NaN, x1: 1, y1: 1 } }],
    /views.manifold.y0: got NaN, wanted a place on the map/,
  ],
  ["watch", [{ manifold: true }], /views.manifold: got true, wanted an object/],
  [
    "watch",
    [{ filters: { side: "middle", most: 8 } }],
    /views.filters.side: got "middle", wanted "encoder" or "decoder"/,
  ],
  [
    "watch",
    [{ filters: { side: "encoder" } }],
    /views.filters.most: got nothing, wanted a whole number from 1 to 1024/,
  ],
  ["steer", ["fast"], /changes: got "fast"/],
  ["steer", [{ noise: 0.5 }], /changes: got "noise", wanted learningRate, beta, corruptionAmount, codeSparsity/],
  ["steer", [{ beta: Infinity }], /changes.beta: got Infinity, wanted a number/],
  ["placeDrawing", [{ data: new Uint8Array(3), width: 2, height: 2 }], /drawing.data: got 3 bytes, wanted 4 bytes/],
];

for (const [method, args, message] of CALLS) {
  test(`${method}: ${message.source}`, async () => {
    const sent = worker.heard.length;
    await assert.rejects(hourglass[method](...args), { name: "ShapeError", message });
    assert.equal(worker.heard.length, sent, "nothing was sent");
  });
}
