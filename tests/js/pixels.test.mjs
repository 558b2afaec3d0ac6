//! Bytes and floats to colors: tones, clipping, signed errors, and where the hourglass stands.

import assert from "node:assert/strict";
import { test } from "node:test";
import { imageAt, paintError, paintImage, TONES } from "../../www/pixels.js";
import { codeIndex, fitNumbers, halfAt, layOut, short } from "../../www/ui/hourglass-geometry.js";
import { nearest } from "../../www/ui/map-points.js";

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
    assert.deepEqual(painted(2, (out) => paintImage(out, Uint8Array.of(1, 2, 3, 250, 0, 9), 3, 255, tones)), [[1, 2, 3, 255], [250, 0, 9, 255]]);
  }
});

test("a wrong number of values is refused", () => {
  assert.throws(() => paintImage(new Uint8ClampedArray(8), new Uint8Array(3), 1, 255, TONES.light), /2 pixels needs 2 values, and 3 came/);
});

test("the error is white for right, one hue for too much and the other for too little", () => {
  const { right, over, under } = TONES.light;
  const pixels = painted(4, (out) => paintError(out, Uint8Array.of(255, 0, 255, 0), Float32Array.of(1, 1, 0, 0.5), 1, TONES.light));
  assert.deepEqual(pixels.slice(0, 3), [[...right, 255], [...over, 255], [...under, 255]]);
  for (const c of [0, 1, 2]) assert.ok(Math.abs(pixels[3][c] - (right[c] + over[c]) / 2) <= 0.5);
});

test("the error of a color image is the mean over its channels", () => {
  const { right } = TONES.light;
  assert.deepEqual(painted(1, (out) => paintError(out, Uint8Array.of(0, 255, 0), Float32Array.of(0.5, 0.5, 0), 3, TONES.light))[0].slice(0, 3), [...right]);
});

test("one image out of many is a view, not a copy", () => {
  const data = Uint8Array.from({ length: 12 }, (_, idx) => idx);
  const image = imageAt(data, 1, 4);
  assert.deepEqual([...image], [4, 5, 6, 7]);
  assert.equal(image.buffer, data.buffer);
});

const WIDTHS = [784, 128, 64, 2, 64, 128, 784];

test("the hourglass narrows to the code and widens again, inside its panel, at any size", () => {
  for (const [width, height] of [[560, 320], [288, 496], [358, 496], [900, 400], [1800, 1000]]) {
    const { stands, input, reconstruction, error, upright } = layOut(WIDTHS, 3, width, height);
    assert.equal(upright, width < 460);
    assert.ok(stands[0].half > stands[1].half && stands[1].half > stands[2].half && stands[2].half > stands[3].half);
    assert.equal(stands[0].half, stands[6].half);
    for (const { along, thickness } of stands) assert.ok(along - thickness / 2 >= 0 && along + thickness / 2 <= (upright ? height : width));
    for (const stand of stands) assert.ok(stand.rows * stand.columns >= WIDTHS[stands.indexOf(stand)]);
    for (const box of [input, reconstruction, error]) {
      assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height, `${width}×${height}: ${JSON.stringify(box)}`);
    }
    assert.ok(reconstruction.x + reconstruction.width <= error.x || reconstruction.y + reconstruction.height <= error.y, "the error covers the reconstruction");
  }
});

test("the silhouette meets every bar and never bulges between two", () => {
  const { stands } = layOut(WIDTHS, 3, 560, 320);
  stands.forEach(({ along, half }) => assert.ok(Math.abs(halfAt(stands, along) - half) < 1e-6));
  for (let along = stands[0].along; along <= stands[6].along; along += 1) {
    const half = halfAt(stands, along);
    assert.ok(half <= stands[0].half + 1e-9 && half >= stands[3].half - 1e-9);
  }
});

test("the code is found by its kind", () => {
  assert.equal(codeIndex(["image", "dense", "code", "dense", "image"].map((kind) => ({ kind }))), 2);
  assert.throws(() => codeIndex([{ kind: "image" }]), /needs a code/);
});

test("the nearest dot within reach, in pixels", () => {
  const points = Float32Array.of(0, 0, 1, 1, 2, 0);
  const toPixel = (/** @type {number} */ x, /** @type {number} */ y) => [100 + 50 * x, 200 - 50 * y];
  assert.equal(nearest(points, toPixel, 152, 149, 7), 1);
  assert.equal(nearest(points, toPixel, 125, 175, 7), -1);
  assert.equal(nearest(new Float32Array(0), toPixel, 0, 0, 7), -1);
});

test("a code's numbers keep at most four digits", () => {
  const cases = /** @type {const} */ ([[0.567, "0.57"], [-10.35, "−10.35"], [123.44, "123.4"], [2241.6, "2.24k"], [22416, "22.4k"], [-113200, "−113k"], [999.97, "1.00k"], [4.2e6, "4.20M"], [1e15, "1e15"], [NaN, "–"]]);
  for (const [value, text] of cases) assert.equal(short(value), text);
});

test("numbers in little room lose digits and size, and never their room", () => {
  const measure = (/** @type {string} */ text) => 6 * text.length;
  assert.deepEqual(fitNumbers([-10.35, 2], 40, null, measure), { lines: ["−10.35", "2.00"], scale: 1 });
  assert.deepEqual(fitNumbers([-10.35, 2], 20, null, measure).lines, ["−10", "2"]);
  for (const room of [9, 20, 30, 37]) {
    const { lines, scale } = fitNumbers([-10.35, 22416], room, " ", measure);
    assert.equal(lines.length, 1);
    assert.ok(measure(lines[0]) * scale <= room + 1e-9, String(room));
  }
  assert.deepEqual(fitNumbers([], 9, null, measure).lines, []);
});
