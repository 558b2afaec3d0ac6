//! The lab workers: each is given what it lacks, has one order at a time, and is replaced once when it dies.

import assert from "node:assert/strict";
import { test } from "node:test";
import { LabPool, poolSize } from "../../www/labs/pool.js";
import { PROTOCOL } from "../../www/lib/protocol.js";

/** @typedef {import("../../www/labs/pool.js").Order} Order */

/** A worker that writes down what it is asked, and answers when a test lets it. */
class Worker extends EventTarget {
  /** @type {any[]} */
  asked = [];
  /** @type {any[]} */
  open = [];
  holding = { images: /** @type {number | null} */ (null), model: /** @type {number | null} */ (null) };

  constructor() {
    super();
    queueMicrotask(() => this.say({ type: "ready", protocol: PROTOCOL }));
  }

  /** @param {any} message */
  postMessage(message) {
    this.asked.push(message.type === "cancel" ? "cancel" : message.name);
    const { id, name, args } = message;
    if (name === "run") return void this.open.push(message);
    if (name === "open") this.holding = { images: args.key, model: null };
    if (name === "model") this.holding.model = args.key;
    const result = name === "holding" ? { ...this.holding } : null;
    if (message.type === "command") queueMicrotask(() => this.say({ type: "reply", id, result }));
  }

  terminate() {}

  /** @param {object} data */
  say(data) {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }

  /** Answers the oldest task. @param {unknown} result */
  answer(result) {
    this.say({ type: "reply", id: this.open.shift().id, result });
  }

  die() {
    this.dispatchEvent(Object.assign(new Event("error"), { message: "gone" }));
  }
}

const block = (/** @type {number} */ count) => ({ bytes: new Uint8Array(count * 4), labels: null, count });
const SHAPE = { channels: 1, height: 2, width: 2 };
const data = { shape: SHAPE, total: 6, images: [block(4), block(2)], heldOut: block(3) };
const IMAGES = /** @type {any} */ ({ key: 1, data });
const MODEL = { key: 2, bytes: new Uint8Array(5) };

/** @param {Partial<Order>} [more] @returns {Order} */
const order = (more = {}) => ({
  images: IMAGES, model: MODEL,
  ask: (worker, options) => worker.request("run", { lab: "a", task: "b", args: {}, pictures: null }, options),
  ...more,
});

/** @param {number} cores @param {object} [timings] */
function open(cores, timings) {
  /** @type {Worker[]} */
  const workers = [];
  const pool = new LabPool({ spawn: () => {
    workers.push(new Worker());
    return workers[workers.length - 1];
  }, cores, timings });
  return { pool, workers };
}

/** Lets what is under way come to rest. */
const rest = () => new Promise((resolve) => setTimeout(resolve, 5));

test("a pool leaves a core to the page, and has as many benches as the memory allows", () => {
  assert.deepEqual([1, 2, 3, 4, 8].map((cores) => poolSize(cores, 1000)), [1, 1, 2, 3, 4]);
  assert.deepEqual([poolSize(8, 40e6), poolSize(8, 60e6), poolSize(8, 400e6)], [2, 1, 1]);
});

test("a worker is given what it lacks, and nothing twice", async () => {
  const { pool, workers } = open(2);
  const first = pool.order(order());
  await rest();
  assert.deepEqual(workers[0].asked, ["holding", "open", "append", "append", "append", "model", "run"]);
  workers[0].answer("one");
  assert.equal(await first, "one");
  workers[0].asked = [];
  const second = pool.order(order());
  await rest();
  assert.deepEqual(workers[0].asked, ["holding", "run"]);
  workers[0].answer("two");
  await second;
  workers[0].asked = [];
  void pool.order(order({ images: /** @type {any} */ ({ key: 7, data }), model: null })).catch(() => {});
  await rest();
  assert.deepEqual(workers[0].asked, ["holding", "open", "append", "append", "append", "run"]);
  pool.close();
});

