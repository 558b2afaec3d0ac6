//! The worker's loop: one reply per command, exact runs, and pauses.

import assert from "node:assert/strict";
import { test } from "node:test";

import { named } from "./engine-errors.mjs";
import { LoopBench } from "./loop-bench.mjs";

test("open answers with the info and step 0", async () => {
  const bench = new LoopBench();
  const { result } = await bench.open({ config: { batchSize: 2 } });
  assert.equal(result.step, 0);
  assert.equal(result.info.config.batchSize, 2);
});

test("commands before open are refused in words", () => {
  const bench = new LoopBench();
  const { error } = bench.reply(bench.send("save"));
  assert.equal(error.name, "NotReadyError");
});

test("an engine that cannot be loaded is a reply, and ping is answered meanwhile", async () => {
  const bench = new LoopBench({ loadError: named("EngineNotLoadedError", "The server answered 404") });
  const open = bench.send("open", { config: "{}", width: 2, height: 2, channels: 1, total: 1 });
  assert.equal(bench.reply(bench.send("ping")).result, null);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(bench.reply(open).error.name, "EngineNotLoadedError");
  assert.equal(bench.events("panic").length, 0);
});

test("unknown messages and commands throw; an unknown command is answered too", () => {
  const bench = new LoopBench();
  assert.throws(() => bench.loop.handle({ type: "hello" }), { name: "ProtocolError", message: /"hello"/ });
  assert.throws(() => bench.loop.handle(null), { name: "ProtocolError" });
  assert.throws(() => bench.loop.handle({ type: "command", id: 9, name: "toString", args: {} }), {
    name: "ProtocolError",
  });
  assert.equal(bench.reply(9).error.name, "ProtocolError");
});

test("steps are exact, and the report says where training stands", async () => {
  const bench = new LoopBench();
  await bench.open();
  const first = bench.train({ steps: 100 });
  bench.run();
  const { result } = bench.reply(first);
  assert.deepEqual([result.step, result.reason, result.run], [100, "done", 1]);
  const second = bench.train({ steps: 1 });
  bench.run();
  assert.equal(bench.reply(second).result.step, 101);
});

test("where training stops, the held-out numbers are of that very step", async () => {
  const bench = new LoopBench();
  await bench.open();
  const train = bench.train({ steps: 7 });
  bench.run();
  assert.equal(bench.reply(train).result.heldOutStep, 7);
  bench.train();
  bench.runFor(40);
  const { step } = bench.reply(bench.send("pause")).result;
  bench.run();
  const last = bench.events("snapshot").at(-1).detail;
  assert.deepEqual([last.heldOutStep, last.step], [step, step]);
  assert.equal(bench.calls.filter((call) => call === "evaluateHeldOut").length, 2);
});

test("epochs are exact, the last short batch included", async () => {
  const bench = new LoopBench();
  await bench.open({ count: 9, total: 9 }); // batches of 4: three steps an epoch
  const train = bench.train({ epochs: 5 });
  bench.run();
  assert.equal(bench.reply(train).result.step, 15);
});

test("seconds end a run, and the first bound wins", async () => {
  const bench = new LoopBench();
  await bench.open();
  const start = bench.clock.ms;
  const train = bench.train({ seconds: 2, steps: 1e6 });
  bench.run(() => bench.replies(train).length > 0);
  const took = bench.clock.ms - start;
  assert.ok(took >= 2000 && took <= 2040, `${took} ms`);
});

test("a plateau ends only a run that asked for it", async () => {
  const bench = new LoopBench({ plateauAt: 50 });
  await bench.open();
  const some = bench.train({ steps: 80 });
  bench.run();
  assert.equal(bench.reply(some).result.step, 80);
  const until = bench.train({ untilPlateau: true });
  bench.run();
  assert.equal(bench.reply(until).result.reason, "plateau");
  assert.equal(bench.events("stopped").at(-1).detail.reason, "plateau");
});

