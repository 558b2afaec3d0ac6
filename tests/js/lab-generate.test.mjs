//! What the lab Generate asks for and makes of it: a draw, what need not be asked again, and what it says.

import assert from "node:assert/strict";
import { test } from "node:test";
import { defaults } from "../../www/app/options.js";
import { addClasses, choiceOf, classesThere, generate, interpolate, usualPrior, variational }
  from "../../www/labs/generate-run.js";
import { GENERATE } from "../../www/strings/labs-generate.js";

const LIKENESS = { count: 2000, features: 32, floor: 1, pca: { distance: 9, components: 2 }, standard: 7, fitted: 5 };
const WANTED = /** @type {const} */ ({ prior: "fitted", seed: 3 });

/**
 * A run that answers every task, and remembers what it was asked and what was found.
 * @param {(() => any)} [likeness]
 */
function fakeRun(likeness = () => LIKENESS) {
  /** @type {{task: string, args: any}[]} */
  const asked = [];
  const run = {
    asked, all: /** @type {any} */ ({}), shares: /** @type {number[]} */ ([]),
    images: { shape: { width: 2, height: 1, channels: 1 }, heldOut: { count: 5 } },
    config: { bottleneck: { kind: "plain" } },
    found: (/** @type {object} */ patch) => Object.assign(run.all, patch),
    progress: (/** @type {number} */ share) => run.shares.push(share),
    async ask(/** @type {string} */ task, /** @type {any} */ args, /** @type {any} */ options = {}) {
      asked.push({ task, args });
      await null;
      options.progress?.(1);
      if (task === "samples") return { inUse: 2, pictures: new Float32Array(48) };
      if (task === "nearest") return { mse: [0.1, 0.2], pictures: options.pictures };
      if (task === "usual") return { mean: 0.3, least: 0.1, count: args.count };
      return task === "likeness" ? likeness() : { task };
    },
  };
  return run;
}

test("a first draw asks for all, and what is seen comes first", async () => {
  const run = fakeRun();
  await generate(/** @type {any} */ (run), WANTED, false, null);
  assert.deepEqual(run.asked.map(({ task }) => task), ["samples", "nearest", "usual", "likeness"]);
  assert.deepEqual(run.asked[0].args, { prior: "fitted", seed: 3, count: 24 });
  assert.deepEqual(run.all.wanted, WANTED);
  assert.deepEqual(run.all.compared, LIKENESS);
  assert.deepEqual([run.all.kind, run.all.usual.count, run.all.areTrained], ["plain", 200, false]);
  assert.ok(Math.abs((run.shares.at(-1) ?? 0) - 1) < 1e-9, String(run.shares));
});

test("a draw from the same model asks for no more than pictures and what they are near to", async () => {
  const run = fakeRun();
  const known = { usual: { mean: 1, least: 1, count: 1 }, compared: LIKENESS };
  await generate(/** @type {any} */ (run), WANTED, false, known);
  assert.deepEqual(run.asked.map(({ task }) => task), ["samples", "nearest"]);
  assert.deepEqual([run.all.usual, run.all.compared], [known.usual, known.compared]);
  assert.equal(run.shares.at(-1), 1);
});

test("why sets cannot be compared is told, and any other failure is one", async () => {
  const failing = (/** @type {string} */ name) => fakeRun(() => {
    throw Object.assign(new Error("no"), { name });
  });
  const [few, large] = [fakeRun(() => ({ count: 1 })), failing("TooLargeError")];
  await generate(/** @type {any} */ (few), WANTED, true, null);
  await generate(/** @type {any} */ (large), WANTED, false, null);
  assert.deepEqual([few.all.compared, large.all.compared], [{ why: "tooFew" }, { why: "tooLarge" }]);
  assert.ok(few.all.areTrained);
  const broken = generate(/** @type {any} */ (failing("ShapeError")), WANTED, false, null);
  await assert.rejects(broken, { name: "ShapeError" });
});

test("images to choose from are spread over all, and others the next time", () => {
  assert.deepEqual(choiceOf(10, 4, 0), [0, 2, 5, 7]);
  assert.deepEqual(choiceOf(10, 4, 1), [1, 3, 6, 8]);
  assert.deepEqual(choiceOf(10, 4, 3), [3, 5, 8, 0]);
  assert.deepEqual(choiceOf(3, 12, 1), [1, 2, 0]);
  assert.deepEqual(choiceOf(0, 12, 5), []);
});

test("images that are gone meanwhile are not asked for", async () => {
  const run = fakeRun();
  await interpolate(/** @type {any} */ (run), 1, 5);
  assert.deepEqual([run.asked, run.all], [[], {}]);
  await interpolate(/** @type {any} */ (run), 1, 4);
  assert.deepEqual(run.asked, [{ task: "interpolate", args: { from: 1, to: 4, steps: 9 } }]);
  assert.deepEqual([run.all.from, run.all.to], [1, 4]);
  await addClasses(/** @type {any} */ (run), [3, 1, 2], ["d", "b", "c"]);
  assert.deepEqual(run.asked[1], { task: "arithmetic", args: { classes: [3, 1, 2] } });
});

test("only classes with held-out images are offered", () => {
  assert.deepEqual(classesThere(["a", "b", "c"], Uint8Array.from([2, 0, 2])), [0, 2]);
  assert.deepEqual(classesThere(["a", "b"], null), []);
});

test("codes are drawn from what training holds them to, or else from where they are", () => {
  assert.equal(usualPrior({ bottleneck: "variational" }), "standard");
  assert.equal(usualPrior({ bottleneck: "plain" }), "fitted");
  // All else stays as the visitor has it.
  for (const arch of /** @type {const} */ (["dense", "conv"])) {
    const mine = { ...defaults(), arch, code: 32, hidden: [300], rate: 0.003, noise: "gaussian", seed: 7 };
    assert.deepEqual(variational(mine), { ...mine, bottleneck: "variational" });
  }
  const sparse = { ...defaults(), code: 16, sparsity: 0.001, target: 0.05, codeActivation: "sigmoid" };
  assert.deepEqual(variational(sparse), { ...defaults(), code: 16, bottleneck: "variational" });
});

test("the verdict says who is nearer to real images", () => {
  assert.equal(GENERATE.verdict(5, 9, 1.234),
    "As a set the auto-encoder's pictures are nearer to real ones than PCA's: 5.00 against 9.00. Real images have 1.23.");
  assert.match(GENERATE.verdict(9, 5, 1), /^PCA wins: .* 5\.00 against 9\.00\./);
  assert.match(GENERATE.verdict(5.001, 5.002, 1), /equally near to real ones: 5\.00\./);
  assert.deepEqual([0, 1e-9, 0.01234, 12.345, 21, 123.4, 999.7, 12345].map(GENERATE.distance),
    ["0", "0", "0.0123", "12.3", "21.0", "123", "1,000", "12,345"]);
});
