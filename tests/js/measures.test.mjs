//! One truth a number: of two models only what was measured at the same steps stands side by side.

import assert from "node:assert/strict";
import { test } from "node:test";
import { heldOutError, heldOutErrors } from "../../www/app/measures.js";
import { partly } from "./types.mjs";

/** @typedef {import("./types.mjs").State} State */

/** @param {number[]} a @param {number[] | null} b Pairs (step, error); null where there is no second model. */
const seen = (a, b) => /** @type {State} */ (partly({
  views: { history: { heldOutError: Float32Array.from(a) } },
  compare: b && { views: b.length > 0 ? { history: { heldOutError: Float32Array.from(b) } } : {} },
}));

test("alone, a model's error is the last that was measured", () => {
  assert.equal(heldOutError(seen([1, 0.5, 8, 0.25], null)), 0.25);
});

test("of two models the numbers are those of the last step at which both were measured", () => {
  const state = seen([1, 0.5, 8, 0.25, 16, 0.125, 20, 0.0625], [1, 1, 16, 0.75, 32, 0.5]);
  const [a, b] = heldOutErrors(state).map((curve) => Array.from(curve ?? []));
  assert.deepEqual([a, b], [[1, 0.5, 16, 0.125], [1, 1, 16, 0.75]]);
  assert.equal(heldOutError(state), 0.125);
  assert.equal(heldOutErrors(state), heldOutErrors(state), "known curves are not gone through again");
});

test("as long as one of two is not measured, no number stands", () => {
  assert.equal(heldOutError(seen([1, 0.5], [])), null);
});
