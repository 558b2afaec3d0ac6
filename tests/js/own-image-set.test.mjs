//! The visitor's own set as the page uses it: taken in, prepared anew, kept, trained on, and never lost.

import assert from "node:assert/strict";
import { test } from "node:test";
import { defaults } from "../../www/app/options.js";
import { overfittingWords, pcaWords } from "../../www/own/overfitting.js";
import { loadImageSet } from "../../www/own/image-set.js";
import { SetDatabase } from "../../www/own/database.js";
import { WORDS } from "../../www/strings/intake.js";
import { OWN_WORDS } from "../../www/strings/own-notices.js";
import { preset } from "../../www/app/presets.js";
import { createStore } from "../../www/app/store.js";
import { fakeDatabase, fakeIntake, fakeMemory, ink, shades, source, until } from "./own-fakes.mjs";

/** A page with nothing but the set. */
async function open({ intake = fakeIntake(), database = fakeDatabase(), memory = fakeMemory(), settings = {}, packs, lab = () => null } = {}) {
  const store = createStore({ own: null, settings: { ...defaults(), ...settings }, pending: null }, (run) => setTimeout(run, 1));
  const done = [];
  const notices = new Map();
  const actions = {
    notify: (notice) => void notices.set(notice.id, notice), dismiss: (id) => void notices.delete(id),
    changeAll: (wanted) => done.push(["changeAll", wanted]), again: async (wanted) => void done.push(["again", wanted]),
  };
  const storage = new SetDatabase({ database: () => database, memory: () => memory });
  const own = await loadImageSet(store, actions, { lab, intake, database: storage, embedded: false, packs });
  return { own, store, state: () => store.get().own, actions, notices, done, database, memory };
}
test("folders are classes, and what has no folder gets the class that was chosen", async () => {
  const page = await open();
  const label = page.own.addClass("owl");
  const report = await page.own.addSources([source("2.png", 20), source("bad.png"), source("cats/1.png", 10)], label);
  assert.deepEqual(report.map(({ result }) => result), ["taken", "refused", "taken"]);
  const { classes, classCounts, pictures, progress, report: told } = page.state();
  assert.deepEqual([classes, classCounts, pictures, progress, told], [["owl", "cats"], [1, 1], 2, null, report]);
});

test("what could not be read stands in the report, also where there is nothing else", async () => {
  const page = await open();
  const unread = [{ path: "cats/2.png", result: "refused", images: 0, text: OWN_WORDS.unreadFile }];
  await page.own.addSources([], 255, unread);
  assert.deepEqual([page.state().report, page.state().pictures], [unread, 0]);
  await page.own.addSources([source("cats/1.png", 1)], 255, unread);
  assert.deepEqual(page.state().report.map(({ path, result }) => [path, result]), [["cats/1.png", "taken"], ["cats/2.png", "refused"]]);
});

test("the same picture is taken once, also when it comes again later; under another class it is another", async () => {
  const page = await open();
  await page.own.addSources([source("a/1.png", 10)]);
  const report = await page.own.addSources([source("a/2.png", 10), source("b/3.png", 10), source("a/4.png", 11)]);
  assert.deepEqual(report.map(({ result, images, text }) => [result, images, text]), [["left-out", 0, WORDS.same("a/1.png")], ["taken", 1, ""], ["taken", 1, ""]]);
  assert.equal(page.state().pictures, 3);
  await page.own.addSources([source("d.npy", 10, 10)]);
  assert.equal(page.state().pictures, 5, "data files are what they are");
});

test("another size comes from the files while they are at hand, and removed or renamed pictures stay so", async () => {
  const calls = [];
  const page = await open({ intake: fakeIntake({ calls }) });
  await page.own.addDrawing(ink(200));
  await page.own.addSources([source("a/1.png", 10), source("a/2.png", 20), source("d.npy", 30, 31)]);
  const { ids } = page.own.page(0, 10);
  page.own.remove([ids[1]]);
  page.own.relabel([ids[2]], 255);
  await page.own.setPreparation({ size: 16, invert: true });
  assert.deepEqual([shades(page), page.state().resized, page.state().canPrepareAgain], [[200, 235, 225, 224], 0, true]);
  assert.deepEqual([...page.own.page(0, 10).labels], [255, 255, 255, 255]);
  assert.equal(calls.some(([name]) => name === "resize"), false);
});