test("each worker has one order at a time, and the others wait for their turn", async () => {
  const { pool, workers } = open(3);
  const all = [1, 2, 3].map(() => pool.order(order()));
  await rest();
  assert.deepEqual(workers.map(({ open: asked }) => asked.length), [1, 1]);
  workers[1].answer("b");
  assert.equal(await all[1], "b");
  await rest();
  assert.equal(workers.length, 2);
  assert.equal(workers[1].open.length, 1);
  workers[1].answer("c");
  workers[0].answer("a");
  assert.deepEqual(await Promise.all(all), ["a", "b", "c"]);
  pool.close();
});

test("what is cancelled is rejected at once, whether it waits or is under way", async () => {
  const { pool, workers } = open(2);
  const [running, waiting] = [new AbortController(), new AbortController()];
  const one = pool.order(order(), { signal: running.signal });
  const two = pool.order(order(), { signal: waiting.signal });
  await rest();
  waiting.abort();
  await assert.rejects(two, { name: "AbortError" });
  running.abort();
  await assert.rejects(one, { name: "AbortError" });
  assert.equal(workers[0].asked.at(-1), "cancel");
  await assert.rejects(pool.order(order(), { signal: running.signal }), { name: "AbortError" });
  pool.close();
});

test("a worker that dies is replaced once, with all that it had; a second death is told", async () => {
  const { pool, workers } = open(2);
  const once = pool.order(order());
  await rest();
  workers[0].die();
  await rest();
  assert.deepEqual(workers[1].asked, ["holding", "open", "append", "append", "append", "model", "run"]);
  workers[1].answer("late");
  assert.equal(await once, "late");
  const twice = pool.order(order());
  await rest();
  workers[1].die();
  await rest();
  workers[2].die();
  await assert.rejects(twice, { name: "EnginePanicError" });
  pool.close();
});

test("a worker that falls silent is replaced, too", async () => {
  const { pool, workers } = open(2, { pingAfter: 20, deadAfter: 40 });
  const once = pool.order(order());
  await rest();
  workers[0].postMessage = () => {};
  while (workers.length < 2) await rest();
  while (workers[1].open.length === 0) await rest();
  workers[1].answer("late");
  assert.equal(await once, "late");
  pool.close();
});

test("progress is heard by who asked", async () => {
  const { pool, workers } = open(2);
  /** @type {number[]} */
  const shares = [];
  const one = pool.order(order(), { progress: (share) => shares.push(share) });
  await rest();
  const [{ id }] = workers[0].open;
  workers[0].say({ type: "event", name: "progress", detail: { share: 0.25 }, id });
  workers[0].answer(null);
  await one;
  assert.deepEqual(shares, [0.25]);
  pool.close();
});

test("a lab's main use goes before a sweep, and is not held up by one that is under way", async () => {
  const { pool, workers } = open(2);
  /** @type {string[]} */
  const begun = [];
  const ask = (/** @type {string} */ name, /** @type {import("../../www/labs/pool.js").Rank} */ rank) => {
    const one = order({ rank });
    return pool.order({ ...one, ask: (worker, options) => {
      begun.push(name);
      return one.ask(worker, options);
    } });
  };
  const all = [ask("sweep 1", "background"), ask("sweep 2", "background"), ask("sweep 1 goes on", "begun")];
  await rest();
  assert.deepEqual([begun, workers.length], [["sweep 1"], 1]);
  all.push(ask("main", "main"));
  await rest();
  assert.deepEqual([begun.at(-1), workers.length], ["main", 2], "one more worker where all are at sweeps");
  all.push(ask("main 2", "main"));
  await rest();
  assert.deepEqual([begun.at(-1), workers.length], ["main", 2], "and no more than one");
  all.push(ask("quick", "quick"));
  await rest();
  assert.deepEqual([begun.at(-1), workers.length], ["quick", 3], "what takes a moment has one more in any case");
  for (const name of ["main 2", "sweep 1 goes on", "sweep 2"]) {
    workers[0].answer(null);
    await rest();
    assert.equal(begun.at(-1), name);
  }
  for (const worker of workers) worker.answer(null);
  await Promise.all(all);
  pool.close();
});
