//! The pad's strokes: what is drawn, taken back, cleared and forgotten.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Strokes } from "../../www/ui/strokes.js";
import { partly } from "./types.mjs";

const dot = (/** @type {number} */ x, y = 0.5) => ({ x, y, weight: 1 });

/** Pads with strokes from left to right, so many dots each. @param {number[]} lengths */
function drawn(...lengths) {
  const strokes = new Strokes();
  for (const length of lengths) {
    strokes.begin(dot(0));
    for (let n = 1; n < length; n += 1) strokes.extend(dot(n / 10));
    strokes.finish();
  }
  return strokes;
}

/** The places that a context of 100 pixels is led to. @param {Strokes} strokes */
function painted(strokes) {
  /** @type {[number, number][]} */
  const places = [];
  /** @type {CanvasRenderingContext2D} */
  const context = partly({
    canvas: { width: 100 }, clearRect: () => void (places.length = 0), beginPath() {}, stroke() {},
    moveTo: (x, y) => void places.push([x, y]), lineTo: (x, y) => void places.push([x, y]),
  });
  strokes.paint(context, "#000");
  return places;
}

test("a stroke is drawn from dot to dot, and a single dot leaves a trace", () => {
  assert.deepEqual(painted(drawn(1)), [[0, 50], [0.01, 50]]);
  assert.deepEqual(painted(drawn(3)), [[0, 50], [0.01, 50], [0, 50], [10, 50], [10, 50], [20, 50]]);
  const open = drawn(1);
  open.begin(dot(0.5));
  assert.equal(painted(open).length, 4, "the one that is being drawn is shown too");
  assert.deepEqual([open.count, open.isEmpty], [1, false]);
});

test("without a stroke there is nothing to extend", () => {
  const strokes = new Strokes();
  assert.deepEqual([strokes.extend(dot(0.1)), strokes.isEmpty, strokes.canTakeBack], [false, true, false]);
  strokes.begin(dot(0));
  assert.deepEqual([strokes.extend(dot(0.1)), strokes.isEmpty, strokes.canTakeBack], [true, false, true]);
});

test("a stroke under way is taken back first, then the strokes before, one by one", () => {
  const strokes = drawn(2, 3);
  strokes.begin(dot(0));
  strokes.takeBack();
  assert.equal(strokes.count, 2);
  strokes.takeBack();
  assert.equal(painted(strokes).length, 4);
  strokes.takeBack();
  strokes.takeBack();
  assert.deepEqual([strokes.isEmpty, strokes.canTakeBack], [true, false]);
});

test("what was cleared comes back, what was forgotten does not", () => {
  const strokes = drawn(2, 3);
  strokes.clear();
  strokes.clear();
  assert.deepEqual([strokes.isEmpty, strokes.canTakeBack], [true, true]);
  strokes.takeBack();
  assert.equal(strokes.count, 2, "an empty pad that is cleared again is no change");
  strokes.forget();
  strokes.takeBack();
  assert.deepEqual([strokes.isEmpty, strokes.canTakeBack], [true, false]);
});
