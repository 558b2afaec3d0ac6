//! A worker that does not come, goes silent, traps or speaks another language; and how a Hourglass goes on after it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Hourglass, HourglassError } from "../../www/hourglass.js";
import { checkBrowser } from "../../www/lib/spawn-worker.js";
import { trap } from "./engine-errors.mjs";
import { checkpointAt, images, next, setting, until } from "./fake-worker.mjs";
import { present } from "./types.mjs";

const QUICK = { pingAfter: 20, deadAfter: 100, start: 100 };

/** @typedef {import("./fake-worker.mjs").FakeWorker} FakeWorker */

/**
 * A Hourglass that ends with its test.
 * @param {import("./types.mjs").TestContext} t
 * @param {Parameters<typeof setting>[0]} [workerOptions]
 * @param {object} [change] of what it is made of
 */
async function open(t, workerOptions, change = {}) {
  const { workers, options, environment } = setting(workerOptions, QUICK);
  const hourglass = await Hourglass.create({ ...options, ...change }, environment);
  t.after(() => hourglass.dispose());
  return { hourglass, workers };
}

test("a browser without WebAssembly or SIMD is told so, and no worker is started", async () => {
  assert.throws(() => checkBrowser(/** @type {any} */ ({})), { name: "NoWebAssemblyError" });
  checkBrowser();
  const { workers, options, environment } = setting();
  const old = { ...environment, webAssembly: { validate: () => false } };
  await assert.rejects(Hourglass.create(options, old), { name: "NoSimdError", message: /SIMD/ });
  assert.equal(workers.length, 0);
});

test("a worker whose script is missing, blocked or never comes is an EngineNotLoadedError", async () => {
  const starts = [
    (/** @type {FakeWorker} */ worker) => worker.crash(undefined),
    (/** @type {FakeWorker} */ worker) => worker.say({ type: "not-loaded", message: "Failed to fetch" }),
    () => {},
  ];
  for (const start of starts) {
    const { workers, options, environment } = setting({ silent: true }, QUICK);
    const created = Hourglass.create(options, environment);
    await Promise.resolve();
    start(workers[0]);
    await assert.rejects(created, (error) => error instanceof HourglassError && error.name === "EngineNotLoadedError");
    assert.ok(workers[0].terminated);
  }
  const { options } = setting();
  const spawn = () => { throw new Error("SecurityError"); };
  await assert.rejects(Hourglass.create(options, { spawn }), { name: "EngineNotLoadedError", message: /refused/ });
});

test("an engine file that is missing is an EngineNotLoadedError", async () => {
  const loadEngine = () => Promise.reject(new HourglassError("EngineNotLoadedError", "The server answered 404"));
  const { options, environment } = setting({ loadEngine });
  await assert.rejects(Hourglass.create(options, environment), { name: "EngineNotLoadedError", message: /404/ });
});

test("a spare worker that has died, or has no engine, is replaced by one that is asked for", async (t) => {
  const without = { loadEngine: () => Promise.reject(new HourglassError("EngineNotLoadedError", "offline")) };
  for (const first of [{ silent: true }, without]) {
    const bad = setting(first, QUICK);
    const good = setting({}, QUICK);
    let taken = 0;
    const environment = {
      ...good.environment,
      spawn: () => present(((taken += 1) === 1 ? bad : good).environment.spawn)(),
      wasSpare: () => taken === 1,
    };
    const hourglass = await Hourglass.create(good.options, environment);
    t.after(() => hourglass.dispose());
    assert.deepEqual([taken, bad.workers[0].terminated], [2, true]);
    assert.equal((await hourglass.train({ steps: 1 })).step, 1);
  }
});

test("files of two versions are a ProtocolError", async () => {
  const { options, environment } = setting({ protocol: 999 });
  await assert.rejects(Hourglass.create(options, environment), { name: "ProtocolError", message: /Reload/ });
});

