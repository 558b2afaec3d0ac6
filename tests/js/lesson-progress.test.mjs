//! What is kept of a learner's progress, and where nothing can be.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Progress } from "../../www/lessons/progress.js";

/** @param {Record<string, string>} [items] */
function memory(items = {}) {
  return {
    items,
    getItem: (/** @type {string} */ key) => items[key] ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => void (items[key] = value),
    removeItem: (/** @type {string} */ key) => void delete items[key],
  };
}

test("the farthest question of each lesson is kept, and forgotten when it is asked for", () => {
  const kept = memory();
  const progress = new Progress(() => kept);
  assert.deepEqual([progress.of("a"), progress.isEmpty, progress.isKept], [0, true, true]);
  progress.reach("a", 2);
  progress.reach("a", 1);
  progress.reach("toString", 1);
  assert.deepEqual(["a", "b", "toString", "constructor"].map((id) => new Progress(() => kept).of(id)), [2, 0, 1, 0]);
  progress.forget();
  assert.deepEqual([progress.of("a"), new Progress(() => kept).isEmpty], [0, true]);
});

test("two pages of one learner keep the farther of what each has reached", () => {
  const kept = memory();
  const [one, other] = [new Progress(() => kept), new Progress(() => kept)];
  one.reach("a", 3);
  other.reach("a", 1);
  other.reach("b", 1);
  const now = new Progress(() => kept);
  assert.deepEqual([now.of("a"), now.of("b")], [3, 1]);
});

test("what was spoilt begins anew, and a storage that is closed keeps nothing and says so", () => {
  for (const text of ["{", "null", "[1]", "7", '{"a": "x", "b": -1, "c": 1.5}']) {
    const progress = new Progress(() => memory({ "hourglass.lessons": text }));
    assert.deepEqual(["a", "b", "c"].map((id) => progress.of(id)), [0, 0, 0], text);
  }
  const closed = new Progress(() => {
    throw new DOMException("denied", "SecurityError");
  });
  closed.reach("a", 1);
  assert.deepEqual([closed.of("a"), closed.isKept], [1, false]);
});
