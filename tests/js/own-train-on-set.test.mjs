//! A model on the visitor's own set: the defaults for few pictures, what it is mixed with, patches, and over-fitting.

import assert from "node:assert/strict";
import { test } from "node:test";
import { defaults } from "../../www/app/options.js";
import { preset } from "../../www/app/presets.js";
import { pcaWords } from "../../www/own/no-pca.js";
import { overfittingWords } from "../../www/own/overfitting.js";
import { OWN_WORDS } from "../../www/strings/own-notices.js";
import { ink, shades, source, until } from "./own-fakes.mjs";
import { openSet } from "./own-page.mjs";
import { partly, present } from "./types.mjs";

test("few pictures get a smaller net, small batches and variants, with a way back", async () => {
  const page = await openSet();
  for (const value of [1, 2, 3]) await page.own.addDrawing(ink(value));
  await until(() => page.state().counts.version === page.state().version);
  assert.deepEqual([page.state().few, page.state().counts.variantsOfEach], [true, 100]);
  page.own.train();
  await until(() => page.done.length === 1);
  const [how, wanted] = page.done[0];
  assert.deepEqual([how, wanted.data, wanted.hidden, wanted.batch], ["changeAll", "own", [64, 32], 16]);
  const { text, actions } = page.notices.get("own-few");
  assert.equal(text, OWN_WORDS.few(3, OWN_WORDS.layers([64, 32]), 16, 100));
  actions[0].run();
  const [, back] = page.done[1];
  assert.deepEqual(
    [back.hidden, back.batch, back.data, page.state().augmentation.variants],
    [[128, 64], 128, "own", 0],
  );
  page.own.train();
  await until(() => page.done.length === 3);
  assert.deepEqual([page.done[2][1].batch, page.notices.has("own-few")], [128, false], "the visitor's wish holds");
});

test("another kind gets the defaults for few too, and their notice ends when they are changed", async () => {
  const page = await openSet();
  for (const value of [1, 2, 3]) await page.own.addDrawing(ink(value));
  page.own.train();
  await until(() => page.done.length === 1);
  const own = page.done[0][1];
  page.store.set({ settings: own });
  await until(() => page.notices.has("own-few"));
  assert.deepEqual(page.state().fit({ ...preset("variational"), data: "own" }).hidden, [200]);
  assert.deepEqual(page.state().fit(preset("variational")).hidden, [400], "on other images nothing changes");
  const heard = new Promise((resolve) => page.store.subscribe(resolve)); // after all who listened before
  page.store.set({ settings: { ...own, rate: 0.01 } });
  await heard;
  assert.ok(page.notices.has("own-few"), "the rate is no matter");
  page.store.set({ settings: { ...own, hidden: [100] } });
  await until(() => !page.notices.has("own-few"));
});

test("what the visitor has chosen is not made smaller, and with many pictures nothing is", async () => {
  const chosen = await openSet({ settings: { hidden: [300], batch: 64 } });
  await chosen.own.addDrawing(ink(1));
  chosen.own.train();
  await until(() => chosen.done.length === 1);
  assert.deepEqual([chosen.done[0][1].hidden, chosen.done[0][1].batch], [[300], 64]);
  const many = await openSet({ settings: { data: "own" } });
  await many.own.addSources([source("d.npy", ...Array.from({ length: 60 }, (_, idx) => idx))]);
  many.own.train();
  await until(() => many.done.length === 1);
  assert.deepEqual([many.done[0][0], many.done[0][1].batch, many.state().few], ["again", 128, false]);
});

test("mixed with a pack the pictures have the pack's size, and their own again afterwards", async () => {
  const flat = (/** @type {number} */ count) => ({
    data: new Uint8Array(count * 3072),
    labels: new Uint8Array(count),
    count,
    width: 32,
    height: 32,
    channels: 3,
  });
  /** @type {import("../../www/own/train-on-set.js").Packs} */
  const packs = {
    open: async () => ({
      total: 20,
      classes: ["faces"],
      first: flat(20),
      heldOut: flat(4),
      rest: (async function* () {})(),
    }),
  };
  const page = await openSet({ packs });
  await page.own.setPreparation({ size: 40 });
  await page.own.addSources([source("Faces/1.png", 10), source("Faces/2.png", 20), source("x/3.png", 30)]);
  await page.own.setMix("emoji");
  assert.deepEqual(
    [page.state().preparation.size, page.state().preparation.channels, page.state().few],
    [32, 3, false],
  );
  await page.own.setPreparation({ size: 20 });
  assert.equal(page.state().preparation.size, 32, "the pack's while it is there");
  const opened = await page.own.open({});
  assert.deepEqual([opened.classes, opened.total, opened.heldOut.count, opened.paper], [["faces", "x"], 22, 5, 255]);
  await page.own.setMix(null);
  assert.deepEqual(
    [page.state().preparation.size, page.state().preparation.channels, shades(page)],
    [40, 1, [10, 20, 30]],
  );
});

test("what is changed while a model gets the images does not reach it, and the state says that there is more", async () => {
  const page = await openSet();
  await page.own.addSources([source("d.npy", 1, 2, 3, 4)]);
  const opened = await page.own.open({});
  page.own.clear();
  opened.taken?.();
  const { trainedVersion, version } = page.state();
  assert.equal(trainedVersion < version, true);
  const again = await page.own.open({ skip: 1 });
  assert.equal(again.total, opened.total, "the rest of the same set");
  await assert.rejects(page.own.open({}), { name: "SetError" });
});

