//! The address bar: it says what the page shows, at most a few times a second, and the page follows it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { followAddress, keepAddress, readAddress, tellProblems } from "../../www/app/address.js";
import { fromAddress } from "../../www/app/link.js";
import { defaults } from "../../www/app/options.js";
import { createStore, initialState } from "../../www/app/store.js";
import { viewActions } from "../../www/app/view-actions.js";
import { S } from "../../www/strings/strings.js";
import { fakeAddress } from "./fake-address.mjs";
import { present } from "./types.mjs";

/** @typedef {import("./types.mjs").TestContext} TestContext */

const bar = fakeAddress();

/** A page without widgets, whose listeners hear of a change at once. @param {TestContext} t */
function setUp(t) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let now = 0;
  t.mock.method(performance, "now", () => now);
  const pass = async (/** @type {number} */ ms) => {
    now += ms;
    t.mock.timers.tick(ms);
    await new Promise((resolve) => setImmediate(resolve));
  };
  bar.address = "";
  location.hash = "";
  const store = createStore(initialState(defaults()), (run) => run());
  const stop = keepAddress(store, (cause) => assert.fail(String(cause)));
  t.after(stop);
  return { store, pass, actions: viewActions(store) };
}

test("every choice of what is shown stands in the address, and goes with it", async (t) => {
  const { store, actions, pass } = setUp(t);
  store.set({ info: /** @type {any} */ ({ latentDim: 8 }), settings: { ...defaults(), code: 8 } });
  actions.showManifold(true);
  actions.setMapDims([4, 4]);
  actions.showClass(3);
  actions.showFilters({ side: "decoder" });
  actions.setLogLoss(false);
  actions.chooseError(true);
  await pass(0);
  assert.equal(bar.address, "/#v=1&code=8&grid=on&axes=5-6&class=3&filters=decoder&scale=linear&curve=error");
  store.set({ settings: defaults() });
  actions.showManifold(false);
  actions.setMapDims(null);
  actions.showClass(null);
  actions.showFilters(null);
  actions.setLogLoss(true);
  actions.chooseError(false);
  await pass(350);
  assert.equal(bar.address, "/#v=1&grid=off");
});

test("a slider that is dragged writes the address a few times a second, the last time always", async (t) => {
  const { store, pass } = setUp(t);
  /** @type {string[]} */
  const written = [];
  t.mock.method(history, "replaceState", (/** @type {[unknown, string, string]} */ ...[, , to]) => written.push(to));
  for (let code = 3; code <= 62; code += 1) {
    store.set({ settings: { ...defaults(), code } });
    await pass(16);
  }
  await pass(350);
  assert.ok(written.length <= 5, `${written.length}`);
  assert.deepEqual([written[0], written.at(-1)], ["/#v=1&code=3", "/#v=1&code=62"]);
  // What changes nothing of it writes nothing.
  store.set({ probe: { x: 1, y: 2 } });
  await pass(1000);
  assert.equal(written.at(-1), "/#v=1&code=62");
});

test("a class that the images do not have is left out, and that is said", (t) => {
  const { store, actions } = setUp(t);
  actions.showClass(9);
  assert.equal(store.get().onlyClass, 9, "as long as the images are not there");
  const pack = { ...store.get().pack, classes: ["cat", "dog", "none"] };
  store.set({ pack });
  assert.equal(store.get().onlyClass, null);
  assert.equal(store.get().notices[0].text, S.notices.address("class", "9", "0-2"));
  actions.showClass(2);
  assert.equal(store.get().onlyClass, 2);
});

/**
 * A page that follows its address; `go` is what the visitor does to it.
 * @param {TestContext} t
 * @param {{linked?: import("../../www/app/link.js").Second | null, isThere?: boolean}} [given]
 */
function following(t, { linked = null, isThere = true } = {}) {
  const { store } = setUp(t);
  /** @type {any[]} */
  const asked = [];
  const faults = { isThere };
  /** @type {() => void} */
  let changed = () => {};
  const listen = (/** @type {string} */ _, /** @type {() => void} */ listener) => (changed = listener);
  Object.assign(globalThis, { addEventListener: listen });
  t.after(() => Reflect.deleteProperty(globalThis, "addEventListener"));
  store.set({ linked });
  followAddress(store, async () => {
    asked.push("fetched");
    if (!faults.isThere) throw new Error("no connection");
    return { follow: async (link) => void asked.push(link), open: async () => void asked.push("open") };
  }, (cause) => asked.push(String(cause)));
  const go = async (/** @type {string} */ hash) => {
    location.hash = hash;
    changed();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { store, asked, go, faults };
}

test("an address that can be read is followed, and what follows it is fetched once", async (t) => {
  const { asked, go } = following(t);
  const hashes = ["#v=1&code=5&class=2", "#v=1&compare=b&b.code=8"];
  for (const hash of hashes) await go(hash);
  assert.deepEqual(asked, ["fetched", ...hashes.map((hash) => fromAddress(hash))]);
});

test("a faulty address, or a link within the page, changes nothing, and the address is put right", async (t) => {
  const { store, asked, go } = following(t);
  store.set({ logLoss: false });
  await go("#v=1&code=500&b.code=8");
  assert.deepEqual([asked, bar.address], [[], "/#v=1&scale=linear"]);
  assert.equal(present(store.get().notices[0]).text, S.notices.address("code", "500", "1-64"));
  bar.address = "";
  await go("#hourglass");
  assert.deepEqual([asked, bar.address, store.get().notices.length], [[], "/#v=1&scale=linear", 1]);
});

test("what does not come is said, and asked for again with the next address", async (t) => {
  const { asked, go, faults } = following(t, { isThere: false });
  await go("#v=1&code=5");
  faults.isThere = true;
  await go("#v=1&code=6");
  assert.deepEqual(asked, ["fetched", "Error: no connection", "fetched", fromAddress("#v=1&code=6")]);
});

test("a page that opens with two models fetches what opens the second", async (t) => {
  const linked = { settings: defaults(), showManifold: null, mapDims: null };
  const { asked, go } = following(t, { linked });
  await go("#hourglass");
  assert.deepEqual(asked, ["fetched", "open"]);
});

test("each problem of an address is a notice", (t) => {
  const { store } = setUp(t);
  tellProblems(store, fromAddress("#v=1&code=0&b.magic=1").problems);
  assert.deepEqual(store.get().notices.map(({ id }) => id), ["address-code", "address-b.magic"]);
  tellProblems(store, fromAddress("#v=3&code=8").problems);
  assert.equal(store.get().notices[2].text, S.notices.addressVersion("3"));
});

test("the page opens with what its address asks for, and with the defaults where there is none", async () => {
  for (const hash of ["", "#"]) assert.deepEqual(await readAddress(hash), { settings: defaults(), problems: [] });
  const hash = "#v=1&code=5&grid=off&b.code=9&magic=1";
  assert.deepEqual(await readAddress(hash), fromAddress(hash));
});
