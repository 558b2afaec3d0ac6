//! Two labs in step: turns, plateaus, ends.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createPair } from "../../www/pair.js";

/** A lab that makes steps at its own pace, and remembers how far apart the two were. */
function lab(msPerStep, plateauAt = Infinity) {
  const calls = [];
  const one = {
    step: 0,
    calls,
    info: { stepsPerEpoch: 10 },
    train: ({ steps, untilPlateau, signal }) => new Promise((resolve, reject) => {
      calls.push(steps);
      const end = Math.min(one.step + steps, untilPlateau && one.step < plateauAt ? plateauAt : Infinity);
      const timer = setTimeout(() => {
        one.step = end;
        resolve({ step: end, reason: untilPlateau && end === plateauAt ? "plateau" : "done" });
      }, msPerStep * (end - one.step));
      signal.addEventListener("abort", () => {
        clearTimeout(timer);
        reject(Object.assign(new Error("aborted"), { name: "AbortError" }));
      });
    }),
    reset: async () => {
      one.step = 0;
      return one.info;
    },
    reconfigure: async () => one.info,
    steer: async () => one.info,
  };
  return one;
}

const FOLLOW = { reconfigure: async () => {}, steer: async () => {} };

test("both make exactly the steps that were asked for, in turns", async () => {
  const [fast, slow] = [lab(0), lab(1)];
  const pair = createPair(fast, slow, FOLLOW);
  const report = await pair.train({ steps: 50 });
  assert.deepEqual([fast.step, slow.step, report.step, report.reason], [50, 50, 50, "done"]);
  assert.deepEqual(fast.calls, slow.calls);
  assert.ok(fast.calls.length > 1 && Math.max(...fast.calls) < 50);
  await pair.train({ epochs: 2 });
  assert.deepEqual([fast.step, slow.step], [70, 70]);
});

test("the one that is behind catches up first", async () => {
  const [first, second] = [lab(0), lab(0)];
  first.step = 30;
  await createPair(first, second, FOLLOW).train({ steps: 10 });
  assert.deepEqual([first.step, second.step], [40, 40]);
});

test("they end on a plateau only when both have reached theirs", async () => {
  const [first, second] = [lab(0, 20), lab(0, 60)];
  const report = await createPair(first, second, FOLLOW).train({ untilPlateau: true });
  assert.equal(report.reason, "plateau");
  assert.equal(second.step, 60);
  assert.ok(first.step >= 60);
});

test("an abort and a failure end both", async () => {
  const [first, second] = [lab(1), lab(1)];
  const controller = new AbortController();
  const run = createPair(first, second, FOLLOW).train({ signal: controller.signal });
  controller.abort();
  await assert.rejects(run, { name: "AbortError" });

  let wasAborted = false;
  const failing = { ...lab(0), train: async () => { throw Object.assign(new Error("no"), { name: "DivergedError" }); } };
  const waiting = { ...lab(0), train: ({ signal }) => new Promise((_, reject) => {
    signal.addEventListener("abort", () => { wasAborted = true; reject(signal.reason); });
  }) };
  await assert.rejects(createPair(failing, waiting, FOLLOW).train({ steps: 5 }), { name: "DivergedError" });
  assert.ok(wasAborted);
});

test("what is done to the first is done to the second", async () => {
  const [first, second] = [lab(0), lab(0)];
  /** @type {unknown[]} */
  const followed = [];
  const pair = createPair(first, second, {
    reconfigure: async (config) => followed.push(config),
    steer: async (changes) => followed.push(changes),
  });
  await pair.train({ steps: 3 });
  await pair.reset();
  assert.deepEqual([first.step, second.step], [0, 0]);
  await pair.reconfigure({ batchSize: 64 });
  await pair.steer({ learningRate: 0.1 });
  assert.deepEqual(followed, [{ batchSize: 64 }, { learningRate: 0.1 }]);
});
