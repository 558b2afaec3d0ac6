//! What the lab "Map and features" decides for itself: where images stand, who their nearest are, who wins, and what
//! goes on where something cannot be found.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  differ, labelsRefusal, mapAndClassify, nearestOthers, orWhy, pairsOf,
} from "../../www/labs/map-run.js";
import { SIZES, sweepSizes } from "../../www/labs/map-sweep-run.js";
import { MAP } from "../../www/strings/labs-map.js";
import { short } from "../../www/ui/map-words.js";

/** @param {number[] | null} training @param {number[] | null} heldOut @returns {any} */
const data = (training, heldOut) => ({
  images: [{ labels: training && Uint8Array.from(training) }], heldOut: { labels: heldOut && Uint8Array.from(heldOut) },
});
/** @param {string} name @param {string} [message] */
const failure = (name, message = "It failed") => Object.assign(new Error(message), { name });
const sure = (/** @type {number} */ mean) => ({ mean, interval: [mean - 0.01, mean + 0.01] });

/**
 * A run that answers tasks, in turns that differ, and remembers what it found.
 * @param {any} images
 * @param {(task: string, args: any) => any} [answer] Undefined for the usual answer.
 */
function fakeRun(images, answer = () => undefined) {
  /** @type {{task: string, args: any, model: any}[]} */
  const asked = [];
  const run = {
    asked, all: /** @type {any} */ ({}), shares: /** @type {number[]} */ ([]), images,
    config: { bottleneck: { kind: "plain", latentDim: 3 } },
    keyed: (/** @type {any} */ bytes) => ({ bytes }),
    found: (/** @type {object} */ patch) => Object.assign(run.all, patch),
    progress: (/** @type {number} */ share) => run.shares.push(share),
    async ask(/** @type {string} */ task, /** @type {any} */ args, /** @type {any} */ { model } = {}) {
      asked.push({ task, args, model });
      const latentDim = args.config?.bottleneck.latentDim ?? model?.bytes ?? 3;
      for (let turn = 0; turn < 40 - latentDim; turn += 1) await null;
      const own = answer(task, args);
      if (own instanceof Error) throw own;
      if (task === "train") return { latentDim, weights: latentDim };
      if (task === "map") return { points: new Float32Array(4), axes: 2, numbers: 3, inUse: 3, images: [0, 1] };
      if (task === "classify") return { ...sure(args.by === "pca" ? 0.5 : 0.8), of: 2, learned: 9, numbers: latentDim };
      return { trustworthiness: sure(0.9), continuity: sure(0.95), neighbors: 12, images: 30 };
    },
  };
  return run;
}

const LABELED = data([0, 1, 1], [1, 0]);

test("one number an image makes a row for each class, and without classes one band", () => {
  /** @type {any} */
  const places = { points: Float32Array.of(5, 6, 7), axes: 1 };
  const rows = pairsOf(places, Uint8Array.of(2, 0, 2));
  assert.deepEqual([rows[0], rows[2], rows[4]], [5, 6, 7]);
  [2, 0, 2].forEach((label, place) => assert.ok(Math.abs(rows[2 * place + 1] - label) < 0.36));
  assert.notEqual(rows[1], rows[5]);
  for (const place of [0, 1, 2]) assert.ok(Math.abs(pairsOf(places, null)[2 * place + 1]) <= 0.5);
  const two = Float32Array.of(1, 2);
  assert.equal(pairsOf(/** @type {any} */ ({ points: two, axes: 2 }), null), two);
});

test("the nearest others come in order, the first of equals first", () => {
  /** @type {any} */
  const places = { points: Float32Array.of(0, 0, 3, 4, 1, 0, 0, 1), axes: 2, images: [0, 1, 2, 3] };
  assert.deepEqual(nearestOthers(places, 0, 5), [2, 3, 1]);
  assert.deepEqual(nearestOthers(places, 0, 1), [2]);
  assert.deepEqual(nearestOthers({ ...places, points: Float32Array.of(0, 9, 8, 1), axes: 1 }, 1, 2), [2, 3]);
});

test("means differ that are further apart than both intervals allow together, also where those overlap", () => {
  const about = (/** @type {number} */ mean, /** @type {number} */ half) =>
    /** @type {import("../../www/labs/ui/cells.js").Mean} */ ({ mean, interval: [mean - half, mean + half] });
  // √(0.03² + 0.04²) = 0.05.
  for (const [gap, expected] of /** @type {const} */ ([[0.049, false], [0.051, true], [0.069, true], [0.08, true]])) {
    assert.equal(differ(about(0.5, 0.03), about(0.5 + gap, 0.04)), expected, `${gap}`);
    assert.equal(differ(about(0.5 + gap, 0.04), about(0.5, 0.03)), expected, `${gap}, the other way round`);
  }
  assert.equal(differ(about(0.5, 0), about(0.5, 0)), false);
  assert.equal(differ({ mean: 0.2, interval: null }, about(0.5, 0.01)), false);
  // One of one against none of one, each by Wilson's interval: a single image tells nothing.
  assert.equal(differ({ mean: 1, interval: [0.2065, 1] }, { mean: 0, interval: [0, 0.7935] }), false);
});

test("classes are read off images with labels of two classes or more", () => {
  assert.equal(labelsRefusal(LABELED), "");
  for (const images of [data(null, [0]), data([0, 1], null), data([4, 4], [4]), data([4, 4], [3])]) {
    assert.equal(labelsRefusal(images), MAP.noLabels);
  }
});