test("one picture: what stands for held-out is the same, in words", async () => {
  const page = await openSet();
  await page.own.addDrawing(ink(1));
  const opened = await page.own.open({});
  opened.taken?.();
  assert.deepEqual(
    [opened.sameHeldOut, opened.heldOut.count, page.notices.get("own-held-out").text],
    [true, 1, OWN_WORDS.one],
  );
});

test("a photo is cut into patches, trained on, and put together again", async () => {
  /** @type {import("../../www/hourglass.js").Hourglass} */
  const hourglass = partly({
    info: { inputShape: [1, 16, 16] },
    reconstruct: async (patches) => Float32Array.from(/** @type {Uint8Array} */ (patches), (byte) => byte / 255),
  });
  const page = await openSet({ hourglass: () => hourglass });
  await page.own.useAs("patches");
  await assert.rejects(page.own.open({}), { message: OWN_WORDS.noPhoto });
  await page.own.setPhoto(source("photo.png", 51));
  assert.deepEqual([page.state().photo.width, page.state().few], [32, false]);
  const opened = await page.own.open({});
  assert.deepEqual(
    [opened.total + opened.heldOut.count, opened.first.width, opened.classes],
    [6, 16, [OWN_WORDS.picture]],
  );
  const { mse, rebuilt, original } = present(await page.own.wholePhoto());
  assert.deepEqual([mse < 1e-12, rebuilt.length, original], [true, 32 * 24, page.state().photo]);
  page.own.setCutting({ side: 8, stride: 1 });
  await until(() => page.state().share === 0.1); // of many patches, not of one photo
  await assert.rejects(page.own.wholePhoto(), { message: OWN_WORDS.wrongSize });
});

test("the gap between the two losses is said, a rise while it is one, and that nothing is held out", () => {
  /** @typedef {import("./types.mjs").State} State */
  const seen = (/** @type {number} */ last, heldOutRises = false) => /** @type {State} */ (partly({
    pack: { name: "own", classes: [], paper: 0 },
    own: {},
    settings: preset("vanilla", "own"),
    snapshot: { step: 2, loss: 0.02 },
    views: {
      history: { training: Float32Array.of(1, 0.02, 2, 0.02), heldOut: Float32Array.of(1, 0.05, 2, last) },
      measured: { heldOutRises },
    },
  }));
  const state = seen(0.06);
  const { numbers, wide, rising, close, none } = OWN_WORDS.overfitting;
  const [low, high] = [Math.fround(0.02), Math.fround(0.06)];
  const both = /** @type {const} */ (["error", low, high]);
  assert.equal(overfittingWords(state), `${numbers(...both)} ${wide("error", high / low)}`);
  assert.equal(overfittingWords(seen(0.06, true)), `${numbers(...both)} ${wide("error", high / low)} ${rising("error")}`);
  assert.equal(overfittingWords(seen(0.021, true)), `${numbers("error", low, Math.fround(0.021))} ${close}`);
  const sparse = overfittingWords({ ...state, settings: preset("sparse", "own") });
  assert.equal(sparse, `${numbers("loss", low, high)} ${wide("loss", high / low)}`);
  assert.equal(overfittingWords({ ...state, pack: { ...state.pack, sameHeldOut: true } }), none);
  assert.equal(overfittingWords({ ...state, pack: { ...state.pack, name: "digits" } }), null);
});

test("that pictures are too large for PCA is said where PCA could be compared with", () => {
  /** @type {import("./types.mjs").State} */
  const state = partly({
    pack: { name: "own" }, snapshot: { step: 1 }, settings: defaults(), heldOut: { width: 64, height: 64, channels: 3 },
  });
  const gray = present({ ...state.heldOut, channels: 1 });
  assert.match(pcaWords(state) ?? "", /12,288 numbers .* 4,096/);
  assert.equal(pcaWords({ ...state, heldOut: gray }), null);
  assert.equal(pcaWords({ ...state, settings: { ...defaults(), loss: "bce" } }), null);
});

test("up to 100 pictures are shown whole, but not patches, and not together with a pack", async () => {
  const shown = async (/** @type {Awaited<ReturnType<typeof openSet>>} */ page) => {
    const { whole } = await page.own.open({});
    return [whole?.images.count, whole?.trained.length];
  };
  const pack = { data: new Uint8Array(784), labels: new Uint8Array(1), count: 1, width: 28, height: 28, channels: 1 };
  const mixed = { total: 1, classes: ["one"], first: pack, heldOut: pack, rest: (async function* () {})() };
  const page = await openSet({ packs: { open: async () => mixed } });
  await page.own.addSources([source("1.npy", ...Array.from({ length: 100 }, (_, idx) => idx))]);
  assert.deepEqual(await shown(page), [100, 90]);
  await page.own.setMix("digits");
  assert.deepEqual(await shown(page), [undefined, undefined]);
  await page.own.setMix(null);
  await page.own.setPhoto(source("photo.png", 9));
  await page.own.useAs("patches");
  assert.deepEqual(await shown(page), [undefined, undefined]);
  await page.own.useAs("pictures");
  assert.deepEqual(await shown(page), [100, 90]);
  await page.own.addDrawing(ink(101));
  assert.deepEqual(await shown(page), [undefined, undefined], "101 are too many");
});
