//! What the lab Denoise decides for itself: which filter is best, who wins and why, what a scribble makes of an image.

import assert from "node:assert/strict";
import { test } from "node:test";
import { scribbled } from "../../www/labs/denoise-hand-run.js";
import { fitted } from "../../www/labs/denoise-photo-run.js";
import { bestFilter, filterFor, judged, removeNoise, shareOf, whyOf } from "../../www/labs/denoise-run.js";
import { AMOUNTS, sweepAmounts } from "../../www/labs/denoise-sweep-run.js";
import { newest } from "../../www/labs/ui/newest.js";
import { DENOISE } from "../../www/strings/labs-denoise.js";

const NOISE = { kind: "gaussian", amount: 0.5 };
/** @param {number} mean @returns {any} */
const version = (mean) => ({ psnr: { mean, interval: [mean - 1, mean + 1] }, ssim: null });
const filtered = (/** @type {string} */ family, /** @type {number} */ mean) =>
  ({ ...version(mean), family, parameter: 3, pictures: new Float32Array(1) });
/** @param {number} ours @param {number[]} filters @param {number} noisy @returns {any} */
const results = (ours, [median, gaussian, tv], noisy = 1) => ({
  noise: NOISE, trained: NOISE, noisy: version(noisy), ours: version(ours), median: filtered("median", median),
  gaussian: filtered("gaussian", gaussian), tv: filtered("tv", tv),
});

/** A run that answers every task after a turn, and remembers what it was asked and what was found. */
function fakeRun() {
  /** @type {{task: string, args: any}[]} */
  const asked = [];
  const run = {
    asked, all: /** @type {any} */ ({}), shares: /** @type {number[]} */ ([]), shown: [0, 2],
    images: { shape: { width: 2, height: 1, channels: 1 }, heldOut: { count: 5 } }, config: { corruption: NOISE },
    heldOut: () => new Uint8Array(4),
    found: (/** @type {object} */ patch) => Object.assign(run.all, patch),
    progress: (/** @type {number} */ share) => run.shares.push(share),
    async ask(/** @type {string} */ task, /** @type {any} */ args, /** @type {any} */ options = {}) {
      asked.push({ task, args });
      await null;
      options.progress?.(0.5);
      const near = /** @type {Record<string, number>} */ ({ median: 12, gaussian: 14, tv: 13 });
      if (task === "filter") return filtered(args.family, near[args.family]);
      return { count: 5, noisy: version(9), model: version(15), noisyPictures: [1], modelPictures: [2] };
    },
  };
  return run;
}

test("the best filter is the nearest one of those that have come", () => {
  assert.equal(bestFilter({}), null);
  assert.equal(bestFilter({ gaussian: version(3) })?.family, "gaussian");
  assert.equal(bestFilter(results(0, [4, 6, 5]))?.family, "gaussian");
  assert.equal(bestFilter(results(0, [6, 6, 6]))?.family, "median");
});

test("nobody wins before all have come", () => {
  const all = results(16, [12, 13, 14]);
  assert.deepEqual(judged(all), { ahead: 2, best: "tv", why: "same", isUseless: false });
  for (const part of ["noisy", "ours", "median", "gaussian", "tv"]) {
    assert.equal(judged({ ...all, [part]: undefined }), null);
  }
  assert.equal(judged(results(11, [12, 10, 9], 12.5))?.isUseless, true);
});

test("a model is told by what it was trained on", () => {
  assert.equal(whyOf(NOISE, { kind: "none", amount: 0.5 }), "none");
  assert.equal(whyOf(NOISE, { kind: "gaussian", amount: 0 }), "none");
  assert.equal(whyOf(NOISE, { kind: "masking", amount: 0.5 }), "other");
  assert.equal(whyOf(NOISE, { kind: "gaussian", amount: 0.2 }), "amount");
  assert.equal(whyOf(NOISE, { ...NOISE }), "same");
});

test("the verdict says plainly when a filter wins, and why", () => {
  const masking = { kind: "masking", amount: 0.3 };
  assert.equal(DENOISE.verdict(2.04, "tv", "same", NOISE),
    "The auto-encoder is 2.0 dB better than the best filter, total variation.");
  assert.equal(DENOISE.verdict(-1.2, "median", "none", NOISE),
    "The median filter is 1.2 dB better here: this model was not trained to remove noise.");
  assert.match(DENOISE.verdict(-1.2, "median", "other", masking),
    /not trained on such noise, but on masking, 30 % of pixels\.$/);
  assert.match(DENOISE.verdict(-3, "gaussian", "amount", NOISE), /another amount, σ = 0\.5\.$/);
  assert.match(DENOISE.verdict(-3, "gaussian", "same", NOISE), /although/);
  assert.match(DENOISE.verdict(0.01, "tv", "same", NOISE), /equally good/);
});