test("slices start short and grow, so the first step is seen soon and a pause is heard within 50 ms", async () => {
  const bench = new LoopBench({ costs: { mapPoints: 12, save: 3 } });
  await bench.open();
  bench.send("watch", { map: { dims: null }, history: true });
  bench.train();
  let longest = 0;
  for (let turns = 0; turns < 2000; turns++) {
    const before = bench.clock.ms;
    bench.turn();
    longest = Math.max(longest, bench.clock.ms - before);
  }
  assert.ok(longest <= 25, `${longest} ms`);
  const first = bench.events("snapshot").find(({ detail }) => detail.step > 0);
  assert.ok(first.detail.step <= 8, `first seen at step ${first.detail.step}`);
});

test("a pause holds, a resume goes on to the exact step", async () => {
  const bench = new LoopBench();
  await bench.open();
  const train = bench.train({ steps: 500 });
  bench.runFor(100);
  const { result } = bench.reply(bench.send("pause"));
  bench.run();
  assert.equal(bench.replies(train).length, 0);
  assert.equal(bench.events("stopped").at(-1).detail.reason, "paused");
  assert.equal(bench.events("snapshot").at(-1).detail.step, result.step);
  assert.equal(bench.events("snapshot").at(-1).detail.training, false);
  bench.send("resume");
  bench.run();
  assert.equal(bench.reply(train).result.step, 500);
});

test("the time of a pause does not count for seconds", async () => {
  const bench = new LoopBench();
  await bench.open();
  const train = bench.train({ seconds: 1 });
  bench.runFor(500);
  bench.send("pause");
  bench.run();
  bench.clock.ms += 10_000;
  const before = bench.calls.filter((call) => call === "runFor").length;
  bench.send("resume");
  bench.run();
  assert.equal(bench.reply(train).result.reason, "done");
  assert.ok(bench.calls.filter((call) => call === "runFor").length - before >= 10);
});

test("a step can be taken while a longer run is paused, and while one goes on", async () => {
  const bench = new LoopBench();
  await bench.open();
  const long = bench.train({ steps: 200 });
  bench.runFor(50);
  bench.send("pause");
  const paused = bench.train({ steps: 1 });
  bench.run();
  const stoodAt = bench.reply(paused).result.step;
  assert.equal(bench.replies(long).length, 0);
  bench.send("resume");
  bench.runFor(20);
  const going = bench.train({ steps: 3 });
  bench.run();
  assert.ok(bench.reply(going).result.step > stoodAt);
  assert.equal(bench.reply(long).result.step, 204, "no step counts twice");
});

test("a cancel rejects the run with an AbortError and stops training", async () => {
  const bench = new LoopBench();
  await bench.open();
  const train = bench.train();
  bench.runFor(50);
  bench.cancel(train);
  assert.equal(bench.reply(train).error.name, "AbortError");
  const { step } = bench.events("stopped").at(-1).detail;
  bench.run();
  assert.equal(bench.events("snapshot").at(-1).detail.step, step);
  bench.cancel(train);
  assert.equal(bench.replies(train).length, 1, "what has ended is not answered again");
});

test("reset, load and reconfigure end a run with their reason, a refused one does not", async () => {
  const bench = new LoopBench();
  await bench.open();
  /** @type {[string, object, string][]} */
  const changes = [
    ["reset", { seed: null }, "reset"],
    ["reconfigure", { config: "{}" }, "replaced"],
    ["load", { bytes: new TextEncoder().encode(`{"config":{"batchSize":4},"step":7}`) }, "replaced"],
  ];
  for (const [name, args, reason] of changes) {
    const train = bench.train();
    bench.runFor(40);
    const change = bench.send(name, args);
    assert.equal(bench.reply(train).result.reason, reason);
    assert.equal(bench.events("stopped").at(-1).detail.reason, reason);
    assert.ok(bench.reply(train).result.step > 0, "the report is of the model that was trained");
    assert.equal(bench.reply(change).result.step, name === "load" ? 7 : 0);
  }
  const train = bench.train();
  const refused = bench.send("reconfigure", { config: `{"batchSize":0}` });
  assert.equal(bench.reply(refused).error.name, "ConfigError");
  const cut = bench.send("load", { bytes: Uint8Array.of(1) });
  assert.equal(bench.reply(cut).error.name, "FormatError");
  bench.runFor(50);
  assert.equal(bench.replies(train).length, 0);
  assert.ok(bench.events("snapshot").at(-1).detail.training);
});

