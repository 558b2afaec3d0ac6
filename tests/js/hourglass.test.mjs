//! The library as a caller sees it, with a stand-in engine behind a real message channel.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Hourglass, HourglassError } from "../../www/hourglass.js";
import { named } from "./engine-errors.mjs";
import { images, next, setting } from "./fake-worker.mjs";

/**
 * A Hourglass that ends with its test.
 * @param {import("./types.mjs").TestContext} t
 * @param {object} [change] of what it is made of
 * @param {Parameters<typeof setting>[0]} [workerOptions]
 * @param {Parameters<typeof setting>[1]} [timings]
 */
async function open(t, change = {}, workerOptions = {}, timings = {}) {
  const { workers, options, environment } = setting(workerOptions, timings);
  const hourglass = await Hourglass.create({ ...options, ...change }, environment);
  t.after(() => hourglass.dispose());
  return { hourglass, workers };
}

test("create brings the config, the images and the held-out images", async (t) => {
  const { hourglass } = await open(t, { config: { seed: 5 } });
  assert.equal(hourglass.info.config.seed, 5);
  assert.deepEqual(hourglass.info.config.input, { channels: 1, height: 2, width: 2 });
  assert.deepEqual([hourglass.info.nImages, hourglass.info.nHeldOut], [8, 3]);
});

test("train reports exact steps; snapshots come on the way", async (t) => {
  const { hourglass } = await open(t);
  const seen = [];
  hourglass.addEventListener("snapshot", ({ detail }) => seen.push(detail.step));
  const report = await hourglass.train({ steps: 200 });
  assert.deepEqual([report.step, report.reason, hourglass.step], [200, "done", 200]);
  assert.equal(typeof report.loss, "number");
  assert.ok(seen.length > 1);
  assert.equal((await hourglass.train({ epochs: 2 })).step, 204);
});

test("a train can be aborted, before and during; the signal's reason is the cause", async (t) => {
  const { hourglass } = await open(t);
  await assert.rejects(hourglass.train({ signal: AbortSignal.abort("no") }), { name: "AbortError", cause: "no" });
  const controller = new AbortController();
  const train = hourglass.train({ signal: controller.signal });
  await next(hourglass, "snapshot");
  controller.abort();
  await assert.rejects(
    train,
    (error) =>
      error instanceof HourglassError && error.name === "AbortError" && error.cause === controller.signal.reason,
  );
  assert.equal((await hourglass.train({ steps: 1 })).reason, "done");
});

test("a pause is heard while a run goes on, and holds; resume goes on", async (t) => {
  const { hourglass } = await open(t);
  const controller = new AbortController();
  const train = hourglass.train({ signal: controller.signal });
  await next(hourglass, "snapshot");
  const { step } = await hourglass.pause();
  // The worker has turns enough to train on, if it did.
  for (let turn = 0; turn < 10; turn += 1) await hourglass.encode(images(3));
  assert.deepEqual(await hourglass.pause(), { step });
  await hourglass.resume();
  while (hourglass.step <= step) await next(hourglass, "snapshot");
  controller.abort();
  await assert.rejects(train, { name: "AbortError" });
});

test("pictures and codes go in and out; the caller's arrays stay whole", async (t) => {
  const { hourglass } = await open(t);
  const some = images(3);
  assert.deepEqual([...(await hourglass.encode(some))], [0, 0, 1, 0, 2, 0]);
  assert.deepEqual([...(await hourglass.encode(some.data.subarray(4, 8)))], [1, 0]);
  assert.equal((await hourglass.reconstruct(some)).length, 12);
  assert.deepEqual([...(await hourglass.decode(Float32Array.of(1, 0, 5, 0), 2))], [1, 1, 1, 1, 5, 5, 5, 5]);
  assert.equal((await hourglass.evaluate(images(3))).mse, 0.001);
  assert.equal(some.data.length, 12);
  assert.deepEqual([...(await hourglass.placeDrawing({ data: new Uint8Array(6), width: 3, height: 2 }))], [6, 3, 2, 0]);
  assert.equal(await hourglass.newSeed(), 4711);
});

test("save and load, reset and reconfigure keep the info right", async (t) => {
  const { hourglass } = await open(t);
  await hourglass.train({ steps: 9 });
  const saved = await hourglass.save();
  const info = await hourglass.reset({ seed: 12 });
  assert.equal(info.config.seed, 12);
  assert.equal((await hourglass.train({ steps: 1 })).step, 1);
  await hourglass.load(saved);
  assert.ok(saved.length > 0, "the caller keeps its bytes");
  const report = await hourglass.train({ steps: 1 });
  assert.deepEqual([report.step, hourglass.info.config.seed, report.run], [10, 1, 3]);
  await hourglass.reconfigure({ batchSize: 2 });
  assert.equal(hourglass.info.config.batchSize, 2);
  await hourglass.steer({ learningRate: 0.5 });
  assert.equal(hourglass.info.config.optimizer.learningRate, 0.5);
});