test("results come one by one and are put together, and the shares of tasks become one", async () => {
  const run = fakeRun();
  await removeNoise(/** @type {any} */ (run), NOISE);
  assert.deepEqual(run.asked.map(({ task, args }) => args.family ?? task), ["model", "median", "gaussian", "tv"]);
  for (const { args } of run.asked) assert.deepEqual([args.noise, args.amount, args.shown], ["gaussian", 0.5, [0, 2]]);
  assert.equal(run.all.ours.psnr.mean, 15);
  assert.deepEqual(run.all.ours.pictures, [2]);
  assert.deepEqual(judged(run.all), { ahead: 1, best: "gaussian", why: "same", isUseless: false });
  assert.ok(run.shares.every((share, idx) => share > (run.shares[idx - 1] ?? 0)), String(run.shares));

  const told = fakeRun();
  const progress = shareOf(/** @type {any} */ (told), { a: 0.25, b: 0.75 });
  progress("a").progress(1);
  progress("b").progress(0.5);
  assert.deepEqual(told.shares, [0.25, 0.625]);
});

test("a photo's filter is the best of the results, or one is asked for that fits its noise", async () => {
  const progress = () => ({ progress() {} });
  const run = fakeRun();
  const known = results(16, [12, 13, 14]);
  assert.deepEqual(await filterFor(/** @type {any} */ (run), NOISE, known, progress), { family: "tv", parameter: 3 });
  assert.equal(run.asked.length, 0);
  for (const found of [null, { ...known, noise: { ...NOISE, amount: 0.2 } }, { ...known, tv: undefined }]) {
    const filter = await filterFor(/** @type {any} */ (run), NOISE, found, progress);
    assert.deepEqual(filter, { family: "gaussian", parameter: 3 });
  }
  assert.equal(run.asked.length, 9);
});

test("a sweep asks amount by amount, and its points stand in that order", async () => {
  const run = fakeRun();
  await sweepAmounts(/** @type {any} */ (run), "masking");
  assert.deepEqual(run.all.points.map((/** @type {any} */ point) => point.amount), AMOUNTS);
  assert.deepEqual([...new Set(run.asked.map(({ args }) => args.amount))], AMOUNTS);
  assert.ok(run.asked.every(({ args }) => args.noise === "masking" && args.count === 5));
  const [{ noisy, ours, median, gaussian, tv }] = run.all.points;
  assert.deepEqual([noisy, ours, median, gaussian, tv].map(({ mean }) => mean), [9, 15, 12, 14, 13]);
  assert.equal(run.shares.at(-1), 1);
});

test("ink hides an image as far as it is ink, in all channels alike", () => {
  const image = Uint8Array.from([0, 255, 51, 255, 0, 102]);
  assert.deepEqual([...scribbled(image, 3, [0, 255], 1)], [0, 1, Math.fround(0.2), 1, 1, 1]);
  assert.deepEqual([...scribbled(image, 3, [255, 0], 0)], [0, 0, 0, 1, 0, Math.fround(0.4)]);
  assert.deepEqual([...scribbled(Uint8Array.of(255), 1, [51], 0)], [Math.fround(0.8)]);
});

test("a photo is brought to a size, and a small one stays as it is", () => {
  assert.deepEqual(fitted(4000, 3000), { width: 256, height: 192 });
  assert.deepEqual(fitted(100, 256), { width: 100, height: 256 });
  assert.deepEqual(fitted(9000, 3), { width: 256, height: 1 });
});

test("of wishes that come while the work is under way one is left", async () => {
  /** @type {(() => void)[]} */
  const under = [];
  let done = 0;
  const ask = newest(() => new Promise((resolve) => under.push(() => {
    done += 1;
    resolve();
  })));
  const first = ask();
  for (let more = 0; more < 5; more += 1) void ask();
  under[0]();
  await null;
  await null;
  assert.equal(under.length, 2);
  under[1]();
  await first;
  assert.equal(done, 2);
  const failing = newest(() => Promise.reject(new Error("no")));
  await assert.rejects(failing());
  await assert.rejects(failing(), "it can be asked again");
});
