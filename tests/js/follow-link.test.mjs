//! What a link asks for beyond its first model: when the second model is opened, and what is said where it cannot be.

import assert from "node:assert/strict";
import { test } from "node:test";
import { LinkFollower } from "../../www/app/follow-link.js";
import { fromAddress } from "../../www/app/link.js";
import { defaults } from "../../www/app/options.js";
import { createStore, initialState } from "../../www/app/store.js";
import { LINK } from "../../www/strings/link.js";
import { named } from "./engine-errors.mjs";
import { partly } from "./types.mjs";

/** @typedef {import("../../www/app/store.js").State} State */

/**
 * A page that a link is followed on. A change of the first model stands at once, unless it is `refused`.
 * @param {Partial<State>} [given]
 */
function setUp(given = {}) {
  const loading = { arrived: 10, total: 10 };
  /** @type {State} */
  const state = { ...initialState(defaults()), phase: "ready", loading, ...given };
  const store = createStore(state, (run) => run());
  /** @type {any[]} */
  const asked = [];
  const faults = { isRefused: false, why: "" };
  const side = /** @type {import("../../www/app/store.js").Side} */ ({ settings: defaults() });
  const comparison = {
    begin: async (/** @type {any} */ second, /** @type {boolean} */ isOpening) => {
      asked.push(["begin", second, isOpening]);
      if (faults.why) throw named("ConfigError", faults.why);
      store.set({ compare: side });
    },
    end() {
      if (store.get().compare) asked.push(["end"]);
      store.set({ compare: null });
    },
    changes: { changeAll: (/** @type {any} */ wanted) => asked.push(["second", wanted]), settled: async () => {} },
    side: { set: (/** @type {any} */ patch) => asked.push(["side", patch]) },
  };
  const follower = new LinkFollower(store, {
    changeAll: (settings) => {
      asked.push(["first", settings]);
      if (!faults.isRefused) store.set({ settings });
    },
    settled: async () => {},
  }, partly(comparison));
  const soon = async () => {
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { store, asked, follower, faults, soon, side };
}

const each = { showManifold: null, mapDims: null };
const eight = { settings: { ...defaults(), code: 8 }, ...each };

test("the second model of a link opens once all images have come", async () => {
  const { store, asked, follower, soon } = setUp({ loading: { arrived: 3, total: 10 }, linked: eight });
  void follower.open();
  await soon();
  assert.deepEqual(asked, []);
  store.set({ loading: { arrived: 10, total: 10 } });
  await soon();
  assert.deepEqual([asked, store.get().linked], [[["begin", eight, true]], null]);
});

test("one that the first model took with it, as it was refused, does not open", async () => {
  const { store, asked, follower, soon } = setUp({ phase: "loading", linked: eight });
  void follower.open();
  await soon();
  store.set({ linked: null });
  store.set({ phase: "ready" });
  await soon();
  assert.deepEqual(asked, []);
});

test("one that the engine refuses is told with the reason, and the address forgets it", async () => {
  const { store, follower, faults } = setUp({ linked: eight });
  faults.why = "kernel: got 7, wanted at most 5";
  await follower.open();
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