test("without the files what is kept is resized, and the state says so", async () => {
  const { own, database, memory } = await open();
  await own.addSources([source("1.png", 10), source("a/2.png", 20)]);
  await own.addDrawing(ink(9));
  await until(() => database.stores.get("drawings")?.size === 1 && database.stores.get("blocks").size === 2);
  const calls = [];
  const page = await open({ database, memory, intake: fakeIntake({ calls }) });
  assert.deepEqual([shades(page), page.state().classes, page.state().kept, page.state().canPrepareAgain], [[9, 10, 20], ["a"], "saved", false]);
  await page.own.setPreparation({ size: 32, fit: "fill" });
  assert.deepEqual([shades(page), page.state().resized], [[9, 10, 20], 2]);
  assert.equal(calls.find(([name]) => name === "resize")[2].fit, "stretch", "what was done to the pixels is not done again");
});

test("a failed or stopped intake loses nothing, and keeps what came before", async () => {
  let broken = false;
  const page = await open({ intake: fakeIntake({ faults: { take: () => { if (broken) throw new Error("out of luck"); } }, hold: async (idx) => { if (idx === 2) page.own.cancel(); } }) });
  await page.own.addSources([source("1.png", 1), source("2.png", 2), source("3.png", 3)]);
  assert.deepEqual([shades(page), page.state().report.length, page.state().progress], [[1, 2], 2, null]);
  broken = true;
  await page.own.addSources([source("4.png", 4)]);
  assert.equal(page.notices.get("own").text, OWN_WORDS.failed("out of luck"));
  await page.own.setPreparation({ size: 20 });
  assert.deepEqual([shades(page), page.state().preparation.size], [[1, 2], 28], "as they were");
  broken = false;
  await page.own.addSources([source("4.png", 4)]);
  assert.deepEqual(shades(page), [1, 2, 4], "and it goes on");
});

test("an intake, a drawing and a clearing can be taken back", async () => {
  const page = await open();
  await page.own.addDrawing(ink(5), page.own.addClass("five"));
  await page.own.addSources([source("1.png", 1), source("2.png", 2)]);
  page.own.clear();
  assert.deepEqual([shades(page), page.state().classes], [[], []]);
  await page.own.undo();
  assert.deepEqual([shades(page), page.state().classes], [[5, 1, 2], ["five"]]);
  await page.own.undo();
  assert.deepEqual(shades(page), [5], "the whole drop");
  await page.own.undo();
  assert.deepEqual([shades(page), page.state().canUndo], [[], false]);
});

test("few pictures get a smaller net, small batches and variants, with a way back", async () => {
  const page = await open();
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
  assert.deepEqual([back.hidden, back.batch, back.data, page.state().augmentation.variants], [[128, 64], 128, "own", 0]);
  page.own.train();
  await until(() => page.done.length === 3);
  assert.deepEqual([page.done[2][1].batch, page.notices.has("own-few")], [128, false], "the visitor's wish holds");
});

test("another kind gets the defaults for few too, and their notice ends when they are changed", async () => {
  const page = await open();
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
  const chosen = await open({ settings: { hidden: [300], batch: 64 } });
  await chosen.own.addDrawing(ink(1));
  chosen.own.train();
  await until(() => chosen.done.length === 1);
  assert.deepEqual([chosen.done[0][1].hidden, chosen.done[0][1].batch], [[300], 64]);
  const many = await open({ settings: { data: "own" } });
  await many.own.addSources([source("d.npy", ...Array.from({ length: 60 }, (_, idx) => idx))]);
  many.own.train();
  await until(() => many.done.length === 1);
  assert.deepEqual([many.done[0][0], many.done[0][1].batch, many.state().few], ["again", 128, false]);
});

