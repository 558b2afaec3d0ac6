//! The steps of a film's frames: both ends, each once, close together at the beginning.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ladder } from "../../www/keep/film/ladder.js";
import { rateOf } from "../../www/keep/film/make-film.js";

test("a film has its first and its last step, and never goes back", () => {
  for (const [first, last, frames] of [[0, 2000, 180], [0, 179, 180], [0, 180, 180], [300, 2300, 120], [0, 1e6, 240]]) {
    const steps = ladder(first, last, frames);
    assert.equal(steps.length, Math.min(frames, last - first + 1));
    assert.deepEqual([steps[0], steps.at(-1)], [first, last]);
    assert.ok(steps.every((step, idx) => Number.isInteger(step) && (idx === 0 || step > steps[idx - 1])));
  }
});

test("a short run has every step, and one of no step its only one", () => {
  assert.deepEqual(ladder(0, 4, 180), [0, 1, 2, 3, 4]);
  assert.deepEqual(ladder(7, 7, 180), [7]);
});

test("the frames are dense early", () => {
  const steps = ladder(0, 2000, 180);
  const [early, late] = [steps[20] - steps[0], (steps.at(-1) ?? 0) - steps[159]];
  assert.ok(steps[1] === 1 && early < 30 && late > 500, `${early} and ${late}`);
});

test("a film of many frames lasts ten seconds, and one of few is no slide show", () => {
  assert.deepEqual([180, 120, 60, 5].map(rateOf), [18, 12, 6, 6]);
});