test("an unknown message, of either side, ends the worker with a ProtocolError", async (t) => {
  const gossip = /** @type {any} */ ({ type: "gossip" });
  for (const speak of [
    (/** @type {FakeWorker} */ worker) => worker.say(gossip),
    (/** @type {FakeWorker} */ worker) => worker.postMessage(gossip, []),
  ]) {
    const { hourglass, workers } = await open(t);
    const failed = next(hourglass, "failed");
    speak(workers[0]);
    assert.equal((await failed).error.name, "ProtocolError");
    await assert.rejects(hourglass.save(), { name: "ProtocolError" });
  }
});

test("a trap rejects what is pending, says failed, and restart goes on from the last checkpoint", async (t) => {
  let armed = false;
  const faults = { encode: () => { if (armed) throw trap(); } };
  const { hourglass, workers } = await open(
    t,
    { session: { faults } },
    { config: { seed: 6 }, images: images(4, { total: 8 }) },
  );
  await hourglass.append(images(4));
  await hourglass.train({ steps: 321 });
  await hourglass.watch({ inspect: { idx: 1 } }).catch(() => {});
  await checkpointAt(hourglass, workers[0], 321);
  await hourglass.steer({ learningRate: 0.25 }); // after it
  await assert.rejects(hourglass.restart(), { name: "NotReadyError" });
  armed = true;
  const failed = next(hourglass, "failed");
  const pending = await Promise.allSettled([hourglass.train(), hourglass.encode(images(1)), hourglass.save()]);
  assert.deepEqual(pending.map((one) => "reason" in one && one.reason.name), Array(3).fill("EnginePanicError"));
  const { error, step, canRestart } = await failed;
  assert.deepEqual([error.name, step, canRestart], ["EnginePanicError", 321, true]);
  await assert.rejects(hourglass.train({ steps: 1 }), { name: "EnginePanicError" });
  armed = false;
  /** @type {import("../../www/lib/protocol.js").Snapshot[]} */
  const seen = [];
  hourglass.addEventListener("snapshot", ({ detail }) => seen.push(detail));
  assert.deepEqual(await hourglass.restart(), { step: 321 });
  assert.equal(hourglass.recipe, null, "what was steered after the checkpoint holds from there on");
  assert.equal(hourglass.origin, "died");
  assert.equal(workers.length, 2);
  assert.ok(workers[0].terminated);
  assert.deepEqual(
    [
      hourglass.info.config.seed,
      hourglass.info.config.optimizer.learningRate,
      hourglass.info.nImages,
      hourglass.info.nHeldOut,
    ],
    [6, 0.25, 8, 3],
  );
  assert.equal((await hourglass.train({ steps: 1 })).step, 322);
  assert.ok(seen.every((snapshot) => snapshot.step >= 321), "nobody hears of the steps on the way");
  while (!seen.some(({ views }) => views.inspect)) await next(hourglass, "snapshot"); // what was watched still is
});

test("images that can be had again are not kept, and another worker and another Hourglass get the same", async (t) => {
  let asked = 0;
  const part = () => {
    const { data, ...shape } = images(4);
    return { ...shape, data, again: async () => {
      asked += 1;
      return data.slice();
    } };
  };
  const { hourglass, workers } = await open(t, {}, { images: { ...part(), total: 8 } });
  await hourglass.append(part());
  assert.equal(asked, 0);
  const other = await hourglass.another();
  assert.deepEqual([asked, other.info.nImages], [2, 8]);
  other.dispose();
  const failed = next(hourglass, "failed");
  workers[0].kill();
  await assert.rejects(hourglass.train());
  await failed;
  await hourglass.restart();
  assert.deepEqual([asked, hourglass.info.nImages], [4, 8]);
  const short = { ...images(4), again: async () => new Uint8Array(1) };
  const broken = await open(t, {}, { images: short });
  await assert.rejects(broken.hourglass.another(), { name: "ShapeError", message: /again/ });
  await assert.rejects(hourglass.append(/** @type {any} */ ({ ...images(4), again: 5 })), { name: "ShapeError" });
});

