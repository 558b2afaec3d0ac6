//! Find the odd one out: what is refused, what holds at a threshold, who wins, how pictures become numbers, a fault.

import assert from "node:assert/strict";
import { test } from "node:test";
import { paintLine } from "../../www/labs/fault.js";
import { atThreshold, bestRival, refusalOf, sameSize, usualEpochs } from "../../www/labs/odd-one-out-run.js";
import { bytesOf } from "../../www/labs/ui/odd-pictures.js";
import { ODD } from "../../www/strings/labs-odd-one-out.js";

const labels = (/** @type {number[]} */ ...all) => Uint8Array.from(all);
const SET = { classes: ["a", "b", "c"], training: [labels(0, 1), labels(1, 2)], heldOut: labels(0, 1, 2) };
/** @param {number[] | null} normal */
const wanted = (normal, epochs = 5) =>
  ({ normal, model: /** @type {const} */ ("own"), epochs, by: /** @type {const} */ ("loss") });

test("what cannot be told apart is refused in words", () => {
  const { refusals } = ODD;
  const why = (/** @type {number[] | null} */ normal, set = SET) => refusalOf(wanted(normal), set);
  assert.equal(why([0]), "");
  assert.equal(why([1, 2]), "");
  assert.equal(why(null), "");
  assert.equal(why([]), refusals.noClass);
  assert.equal(why([0, 1, 2]), refusals.allClasses);
  assert.equal(why([0], { ...SET, classes: ["picture"] }), refusals.noLabels);
  assert.equal(why([0], { ...SET, training: [/** @type {any} */ (null)] }), refusals.noLabels);
  assert.equal(why([0, 2], { ...SET, training: [labels(1, 1)] }), refusals.noTraining(["a", "c"]));
  assert.equal(why([1], { ...SET, heldOut: labels(0, 2) }), refusals.noHeldOut(["b"]));
  assert.equal(why([0, 1], { ...SET, heldOut: labels(0, 1, 0) }), refusals.noOdd);
  for (const epochs of [0, 1001, 2.5, NaN]) {
    assert.equal(refusalOf(wanted([0], epochs), SET), refusals.epochs(1, 1000));
    assert.equal(refusalOf({ ...wanted(null, epochs), model: "page" }, SET), "", "it is not trained");
  }
});

test("many classes are seen less often than one", () => {
  assert.deepEqual([0, 1, 2, 9, 100].map(usualEpochs), [60, 60, 30, 8, 8]);
});

test("what holds at a threshold is looked up, between two scores too", () => {
  // Normal images score 1 and 3, odd ones 2 and 3.
  const curve = {
    thresholds: [null, 3, 2, 1], falseAlarms: [0, 0.5, 0.5, 1], below: [1, 0.5, 0.5, 0], recall: [0, 0.5, 1, 1],
    precision: [null, 0.5, 2 / 3, 0.5],
  };
  assert.deepEqual(atThreshold(curve, 4), { falseAlarms: 0, below: 1, recall: 0, precision: null });
  assert.deepEqual(atThreshold(curve, 3), { falseAlarms: 0.5, below: 0.5, recall: 0.5, precision: 0.5 });
  assert.equal(atThreshold(curve, 2.5).recall, 0.5);
  assert.equal(atThreshold(curve, 2).recall, 1);
  assert.equal(atThreshold(curve, 1.5).falseAlarms, 0.5, "from 1.5 on, the one of 3");
  assert.equal(atThreshold(curve, -5).falseAlarms, 1);
});

test("the verdict names the winner, whoever it is", () => {
  const of = (/** @type {number} */ auc, by = 0.001) =>
    ({ auc, interval: /** @type {[number, number]} */ ([auc - by, auc + by]), roc: [] });
  const rivals = { pca: { ...of(0.95), components: 32 }, mean: of(0.8), nearest: of(0.9) };
  const best = bestRival(rivals);
  assert.equal(ODD.verdict(of(0.92), best), "PCA with 32 components tells them apart better: 0.950 against 0.920.");
  assert.match(ODD.verdict(of(0.92, 0.05), best), /0\.920\. Their intervals overlap\.$/);
  assert.match(ODD.verdict(of(0.97), best), /^The auto-encoder .* PCA with 32 components: 0\.970 against 0\.950\.$/);
  assert.match(ODD.verdict(of(0.9502), best), /equally well: 0\.950\.$/);
  assert.equal(bestRival({ ...rivals, pca: null }).auc, 0.9);
  assert.match(ODD.verdict(of(0.5), bestRival({ ...rivals, pca: null })), /^The distance to the nearest training/);
});

test("shares are whole percents, with a decimal near the ends", () => {
  const shares = [0, 0.046, 0.5, 0.985, 0.9999, 1].map((share) => ODD.percent(share).replace("\u00a0", " "));
  assert.deepEqual(shares, ["0 %", "4.6 %", "50 %", "98.5 %", "100.0 %", "100 %"]);
});

test("a picture's numbers are its luminance, or its colors, on an empty ground, and can be inverted", () => {
  const rgba = Uint8ClampedArray.of(255, 0, 0, 255, 10, 20, 30, 255, 9, 9, 9, 0);
  const gray = { name: "", rgba, shape: { width: 3, height: 1, channels: 1 } };
  assert.deepEqual([...bytesOf(gray, false, 0)], [76, 18, 0]);
  assert.deepEqual([...bytesOf(gray, true, 0)], [179, 237, 0], "the ground is not inverted");
  assert.deepEqual([...bytesOf(gray, false, 255)], [76, 18, 255]);
  const color = { ...gray, shape: { ...gray.shape, channels: 3 } };
  assert.deepEqual([...bytesOf(color, false, 255)], [255, 0, 0, 10, 20, 30, 255, 255, 255]);
  const half = { name: "", rgba: Uint8ClampedArray.of(200, 200, 200, 51), shape: { width: 1, height: 1, channels: 1 } };
  assert.deepEqual([...bytesOf(half, false, 0)], [40]);
  assert.ok(sameSize(gray.shape, { ...gray.shape }) && !sameSize(gray.shape, color.shape));
});

test("a fault is a round line that stays within the picture", () => {
  const shape = { width: 5, height: 4, channels: 1 };
  const draw = (/** @type {any} */ from, /** @type {any} */ to, of = shape) => {
    const pixels = new Uint8Array(of.width * of.height * of.channels);
    paintLine(pixels, of, from, to, 9);
    return [...pixels].map((byte) => (byte ? 1 : 0)).join("");
  };
  assert.equal(draw({ x: 0.5, y: 1.5 }, { x: 3.5, y: 1.5 }), "00000111100000000000");
  assert.equal(draw({ x: 2.5, y: 2.5 }, { x: 2.5, y: 2.5 }), "00000000000010000000");
  assert.equal(draw({ x: -9, y: 9 }, { x: 30, y: 9 }), "0".repeat(20));
  assert.equal(draw({ x: 0.5, y: 0.5 }, { x: 0.5, y: 0.5 }, { width: 2, height: 1, channels: 3 }), "111000");
});
