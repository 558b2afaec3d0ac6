//! The way back from changes: one undo each, with weights, step and curves, for one model and for two.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ChangeHistory } from "../../www/app/change-history.js";
import { Models } from "../../www/app/models.js";
import { preset } from "../../www/app/presets.js";
import { UNTRAINED } from "../../www/app/run-clock.js";
import { createStore, initialState } from "../../www/app/store.js";
import { S } from "../../www/strings/strings.js";
import { partly } from "./types.mjs";

/** @typedef {import("../../www/app/change-history.js").Before} Before */
/** @typedef {import("./types.mjs").Settings} Settings */

/** A page with a model at step 7, whose run is as many bytes as are said. @param {number} [bytes] */
function setUp(bytes = 7) {
  const models = new Models();
  const model = { step: 7, save: async () => new Uint8Array(bytes) };
  models.first = /** @type {any} */ (model);
  const clock = { ...UNTRAINED, ms: 9000 };
  /** @type {import("./types.mjs").State} */
  const state = partly({ ...initialState(preset("vanilla")), info: { nParams: 10 }, clock });
  const store = /** @type {import("./types.mjs").TestStore} */ (createStore(state, () => {}));
  /** @type {any[]} */
  const told = [];
  const run = { goesOn: () => true, begun: (/** @type {object} */ patch) => void told.push(["begun", patch]) };
  const history = new ChangeHistory(store, models, run);
  const back = { settled: async () => {}, steerBack: () => "" };
  history.add({
    isThere: true,
    changes: back,
    async bringBack({ first }) {
      const file = await first.file;
      told.push(["back", first.settings.code, file?.length ?? null]);
      store.set({ settings: first.settings });
      return {};
    },
  });
  store.on("switch-data", ({ wanted, back: entry }) => told.push(["switch", wanted.data, entry?.first.settings.code]));
  let now = 0;
  /** One change of the code. @param {number} code @param {{control?: string | null, pause?: number}} [options] */
  function change(code, { control = "code", pause = 5000 } = {}) {
    now += pause;
    const from = store.get().settings;
    const wanted = { ...from, code };
    const before = history.capture();
    store.set({ settings: wanted });
    history.keep(before, "first", [{ from, wanted, control, at: now }], (was) => `${was.code} to ${code}`);
  }
  const notice = () => store.get().notices.find(({ id }) => id === "changed");
  return { store, models, model, history, told, change, notice };
}

test("an undo brings the model before back with its run, and says where it stands", async () => {
  const { history, told, change, notice } = setUp();
  change(8);
  assert.equal(notice()?.text, "2 to 8");
  await history.undo();
  const shown = { earlierRuns: [], clock: { ...UNTRAINED, ms: 9000 }, marks: [] };
  assert.deepEqual(told, [["back", 2, 7], ["begun", shown]]);
  assert.equal(notice()?.text, S.notices.undone(7, 0));
  assert.deepEqual(notice()?.actions, []);
  await history.undo();
  assert.equal(told.length, 2, "there is nothing more to undo");
});

test("each of several changes has an undo of its own, the last one first", async () => {
  const { history, told, change, notice } = setUp();
  for (const code of [3, 4, 5]) change(code, { control: null, pause: 10 });
  void history.undo();
  void history.undo();
  assert.equal(notice()?.text, "4 to 5");
  await history.undo();
  assert.deepEqual(told.filter(([name]) => name === "back").map(([, code]) => code), [4, 3, 2]);
});

test("one control moved again and again is one change, from where it began", async () => {
  const { history, told, change, notice } = setUp();
  change(3);
  for (const code of [4, 5, 6]) change(code, { pause: 200 });
  assert.equal(notice()?.text, "2 to 6");
  change(7, { pause: 1200 });
  assert.equal(notice()?.text, "6 to 7");
  await history.undo();
  await history.undo();
  assert.deepEqual(told.filter(([name]) => name === "back").map(([, code]) => code), [6, 2]);
});

test("changes that came while one was on its way each have a way back, to first steps", async () => {
  const { store, history, told } = setUp();
  const from = store.get().settings;
  const [three, four] = [3, 4].map((code) => ({ ...from, code }));
  history.keep(history.capture(), "first", [
    { from, wanted: three, control: null, at: 0 }, { from: three, wanted: four, control: "batch", at: 1 },
  ], () => "changed");
  await history.undo();
  await history.undo();
  assert.deepEqual(told.filter(([name]) => name === "back"), [["back", 3, null], ["back", 2, 7]]);
});

test("a model on other images comes back with them", async () => {
  const { store, history, told, change } = setUp();
  change(8);
  store.set({ settings: { ...store.get().settings, data: "fashion" } });
  await history.undo();
  assert.deepEqual(told, [["switch", "digits", 2]]);
});