test("a worker that is killed is found by its silence, in training and otherwise", async (t) => {
  for (const start of [
    (/** @type {Hourglass} */ hourglass) => hourglass.train(),
    (/** @type {Hourglass} */ hourglass) => hourglass.encode(images(1)),
  ]) {
    const { hourglass, workers } = await open(t);
    const failed = next(hourglass, "failed");
    workers[0].kill();
    await assert.rejects(start(hourglass), { name: "WorkerDiedError" });
    assert.equal((await failed).error.name, "WorkerDiedError");
    assert.deepEqual(await hourglass.restart(), { step: 0 });
    assert.equal((await hourglass.train({ steps: 2 })).step, 2);
  }
});

test("a worker that is busy but alive is left alone", async (t) => {
  const { hourglass, workers } = await open(t);
  const train = hourglass.train();
  await hourglass.pause();
  // Each comes after a silence, and is answered.
  await until(() => workers[0].heard.filter(({ name }) => name === "ping").length >= 5);
  await hourglass.resume();
  await hourglass.reset();
  assert.equal((await train).reason, "reset");
});

test("a page that was frozen itself does not blame the worker", async (t) => {
  const { hourglass, workers: [worker] } = await open(t);
  const train = hourglass.train({ steps: 3 });
  await hourglass.pause();
  const handle = worker.loop.handle.bind(worker.loop);
  const pinged = /** @type {Promise<void>} */ (new Promise((resolve) => {
    worker.loop.handle = (message) => {
      if (message.name === "ping") resolve();
      setTimeout(() => handle(message), 30); // so the page's clock is looked at before the answer is there
    };
  }));
  await pinged;
  const thaw = performance.now() + 300; // three times the time of a death
  while (performance.now() < thaw);
  await hourglass.resume();
  assert.equal((await train).reason, "done");
});

test("nothing beats while nothing is pending", async (t) => {
  const { setInterval: begin, clearInterval: end } = globalThis;
  const beating = new Set();
  t.mock.method(globalThis, "setInterval", (/** @type {() => void} */ run, /** @type {number} */ ms) => {
    const timer = begin(run, ms);
    beating.add(timer);
    return timer;
  });
  t.mock.method(globalThis, "clearInterval", (/** @type {NodeJS.Timeout} */ timer) => {
    beating.delete(timer);
    end(timer);
  });
  const { hourglass } = await open(t);
  const train = hourglass.train({ steps: 1 });
  assert.equal(beating.size, 1);
  await train;
  await until(() => beating.size === 0);
});

test("a restart that fails can be tried again, and one that is disposed of says so", async (t) => {
  const { hourglass, workers } = await open(t, (/** @type {number} */ count) => (count === 1 ? { silent: true } : {}));
  await hourglass.train({ steps: 5 });
  await checkpointAt(hourglass, workers[0], 5);
  const failed = next(hourglass, "failed");
  workers[0].crash("Uncaught RangeError: out of memory");
  assert.equal((await failed).error.name, "EnginePanicError");
  const first = hourglass.restart();
  await assert.rejects(hourglass.encode(images(1)), { name: "NotReadyError" });
  workers[1].crash(undefined);
  await assert.rejects(first, { name: "EngineNotLoadedError" });
  assert.deepEqual(await hourglass.restart(), { step: 5 });
  const again = next(hourglass, "failed");
  workers[2].crash("x");
  await again;
  const last = hourglass.restart();
  hourglass.dispose();
  await assert.rejects(last, { name: "DisposedError" });
});

test("runs go on counting over a restart", async (t) => {
  const { hourglass, workers } = await open(t);
  await hourglass.reset();
  const { run } = await hourglass.train({ steps: 1 });
  await checkpointAt(hourglass, workers[0], 1);
  const failed = next(hourglass, "failed");
  workers[0].crash("x");
  await failed;
  await hourglass.restart();
  assert.ok((await hourglass.train({ steps: 1 })).run > run);
});
