//! Several workers on one step: the committed losses for any number of them, and whatever may go wrong with a helper.
//! Needs the engine: `cargo xtask build` writes it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { SharedLoop, firstImages, fnv1a64 } from "./shared-loop.mjs";

/** @typedef {import("../../www/worker/helper.js").Port} Port */

const golden = async (/** @type {string} */ name) =>
  JSON.parse(await readFile(new URL(`../golden/${name}.json`, import.meta.url), "utf8"));

for (const workers of [1, 2, 3, 4]) {
  test(`200 losses on the digits are the committed ones with ${workers} workers`, async () => {
    const { steps, lossesFnv1a64 } = await golden("losses-200");
    const shared = new SharedLoop();
    await shared.open({}, await firstImages("mnist-train-images.idx3-ubyte.gz", 10_000));
    await shared.share(workers);
    const losses = await shared.losses(steps);
    assert.deepEqual([fnv1a64(losses), shared.team.workers], [lossesFnv1a64, workers]);
    // The last batch of each of the two epochs has 16 images, which are one shard.
    assert.equal(shared.team.shared, workers > 1 ? steps - 2 : 0);
    shared.close();
  });
}

test("every kind has the committed losses with 1, 2, 3 and 4 workers", async () => {
  const { runs, images, steps } = await golden("losses-kinds");
  for (const { name, data, config, lossesFnv1a64 } of runs) {
    const pictures = await firstImages(data, images);
    for (const workers of [1, 2, 3, 4]) {
      const shared = new SharedLoop();
      await shared.open(config, pictures);
      await shared.share(workers);
      assert.equal(fnv1a64(await shared.losses(steps)), lossesFnv1a64, `${name}, ${workers} workers`);
      // Two shards: nothing is left for a third worker.
      assert.equal(shared.team.shared, workers > 1 ? steps : 0, name);
      shared.close();
    }
  }
});

const CONFIG = {
  architecture: { kind: "dense", hidden: [24] }, batchSize: 96, corruption: { kind: "masking", amount: 0.3 },
};
const digits = await firstImages("mnist-train-images.idx3-ubyte.gz", 500);

/** Losses of a run that nobody helps. @param {number} steps */
async function alone(steps, config = CONFIG) {
  const shared = new SharedLoop();
  await shared.open(config, digits);
  return shared.losses(steps);
}

/** A port at whose end there is nobody but what is given. @param {(message: any, port: Port) => void} [hear] */
function deaf(hear = () => {}) {
  /** @type {Port & {said: any[]}} */
  const port = {
    said: [],
    onmessage: null,
    close() {},
    postMessage(message) {
      port.said.push(message);
      hear(message, port);
    },
  };
  return port;
}

/** @param {Port} port @param {object} data */
const say = (port, data) => port.onmessage?.(/** @type {MessageEvent} */ ({ data }));

test("of two numbers asked for at once the last one counts, also if what the first needs comes later", async () => {
  let asked = 0;
  const shared = new SharedLoop(async () => {
    asked += 1;
    if (asked === 1) await new Promise((resolve) => setTimeout(resolve, 50));
    return import("../../www/worker/share.js");
  });
  await shared.open(CONFIG, digits);
  await Promise.all([
    shared.ask("share", { ports: [], workers: null }), shared.ask("share", { ports: [shared.helper()], workers: 2 }),
  ]);
  while (asked < 2) await new Promise((resolve) => setTimeout(resolve, 10));
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.deepEqual(await shared.losses(5), await alone(5));
  assert.deepEqual([shared.team.workers, shared.team.shared], [2, 5]);
  shared.close();
});

test("a helper that never starts is waited for by nobody", async () => {
  const shared = new SharedLoop();
  await shared.open(CONFIG, digits);
  await shared.share(3, [deaf(), deaf()]);
  assert.deepEqual(await shared.losses(5), await alone(5));
  assert.deepEqual([shared.team.workers, shared.team.shared], [1, 0]);
});

test("a helper that does not answer costs one step, made alone once the wait is over", async () => {
  const shared = new SharedLoop();
  await shared.open(CONFIG, digits);
  const port = deaf();
  await shared.share(2, [port]);
  say(port, { name: "ready" });
  const run = shared.losses(4);
  while (shared.timers.length === 0) await new Promise((resolve) => setImmediate(resolve));
  assert.ok(shared.team.isWaiting);
  shared.ahead += 2500;
  shared.timers.splice(0).forEach((timer) => timer());
  assert.deepEqual(await run, await alone(4));
  assert.deepEqual(port.said.map(({ name }) => name), ["model", "side", "rows"], "nothing more was asked of it");
  assert.equal(shared.team.workers, 1);
});

test("a helper that was late is asked again once it has answered, and no more after three times in a row", async () => {
  const shared = new SharedLoop();
  await shared.open(CONFIG, digits);
  const port = deaf();
  await shared.share(2, [port]);
  say(port, { name: "ready" });
  const asked = () => port.said.filter(({ name }) => name === "side");
  const losses = [];
  for (let late = 1; late <= 3; late++) {
    const run = shared.losses(1);
    while (shared.timers.length === 0) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual([asked().length, shared.team.isWaiting], [late, true]);
    shared.ahead += 2500;
    // A snapshot may come before the turn that ends the wait.
    do {
      shared.timers.splice(0).forEach((timer) => timer());
      await new Promise((resolve) => setImmediate(resolve));
    } while (shared.team.isWaiting);
    losses.push(...await run);
    const { name, ticket, numbers } = asked()[late - 1];
    const nothing = new Float32Array(numbers.length).fill(NaN);
    say(port, { name: "rows", ticket, at: 48, numbers: nothing, used: [{ name, numbers }] });
  }
  losses.push(...await shared.losses(2));
  assert.deepEqual(losses, await alone(5));
  assert.deepEqual([asked().length, shared.team.workers, shared.team.shared], [3, 1, 0]);
});