test("a run that diverges is rejected by name, and the worker goes on", async () => {
  const bench = new LoopBench({ faults: { runFor: (/** @type {{atStep: number}} */ session) => {
    if (session.atStep >= 30) throw named("DivergedError", "Training diverged at step 31");
  } } });
  await bench.open();
  const train = bench.train();
  bench.run();
  assert.equal(bench.reply(train).error.name, "DivergedError");
  assert.equal(bench.events("stopped").at(-1).detail.reason, "diverged");
  assert.equal(bench.reply(bench.send("newSeed")).result, 4711);
});

test("training waits for data that has not come, says so once, and goes on", async () => {
  const bench = new LoopBench();
  await bench.open({ count: 8, total: 16 });
  const train = bench.train({ steps: 6 });
  bench.run();
  assert.equal(bench.events("waiting").length, 1);
  assert.equal(bench.events("snapshot").at(-1).detail.step, 2);
  bench.append(8);
  bench.run();
  assert.equal(bench.reply(train).result.step, 6);
});

test("seconds end a run even when its data never comes", async () => {
  const bench = new LoopBench();
  await bench.open({ count: 4, total: 16 });
  const train = bench.train({ seconds: 3 });
  bench.run();
  assert.deepEqual([bench.reply(train).result.step, bench.reply(train).result.reason], [1, "done"]);
});

test("long commands run in chunks, with the same result, while ping is answered and no step is trained", async () => {
  const bench = new LoopBench({ costs: { encode: 40 } });
  await bench.open();
  const train = bench.train({ steps: 1e6 });
  bench.runFor(100);
  const bytes = Uint8Array.from({ length: 1000 * 4 }, (_, i) => (i >> 2) % 251);
  const encode = bench.send("encode", { bytes, count: 1000 });
  const evaluate = bench.send("evaluate", { bytes, count: 1000 });
  let between = 0;
  while (bench.replies(encode).length === 0) {
    bench.turn();
    if (bench.replies(encode).length === 0 && bench.reply(bench.send("ping")).result === null) between += 1;
  }
  assert.ok(between > 3, `${between} pings`);
  const codes = bench.reply(encode).result;
  assert.equal(codes.length, 2000);
  for (let i = 0; i < 1000; i++) assert.equal(codes[2 * i], i % 251);
  assert.equal(
    new Set(codes.filter((/** @type {number} */ _, /** @type {number} */ i) => i % 2 === 1)).size,
    1,
    "all codes are of the same step",
  );
  bench.run(() => bench.replies(evaluate).length > 0);
  const { mse, psnr, kl } = bench.reply(evaluate).result;
  const mean = bytes.reduce((sum, byte) => sum + byte, 0) / bytes.length / 1000;
  assert.ok(Math.abs(mse - mean) < 1e-12);
  assert.ok(Math.abs(psnr + 10 * Math.log10(mean)) < 1e-9);
  assert.equal(kl, null);
  assert.equal(bench.replies(train).length, 0);
});

test("a train that waits its turn can be paused and aborted", async () => {
  const bench = new LoopBench({ costs: { encode: 40 } });
  await bench.open();
  bench.send("encode", { bytes: new Uint8Array(4000), count: 1000 });
  const held = bench.train({ steps: 5 });
  const gone = bench.train({ steps: 5 });
  bench.send("pause");
  bench.cancel(gone);
  assert.equal(bench.reply(gone).error.name, "AbortError");
  bench.run();
  assert.equal(bench.replies(held).length, 0);
  bench.send("resume");
  bench.run();
  assert.equal(bench.reply(held).result.step, 5);
});
