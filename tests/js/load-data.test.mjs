//! From one pack of images to another: the model before goes on until the new one stands, and where it cannot.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createActions } from "../../www/app/actions.js";
import { addressOf } from "../../www/app/link.js";
import { defaults } from "../../www/app/options.js";
import { PACKS } from "../../www/data/pack-table.js";
import { DataLoader } from "../../www/app/load-data.js";
import { Models } from "../../www/app/models.js";
import { createStore, initialState } from "../../www/app/store.js";
import { S } from "../../www/strings/strings.js";
import { keepWatching } from "../../www/app/view-requests.js";
import { named } from "./engine-errors.mjs";
import { BASE, packFiles, server } from "./fake-packs.mjs";
import { FakeWorker } from "./fake-worker.mjs";
import { present } from "./types.mjs";

/** @typedef {import("./types.mjs").State} State */
/** @typedef {import("./types.mjs").TestStore} TestStore */
/** @typedef {import("./fake-worker.mjs").Options["session"]} SessionOptions */

const FILES = {
  ...packFiles(PACKS.digits.files, { train: 40, test: 30, shape: [2, 2] }),
  ...packFiles(PACKS.fashion.files, { train: 24, test: 20, shape: [2, 2] }),
  ...packFiles(PACKS.emoji.files, { train: 12, test: 9, shape: [2, 2, 1], nClasses: 9 }),
};

/**
 * A page without widgets: the store, the actions, the models that it has had.
 * @param {import("./types.mjs").TestContext} t
 * @param {{files?: Record<string, Buffer>, hold?: Parameters<typeof server>[2],
 *   settings?: Partial<import("./types.mjs").Settings>,
 *   session?: SessionOptions | ((nth: number) => SessionOptions)}} [given]
 */
async function open(t, { files = FILES, session = {}, hold = () => null, settings = {} } = {}) {
  const state = initialState({ ...defaults(), ...settings });
  const store = /** @type {TestStore} */ (createStore(state, (run) => setTimeout(run, 2)));
  /** @type {FakeWorker[]} */
  const workers = [];
  /** @type {import("../../www/hourglass.js").Hourglass[]} */
  const hourglasses = [];
  const spawn = () => {
    const worker = new FakeWorker({ session: typeof session === "function" ? session(workers.length) : session });
    workers.push(worker);
    return worker;
  };
  const actions = createActions(store, new Models());
  const environment = { spawn, frame: (/** @type {() => void} */ callback) => setTimeout(callback, 2) };
  const data = new DataLoader(store, actions, { environment, fetch: server(files, 1000, hold), base: BASE });
  store.on("replaced", (hourglass) => {
    hourglasses.push(hourglass);
    void keepWatching(store, hourglass, actions.explain);
  });
  t.after(() => hourglasses.at(-1)?.dispose());
  await data.start();
  return { store, actions, data, workers, hourglasses };
}

/**
 * Until the state is as it should be.
 * @param {TestStore} store
 * @param {string} what
 * @param {(state: import("./types.mjs").Present<State>) => unknown} holds
 */
