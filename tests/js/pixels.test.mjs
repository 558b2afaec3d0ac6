//! Bytes and floats to colors: tones, clipping, signed errors and weights.

import assert from "node:assert/strict";
import { test } from "node:test";
import { imageAt, largest, paintError, paintImage, paintValues, paintWeights, TONES } from "../../www/draw/pixels.js";
import { beyond, nearest } from "../../www/ui/map-points.js";

/** @param {number} n @param {(out: Uint8ClampedArray) => void} paint */
function painted(n, paint) {
  const out = new Uint8ClampedArray(4 * n);
  paint(out);
  return Array.from({ length: n }, (_, px) => [...out.subarray(4 * px, 4 * px + 4)]);
}

test("gray goes from paper to ink, from bytes as from floats, and is clipped", () => {
  const { paper, ink } = TONES.light;
  const bytes = painted(2, (out) => paintImage(out, Uint8Array.of(0, 255), 1, 255, TONES.light));
  assert.deepEqual(bytes, [[...paper, 255], [...ink, 255]]);
  const floats = painted(4, (out) => paintImage(out, Float32Array.of(0, 1, -3, 7), 1, 1, TONES.light));
  assert.deepEqual(floats, [[...paper, 255], [...ink, 255], [...paper, 255], [...ink, 255]]);
});

test("color images keep their colors in either theme", () => {
  for (const tones of Object.values(TONES)) {
    assert.deepEqual(
      painted(2, (out) => paintImage(out, Uint8Array.of(1, 2, 3, 250, 0, 9), 3, 255, tones)),
      [
        [1, 2, 3, 255],
        [250, 0, 9, 255],
      ],
    );
  }
});

test("a wrong number of values is refused", () => {
  assert.throws(
    () => paintImage(new Uint8ClampedArray(8), new Uint8Array(3), 1, 255, TONES.light),
    /2 pixels needs 2 values, and 3 came/,
  );
});

test("the error is white for right, one hue for too much and the other for too little", () => {
  const { right, over, under } = TONES.light;
  const pixels = painted(4, (out) =>
    paintError(out, Uint8Array.of(255, 0, 255, 0), Float32Array.of(1, 1, 0, 0.5), 1, TONES.light),
  );
  assert.deepEqual(pixels.slice(0, 3), [[...right, 255], [...over, 255], [...under, 255]]);
  for (const c of [0, 1, 2]) assert.ok(Math.abs(pixels[3][c] - (right[c] + over[c]) / 2) <= 0.5);
});

test("the error of a color image is the mean over its channels", () => {
  const { right } = TONES.light;
  assert.deepEqual(
    painted(1, (out) =>
      paintError(out, Uint8Array.of(0, 255, 0), Float32Array.of(0.5, 0.5, 0), 3, TONES.light),
    )[0].slice(0, 3),
    [...right],
  );
});

test("a layer's values are dark where they are large, and blue where they are negative", () => {
  const { paper, ink, under } = TONES.light;
  const values = Float32Array.of(0, 4, -4);
  assert.equal(largest(values), 4);
  assert.deepEqual(
    painted(3, (out) => paintValues(out, values, largest(values), TONES.light)),
    [
      [...paper, 255],
      [...ink, 255],
      [...under, 255],
    ],
  );
});

test("the strongest weight has the full color, in colored images the mean over the channels", () => {
  const { right, over, under } = TONES.dark;
  const gray = painted(3, (out) => paintWeights(out, Float32Array.of(0.02, -0.02, 0), 1, 0.02, TONES.dark));
  assert.deepEqual(gray, [[...over, 255], [...under, 255], [...right, 255]]);
  const color = painted(2, (out) => paintWeights(out, Float32Array.of(1, -1, 0, 3, 0, 3), 3, 2, TONES.dark));
  assert.deepEqual(color, [[...right, 255], [...over, 255]]);
  const zeros = new Float32Array(1);
  assert.deepEqual(
    painted(1, (out) => paintWeights(out, zeros, 1, largest(zeros), TONES.dark)),
    [[...right, 255]],
    "weights of zero are no fault",
  );
});

test("one image out of many is a view, not a copy", () => {
  const data = Uint8Array.from({ length: 12 }, (_, idx) => idx);
  const image = imageAt(data, 1, 4);
  assert.deepEqual([...image], [4, 5, 6, 7]);
  assert.equal(image.buffer, data.buffer);
});

test("dots outside the map's range are counted, those on its edge are not", () => {
  const points = Float32Array.of(0, 0, 1, 1, 1.5, 0, 0, -2, 9, 9);
  assert.equal(beyond(points, [0, 1, 0, 1]), 3);
  assert.equal(beyond(points, [-10, 10, -10, 10]), 0);
});

test("the nearest dot within reach, in pixels", () => {
  const points = Float32Array.of(0, 0, 1, 1, 2, 0);
  const toPixel = (/** @type {number} */ x, /** @type {number} */ y) => [100 + 50 * x, 200 - 50 * y];
  assert.equal(nearest(points, toPixel, 152, 149, 7), 1);
  assert.equal(nearest(points, toPixel, 125, 175, 7), -1);
  assert.equal(nearest(new Float32Array(0), toPixel, 0, 0, 7), -1);
});
