//! Deaths of a worker: so many in a minute are too many, for either of two models.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Deaths } from "../../www/app/deaths.js";

test("the fourth death within a minute is one too many, spread over more time none is", (t) => {
  let now = 0;
  t.mock.method(performance, "now", () => now);
  const died = (/** @type {Deaths} */ deaths, /** @type {number[]} */ ...times) =>
    times.map((at) => {
      now = at;
      return deaths.areTooMany();
    });
  assert.deepEqual(died(new Deaths(), 0, 100, 59_000, 59_999), [false, false, false, true]);
  assert.deepEqual(died(new Deaths(), 0, 100, 59_000, 60_000, 60_050), [false, false, false, false, true]);
  assert.deepEqual(died(new Deaths(), 0, 30_000, 60_000, 90_000, 120_000), Array(5).fill(false));
});
