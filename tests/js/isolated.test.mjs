//! Several workers on one step where the page is cross-origin isolated: threads that share memory. Needs the engine:
//! `cargo xtask build` writes it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, test } from "node:test";
import { Worker } from "node:worker_threads";
import { SharedLoop, firstImages, fnv1a64 } from "./shared-loop.mjs";

/** @typedef {import("../../www/worker/helper.js").Port} Port */

const golden = async (/** @type {string} */ name) =>
  JSON.parse(await readFile(new URL(`../golden/${name}.json`, import.meta.url), "utf8"));
const digits = await firstImages("mnist-train-images.idx3-ubyte.gz", 500);
const CONFIG = {
  architecture: { kind: "dense", hidden: [24] }, batchSize: 96, corruption: { kind: "masking", amount: 0.3 },
};

/** @type {Worker[]} */
let threads = [];
/** @type {SharedLoop[]} */
let loops = [];
/** What helpers were told by messages. @type {any[]} */
let said = [];
let ready = 0;

beforeEach(() => {
  Object.assign(globalThis, { crossOriginIsolated: true });
  [threads, loops, said, ready] = [[], [], [], 0];
});
afterEach(async () => {
  Reflect.deleteProperty(globalThis, "crossOriginIsolated");
  for (const loop of loops) loop.close();
  await Promise.all(threads.map((thread) => thread.terminate()));
});

/** A helper in another thread. @returns {Port} */
function thread(isIsolated = true) {
  const { port1, port2 } = new MessageChannel();
  const workerData = { port: port1, isIsolated };
  threads.push(new Worker(new URL("helper-thread.mjs", import.meta.url), {
    workerData, transferList: [/** @type {any} */ (port1)],
  }));
  /** @type {Port} */
  const port = {
    onmessage: null,
    close: () => port2.close(),
    postMessage(message, transfer) {
      said.push(message);
      port2.postMessage(message, transfer);
    },
  };
  port2.onmessage = (event) => {
    if (event.data.name === "ready") ready += 1;
    port.onmessage?.(event);
  };
  return port;
}

/** A loop with threads that have all said that they are ready. @param {Port[]} ports */
async function shared(ports, config = {}, images = digits) {
  const loop = new SharedLoop();
  loops.push(loop);
  await loop.open(config, images);
  await loop.share(ports.length + 1, ports);
  while (ready < threads.length) await new Promise((resolve) => setTimeout(resolve, 5));
  return loop;
}

async function alone(/** @type {number} */ steps, config = CONFIG) {
  const loop = new SharedLoop();
  await loop.open(config, digits);
  return loop.losses(steps);
}

const asked = () => said.filter(({ name }) => name !== "look" && name !== "model" && name !== "call");

for (const workers of [2, 3]) {
  test(`200 losses on the digits are the committed ones with ${workers} threads, by shared memory`, async () => {
    const { steps, lossesFnv1a64 } = await golden("losses-200");
    const images = await firstImages("mnist-train-images.idx3-ubyte.gz", 10_000);
    const loop = await shared(Array.from({ length: workers - 1 }, () => thread()), {}, images);
    assert.equal(fnv1a64(await loop.losses(steps)), lossesFnv1a64);
    assert.deepEqual([loop.team.shared, asked()], [steps - 2, []]);
  });
}

test("every kind has the committed losses with two threads that share memory", async () => {
  const { runs, images, steps } = await golden("losses-kinds");

  for (const { name, data, config, lossesFnv1a64 } of runs) {
    const loop = await shared([thread()], config, await firstImages(data, images));
    assert.equal(fnv1a64(await loop.losses(steps)), lossesFnv1a64, name);
    assert.deepEqual([loop.team.shared, asked()], [steps, []], name);
  }
});

/** A port that says at once that it could wait, and then whatever `hear` makes of what it is told. */
function deaf(hear = (/** @type {any} */ _message, /** @type {Port} */ _port) => {}) {
  /** @type {Port} */
  const port = {
    onmessage: null,
    close() {},
    postMessage(message) {
      said.push(message);
      hear(message, port);
    },
  };
  return port;
}

