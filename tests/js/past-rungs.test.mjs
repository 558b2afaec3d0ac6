//! The ladder of a run: within its memory, dense early, and never of what did not happen.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Rungs, leastMissed, stepOf } from "../../www/past/rungs.js";

/** @param {number} step @param {number} size */
const rung = (step, size = 10) => ({ step, bytes: new Uint8Array(size) });
/** @param {Rungs} rungs */
const steps = (rungs) => rungs.all.map(({ step }) => step);

test("a long run keeps its first rung and its newest, dense early and never far apart", () => {
  const rungs = new Rungs([{ step: 0, bytes: null }], 120);
  for (let step = 1; step <= 4096; step += step < 64 ? 7 : 64) {
    rungs.add(rung(step));
    assert.ok(rungs.bytes <= 120);
    assert.deepEqual([rungs.first?.step, rungs.newest?.step], [0, step]);
  }
  const kept = steps(rungs);
  assert.equal(kept.length, 13);
  const gaps = kept.slice(1).map((step, idx) => step - kept[idx]);
  assert.ok(gaps[0] < 64 && Math.max(...gaps) < 4096 / 3, kept.join());
});

test("a rung is found at a step or below it, each step once, in any order of coming", () => {
  const rungs = new Rungs();
  assert.equal(rungs.below(5), null);
  for (const step of [30, 10, 20, 20]) rungs.add(rung(step));
  assert.deepEqual(steps(rungs), [10, 20, 30]);
  assert.deepEqual([9, 10, 29, 99].map((step) => rungs.below(step)?.step), [undefined, 10, 20, 30]);
});

test("what came after the step that a run has gone back to is forgotten", () => {
  const rungs = new Rungs([0, 10, 20, 30].map((step) => rung(step)));
  rungs.forget(20);
  assert.deepEqual(steps(rungs), [0, 10, 20]);
  rungs.add(rung(25));
  assert.equal(rungs.newest?.step, 25);
});

test("models that are too large for some rungs have fewer, or only their first step", () => {
  const few = new Rungs([{ step: 0, bytes: null }], 100);
  for (const step of [10, 20, 30, 40]) few.add(rung(step, 40));
  assert.deepEqual([few.areFew, few.bytes], [true, 80]);
  assert.deepEqual([few.first?.step, few.newest?.step], [0, 40]);
  few.add(rung(50, 101));
  assert.equal(few.newest?.step, 40);
  const file = new Rungs([rung(7, 60)], 100);
  file.add(rung(9, 60));
  assert.deepEqual(steps(file), [7]);
});

test("of steps that are evenly apart a late one is missed least", () => {
  assert.equal(leastMissed([0, 1, 2]), 1);
  assert.ok(leastMissed([0, 100, 200, 300, 400, 500]) > 2);
});

test("a saved run tells its step", () => {
  const header = new TextEncoder().encode(JSON.stringify({ __metadata__: { step: "1234" } }));
  const file = new Uint8Array(8 + header.length + 3);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, 8);
  const within = new Uint8Array(file.length + 5);
  within.set(file, 5);
  assert.deepEqual([stepOf(file), stepOf(within.subarray(5))], [1234, 1234]);
});
