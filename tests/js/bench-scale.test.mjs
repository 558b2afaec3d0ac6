// When the bench calls a line bent.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bend } from "../../bench/lib/statistics.mjs";

const SIZES = [1, 2, 4, 8, 16];

/** @param {(x: number) => number} cost */
const of = (cost) => bend(SIZES.map((x) => ({ x, y: cost(x) })));

test("a line is straight wherever it starts, and a curve is bent", () => {
  assert.ok(Math.abs(of((x) => 3 * x) - 1) < 1e-12);
  assert.ok(Math.abs(of((x) => 50 + 3 * x) - 1) < 1e-12);
  assert.ok(of((x) => x * x) > 1.25, `${of((x) => x * x)}`);
  assert.ok(of((x) => x ** 1.5) > 1.25, `${of((x) => x ** 1.5)}`);
  assert.ok(of((x) => 100 * Math.sqrt(x)) < 1, "and where more cost less");
});

test("a single disturbed measurement bends nothing", () => {
  assert.ok(Math.abs(of((x) => 10 + 3 * x + (x === 4 ? 15 : 0)) - 1) < 0.1);
});
