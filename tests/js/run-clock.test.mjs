//! For how long a run has trained: pauses do not count, and whether there were any is known.

import assert from "node:assert/strict";
import { test } from "node:test";
import { clockFor, trainedMs, UNTRAINED } from "../../www/app/run-clock.js";

test("only training counts, and a run that was held up is not whole", () => {
  let clock = clockFor(UNTRAINED, "training", 1000);
  assert.deepEqual([trainedMs(clock, 9000), clock.isWhole], [8000, true]);
  assert.equal(clockFor(clock, "training", 5000), clock, "going on is no new beginning");
  clock = clockFor(clock, "paused", 9000);
  assert.equal(trainedMs(clock, 60_000), 8000);
  assert.equal(clockFor(clock, "finished", 60_000), clock);
  clock = clockFor(clock, "training", 60_000);
  assert.deepEqual([trainedMs(clock, 61_000), clock.isWhole], [9000, false]);
  clock = clockFor(clock, "waiting", 62_000);
  assert.deepEqual([trainedMs(clock, 70_000), clock.isWhole], [10_000, false]);
});
