//! Of all figures two train: the others wait in order, and one that is asked for by hand goes first.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createTurns, sharedTurns } from "../../www/embed/turns.js";

/** @param {string[]} log @param {string} name */
const figure = (log, name) => ({
  begin: () => void log.push(`${name} begins`),
  holdUp: () => void log.push(`${name} waits`),
});

test("the third waits for one of two to leave", () => {
  /** @type {string[]} */
  const log = [];
  const turns = createTurns(2);
  const [a, b, c] = ["a", "b", "c"].map((name) => figure(log, name));
  for (const one of [a, b, c, c, a]) turns.ask(one);
  assert.deepEqual(log, ["a begins", "b begins"]);
  assert.deepEqual([a, b, c].map(turns.isWaiting), [false, false, true]);
  turns.leave(b);
  assert.deepEqual(log.slice(2), ["c begins"]);
  turns.leave(b);
  turns.leave(a);
  turns.leave(c);
  assert.equal(log.length, 3);
});

test("one that is asked for by hand takes the turn of the one that has trained longest, which comes next", () => {
  /** @type {string[]} */
  const log = [];
  const turns = createTurns(2);
  const [a, b, c, d] = ["a", "b", "c", "d"].map((name) => figure(log, name));
  for (const one of [a, b, c, d]) turns.ask(one);
  turns.take(d);
  assert.deepEqual(log.slice(2), ["a waits"]);
  turns.take(d);
  turns.leave(b);
  assert.deepEqual(log.slice(3), ["a begins"]);
  turns.leave(c);
  turns.leave(a);
  assert.deepEqual(log.slice(4), []);
});

test("two versions of the script share one line", () => {
  assert.equal(sharedTurns(), sharedTurns());
  assert.equal(/** @type {any} */ (globalThis)[Symbol.for("hourglass.turns")], sharedTurns());
});