async function until(store, what, holds) {
  for (let tries = 0; tries < 500; tries++) {
    if (holds(store.get())) return store.get();
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
  throw new Error(`never: ${what}`);
}

/** A gate that stays closed until it is released. */
function closed() {
  let release = () => {};
  const gate = new Promise((resolve) => (release = () => resolve(undefined)));
  return { gate, release };
}

/** @typedef {Awaited<ReturnType<typeof open>>} Page */
/** @type {(page: Page, name: string, more?: Partial<import("./types.mjs").Settings>) => Promise<void>} */
const switchTo = ({ data, store }, name, more = {}) => data.switchTo({ ...store.get().settings, data: name, ...more });
const notice = (/** @type {TestStore} */ store, /** @type {string} */ id) =>
  present(store.get().notices.find((one) => one.id === id));

test("the address names the pack that the page opens with", async (t) => {
  const { store } = await open(t, { settings: { data: "emoji" } });
  const { pack, heldOut, pairs, info } = store.get();
  assert.deepEqual([pack.name, pack.paper, pack.classes.length, heldOut.count, info.nImages], ["emoji", 255, 9, 9, 12]);
  assert.deepEqual(pairs, [0, 1, 2, 3, 4, 5, 6, 7, 8], "one of each class, where there is no second");
});

test("the model before goes on until the new one stands; then all is the new pack's", async (t) => {
  const { gate, release } = closed();
  const page = await open(t, { hold: (/** @type {string} */ url) => (url.includes("fashion") ? gate : null) });
  const { store, actions, hourglasses, workers } = page;
  actions.play();
  await until(store, "training", ({ snapshot }) => snapshot?.step > 5 && snapshot.views);
  const switched = switchTo(page, "fashion");
  assert.deepEqual([store.get().switching.name, store.get().settings.data], ["fashion", "digits"]);
  const { step } = store.get().snapshot;
  await until(store, "the old one goes on", ({ snapshot }) => snapshot.step > step + 5);
  release();
  await switched;
  const state = store.get();
  assert.deepEqual(
    [state.pack.name, state.settings.data, state.switching, state.run, state.phase],
    ["fashion", "fashion", null, "training", "ready"],
  );
  assert.equal(state.pack.classes[9], "ankle boot");
  assert.deepEqual(
    [state.heldOut.count, state.info.nImages, state.info.nHeldOut, state.loading.total],
    [20, 24, 20, 24],
  );
  assert.match(addressOf(state), /data=fashion/);
  assert.deepEqual([hourglasses.length, workers[0].terminated, workers[1].terminated], [2, true, false]);
  await until(
    store,
    "training on the new pack",
    ({ snapshot, views }) => snapshot?.step > 5 && views.pairs?.reconstructions.length === 20 * 4,
  );
  assert.deepEqual(store.get().notices.map(({ id }) => id), ["changed"]);
});

test("an undo brings the pack before back, with the model that stood on it", async (t) => {
  const page = await open(t);
  const { store, actions, hourglasses } = page;
  actions.play();
  await until(store, "training", ({ snapshot }) => snapshot?.step > 5);
  await switchTo(page, "fashion", { code: 8 });
  await until(store, "training on the new pack", ({ snapshot }) => snapshot?.step > 0);
  assert.match(notice(store, "changed").text, /Digits → Fashion/);
  actions.undo();
  await until(store, "the pack before", ({ pack, phase }) => pack.name === "digits" && phase === "ready");
  assert.deepEqual([store.get().settings.data, store.get().settings.code, hourglasses.length], ["digits", 2, 3]);
  assert.ok(hourglasses[2].step > 5, `at step ${hourglasses[2].step}`);
  assert.match(notice(store, "changed").text, /is back, at step \d+\.$/);
});

test("two undos at once go back two packs", async (t) => {
  const page = await open(t);
  for (const name of ["fashion", "emoji"]) await switchTo(page, name);
  page.actions.undo();
  page.actions.undo();
  await until(page.store, "the first pack", ({ pack, switching }) => pack.name === "digits" && !switching);
});

test("where the pack before does not come, the way back stays", async (t) => {
  const files = { ...FILES };
  const page = await open(t, { files });
  const { store, actions } = page;
  actions.play();
  await until(store, "training", ({ snapshot }) => snapshot?.step > 5);
  await switchTo(page, "fashion");
  const { [PACKS.digits.files.testImages]: missing } = files;
  delete files[PACKS.digits.files.testImages];
  actions.undo();
  await until(store, "what went wrong", ({ notices }) => notices.some(({ id }) => id === "switch"));
  assert.equal(store.get().settings.data, "fashion");
  files[PACKS.digits.files.testImages] = missing;
  actions.undo();
  await until(store, "the pack before", ({ pack }) => pack.name === "digits");
  assert.match(notice(store, "changed").text, /is back, at step \d+\.$/);
});

test("a paused model stays paused on the new pack, and the settings stay", async (t) => {
  const page = await open(t, { settings: { code: 2, rate: 0.01, seed: 7 } });
  await switchTo(page, "emoji");
  const { run, settings, info } = page.store.get();
  assert.deepEqual([run, settings.rate, settings.seed], ["paused", 0.01, 7]);
  assert.deepEqual([info.config.seed, info.config.optimizer.learningRate], [7, 0.01]);
});

test("a pack that does not load is named, and the model before goes on; trying again can help", async (t) => {
  const large = packFiles(PACKS.fashion.files, { train: 2000, test: 20, shape: [2, 2] });
  const { [PACKS.fashion.files.testImages]: missing, ...files } = { ...FILES, ...large };
  const { gate, release } = closed();
  const page = await open(t, { files, hold: (url) => (url.includes("fashion-train-images") ? gate : null) });
  const { store, hourglasses, workers } = page;
  page.actions.play();
  await switchTo(page, "fashion");
  const { text, actions } = notice(store, "switch");
  assert.ok(text.startsWith(S.packs.fashion.name) && text.includes("404"), text);
  const { settings, pack } = store.get();
  assert.deepEqual([settings.data, pack.name, hourglasses.length], ["digits", "digits", 1]);
  const { step } = store.get().snapshot ?? { step: 0 };
  // What still comes of it does not count as on its way.
  release();
  await until(store, "training goes on", ({ snapshot }) => snapshot?.step > step);
  assert.equal(store.get().switching, null);
  files[PACKS.fashion.files.testImages] = missing;
  actions[0].run();
  await until(store, "the second try", ({ pack }) => pack.name === "fashion");
  assert.equal(notice(store, "switch"), undefined);
  assert.equal(workers.length, 2);
});

test("a model that the engine refuses on the new images leaves the one before", async (t) => {
  const constructor = () => {
    throw named("ConfigError", "stride: got 3, wanted less");
  };
  const session = (/** @type {number} */ nth) => (nth === 0 ? {} : { faults: { constructor } });
  const page = await open(t, { session });
  await switchTo(page, "emoji");
  assert.match(notice(page.store, "switch").text, /stride/);
  assert.deepEqual(
    [page.hourglasses.length, page.store.get().settings.data, page.workers[1].terminated],
    [1, "digits", true],
  );
});

test("the last choice wins, a choice taken back is none, and no worker is left over", async (t) => {
  const page = await open(t);
  const { store, hourglasses, workers } = page;
  const first = switchTo(page, "fashion");
  const second = switchTo(page, "emoji");
  await Promise.all([first, second]);
  assert.equal(store.get().pack.name, "emoji");
  const third = switchTo(page, "fashion");
  store.get().switching.cancel();
  await third;
  assert.deepEqual([store.get().pack.name, store.get().switching], ["emoji", null]);
  assert.deepEqual(workers.map(({ terminated }) => terminated), workers.map((_, at) => at < workers.length - 1));
  assert.equal(hourglasses.length, 2);
});

test("what is set while a pack is on its way holds, whether the model has it yet or not", async (t) => {
  const { gate, release } = closed();
  const page = await open(t, { hold: (/** @type {string} */ url) => (url.includes("emoji") ? gate : null) });
  const { store, actions } = page;
  const switched = switchTo(page, "emoji", { batch: 64 });
  actions.change("rate", 0.1);
  actions.change("seed", 12);
  assert.equal(store.get().pending.seed, 12);
  release();
  await switched;
  const { settings, pending, info } = store.get();
  assert.deepEqual(
    [settings.data, settings.batch, settings.rate, settings.seed, pending],
    ["emoji", 64, 0.1, 12, null],
  );
  assert.deepEqual([info.config.batchSize, info.config.optimizer.learningRate, info.config.seed], [64, 0.1, 12]);
});

test("the rest of the pack before is no longer brought, nor missed", async (t) => {
  const { gate, release } = closed();
  /** @type {{signal?: AbortSignal | null}} */
  const stalled = {};
  /** @type {Parameters<typeof server>[2]} */
  const hold = (url, at, signal) => {
    if (!url.endsWith(PACKS.digits.files.trainImages) || at <= 10_000) return null;
    stalled.signal = signal;
    return gate;
  };
  const files = { ...FILES, ...packFiles(PACKS.digits.files, { train: 20_000, test: 30, shape: [2, 2] }) };
  let came = 0;
  const page = await open(t, { files, hold, session: { faults: { append: () => void (came += 1) } } });
  await until(page.store, "some, not all", () => stalled.signal);
  await switchTo(page, "fashion");
  const before = came;
  assert.ok(stalled.signal?.aborted, "the server hears that no more is wanted");
  release();
  await new Promise((resolve) => setImmediate(resolve));
  assert.ok(before >= 2 && came === before, `${before}, ${came}`);
  const { loading, notices } = page.store.get();
  assert.deepEqual([loading, notices.map(({ id }) => id)], [{ arrived: 24, total: 24 }, ["changed"]]);
});

test("a switch that comes to nothing does not hold up the rest of the images", async (t) => {
  const { gate, release } = closed();
  /** @type {Parameters<typeof server>[2]} */
  const hold = (url, at) => (url.endsWith(PACKS.digits.files.trainImages) && at > 10_000 ? gate : null);
  const files = { ...FILES, ...packFiles(PACKS.digits.files, { train: 20_000, test: 30, shape: [2, 2] }) };
  const page = await open(t, { files: { ...files, [PACKS.fashion.files.testImages]: Buffer.from("none") }, hold });
  await switchTo(page, "fashion");
  assert.ok(notice(page.store, "switch"));
  release();
  await until(page.store, "all of them", ({ loading }) => loading.arrived === 20_000);
});

test("a drawing is placed anew, black on the new pack's white paper", async (t) => {
  const page = await open(t);
  const { store, actions } = page;
  actions.draw({ data: new Uint8Array(6), width: 3, height: 2 });
  const { drawing, inspect } = await until(store, "a drawing", (state) => state.drawing);
  assert.deepEqual([[...drawing], inspect], [[6, 3, 2, 0], { source: "drawing" }]);
  await switchTo(page, "emoji");
  await until(store, "the drawing again", (state) => state.drawing);
  assert.deepEqual([[...store.get().drawing], store.get().inspect.source], [[249, 252, 253, 255], "drawing"]);
});

test("before any model is there, another choice is what the page opens with", async (t) => {
  const { [PACKS.digits.files.trainLabels]: missing, ...files } = FILES;
  const page = await open(t, { files });
  assert.ok(missing && notice(page.store, "start"));
  await switchTo(page, "fashion");
  const { phase, pack, notices } = page.store.get();
  assert.deepEqual([phase, pack.name, notices, page.hourglasses.length], ["ready", "fashion", [], 1]);
});
