//! Conditions of lessons and the numbers in their texts: what they say, and in which words they are refused.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ClaimError, allHold, filled, holds, measuresOf, outcome, parseCondition, piecesOf }
  from "../../www/lessons/claims.js";

/** @type {Record<string, Record<string, number>>} */
const MEASURED = { two: { error: 0.05, kl: 0 }, eight: { error: 0.03 }, "thirty-two": { error: 0.02 } };
/** @param {string} measure @param {string} run */
const valueOf = (measure, run) => MEASURED[run]?.[measure] ?? null;

test("compares measures with numbers and with each other", () => {
  const table = /** @type {const} */ ([
    ["error@eight < error@two", true],
    ["error@two<error@eight", false],
    ["error@eight < 0.6 * error@two", false],
    ["error@eight < 0.61*error@two", true],
    ["error@two <= 0.05", true],
    ["error@two < 0.05", false],
    ["0.05 >= error@two", true],
    ["0.05 > error@two", false],
    ["  error@thirty-two   <   0.021 ", true],
    ["error@two - error@eight > error@eight - error@thirty-two", true],
    ["error@two - 2 * error@eight + error@thirty-two >= 0.02", false],
    ["error@two + 1 < 1.06", true],
    ["kl@two <= 0", true],
    ["-0.05 < -error@eight", true],
    ["error@two > - 0.05", true],
    ["-2 * error@two + 0.05 > -0.04", false],
  ]);
  for (const [text, wanted] of table) assert.equal(holds(text, valueOf), wanted, text);
});

test("what was not measured is neither true nor false", () => {
  for (const text of ["auc@two > 0.5", "error@sixteen < 1", "error@two < error@sixteen", "error@two + kl@eight < 9"]) {
    assert.equal(holds(text, valueOf), null, text);
  }
  assert.equal(holds("error@two < 1", () => NaN), null);
  assert.equal(allHold(["error@two < 1", "auc@two > 0.5"], valueOf), null);
  assert.equal(allHold(["auc@two > 0.5", "error@two > 1"], valueOf), false);
  assert.equal(allHold(["error@two < 1", "error@eight < 1"], valueOf), true);
  assert.equal(allHold([], valueOf), true);
});

test("the first choice that holds is what came out", () => {
  const choices = (/** @type {string[][]} */ ...whens) => whens.map((when) => ({ when }));
  assert.equal(outcome(choices(["error@two > 1"], ["error@two > 0.01"], []), valueOf), 1);
  assert.equal(outcome(choices(["error@two > 1"], []), valueOf), 1);
  assert.equal(outcome(choices(["error@two > 1"], ["error@two > 2"]), valueOf), null, "none holds");
  assert.equal(outcome(choices(["auc@two > 1"], []), valueOf), null, "of an earlier one nobody can say");
});

test("says which measures of which runs a condition needs", () => {
  assert.deepEqual(measuresOf(parseCondition("error@two - 1 < 2 * kl@thirty-two")),
    [{ measure: "error", run: "two" }, { measure: "kl", run: "thirty-two" }]);
});

test("refuses what is no condition, in plain words with the text", () => {
  const table = /** @type {const} */ ([
    ["", /“” has to compare two sides/],
    ["error@two", /has to compare two sides/],
    ["error@two < 1 < 2", /has to compare two sides/],
    ["error@two = 1", /what begins at “= 1” cannot be read/],
    ["error@two < ", /lacks a number, or a measure/],
    ["< 1", /lacks a number, or a measure/],
    ["error < 1", /lacks a number, or a measure/],
    ["error@ < 1", /lacks a number, or a measure/],
    ["error@two error@eight < 1", /lacks a sign between/],
    ["error@two * 2 < 1", /lacks a sign between/],
    ["2 * 3 < error@two", /a number stands before \* and a measure/],
    ["2 * 3 * error@two < 1", /a number stands before \* and a measure/],
    ["2 * < error@two", /lacks a number, or a measure/],
    ["+ error@two < 1", /lacks a number, or a measure/],
    ["error@two - -1 < 1", /lacks a number, or a measure/],
    ["2 * -error@two < 1", /lacks a number, or a measure/],
    ["error@two + < 1", /lacks a number, or a measure/],
    ["1 < 2", /compares no measure/],
    ["error@two + 1 + 1 + 1 + 1 < 2", /more than 4 parts/],
    ["alert(1) < error@two", /what begins at “\(1\) < error@two” cannot be read/],
    ["error@two < 1e3", /lacks a sign between/],
    ["error@two < .5", /what begins at “\.5” cannot be read/],
    ["constructor.x@two < 1", /cannot be read/],
    ["error@two- < 1", /lacks a number/],
    [`error@two < ${"1".repeat(200)}`, /longer than 200 characters/],
    [`error@two < 1${" ".repeat(300)}`, /longer than 200 characters/],
  ]);
  for (const [text, words] of table) {
    const isSaid = (/** @type {unknown} */ error) => error instanceof ClaimError && words.test(error.message);
    assert.throws(() => parseCondition(text), isSaid, text);
  }
});

test("names that objects have by themselves are measures like others", () => {
  const zero = (/** @type {string} */ measure, /** @type {string} */ run) =>
    (measure === "constructor" && run === "toString" ? 0 : null);
  assert.equal(holds("constructor@toString < 1", zero), true);
});

test("a long chain of signs is read in a moment", () => {
  const start = performance.now();
  for (const text of ["+".repeat(200), "a-".repeat(100), "a@".repeat(100), "1*".repeat(100)]) {
    assert.throws(() => parseCondition(text), ClaimError);
  }
  assert.ok(performance.now() - start < 100);
});

test("fills numbers into texts", () => {
  const textOf = (/** @type {string} */ measure, /** @type {string} */ run) => `<${measure} of ${run}>`;
  assert.equal(filled("From {error@two} to {error@thirty-two}.", textOf),
    "From <error of two> to <error of thirty-two>.");
  assert.equal(filled("Nothing to fill in, even with $& and $1.", textOf), "Nothing to fill in, even with $& and $1.");
  assert.equal(filled("{kl@two}", () => "$&"), "$&");
  assert.deepEqual(piecesOf("{kl@two}").filter((piece) => "measure" in piece), [{ measure: "kl", run: "two" }]);
});

test("refuses braces that hold no measure of a run", () => {
  const table = ["{error}", "{}", "a {error@two", "a } b", "{{error@two}}", "{error@two@eight}", "{ error@two }"];
  for (const text of table) {
    assert.throws(() => piecesOf(text), ClaimError, text);
  }
});