test("what cannot be found with these images has a sentence; other failures end the run", async () => {
  const why = (/** @type {Error} */ cause) => orWhy(Promise.reject(cause));
  assert.deepEqual(await orWhy(Promise.resolve(3)), 3);
  assert.deepEqual(await why(failure("TooLargeError")), { why: MAP.tooLarge });
  assert.deepEqual(await why(failure("NotReadyError", "Too few")), { why: "Too few." });
  await assert.rejects(why(failure("AbortError")), { name: "AbortError" });
});

test("the maps come first, then all that is told of them", async () => {
  const run = fakeRun(LABELED);
  await mapAndClassify(/** @type {any} */ (run), ["a", "b"]);
  assert.deepEqual(run.asked.slice(0, 2).map(({ task, args }) => `${task} ${args.by}`), ["map code", "map pca"]);
  const { kept, accuracies, classes, isVariational } = run.all;
  assert.deepEqual([classes, isVariational], [["a", "b"], false]);
  assert.deepEqual(Object.keys(kept).sort(), ["code", "pca"]);
  for (const space of ["code", "pca", "pixels"]) {
    assert.deepEqual(Object.keys(accuracies[space]).sort(), ["linear", "neighbors"], space);
  }
  assert.ok(Math.abs((run.shares.at(-1) ?? 0) - 1) < 1e-9);
});

test("without labels, PCA or enough images the rest goes on", async () => {
  const run = fakeRun(data([4], [4]), (task, { by }) => {
    if (by === "pca") return failure("TooLargeError");
    return task === "neighborhoods" ? failure("NotReadyError", "Too few") : undefined;
  });
  await mapAndClassify(/** @type {any} */ (run), ["a"]);
  assert.equal(run.all.code.numbers, 3);
  assert.deepEqual(run.all.pca, { why: MAP.tooLarge });
  assert.deepEqual(run.all.kept, { code: { why: "Too few." }, pca: { why: MAP.tooLarge } });
  assert.deepEqual(run.all.accuracies.pixels.linear, { why: MAP.noLabels });
  assert.ok(run.asked.every(({ task }) => task !== "classify"));
});

test("a run that is stopped has found what had come", async () => {
  const run = fakeRun(LABELED, (task) => (task === "classify" ? failure("AbortError") : undefined));
  await assert.rejects(mapAndClassify(/** @type {any} */ (run), []), { name: "AbortError" });
  assert.equal(run.all.code.axes, 2);
  assert.equal(run.all.pca.axes, 2);
});

test("a sweep measures each model by its own code and by PCA of its size, and no size is lost", async () => {
  const run = fakeRun(LABELED);
  await sweepSizes(/** @type {any} */ (run));
  const { sizes } = run.all;
  assert.deepEqual(sizes.map((/** @type {any} */ one) => one.latentDim), SIZES);
  assert.equal(sizes[0].code.neighbors.mean, 0.8);
  assert.equal(sizes[0].pca.linear.mean, 0.5);
  assert.equal(sizes[0].code.continuity.mean, 0.95);
  assert.ok(run.asked.every(({ task, model }) => task === "train" || SIZES.includes(model.bytes)));
  assert.ok(Math.abs((run.shares.at(-1) ?? 0) - 1) < 1e-9);
  assert.ok(run.shares.every((share, idx) => idx === 0 || share >= run.shares[idx - 1]));
});

test("the sentences say who wins, also when it is a rival", () => {
  const duel = (/** @type {number} */ ours, /** @type {number} */ theirs, isEqual = false) =>
    ({ ours, theirs, isEqual });
  assert.match(MAP.byNeighbors(duel(0.6, 0.4)), /the code is ahead: 60\.0\u00a0% against PCA's 40\.0\u00a0%/);
  assert.match(MAP.byLinear(duel(0.4, 0.6)), /PCA wins: 60\.0\u00a0% against the code's 40\.0\u00a0%/);
  assert.match(MAP.byTrust(duel(0.91, 0.92, true)), /cannot be told apart: 0\.910 and 0\.920/);
  assert.match(MAP.byPixels(duel(0.5, 0.9)), /know more/);
  assert.match(MAP.byPixels(duel(0.9, 0.5)), /know less/);
});

test("one of a kind is said to be one", () => {
  assert.match(MAP.learned(2000, 1), /judged by 1 held-out image\.$/);
  assert.match(MAP.learned(2000, 300), /judged by 300 held-out images\.$/);
  assert.match(MAP.alt(1, "By PCA", "its axes"), /^1 held-out image as a point\./);
  assert.match(MAP.inUse(3, 4), /3 differ from image to image; the other is idle/);
  assert.match(MAP.inUse(1, 4), /1 differs from image to image; the others are idle/);
  assert.equal(MAP.row("PCA", 32, 2), "PCA, 32 numbers, 2 on the map");
  assert.equal(MAP.row("PCA", 2, 2), "PCA, 2 numbers");
  assert.equal(MAP.row("PCA", undefined, undefined), "PCA");
});

test("a long name is cut where it stands among the points", () => {
  assert.equal(short("T-shirt & top"), "T-shirt");
  assert.equal(short("Ankle boot"), "Ankle boot");
  assert.equal(short("Twelve chars"), "Twelve chars");
  assert.equal(short("Photographs of the cats of our neighbors"), "Photographs…");
  assert.equal(short("The little red cars"), "The little…");
  assert.equal(short("🐈".repeat(20)), `${"🐈".repeat(11)}…`);
});