test("mixed with a pack the pictures have the pack's size, and their own again afterwards", async () => {
  const flat = (count) => ({ data: new Uint8Array(count * 3072), labels: new Uint8Array(count), count, width: 32, height: 32, channels: 3 });
  const packs = { open: async () => ({ total: 20, classes: ["faces"], first: flat(20), heldOut: flat(4), rest: (async function* () {})() }) };
  const page = await open({ packs });
  await page.own.setPreparation({ size: 40 });
  await page.own.addSources([source("Faces/1.png", 10), source("Faces/2.png", 20), source("x/3.png", 30)]);
  await page.own.setMix("emoji");
  assert.deepEqual([page.state().preparation.size, page.state().preparation.channels, page.state().few], [32, 3, false]);
  await page.own.setPreparation({ size: 20 });
  assert.equal(page.state().preparation.size, 32, "the pack's while it is there");
  const opened = await page.own.open({});
  assert.deepEqual([opened.classes, opened.total, opened.heldOut.count, opened.paper], [["faces", "x"], 22, 5, 255]);
  await page.own.setMix(null);
  assert.deepEqual([page.state().preparation.size, page.state().preparation.channels, shades(page)], [40, 1, [10, 20, 30]]);
});

test("what is changed while a model gets the images does not reach it, and the state says that there is more", async () => {
  const page = await open();
  await page.own.addSources([source("d.npy", 1, 2, 3, 4)]);
  const opened = await page.own.open({});
  page.own.clear();
  opened.taken();
  const { trainedVersion, version } = page.state();
  assert.equal(trainedVersion < version, true);
  const again = await page.own.open({ skip: 1 });
  assert.equal(again.total, opened.total, "the rest of the same set");
  await assert.rejects(page.own.open({}), { name: "SetError" });
});

test("one picture: what stands for held-out is the same, in words", async () => {
  const page = await open();
  await page.own.addDrawing(ink(1));
  const opened = await page.own.open({});
  opened.taken();
  assert.deepEqual([opened.sameHeldOut, opened.heldOut.count, page.notices.get("own-held-out").text], [true, 1, OWN_WORDS.one]);
});

test("a photo is cut into patches, trained on, and put together again", async () => {
  const lab = { info: { inputShape: [1, 16, 16] }, reconstruct: async (patches) => Float32Array.from(patches, (byte) => byte / 255) };
  const page = await open({ lab: () => lab });
  await page.own.useAs("patches");
  await assert.rejects(page.own.open({}), { message: OWN_WORDS.noPhoto });
  await page.own.setPhoto(source("photo.png", 51));
  assert.deepEqual([page.state().photo.width, page.state().few], [32, false]);
  const opened = await page.own.open({});
  assert.deepEqual([opened.total + opened.heldOut.count, opened.first.width, opened.classes], [6, 16, [OWN_WORDS.picture]]);
  const { mse, rebuilt, original } = await page.own.wholePhoto();
  assert.deepEqual([mse < 1e-12, rebuilt.length, original], [true, 32 * 24, page.state().photo]);
  page.own.setCutting({ side: 8, stride: 1 });
  await until(() => page.state().share === 0.1); // of many patches, not of one photo
  await assert.rejects(page.own.wholePhoto(), { message: OWN_WORDS.wrongSize });
});

test("the gap between the two losses is said, and that it cannot be seen where nothing is held out", () => {
  const history = { training: Float32Array.of(1, 0.02, 2, 0.02), heldOut: Float32Array.of(1, 0.05, 2, 0.06) };
  const state = { pack: { name: "own", classes: [], paper: 0 }, own: {}, snapshot: { step: 2, loss: 0.02, heldOutLoss: 0.06 }, views: { history } };
  const { numbers, wide, rising, close, none } = OWN_WORDS.gap;
  const [low, high] = [Math.fround(0.02), 0.06];
  assert.equal(overfittingWords(state), `${numbers(low, high)} ${wide(high / low)} ${rising}`);
  assert.equal(overfittingWords({ ...state, snapshot: { ...state.snapshot, heldOutLoss: 0.021 } }), `${numbers(low, 0.021)} ${close}`);
  assert.equal(overfittingWords({ ...state, pack: { ...state.pack, sameHeldOut: true } }), none);
  assert.equal(overfittingWords({ ...state, pack: { ...state.pack, name: "digits" } }), null);
});

test("that pictures are too large for PCA is said where PCA could be compared with", () => {
  const state = { pack: { name: "own" }, snapshot: { step: 1 }, settings: defaults(), heldOut: { width: 64, height: 64, channels: 3 } };
  assert.match(pcaWords(state), /12,288 numbers .* 4,096/);
  assert.equal(pcaWords({ ...state, heldOut: { width: 64, height: 64, channels: 1 } }), null);
  assert.equal(pcaWords({ ...state, settings: { ...defaults(), loss: "bce" } }), null);
});
