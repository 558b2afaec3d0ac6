//! How the worker shares its time: snapshots by acknowledged frame, views, checkpoints and the PCA yardstick by budget.

import assert from "node:assert/strict";
import { test } from "node:test";

import { TimeBudget } from "../../www/worker/time-budget.js";
import { named } from "./engine-errors.mjs";
import { Clock } from "./fake-training.mjs";
import { LoopBench } from "./loop-bench.mjs";
import { SHARE as YARDSTICK_SHARE } from "../../www/worker/pca.js";

/**
 * The share of the time since then that went into calls of a method.
 * @param {LoopBench} bench
 * @param {string} method
 * @param {number} cost of a call, in ms
 * @param {number} since in ms
 */
const share = (bench, method, cost, since) =>
  (bench.calls.filter((call) => call === method).length * cost) / (bench.clock.ms - since);

test("a budget keeps a task within its share, whatever it costs", () => {
  const clock = new Clock();
  const budget = new TimeBudget(0.05, clock.now);
  let spent = 0;
  for (let i = 0; i < 10_000; i++) {
    clock.ms += 1;
    const cost = 1 + (i % 7);
    if (budget.ready) spent += budget.spend(() => ((clock.ms += cost), cost));
  }
  assert.ok(spent / clock.ms <= 0.051 && spent / clock.ms > 0.04, `${spent / clock.ms}`);
});

test("a budget never waits longer than it may", () => {
  const clock = new Clock();
  const budget = new TimeBudget(0.01, clock.now, 500);
  budget.spend(() => (clock.ms += 100));
  clock.ms = 499;
  assert.ok(!budget.ready);
  clock.ms = 500;
  assert.ok(budget.ready);
});

test("at most one snapshot per acknowledged frame; training does not wait for the page", async () => {
  const bench = new LoopBench({ acknowledges: false });
  await bench.open();
  bench.train();
  bench.runFor(2000);
  assert.equal(bench.events("snapshot").length, 1);
  bench.loop.handle({ type: "ack" });
  bench.runFor(100);
  assert.equal(bench.events("snapshot").length, 2);
  assert.ok(bench.events("snapshot")[1].detail.step > 1000);
});

test("a snapshot comes with every slice while the page keeps up", async () => {
  const bench = new LoopBench();
  await bench.open();
  bench.train();
  bench.runFor(1000);
  const count = bench.events("snapshot").length;
  assert.ok(count >= 25 && count <= 45, `${count} snapshots`);
});

test("the map takes its share of the time and no more; the rest of a snapshot too", async () => {
  const bench = new LoopBench({ costs: { mapPoints: 20, walk: 1 } });
  await bench.open();
  bench.train();
  bench.runFor(500);
  bench.calls.length = 0;
  const since = bench.clock.ms;
  bench.send("watch", { map: { dims: null }, inspect: { image: Uint8Array.of(1, 2, 3, 4) } });
  bench.runFor(20_000);
  const map = share(bench, "mapPoints", 20, since);
  const walk = share(bench, "walk", 1, since);
  assert.ok(map > 0.02 && map <= 0.06, `map ${map}`);
  assert.ok(walk > 0.005 && walk + map <= 0.07, `walk ${walk}`);
});

test("on a machine that is busy the map still moves every second", async () => {
  const bench = new LoopBench({ costs: { mapPoints: 200 } });
  await bench.open();
  bench.send("watch", { map: { dims: null } });
  bench.train();
  bench.runFor(10_000);
  const times = bench.events("snapshot").filter(({ detail }) => detail.views.map).map(({ at }) => at);
  const gaps = times.slice(1).map((at, idx) => at - times[idx]);
  assert.ok(gaps.length >= 8 && Math.max(...gaps) <= 1100, gaps.join(" "));
});

test("what has just been asked for does not wait for the budget, and does not hurry the rest", async () => {
  const bench = new LoopBench({ costs: { walk: 4 } });
  await bench.open();
  bench.send("watch", { inspect: { image: Uint8Array.of(1, 2, 3, 4) }, pairs: [0] });
  bench.train();
  bench.runFor(1000);
  const before = bench.events("snapshot").length;
  for (let x = 0; x < 10; x++) {
    bench.send("watch", { probe: { x, y: 0 } });
    bench.runFor(60);
  }
  const views = bench.events("snapshot").slice(before).map(({ detail }) => detail.views);
  assert.deepEqual(
    [...new Set(views.flatMap(({ probe }) => (probe ? [probe.code[0]] : [])))],
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  );
  assert.ok(views.filter(({ inspect }) => inspect).length <= 4, "the walk keeps to its budget");
});