test("a model at its first step, one too large and one whose worker is dead come back without a run", async () => {
  const { store, models, model, history, told, change } = setUp();
  model.step = 0;
  change(3);
  model.step = 7;
  store.set({ info: /** @type {any} */ ({ nParams: 20e6 }) });
  change(4);
  store.set({ info: /** @type {any} */ ({ nParams: 10 }) });
  models.first = /** @type {any} */ ({ step: 7, save: async () => Promise.reject(new Error("dead")) });
  change(5);
  for (let n = 0; n < 3; n += 1) await history.undo();
  assert.deepEqual(told.filter(([name]) => name === "back").map(([, , file]) => file), [null, null, null]);
});

test("what could not be brought back can be asked for again", async () => {
  const { history, told, change } = setUp();
  change(8);
  let isBroken = true;
  history.add({
    isThere: true,
    changes: { settled: async () => {}, steerBack: () => "" },
    async bringBack() {
      if (isBroken) throw Object.assign(new Error("no"), { name: "WorkerDiedError" });
      return {};
    },
  });
  await history.undo();
  assert.equal(told.length, 0);
  isBroken = false;
  await history.undo();
  assert.deepEqual(told.map(([name]) => name), ["back", "begun"]);
});

test("kept runs are bounded in number and in memory, the oldest go", async () => {
  const many = setUp();
  for (let code = 3; code < 33; code += 1) many.change(code, { control: null });
  for (let n = 0; n < 30; n += 1) await many.history.undo();
  assert.equal(many.told.filter(([name]) => name === "back").length, 20);
  const large = setUp(50e6);
  for (const code of [3, 4, 5, 6]) large.change(code, { control: null });
  await new Promise((resolve) => setImmediate(resolve));
  for (let n = 0; n < 4; n += 1) await large.history.undo();
  assert.deepEqual(large.told.filter(([name]) => name === "back").map(([, code]) => code), [5, 4]);
});

test("the second of two models comes back too, before the first", async () => {
  const { store, models, history, told } = setUp();
  models.second = /** @type {any} */ ({ step: 7, save: async () => new Uint8Array(3) });
  store.set({ compare: /** @type {any} */ ({ settings: preset("variational"), info: { nParams: 5 } }) });
  history.add({
    isThere: true,
    changes: { settled: async () => {}, steerBack: () => "" },
    async bringBack({ second: kept }) {
      told.push(["second", kept?.settings.bottleneck, (await kept?.file)?.length]);
      return {};
    },
  });
  history.keepAll(history.capture(), "reset");
  await history.undo();
  assert.deepEqual(told.map(([name]) => name), ["second", "back", "begun"]);
  assert.deepEqual(told[0], ["second", "variational", 3]);
});

test("of a worker that has died the last checkpoint is kept, and where nothing is left to undo that is said", async () => {
  const { history, model, told, change, notice } = setUp();
  Object.assign(model, { save: () => Promise.reject(new Error("gone")), checkpoint: new Uint8Array(5) });
  change(8);
  await history.undo();
  assert.deepEqual(told[0], ["back", 2, 5]);
  await history.undo();
  assert.equal(notice()?.text, S.notices.nothingToUndo);
});

test("what was steered is taken back with the model as it is, and a message's own undo passes it by", async () => {
  const { store, history, told, change, notice } = setUp();
  const from = store.get().settings;
  const model = {
    isThere: true,
    changes: { settled: async () => {}, steerBack: (/** @type {string[]} */ keys) => `back ${keys}` },
    bringBack: async () => ({}),
  };
  const mark = { step: 3, control: "rate", text: "rate 0.002", at: 0 };
  store.set({ marks: [mark] });
  change(8);
  const [undoCode] = notice()?.actions ?? [];
  history.keepMove({ model, keys: ["rate"], from });
  store.set({ marks: [mark, mark] });
  history.keepMove({ model, keys: ["rate"], from });
  await history.undo();
  assert.deepEqual([told, store.get().marks], [[], [mark]], "two moves within a second are one");
  assert.equal(notice()?.text, S.notices.movedBack("back rate", 1));

  history.keepMove({ model, keys: ["rate"], from });
  undoCode.run();
  await history.undo();
  assert.deepEqual(told[0], ["back", 2, 7]);
  assert.equal(told.length, 2, "the move is gone with the model that it was of");

  change(9);
  history.keepMove({ model: { ...model, isThere: false }, keys: ["beta"], from });
  await history.undo();
  assert.deepEqual(told[2], ["back", 2, 7], "a model that has gone is passed by");
});

test("an undo while other images are on their way keeps the images, and nothing else goes", async () => {
  const { store, history, told, change, notice } = setUp();
  change(8);
  const cancel = () => void told.push("canceled");
  store.set({ switching: /** @type {any} */ ({ cancel }) });
  await history.undo();
  assert.deepEqual([told, notice()?.text], [["canceled"], S.notices.imagesStay]);
  store.set({ switching: null });
  await history.undo();
  assert.deepEqual(told[1], ["back", 2, 7]);
});
