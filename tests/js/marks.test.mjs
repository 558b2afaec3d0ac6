//! Marks where something was changed while a model trained.

import assert from "node:assert/strict";
import { test } from "node:test";
import { upTo, withMarks } from "../../www/app/marks.js";
import { defaults } from "../../www/app/options.js";

const settings = { ...defaults(), rate: 0.01, beta: 4, noise: "masking", amount: 0.3, sparsity: 0.001 };
const told = (/** @type {import("../../www/app/marks.js").Mark[]} */ marks) =>
  marks.map(({ step, text }) => [step, text]);

test("a mark names the setting and its new value, and the model where there are two", () => {
  const keys = /** @type {const} */ (["rate", "beta", "amount", "sparsity"]);
  const marks = withMarks([], { keys: [...keys], settings, letter: "", step: 7, at: 0 });
  assert.deepEqual(told(marks), [[7, "rate 0.01"], [7, "β 4"], [7, "noise 30 %"], [7, "λ 0.001"]]);
  assert.deepEqual(told(withMarks([], { keys: ["beta"], settings, letter: "B", step: 7, at: 0 })), [[7, "B: β 4"]]);
});

test("a slider that is dragged leaves one mark, and one that is moved again a second", () => {
  const move = (/** @type {any[]} */ marks, /** @type {number} */ at, /** @type {number} */ rate) =>
    withMarks(marks, { keys: ["rate"], settings: { ...settings, rate }, letter: "", step: at, at });
  const dragged = move(move(move([], 0, 0.002), 400, 0.005), 900, 0.01);
  assert.deepEqual(told(dragged), [[900, "rate 0.01"]]);
  assert.deepEqual(told(move(dragged, 3000, 0.1)), [[900, "rate 0.01"], [3000, "rate 0.1"]]);
  // Paused, a training has one change of a setting at a step, however long it takes.
  const paused = withMarks(dragged, { keys: ["rate"], settings, letter: "", step: 900, at: 99_999 });
  assert.equal(paused.length, 1);
});

test("a run that goes back to an earlier step takes its marks along", () => {
  const marks = withMarks(withMarks([], { keys: ["rate"], settings, letter: "", step: 5, at: 0 }),
    { keys: ["beta"], settings, letter: "", step: 90, at: 0 });
  assert.deepEqual(told(upTo(marks, 40)), [[5, "rate 0.01"], [40, "β 4"]]);
  assert.equal(upTo(marks, 90), marks);
});