test("the final snapshot has every view of the final weights", async () => {
  const bench = new LoopBench({ costs: { mapPoints: 30 } });
  await bench.open({ heldOut: Uint8Array.of(0, 51, 102, 255) });
  bench.send("watch", { map: { dims: null }, pairs: [0], history: true });
  bench.train({ steps: 777 });
  bench.run();
  const views = Object.assign({}, ...bench.events("snapshot").map(({ detail }) => detail.views));
  assert.equal(views.map.step, 777);
  assert.deepEqual([...views.map.points], [102, 777]);
  assert.deepEqual([...views.pairs.reconstructions], [...Float32Array.of(0, 0.2, 0.4, 1)]);
  assert.equal(views.history.training[0], 777);
});

test("where training stops, the curves come with the measurement of that step, and again where the loss is steered", async () => {
  const bench = new LoopBench();
  await bench.open({ config: { corruption: { kind: "gaussian", amount: 0.25 } } });
  bench.send("watch", { history: true });
  bench.send("steer", { changes: `{"corruptionAmount":0.3}` });
  bench.run();
  assert.ok(!bench.calls.includes("evaluateHeldOut"), "nothing is measured before the first step");
  const measuredThenSent = () => {
    bench.run();
    const [measured, sent] = ["evaluateHeldOut", "history"].map((call) => bench.calls.lastIndexOf(call));
    return measured >= 0 && sent > measured;
  };
  bench.train();
  bench.runFor(100);
  bench.send("pause");
  assert.ok(measuredThenSent());
  bench.calls.length = 0;
  bench.send("steer", { changes: `{"corruptionAmount":0.5}` });
  assert.ok(measuredThenSent());
});

test("without training a watch is answered by one snapshot, with only what has changed", async () => {
  const bench = new LoopBench();
  await bench.open();
  bench.run();
  const watch = (/** @type {object} */ args) => {
    const before = bench.events("snapshot").length;
    bench.send("watch", args);
    bench.run();
    const snapshots = bench.events("snapshot").slice(before);
    assert.equal(snapshots.length, 1);
    return snapshots[0].detail.views;
  };
  const all = { map: { dims: null }, inspect: { image: Uint8Array.of(10, 20, 30, 40) }, probe: { x: 3, y: 4 } };
  const { map, inspect, probe } = watch(all);
  assert.equal(map.kind, "code");
  assert.deepEqual(inspect.stations.map((/** @type {Float32Array} */ { length }) => length), [4, 2, 4]);
  assert.deepEqual([...inspect.stations[0]], [10, 20, 30, 40]);
  assert.deepEqual([[...inspect.code], inspect.place], [[25, 0], [25, 0]]);
  assert.equal(inspect.mse, 0.025);
  assert.deepEqual([[...probe.code], [...probe.picture]], [[3, 4], [3, 3, 3, 3]]);
  assert.deepEqual(Object.keys(watch({ ...all, probe: { x: 5, y: 5 } })), ["probe"]);
  assert.deepEqual(Object.keys(watch({ drawing: Uint8Array.of(1, 1, 1, 1) })), ["drawing"]);
  assert.deepEqual(Object.keys(watch({ drawing: null })), []);
  const before = bench.events("snapshot").length;
  bench.send("reset", { seed: null });
  bench.run();
  assert.deepEqual(Object.keys(bench.events("snapshot")[before].detail.views), ["map", "inspect", "probe"]);
  assert.equal(bench.events("snapshot").at(-1).detail.run, 2);
});

test("map dimensions that the code does not have fall back to the automatic choice", async () => {
  const bench = new LoopBench();
  await bench.open();
  bench.send("watch", { map: { dims: [1, 0] } });
  bench.run();
  bench.send("watch", { map: { dims: [5, 1] } });
  bench.run();
  assert.deepEqual(bench.calls.filter((call) => call.startsWith("setMapDims")), ["setMapDims 1 0", "setMapDims -1 -1"]);
});

