//! What the lab Pre-train asks for and makes of it: refusals, losses that come in parts, numbers of labels.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DRAWS, refusalOf, tryAllCounts, tryFewLabels } from "../../www/labs/pretrain-run.js";
import { PRETRAIN } from "../../www/strings/labs-pretrain.js";

const ACCURACIES = { ways: { tuned: { mean: 0.5, interval: null } }, draws: 1 };
const SPREAD = { spread: { mean: 0.8, interval: null } };

/**
 * A run whose task tells this before it ends.
 * @param {any[]} [told]
 */
function fakeRun(told = []) {
  const run = {
    asked: /** @type {any[]} */ ([]), all: /** @type {any} */ ({}), steps: /** @type {any[]} */ ([]),
    shares: /** @type {number[]} */ ([]),
    images: { heldOut: { count: 7 } }, config: { seed: 3, bottleneck: { kind: "plain" } },
    found(/** @type {object} */ patch) {
      run.all = { ...run.all, ...patch };
      run.steps.push(run.all);
    },
    progress: (/** @type {number} */ share) => run.shares.push(share),
    async ask(/** @type {string} */ task, /** @type {any} */ args, /** @type {any} */ { progress }) {
      run.asked.push({ task, args });
      await null;
      if (task === "spread") {
        progress(1);
        return { points: args.counts.map(() => SPREAD) };
      }
      told.forEach((news, idx) => progress((idx + 1) / told.length, news));
      return ACCURACIES;
    },
  };
  return run;
}

/** @param {any} run @returns {any} */
const asRun = (run) => run;

test("losses are shown as they come, and those of a worker that began anew replace the ones before", async () => {
  const losses = (/** @type {number} */ from, /** @type {number[]} */ scratch) =>
    ({ from, scratch, tuned: scratch.map((loss) => loss / 2), accuracies: null });
  const run = fakeRun([losses(0, [4, 2]), losses(2, [1]), undefined, losses(0, [8]), losses(1, [6])]);
  await tryFewLabels(asRun(run), 10);
  assert.deepEqual(run.asked, [
    { task: "attempts", args: { labelsPerClass: 10, draws: DRAWS, seed: 3 } },
    { task: "spread", args: { counts: [10], draws: DRAWS, seed: 3 } },
  ]);
  assert.deepEqual(run.steps[1].pair, { scratch: [4, 2, 1], tuned: [2, 1, 0.5] });
  assert.deepEqual(run.all, {
    labelsPerClass: 10, heldOut: 7, kind: "plain", pair: { scratch: [8, 6], tuned: [4, 3] }, accuracies: ACCURACIES,
    spread: SPREAD,
  });
});

test("accuracies are shown draw by draw, without losing the curves", async () => {
  const run = fakeRun([
    { from: 0, scratch: [1], tuned: [1], accuracies: null },
    { from: 1, scratch: [], tuned: [], accuracies: ACCURACIES },
  ]);
  await tryFewLabels(asRun(run), 1);
  assert.equal(run.steps[0].accuracies, undefined);
  assert.deepEqual(run.steps[1].accuracies, ACCURACIES);
  assert.deepEqual(run.steps[1].pair, { scratch: [1], tuned: [1] });
});

test("every number of labels is a point, in their order, and the shares are of all of them", async () => {
  const run = fakeRun([undefined]);
  await tryAllCounts(asRun(run), [5, 1]);
  assert.deepEqual(run.all.points.map((/** @type {any} */ point) => point.labelsPerClass), [1, 5]);
  assert.deepEqual(run.all.spread, [{ labelsPerClass: 5, ...SPREAD }, { labelsPerClass: 1, ...SPREAD }]);
  assert.deepEqual([run.all.wanted, run.shares.at(-1)], [2, 1]);
});

test("what cannot be classified is refused in words", () => {
  const { noLabels, oneClass, tooFew } = PRETRAIN.refusals;
  const labels = (/** @type {number[]} */ ...all) => Uint8Array.from(all);
  const set = { classes: ["a", "b"], training: [labels(0, 1, 1), labels(0, 1)], heldOut: labels(0, 1) };
  assert.equal(refusalOf(2, set), "");
  assert.equal(refusalOf(3, set), tooFew("a", 2));
  assert.equal(refusalOf(1, { ...set, training: [null] }), noLabels);
  assert.equal(refusalOf(1, { ...set, heldOut: null }), noLabels);
  assert.equal(refusalOf(1, { ...set, classes: [] }), noLabels);
  assert.equal(refusalOf(1, { ...set, training: [labels(1, 1)] }), oneClass);
});
