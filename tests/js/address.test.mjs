//! The address bar: it says what the page shows, at most a few times a second, and the page follows it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { followAddress, keepAddress, readAddress, tellProblems } from "../../www/app/address.js";
import { fromAddress } from "../../www/app/link.js";
import { defaults } from "../../www/app/options.js";
import { createStore, initialState } from "../../www/app/store.js";
import { viewActions } from "../../www/app/view-actions.js";
import { LINK } from "../../www/strings/link.js";
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

test("a class that the images do not have is left out, and that is said", async (t) => {
  const { store, actions, pass } = setUp(t);
  actions.showClass(9);
  assert.equal(store.get().onlyClass, 9, "as long as the images are not there");
  const pack = { ...store.get().pack, classes: ["cat", "dog", "none"] };
  store.set({ pack });
  assert.equal(store.get().onlyClass, null);
  await pass(0);
  assert.equal(store.get().notices[0].text, LINK.problem("class", "9", "0-2"));
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
  }, (cause) => asked.push(String(cause)), { settings: defaults() });
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
  assert.equal(present(store.get().notices[0]).text, LINK.problem("code", "500", "1-64"));
  bar.address = "";
  await go("#hourglass");
  assert.deepEqual([asked, bar.address, store.get().notices.length], [[], "/#v=1&scale=linear", 1]);
});

test("of many faults some are told, short and without what could not be read", async (t) => {
  const { store } = setUp(t);
  const long = `${"\ud800x".repeat(200)}<b>`;
  const keys = Array.from({ length: 500 }, (_, idx) => `k${idx}=1`).join("&");
  await tellProblems(store, fromAddress(`#v=1&__proto__=1&${long}=1&${keys}&code=\u202e2&loss=${long}`).problems);
  const { notices } = store.get();
  assert.deepEqual([notices.length, notices[4].text], [5, LINK.more(504 - 4)]);
  // What is ours comes first: it is what the visitor meant.
  assert.equal(notices[0].text, LINK.problem("code", "\ufffd2", "1-64"));
  assert.ok(notices[1].text.startsWith(`The address asks for “loss” = “${"\ufffdx".repeat(20)}…”, which`));
  assert.equal(notices[2].text, LINK.unknownKey("__proto__"));
  assert.equal(notices[3].text, LINK.unknownKey(`${"\ufffdx".repeat(20)}…`));
  for (const { id, text } of notices) assert.ok(id.isWellFormed() && text.isWellFormed() && text.length < 200, text);
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

test("a page that opens with what cannot be puts its address right, and keeps what a link promises", async (t) => {
  const { store, pass } = setUp(t);
  Object.assign(globalThis, { addEventListener() {} });
  t.after(() => Reflect.deleteProperty(globalThis, "addEventListener"));
  const fail = (/** @type {unknown} */ cause) => assert.fail(String(cause));
  const open = async (/** @type {string} */ hash) => {
    location.hash = hash;
    bar.address = "";
    const link = fromAddress(hash);
    store.set({ ...link.shown, settings: link.settings, promised: null });
    void followAddress(store, async () => ({ follow: async () => {}, open: async () => {} }), fail, link);
    await pass(0);
    return bar.address;
  };
  assert.equal(await open("#v=2&step=4"), "/");
  assert.equal(await open("x".repeat(1e6)), "/");
  assert.equal(await open("#v=1&code=5&rate=77&class=3"), "/#v=1&code=5&class=3");
  const promised = "&step=9&bits=3d1f2a3b&ink=abc";
  assert.equal(await open(`#v=1&code=5&magic=1${promised}`), `/#v=1&code=5${promised}`);
  assert.equal(await open("#v=1&code=5&code=6&step=7"), "/#v=1&code=6&step=7");
});

test("what a link promises stays in the address until it is there, whatever is steered on the way", async (t) => {
  const { store, pass } = setUp(t);
  const { settings, goal, ink } = fromAddress("#v=1&hidden=256&step=1000&bits=3d1f2a3b&moves=rate:0.002@10");
  store.set({ settings, promised: { settings, goal, ink } });
  await pass(0);
  store.set({ settings: { ...settings, rate: 0.002 }, onlyClass: 3 });
  await pass(350);
  assert.equal(bar.address, "/#v=1&hidden=256&class=3&step=1000&bits=3d1f2a3b&moves=rate:0.002@10");
  store.set({ promised: null });
  await pass(350);
  assert.equal(bar.address, "/#v=1&hidden=256&rate=0.002&class=3");
});

test("an address in which a word is there twice is followed, and it is said", async (t) => {
  const { store, asked, go } = following(t);
  await go("#v=1&code=5&code=6");
  assert.deepEqual(asked, ["fetched", fromAddress("#v=1&code=5&code=6")]);
  assert.deepEqual(store.get().notices.map(({ text }) => text), [LINK.repeated("code", "6")]);
  await go("#v=2");
  assert.deepEqual([asked.length, store.get().notices[1].text], [2, LINK.version("2")]);
});

test("a page that opens with a run or with drawings fetches what brings them, and waits for it", async (t) => {
  const { store } = setUp(t);
  Object.assign(globalThis, { addEventListener() {} });
  t.after(() => Reflect.deleteProperty(globalThis, "addEventListener"));
  const fail = (/** @type {unknown} */ cause) => assert.fail(String(cause));
  for (const hash of ["#v=1&step=5", "#v=1&ink=abc"]) {
    const link = fromAddress(hash);
    /** @type {unknown[]} */
    const opened = [];
    const follower = { follow: async () => {}, open: async (/** @type {unknown} */ one) => void opened.push(one) };
    await followAddress(store, async () => follower, fail, link);
    assert.deepEqual(opened, [link]);
  }
  assert.equal(followAddress(store, async () => assert.fail(), fail, fromAddress("#v=1&code=5")), undefined);
});

test("each problem of an address is a notice", async (t) => {
  const { store } = setUp(t);
  await tellProblems(store, fromAddress("#v=1&code=0&b.magic=1").problems);
  assert.deepEqual(store.get().notices.map(({ id }) => id), ["address-code", "address-b.magic"]);
  await tellProblems(store, fromAddress("#v=3&code=8").problems);
  assert.equal(store.get().notices[2].text, LINK.version("3"));
});

test("the page opens with what its address asks for, and with the defaults where there is none", async () => {
  for (const hash of ["", "#"]) assert.deepEqual(await readAddress(hash), { settings: defaults(), problems: [] });
  const hash = "#v=1&code=5&grid=off&b.code=9&magic=1";
  assert.deepEqual(await readAddress(hash), fromAddress(hash));
});