test("after a frozen tab has gone on, helpers are given time once more", async () => {
  const shared = new SharedLoop();
  await shared.open(CONFIG, digits);
  const port = deaf();
  await shared.share(2, [port]);
  say(port, { name: "ready" });
  const run = shared.losses(2);
  const timer = async () => {
    while (shared.timers.length === 0) await new Promise((resolve) => setImmediate(resolve));
    shared.timers.splice(0).forEach((task) => task());
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
  };
  shared.ahead += 3_600_000;
  await timer();
  assert.deepEqual([shared.team.isWaiting, shared.team.workers], [true, 2]);
  shared.ahead += 2500;
  await timer();
  assert.deepEqual(await run, await alone(2));
  assert.equal(shared.team.workers, 1);
});

test("a helper that fails in a step costs that step alone, and the others go on helping", async () => {
  const shared = new SharedLoop();
  await shared.open(CONFIG, digits);
  let steps = 0;
  const failing = deaf(({ name }, port) => {
    if (name === "shards" && ++steps === 1) queueMicrotask(() => say(port, { name: "failed" }));
  });
  await shared.share(3, [failing, shared.helper()]);
  say(failing, { name: "ready" });
  assert.deepEqual(await shared.losses(6), await alone(6));
  // The sixth batch is one shard.
  assert.deepEqual([shared.team.workers, shared.team.shared, steps], [2, 5, 1]);
  shared.close();
});

test("an answer to a step that was dropped counts for nothing", async () => {
  const shared = new SharedLoop();
  await shared.open(CONFIG, digits);
  /** @type {any[]} */
  const asked = [];
  const late = deaf((message) => message.name === "side" && asked.push(message));
  await shared.share(2, [late]);
  say(late, { name: "ready" });
  const run = shared.train({ steps: 1 });
  while (asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await shared.ask("reset", { seed: null });
  const { name, ticket, numbers } = asked[0];
  const nothing = () => new Float32Array(numbers.length).fill(NaN);
  say(late, { name: "rows", ticket, at: 48, numbers: nothing(), used: [{ name, numbers }] });
  say(late, { name: "gradients", ticket, at: 0, numbers: nothing(), used: [{ name: "rows", numbers: nothing() }] });
  await run;
  await shared.share(2);
  assert.deepEqual(await shared.losses(3), await alone(3));
  shared.close();
});

test("pauses, steps by hand, a changed rate, a reset and a save are as in a run alone", async () => {
  const results = [];
  for (const workers of [1, 2, 4]) {
    const shared = new SharedLoop();
    await shared.open(CONFIG, digits);
    await shared.share(workers);
    const long = shared.train({ steps: 12 });
    await new Promise((resolve) => setImmediate(resolve));
    await shared.ask("pause");
    const by = await shared.losses(2);
    await shared.ask("resume");
    const { loss } = await long;
    await shared.ask("steer", { changes: JSON.stringify({ learningRate: 0.01, corruptionAmount: 0.5 }) });
    const steered = await shared.losses(3);
    const saved = Buffer.from(await shared.ask("save", { forLoading: false })).toString("base64");
    await shared.ask("reset", { seed: 5 });
    results.push({ step: by.length, loss, steered, saved, reset: await shared.losses(2) });
    shared.close();
  }
  // Where the pause falls is a matter of time; what holds at the same step is not.
  for (const { loss, steered, saved, reset } of results) {
    assert.deepEqual({ loss, steered, saved, reset }, {
      loss: results[0].loss, steered: results[0].steered, saved: results[0].saved, reset: results[0].reset,
    });
  }
});

test("what cannot be shared is trained alone: one shard, or a price on rates of activity", async () => {
  const rates = { ...CONFIG, codeActivation: "sigmoid", sparsityTarget: 0.1, codeSparsity: 0.1 };
  for (const config of [{ ...CONFIG, batchSize: 32 }, rates]) {
    const shared = new SharedLoop();
    await shared.open(config, digits);
    await shared.share(2);
    assert.deepEqual(await shared.losses(3), await alone(3, config));
    assert.equal(shared.team.shared, 0);
    shared.close();
  }
});

test("a run that diverges goes back as it does alone", async () => {
  const config = {
    architecture: { hidden: [16] }, outputActivation: "linear", optimizer: { kind: "sgd", learningRate: 900 },
  };
  const ends = [];
  for (const workers of [1, 2]) {
    const shared = new SharedLoop();
    await shared.open(config, digits);
    await shared.share(workers);
    const failed = await shared.train({ steps: 200 }).then(() => ({ name: "no", message: "" }), (error) => error);
    ends.push([failed.name, failed.message, shared.loop.scheduler.step]);
    shared.close();
  }
  assert.equal(ends[0][0], "DivergedError");
  assert.deepEqual(ends[1], ends[0]);
});