test("a recipe tells what was steered after which step, and is another one for each model", async (t) => {
  const { hourglass } = await open(t);
  const { config } = hourglass.info;
  assert.deepEqual(hourglass.recipe, { config, moves: [] });
  await hourglass.train({ steps: 9 });
  await hourglass.steer({ learningRate: 0.5 });
  await hourglass.train({ steps: 3 });
  await hourglass.steer({ learningRate: 0.25 });
  await assert.rejects(hourglass.steer(/** @type {any} */ ({ learningRate: "fast" })));
  const moves = [{ step: 9, changes: { learningRate: 0.5 } }, { step: 12, changes: { learningRate: 0.25 } }];
  assert.deepEqual(hourglass.recipe, { config, moves });
  const saved = await hourglass.save();
  // A reset begins with what was steered.
  await hourglass.reset();
  assert.deepEqual([hourglass.recipe?.moves, hourglass.recipe?.config.optimizer.learningRate], [[], 0.25]);
  await hourglass.load(saved);
  assert.deepEqual([hourglass.recipe, hourglass.origin], [null, "loaded"], "a file does not tell how it came about");
  await hourglass.steer({ learningRate: 0.5 });
  assert.equal(hourglass.recipe, null);
  await hourglass.reconfigure({ batchSize: 2 });
  assert.deepEqual(hourglass.recipe, { config: hourglass.info.config, moves: [] });
});

test("a model that has diverged has no recipe: it is back at weights from before", async (t) => {
  const faults = { runFor: (/** @type {{atStep: number}} */ session) => {
    if (session.atStep >= 30) throw named("DivergedError", "Training diverged at step 31");
  } };
  const { hourglass } = await open(t, {}, { session: { faults } });
  const recipe = () => hourglass.recipe;
  await hourglass.train({ steps: 5 });
  assert.notEqual(recipe(), null);
  const stopped = next(hourglass, "stopped");
  await assert.rejects(hourglass.train(), { name: "DivergedError" });
  await stopped;
  assert.deepEqual([recipe(), hourglass.origin], [null, "diverged"]);
  await hourglass.reset();
  assert.deepEqual(recipe()?.moves, []);
});

test("append brings the rest, in order, in any number of calls; training waits for it", async (t) => {
  const { hourglass } = await open(t, { images: images(4, { total: 8 }) });
  const waiting = next(hourglass, "waiting");
  const train = hourglass.train({ steps: 4 });
  assert.equal((await waiting).step, 1);
  const parts = [hourglass.append(images(2)), hourglass.append(images(2).data)];
  assert.equal((await parts[1]).nImages, 8);
  assert.equal((await train).step, 4);
  await assert.rejects(hourglass.append(images(1)), { name: "ShapeError", message: /1 more after 8.*at most 8/ });
});

test("large data is sent in parts that do not hold the page up", async (t) => {
  const big = { data: new Uint8Array(9e6), count: 9, width: 1000, height: 1000, channels: 1 };
  const { workers, options, environment } = setting({ session: { faults: {} } });
  const hourglass = await Hourglass.create({ ...options, images: big, heldOut: undefined }, environment);
  t.after(() => hourglass.dispose());
  const appends = workers[0].heard.filter(({ name }) => name === "append").map(({ args }) => args.count);
  assert.deepEqual(appends, [4, 4, 1]);
});

test("watch shows held-out images by index, and walks", async (t) => {
  const { hourglass } = await open(t);
  /** @typedef {import("../../www/lib/protocol.js").Views} Views */
  /** @type {Promise<import("./types.mjs").Present<Views>>} */
  const shown = new Promise((resolve) => {
    const views = /** @type {import("./types.mjs").Present<Views>} */ ({});
    hourglass.addEventListener("snapshot", ({ detail }) => {
      Object.assign(views, detail.views);
      if (views.map && views.pairs && views.inspect) resolve(views);
    });
  });
  await hourglass.watch({ map: {}, pairs: [2, 0], inspect: { idx: 2 }, history: true });
  const { map, pairs, inspect, history } = await shown;
  assert.deepEqual([...map.points], [0, 0, 1, 0, 2, 0]);
  assert.deepEqual([...pairs.reconstructions].map((x) => Math.round(x * 255)), [2, 2, 2, 2, 0, 0, 0, 0]);
  assert.deepEqual([...inspect.stations[0]], [2, 2, 2, 2]);
  assert.equal(history.training.length, 2);
});

test("two Hourglasses on one page do not hear each other", async (t) => {
  const [a, b] = await Promise.all([open(t), open(t)]);
  const reports = await Promise.all([a.hourglass.train({ steps: 30 }), b.hourglass.train({ steps: 70 })]);
  assert.deepEqual(reports.map(({ step }) => step), [30, 70]);
});

test("dispose rejects what is pending and whatever comes after", async (t) => {
  const { hourglass, workers } = await open(t);
  const pending = [hourglass.train(), hourglass.encode(images(1)), hourglass.pause(), hourglass.append(images(1))];
  hourglass.dispose();
  hourglass.dispose();
  for (const promise of pending) await assert.rejects(promise, { name: "DisposedError" });
  for (const call of [
    () => hourglass.train(),
    () => hourglass.encode(images(1)),
    () => hourglass.decode(new Float32Array(2)),
    () => hourglass.save(),
    () => hourglass.load(new Uint8Array(1)),
    () => hourglass.reset(),
    () => hourglass.reconfigure({}),
    () => hourglass.steer({}),
    () => hourglass.watch({}),
    () => hourglass.pause(),
    () => hourglass.resume(),
    () => hourglass.restart(),
    () => hourglass.append(images(1)),
    () => hourglass.evaluate(images(1)),
    () => hourglass.newSeed(),
    () => hourglass.reconstruct(images(1)),
  ])
    await assert.rejects(call(), { name: "DisposedError" });
  assert.ok(workers[0].terminated);
});

test("arrays go to the worker by transfer, and come back so", async (t) => {
  const { hourglass, workers } = await open(t);
  await hourglass.encode(images(2));
  const [worker] = workers;
  const reply = worker.said.find(({ result }) => result instanceof Float32Array);
  assert.equal(reply.result.length, 0, "detached by the transfer");
});
