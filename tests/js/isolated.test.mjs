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
