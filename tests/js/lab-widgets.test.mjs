//! What the labs' widgets compute for themselves: an axis' numbers, a table as text, the best files of a sweep.

import assert from "node:assert/strict";
import { test } from "node:test";
import { bestAtEachSize, showAtSize } from "../../www/labs/compress-sweep-run.js";
import { meanCell } from "../../www/labs/ui/cells.js";
import { ageOf } from "../../www/labs/ui/age.js";
import { movedApart } from "../../www/labs/ui/chart.js";
import { separated } from "../../www/labs/ui/results-table.js";
import { ticksOf } from "../../www/labs/ui/ticks.js";
import { COMPRESS } from "../../www/strings/labs-compress.js";
import { LABS } from "../../www/strings/labs.js";

test("the numbers at an axis are few and round", () => {
  const texts = (/** @type {[number, number]} */ range, isLog = false) => ticksOf(range, isLog).map(({ text }) => text);
  assert.deepEqual(texts([11.4, 20.7]), ["12", "14", "16", "18", "20"]);
  assert.deepEqual(texts([0, 1]), ["0", "0.20", "0.40", "0.60", "0.80", "1"]);
  assert.deepEqual(texts([0.19, 30], true), ["0.20", "0.50", "1", "2", "5", "10", "20"]);
  assert.deepEqual(texts([1, 1e6], true), ["1", "10", "100", "1k", "10k", "100k", "1M"]);
  assert.deepEqual(texts([3, 3]), []);
});

test("a table as text keeps its numbers exact and its marks apart", () => {
  const rows = [
    { name: "Auto-encoder", cells: [{ text: "5.7", value: 5.70312 }, { text: "–", value: null }] },
    { name: 'a "b", c', cells: [{ text: "x\ty" }, { text: "", value: "=1" }, { text: "", value: -1 }] },
  ];
  assert.equal(separated({ columns: ["", "bytes", "SSIM"], rows }, ","),
    ',bytes,SSIM\nAuto-encoder,5.70312,\n"a ""b"", c","x\ty",\'=1,-1\n');
});

test("of all files only those stay that no smaller one is better than", () => {
  const point = (/** @type {number} */ bytesPerImage, /** @type {number} */ mean) =>
    ({ bits: 1, bytesPerImage, psnr: { mean, interval: /** @type {[number, number]} */ ([mean, mean]) }, ssim: null });
  const models = [
    { latentDim: 2, points: [point(1, 12), point(2, 13)], weights: new Uint8Array(0) },
    { latentDim: 8, points: [point(1.5, 11), point(3, 15), point(4, 15)], weights: new Uint8Array(0) },
  ];
  assert.deepEqual(bestAtEachSize(models).map(({ latentDim, bytesPerImage }) => [latentDim, bytesPerImage]),
    [[2, 1], [2, 2], [8, 3]]);
});

test("a mean of a single image has no interval", () => {
  const text = (/** @type {number} */ value) => value.toFixed(1);
  const alone = meanCell({ mean: 2, interval: null }, text);
  assert.deepEqual(alone, { text: "2.0", value: 2, note: undefined, interval: null });
  assert.match(meanCell({ mean: 2, interval: [1, 3] }, text).note ?? "", /1\.0 to 3\.0/);
});

test("a table as text has the ends of intervals beside their means", () => {
  const interval = /** @type {[number, number]} */ ([1, 2]);
  const rows = [
    { name: "a", cells: [{ text: "1", value: 1.25, interval }, { text: "x" }] },
    { name: "b", cells: [{ text: "–", value: null }, { text: "y" }] },
  ];
  assert.equal(separated({ columns: ["by", "PSNR", "how"], rows }, ","),
    'by,PSNR,"PSNR, low","PSNR, high",how\na,1.25,1,2,x\nb,,,,y\n');
});

test("a table as text has no digits that are mere rounding, and whole numbers whole", () => {
  const interval = /** @type {[number, number]} */ ([0.1 + 0.2, 2 / 3]);
  const cells = [{ text: "67.3", value: 0.6732000000000001, interval }, { text: "", value: 1234567 }];
  const rows = [{ name: "a", cells }];
  assert.equal(separated({ columns: ["", "accuracy", "bytes"], rows }, "\t"),
    '\taccuracy\t"accuracy, low"\t"accuracy, high"\tbytes\na\t0.6732\t0.3\t0.666667\t1234567\n');
});

test("labels at the ends of lines are a line apart, and none lies on the axis", () => {
  assert.deepEqual(movedApart([20, 25, 100], 238), [20, 34, 100]);
  assert.deepEqual(movedApart([100, 236, 237, 240], 238), [100, 210, 224, 238]);
  assert.deepEqual(movedApart([], 238), []);
});

test("what was found is told as older once the model is another one", () => {
  const lab = { found: {}, step: 100, isStale: false };
  assert.deepEqual([105, 111].map((now) => ageOf(lab, now)), ["", LABS.older(100, 111)]);
  assert.equal(ageOf({ ...lab, isStale: true }, 0), LABS.stale);
  assert.equal(ageOf({ found: null, step: 100, isStale: true }, 500), "");
  assert.equal(ageOf({ found: {}, step: null, isStale: false }, 500), "");
});

test("models of other images than the page's are not shown on these", async () => {
  const run = /** @type {any} */ ({ images: { images: [], shape: {} }, shown: [], ask: () => assert.fail("it asks") });
  await assert.rejects(showAtSize(run, "2-1", { models: [], images: [], pca: [] }), { message: COMPRESS.sweep.others });
});

test("the verdict says who wins", () => {
  assert.match(COMPRESS.verdict(16, 14, 8), /8\.0 bytes an image the auto-encoder is 2\.0 dB nearer/);
  assert.match(COMPRESS.verdict(14, 15.5, 8), /PCA wins: it is 1\.5 dB nearer/);
  assert.match(COMPRESS.verdict(14, 14.01, 8), /equally near/);
  assert.match(COMPRESS.verdict(14, null, 0.1), /not even one number of PCA fits/);
  assert.match(COMPRESS.pays(2048, null, 9), /in the long run PCA is smaller/);
  assert.match(COMPRESS.pays(2048, 1200, 9), /2 KB.*9\.0 bytes.*from about 1,200 images on/);
});
