//! The visitor's own set among the packs: at the start, after a switch, and where there is nothing in it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createActions } from "../../www/app/actions.js";
import { addressOf } from "../../www/app/link.js";
import { defaults } from "../../www/app/options.js";
import { SetError } from "../../www/own/as-pack.js";
import { PACKS } from "../../www/data/pack-table.js";
import { DataLoader } from "../../www/app/load-data.js";
import { Models } from "../../www/app/models.js";
import { createStore, initialState } from "../../www/app/store.js";
import { S } from "../../www/strings/strings.js";
import { BASE, packFiles, server } from "./fake-packs.mjs";
import { FakeWorker } from "./fake-worker.mjs";
import { present } from "./types.mjs";

/** @typedef {import("./types.mjs").TestStore} TestStore */
/** @typedef {NonNullable<import("../../www/app/load-data.js").Given["own"]>} OpenOwn */

/**
 * A set as `own.open` gives it.
 * @param {number} count
 * @param {number[]} labels
 * @param {object} [more]
 * @returns {Awaited<ReturnType<OpenOwn>>}
 */
function opened(count, labels, more = {}) {
  const set = (/** @type {number} */ n) => ({
    data: new Uint8Array(n * 4).fill(n),
    labels: Uint8Array.from(labels.slice(0, n)),
    count: n,
    width: 2,
    height: 2,
    channels: 1,
  });
  return {
    total: count,
    classes: ["cat", "dog", "no class"],
    first: set(count),
    heldOut: set(count),
    rest: (async function* () {})(),
    paper: 255,
    ...more,
  };
}

/**
 * A page without widgets that opens with these settings.
 * @param {import("./types.mjs").TestContext} t
 * @param {OpenOwn} own
 * @param {Partial<import("./types.mjs").Settings>} [settings]
 */
async function open(t, own, settings = {}) {
  const state = initialState({ ...defaults(), ...settings });
  const store = /** @type {TestStore} */ (createStore(state, (run) => setTimeout(run, 2)));
  /** @type {import("../../www/hourglass.js").Hourglass[]} */
  const hourglasses = [];
  const spawn = () => new FakeWorker({});
  const actions = createActions(store, new Models());
  store.on("replaced", (hourglass) => hourglasses.push(hourglass));
  const files = packFiles(PACKS.digits.files, { train: 40, test: 30, shape: [2, 2] });
  const environment = { spawn, frame: (/** @type {() => void} */ callback) => setTimeout(callback, 2) };
  const data = new DataLoader(store, actions, { environment, fetch: server(files, 1000), base: BASE, own });
  t.after(() => hourglasses.at(-1)?.dispose());
  await data.start();
  return { store, actions, data, hourglasses };
}
const notice = (/** @type {TestStore} */ store, /** @type {string} */ id) =>
  present(store.get().notices.find((one) => one.id === id));


test("an address that asks for a set of which nothing is kept opens with the digits, and says so", async (t) => {
  const { store } = await open(t, async () => { throw new SetError("There is nothing."); }, { data: "own", code: 5 });
  const { phase, pack, settings, info } = store.get();
  assert.deepEqual(
    [phase, pack.name, settings.data, settings.code, info.nImages],
    ["ready", "digits", "digits", 5, 40],
  );
  assert.equal(notice(store, "address-data").text, `There is nothing. ${S.notices.digitsInstead}`);
  assert.equal(addressOf(store.get()), "#v=1&code=5");
});

test("the address opens the set that is kept, and the set hears that a model stands on it", async (t) => {
  let taken = 0;
  const { store } = await open(t, async () => opened(5, [1, 1, 0, 2, 1], { taken: () => (taken += 1) }), {
    data: "own",
  });
  const { pack, pairs, inspect } = store.get();
  assert.deepEqual([pack, taken], [{ name: "own", classes: ["cat", "dog", "no class"], paper: 255 }, 1]);
  assert.deepEqual(
    [pairs, inspect],
    [[2, 0, 3, 1, 4], { source: "image", idx: 2 }],
    "one of each class, then seconds, then whatever there is",
  );
});

test("of many classes and many pictures there are 20 pairs", async (t) => {
  const labels = Array.from({ length: 90 }, (_, idx) => idx % 45);
  const { store } = await open(
    t,
    async () => opened(90, labels, { classes: Array.from({ length: 45 }, (_, idx) => `class ${idx}`) }),
    { data: "own" },
  );
  assert.deepEqual(store.get().pairs, Array.from({ length: 20 }, (_, idx) => idx));
});

test("a set that cannot be trained on leaves the model before as it is", async (t) => {
  const { store, data, hourglasses } = await open(t, async () => { throw new SetError("There is nothing."); });
  await data.switchTo({ ...store.get().settings, data: "own" });
  assert.deepEqual([store.get().pack.name, store.get().settings.data, hourglasses.length], ["digits", "digits", 1]);
  const { text, actions } = notice(store, "switch");
  assert.deepEqual([text, actions], [S.notices.notSwitched(S.packs.own.name, "There is nothing."), []]);
});

test("the set that has changed takes the place of the one before", async (t) => {
  let count = 3;
  const { store, actions, hourglasses } = await open(t, async () => opened(count, [0, 1, 0, 1]), { data: "own" });
  count = 4;
  const second = new Promise((resolve) => store.on("replaced", resolve));
  actions.again({ ...store.get().settings, batch: 16 });
  await second;
  const { info, heldOut, settings } = store.get();
  assert.deepEqual([info.nImages, heldOut.count, settings.batch, hourglasses.length], [4, 4, 16, 2]);
});