test("a view that the engine refuses is left out and named; training and the other views go on", async () => {
  const bench = new LoopBench({ faults: { walk: () => { throw named("ShapeError", "image: got 3, wanted 4"); } } });
  await bench.open();
  bench.send("watch", { inspect: { image: Uint8Array.of(1, 2, 3) }, probe: { x: 0, y: 0 } });
  bench.run();
  assert.deepEqual(bench.events("snapshot").flatMap(({ detail }) => Object.keys(detail.views)), ["probe"]);
  assert.deepEqual(bench.warnings, ["inspect: image: got 3, wanted 4"]);
});

test("checkpoints come every few seconds of training, at every stop, and keep to their share", async () => {
  const bench = new LoopBench({ costs: { save: 3 } });
  await bench.open();
  assert.deepEqual(bench.events("checkpoint").map(({ detail }) => detail.bytes), [null]);
  bench.train();
  bench.runFor(30_000);
  const [, first, second] = bench.events("checkpoint");
  assert.ok(first.at > 1000 && first.at < 1100, `the first at ${first.at} ms, for an early loss`);
  assert.ok(second.at - first.at >= 5000, `${second.at - first.at} ms later`);
  const during = bench.events("checkpoint").length;
  assert.ok(during >= 5 && during <= 7, `${during} checkpoints`);
  const { result } = bench.reply(bench.send("pause"));
  bench.run();
  const last = bench.events("checkpoint").at(-1).detail;
  assert.equal(last.step, result.step);
  assert.equal(JSON.parse(new TextDecoder().decode(last.bytes)).step, result.step);
});

test("a dear checkpoint is rarer, and steps taken one by one do not multiply it", async () => {
  const bench = new LoopBench({ costs: { save: 300 } });
  await bench.open();
  const since = bench.clock.ms;
  bench.train();
  bench.runFor(100_000);
  assert.ok(share(bench, "save", 300, since) <= 0.02);
  bench.send("pause");
  bench.run();
  bench.calls.length = 0;
  for (let i = 0; i < 20; i++) {
    const step = bench.train({ steps: 1 });
    bench.run(() => bench.replies(step).length > 0);
  }
  bench.run();
  assert.ok(bench.calls.filter((call) => call === "save").length <= 2);
  assert.equal(bench.events("checkpoint").at(-1).detail.step, bench.events("snapshot").at(-1).detail.step);
});

test("what is risky is preceded by a checkpoint, and a loaded model is one", async () => {
  const bench = new LoopBench();
  await bench.open();
  bench.train({ steps: 5 });
  bench.run(() => bench.events("stopped").length > 0);
  bench.send("reconfigure", { config: `{"seed":3}` });
  assert.deepEqual(
    bench
      .events("checkpoint")
      .slice(-2)
      .map(({ detail }) => [detail.step, detail.bytes === null, detail.config.seed]),
    [
      [5, false, 1],
      [0, true, 3],
    ],
  );
  bench.send("load", { bytes: new TextEncoder().encode(`{"config":{"batchSize":4,"seed":8},"step":0}`) });
  const { step, config, bytes } = bench.events("checkpoint").at(-1).detail;
  assert.deepEqual([step, config.seed], [0, 8]);
  assert.ok(bytes, "loaded weights are not the config's initial ones, even at step 0");
});

test("the yardstick is computed at once when idle, within its share while training, once all data is there", async () => {
  const idle = new LoopBench({ costs: { advancePca: 10 }, pcaSlices: 40 });
  await idle.open();
  idle.run();
  assert.equal(idle.calls.filter((call) => call === "advancePca").length, 40);
  assert.equal(idle.events("snapshot").at(-1).detail.pcaMse, 0.05);

  const busy = new LoopBench({ costs: { advancePca: 10 }, pcaSlices: 1000 });
  await busy.open({ count: 8, total: 16 });
  const since = busy.clock.ms;
  busy.train();
  busy.run();
  assert.ok(!busy.calls.includes("advancePca"));
  busy.append(8);
  busy.runFor(10_000);
  const spent = share(busy, "advancePca", 10, since);
  assert.ok(spent > 0.7 * YARDSTICK_SHARE && spent <= 1.03 * YARDSTICK_SHARE, `${spent}`);
});

test("an engine without a yardstick still trains", async () => {
  const bench = new LoopBench({
    faults: {
      advancePca: () => {
        throw named("NotReadyError", "no held-out images");
      },
    },
  });
  await bench.open();
  const train = bench.train({ steps: 10 });
  bench.run();
  assert.equal(bench.reply(train).result.step, 10);
  assert.deepEqual(bench.warnings, ["PCA: no held-out images"]);
});
