//! What a link asks for beyond its first model: when the second model is opened, and what is said where it cannot be.

import assert from "node:assert/strict";
import { test } from "node:test";
import { packInk } from "../../www/app/ink.js";
import { fromAddress } from "../../www/app/link.js";
import { defaults } from "../../www/app/options.js";
import { LINK } from "../../www/strings/link.js";
import { setUp } from "./link-page.mjs";

const each = { showManifold: null, mapDims: null };
const eight = { settings: { ...defaults(), code: 8 }, ...each };

test("the second model of a link opens once all images have come", async () => {
  const { store, asked, follower, soon } = setUp({ loading: { arrived: 3, total: 10 }, linked: eight });
  void follower.open({ settings: defaults() });
  await soon();
  assert.deepEqual(asked, []);
  store.set({ loading: { arrived: 10, total: 10 } });
  await soon();
  assert.deepEqual([asked, store.get().linked], [[["begin", eight, true]], null]);
});

test("one that the first model took with it, as it was refused, does not open", async () => {
  const { store, asked, follower, soon } = setUp({ phase: "loading", linked: eight });
  void follower.open({ settings: defaults() });
  await soon();
  store.set({ linked: null });
  store.set({ phase: "ready" });
  await soon();
  assert.deepEqual(asked, []);
});

test("one that the engine refuses is told with the reason, and the address forgets it", async () => {
  const { store, follower, faults, soon } = setUp({ linked: eight });
  faults.why = "kernel: got 7, wanted at most 5";
  await follower.open({ settings: defaults() });
  await soon();
  const [notice] = store.get().notices;
  assert.deepEqual(
    [notice.id, notice.text, store.get().linked],
    ["address-second", LINK.refused("kernel: got 7, wanted at most 5"), null],
  );
});

test("a link is followed with all that it shows, and a comparison that it does not name ends", async () => {
  const { store, asked, follower, side } = setUp();
  store.set({ compare: side });
  await follower.follow(fromAddress("#v=1&code=8&axes=3-4&class=5&grid=on&scale=linear"));
  assert.deepEqual(asked, [["end"], ["first", { ...defaults(), code: 8 }]]);
  const { mapDims, onlyClass, showManifold, logLoss, linked } = store.get();
  assert.deepEqual([mapDims, onlyClass, showManifold, logLoss, linked], [[2, 3], 5, true, false, null]);
});

test("a link to a comparison opens one, and changes the one that there is", async () => {
  const { store, asked, follower } = setUp();
  await follower.follow(fromAddress("#v=1&seed=3&b.code=8"));
  const [first, other] = [{ ...defaults(), seed: 3 }, { ...defaults(), seed: 3, code: 8 }];
  assert.deepEqual(asked.splice(0), [["first", first], ["begin", { settings: other, ...each }, false]]);
  await follower.follow(fromAddress("#v=1&seed=3&b.code=4&b.axes=1-3"));
  assert.deepEqual(asked, [
    ["first", first], ["second", { ...other, code: 4 }],
    ["side", { showManifold: null, mapDims: [0, 2], probe: null }],
  ]);
  assert.equal(store.get().linked, null);
});

test("where the first model is refused nothing else of the link is shown", async () => {
  const { store, asked, follower, faults } = setUp();
  faults.isRefused = true;
  await follower.follow(fromAddress("#v=1&code=9&class=5&compare=b"));
  assert.deepEqual(asked.map(([name]) => name), ["first"]);
  assert.deepEqual([store.get().onlyClass, store.get().linked], [null, null]);
});

test("of two links the last one wins, also while other images are on their way", async () => {
  const { store, asked, follower, soon } = setUp();
  const switching = { name: /** @type {const} */ ("fashion"), bytes: 0, isBack: false, cancel() {} };
  store.set({ switching });
  void follower.follow(fromAddress("#v=1&class=5&b.code=8"));
  await soon();
  void follower.follow(fromAddress("#v=1&class=6&b.code=4"));
  await soon();
  assert.deepEqual(asked.map(([name]) => name), ["first", "first"]);
  store.set({ switching: null });
  await soon();
  assert.equal(store.get().onlyClass, 6);
  const begun = asked.filter(([name]) => name === "begin");
  assert.deepEqual(begun.map(([, { settings }]) => settings.code), [4]);
});

/** Four drawings of two classes. @returns {import("../../www/app/ink.js").Drawings} */
const four = () => ({
  classes: ["cat", "dog"],
  drawings: [0, 1, 255, 0].map((label, idx) => ({ label, pixels: new Uint8Array(784).fill(idx) })),
});

test("drawings of a link come into a set that is empty, before anything else of the link", async () => {
  const { store, asked, follower } = setUp();
  const link = fromAddress(`#v=1&code=5&ink=${await packInk(four())}`);
  await follower.open(link);
  assert.deepEqual(asked, [["drawings", four()]]);
  assert.equal(store.get().notices[0].text, LINK.added(4));
  await follower.follow(link);
  assert.deepEqual(asked.map(([name]) => name), ["drawings", "drawings", "first"]);
});

test("into a set that holds something they come at the visitor's wish, and the run is not promised", async () => {
  const own = /** @type {any} */ ({ drawings: 0, pictures: 1 });
  const settings = { ...defaults(), data: "own" };
  const { store, asked, follower, soon } = setUp({ own, settings });
  await follower.open(fromAddress(`#v=1&data=own&step=5&ink=${await packInk(four())}`));
  store.set({ info: /** @type {any} */ ({}) });
  await soon();
  assert.deepEqual(asked, [["autoplay"]], "no run, which was on other images");
  const [{ text, actions = [] }] = store.get().notices;
  assert.deepEqual([text, actions.length], [LINK.offered(4, true), 1]);
  actions[0].run();
  await soon();
  assert.deepEqual(asked.slice(1), [["drawings", four()], ["train"]]);
  assert.deepEqual(store.get().notices, []);
});

test("damaged drawings are said to be, and nothing is added", async () => {
  const { store, asked, follower } = setUp();
  await follower.open(fromAddress("#v=1&code=5&ink=abcd"));
  assert.deepEqual([asked, store.get().notices[0].text], [[], LINK.badInk]);
});

test("a link to a step on a model that the engine has refused just trains", async () => {
  const { asked, follower, soon } = setUp({ info: /** @type {any} */ ({}) });
  await follower.open(fromAddress("#v=1&code=9&step=5"));
  await soon();
  assert.deepEqual(asked, [["autoplay"]]);
});

test("where a link's images or model cannot be had it is said that its run is not made", async () => {
  for (const id of ["address-data", "address-model"]) {
    const notices = [{ id, tone: /** @type {const} */ ("calm"), text: "The digits are here." }];
    const { store, asked, follower, soon } = setUp({ info: /** @type {any} */ ({}), notices });
    const link = fromAddress("#v=1&data=own&step=4");
    store.set({ promised: link });
    await follower.open(link);
    await soon();
    const [{ text }] = store.get().notices;
    assert.deepEqual([text, asked], [`The digits are here. ${LINK.noRun(4)}`, [["autoplay"]]]);
    assert.equal(store.get().promised, null);
  }
});