/** @param {Port} port @param {object} data */
const say = (port, data) => port.onmessage?.(/** @type {MessageEvent} */ ({ data }));
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("while a helper computes, commands are heard, and a helper that never answers costs one step", async () => {
  const loop = new SharedLoop();
  await loop.open(CONFIG, digits);
  const port = deaf();
  await loop.share(2, [port]);
  say(port, { name: "ready", canWait: true });
  const run = loop.losses(4);
  while (!said.some(({ name }) => name === "look")) await turn();
  const before = performance.now();
  await loop.ask("pause");
  const took = performance.now() - before;
  assert.ok(loop.team.isWaiting && took < 1000, `a pause was heard after ${took} ms`);
  await loop.ask("resume");
  loop.ahead += 2500;
  assert.deepEqual(await run, await alone(4));
  assert.deepEqual([loop.team.workers, said.filter(({ name }) => name === "call").length], [1, 1]);
  // Once it says that it is there again, it is asked again.
  const looks = said.length;
  say(port, { name: "ready", canWait: true });
  const more = loop.losses(1);
  while (said.length === looks) await turn();
  loop.ahead += 2500;
  await more;
  assert.deepEqual([loop.team.shared, loop.team.workers], [0, 1]);
});

test("after a frozen tab has gone on, helpers that share memory are given time once more", async () => {
  const loop = new SharedLoop();
  await loop.open(CONFIG, digits);
  const port = deaf();
  await loop.share(2, [port]);
  say(port, { name: "ready", canWait: true });
  const run = loop.losses(2);
  while (!loop.team?.isWaiting) await turn();
  loop.ahead += 3_600_000;
  for (let i = 0; i < 5; i++) await turn();
  assert.deepEqual([loop.team.isWaiting, loop.team.workers], [true, 2]);
  loop.ahead += 2500;
  assert.deepEqual(await run, await alone(2));
  assert.equal(loop.team.workers, 1);
});

test("a helper that ends in a step costs that step alone", async () => {
  const loop = await shared([thread()], CONFIG);
  const first = await loop.losses(2);
  await threads[0].terminate();
  const rest = loop.losses(2);
  while (!loop.team.isWaiting) await turn();
  loop.ahead += 2500;
  assert.deepEqual([...first, ...(await rest)], await alone(4));
  assert.equal(loop.team.shared, 2);
});

test("a step that is dropped again and again leaves nothing behind", async () => {
  const loop = await shared([thread()], CONFIG);
  for (let i = 0; i < 30; i++) {
    const run = loop.train({ steps: 40 });
    for (let j = 0; j < i % 7; j++) await turn();
    await loop.ask(i % 2 ? "reset" : "steer", i % 2 ? { seed: null } : { changes: '{"learningRate":0.002}' });
    if (i % 2 === 0) await loop.ask("reset", { seed: null });
    await run;
  }
  const input = { channels: 1, height: 28, width: 28 };
  await loop.ask("reconfigure", { config: JSON.stringify({ ...CONFIG, input }) });
  assert.deepEqual(await loop.losses(5), await alone(5));
  assert.ok(loop.team.shared > 5 && loop.team.workers === 2);
});

test("where a helper's engine fails, it says so by a message, and the step is made without it", async () => {
  const loop = new SharedLoop();
  await loop.open(CONFIG, digits);
  const failing = deaf(({ name }, port) => {
    if (name === "look") queueMicrotask(() => say(port, { name: "failed" }));
  });
  await loop.share(2, [failing]);
  say(failing, { name: "ready", canWait: true });
  assert.deepEqual(await loop.losses(3), await alone(3));
  assert.deepEqual([loop.team.shared, loop.team.workers], [0, 1]);
});

/**
 * Takes something away for as long as a run takes.
 * @param {object} from @param {string} key @param {unknown} instead
 */
async function without(from, key, instead, ports = [thread(), thread()]) {
  const before = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(from, key));
  Object.defineProperty(from, key, { ...before, value: instead });
  try {
    const loop = await shared(ports, CONFIG);
    return { losses: await loop.losses(4), shared: loop.team.shared };
  } finally {
    Object.defineProperty(from, key, before);
  }
}

test("without memory to share, without Atomics.wait, or where a helper has neither, messages do it", async () => {
  const losses = await alone(4);
  const Whole = SharedArrayBuffer;
  /** As one that refuses whatever is larger than the bell. */
  const Refusing = class extends Whole {
    constructor(/** @type {number} */ bytes) {
      if (bytes > 64) throw new RangeError("Array buffer allocation failed");
      super(bytes);
    }
  };
  for (const [from, key, instead] of /** @type {const} */ ([
    [globalThis, "SharedArrayBuffer", Refusing],
    [globalThis, "SharedArrayBuffer", undefined],
    [Atomics, "wait", undefined],
  ])) {
    [threads, said, ready] = [[], [], 0];
    assert.deepEqual(await without(from, key, instead), { losses, shared: 4 }, key);
    assert.equal(asked().length, 8, `${key}: two questions a step`);
    await Promise.all(threads.map((each) => each.terminate()));
  }
  [threads, said, ready] = [[], [], 0];
  const loop = await shared([thread(false)], CONFIG);
  assert.deepEqual(await loop.losses(4), losses);
  assert.deepEqual([loop.team.shared, asked().length], [4, 8]);
});
