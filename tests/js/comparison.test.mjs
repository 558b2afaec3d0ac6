//! A second model beside the first: the same path of change as the first's, its own words, and its end.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ChangeHistory } from "../../www/app/change-history.js";
import { Comparison } from "../../www/app/comparison.js";
import { Models } from "../../www/app/models.js";
import { toConfig } from "../../www/app/options.js";
import { preset, withChange } from "../../www/app/presets.js";
import { otherSide } from "../../www/app/second-side.js";
import { createStore, initialState } from "../../www/app/store.js";
import { S } from "../../www/strings/strings.js";
import { named } from "./engine-errors.mjs";
import { partly, present } from "./types.mjs";

const INPUT = { channels: 1, height: 28, width: 28 };

/** A model that writes down what it is asked. */
class FakeHourglass extends EventTarget {
  /** @type {any[]} */
  asked = [];
  /** @type {FakeHourglass | null} */
  other = null;
  refuses = false;
  isDead = false;
  restart = async () => {
    this.asked.push(["restart"]);
    return { step: 5 };
  };
  info = { name: "as opened" };
  step = 0;
  save = async () => {
    this.asked.push(["save"]);
    return new Uint8Array([this.step]);
  };
  load = async (/** @type {Uint8Array} */ file) => {
    this.asked.push(["load", ...file]);
    return { name: "as saved" };
  };

  watch = async () => {};
  dispose = () => void this.asked.push(["dispose"]);
  steer = async (/** @type {object} */ changes) => {
    this.asked.push(["steer", changes]);
    return { steered: changes };
  };
  reconfigure = async (/** @type {object} */ config) => {
    if (this.refuses) throw named("ConfigError", "no such model");
    if (this.isDead) throw named("WorkerDiedError", "gone");
    this.asked.push(["reconfigure", config]);
    return { config };
  };
  another = async (/** @type {object} */ config) => {
    this.asked.push(["another", config]);
    return this.other;
  };
}

/** @type {(fake: FakeHourglass) => import("../../www/hourglass.js").Hourglass} */
const asHourglass = (fake) => /** @type {any} */ (fake);

/** Two models, the second a variational one. */
async function setUp() {
  const [first, second] = [new FakeHourglass(), new FakeHourglass()];
  first.other = second;
  /** @typedef {import("../../www/app/lockstep.js").Lockstep} Lockstep */
  const models = /** @type {Models & {inStep: Lockstep, trained: Lockstep}} */ (new Models());
  models.first = asHourglass(first);
  /** @type {import("./types.mjs").State} */
  const state = partly({ ...initialState(preset("vanilla")), heldOut: INPUT });
  const store = /** @type {import("./types.mjs").TestStore} */ (createStore(state, () => {}));
  /** @type {string[]} */
  const told = [];
  const run = { goesOn: () => true, begun: () => void told.push("begun") };
  const comparison = new Comparison(store, models, {
    begin: async (isOpening = false) => void told.push(isOpening ? "begin anew" : "begin"),
    play: () => told.push("play"),
    goOn: () => told.push("go on"),
    settled: async () => {}, history: new ChangeHistory(store, models, run),
  });
  await comparison.compare(preset("variational"));
  const soon = async () => {
    await new Promise((resolve) => setImmediate(resolve));
  };
  const notice = (/** @type {string} */ id) => present(store.get().notices.find((one) => one.id === id));
  return { store, models, comparison, first, second, told, soon, notice };
}

test("a second model is opened on the first's images, and both begin", async () => {
  const { store, models, first, second, told } = await setUp();
  assert.deepEqual(first.asked, [["another", toConfig(preset("variational"), INPUT)]]);
  assert.deepEqual([store.get().compare.info, told], [second.info, ["begin"]]);
  assert.equal(models.trained, models.inStep);
  assert.equal(models.inStep.info, first.info);
});

test("a model that the page opens with is no change that could be taken back, and shows what its link says", async () => {
  const { store, models, comparison, first, second, told } = await setUp();
  comparison.end();
  first.asked.splice(0);
  store.set({ notices: [], linked: { settings: preset("sparse"), showManifold: false, mapDims: [4, 1] } });
  await comparison.begin(present(store.get().linked), true);
  assert.deepEqual(first.asked, [["another", toConfig(preset("sparse"), INPUT)]]);
  const { settings, showManifold, mapDims } = store.get().compare;
  assert.deepEqual([settings, showManifold, mapDims], [preset("sparse"), false, [4, 1]]);
  assert.deepEqual([told.at(-1), store.get().notices, store.get().linked], ["begin anew", [], null]);
  assert.equal(models.second, second);
});

test("its live sliders are sent once, to it alone, and what it says of itself is shown", async () => {
  const { store, comparison, first, second, soon } = await setUp();
  comparison.changes.change("beta", 4);
  await soon();
  assert.deepEqual([second.asked, first.asked.length], [[["steer", { beta: 4 }]], 1]);
  const { settings, info, pending } = store.get().compare;
  assert.deepEqual([settings.beta, info, pending], [4, { steered: { beta: 4 } }, null]);
  assert.equal(store.get().settings.beta, 1);
});

test("what restarts it does so at once, in its own words, and its sliders still move", async () => {
  const { store, comparison, second, told, notice, soon } = await setUp();
  comparison.changes.change("code", 8);
  comparison.changes.change("beta", 2);
  await soon();
  assert.equal(notice("changed").text, S.compare.restart(S.notices.change(S.model.code.label, "2", "8")));
  const code8 = { ...preset("variational"), code: 8 };
  assert.deepEqual(second.asked, [["reconfigure", toConfig(code8, INPUT)], ["steer", { beta: 2 }]]);
  assert.deepEqual(
    [otherSide(store.get()).settings, store.get().compare.pending, told],
    [{ ...code8, beta: 2 }, null, ["begin", "begin"]],
  );
});

test("a refusal leaves the model as it is", async () => {
  const { store, comparison, second, notice, soon } = await setUp();
  second.refuses = true;
  comparison.changes.choose("sparse");
  await soon();
  assert.equal(notice("config").text, S.notices.config("no such model"));
  assert.deepEqual(store.get().compare.settings, preset("variational"));
});

test("what the two share is the first's, at once", async () => {
  const { store, models, second } = await setUp();
  await models.trained.steer({ learningRate: 0.1 });
  assert.deepEqual(second.asked, [["steer", { learningRate: 0.1 }]]);
  assert.deepEqual(store.get().compare.info, { steered: { learningRate: 0.1 } });
  store.set({ settings: withChange(store.get().settings, "rate", 0.1) });
  assert.equal(otherSide(store.get()).settings.rate, 0.1);
});

test("it ends at the visitor's wish, and with the images that were compared on", async () => {
  for (const isWish of [true, false]) {
    const { store, models, comparison, first, second, told, notice } = await setUp();
    store.set({ run: "training" });
    if (isWish) comparison.end();
    else store.emit("replaced", asHourglass(first));
    assert.deepEqual([second.asked, store.get().compare, models.trained], [[["dispose"]], null, first]);
    assert.deepEqual([told.at(-1), notice("compare")?.text], isWish ? ["play", undefined] : ["begin", S.compare.left]);
  }
});

test("a worker that dies now and again comes back, and one that dies again and again is given up", async (t) => {
  for (const pause of [25_000, 10]) {
    let now = 0;
    const clock = t.mock.method(performance, "now", () => (now += pause));
    const { store, models, second, soon, notice } = await setUp();
    for (let death = 0; death < 4; death += 1) {
      second.dispatchEvent(new Event("failed"));
      await soon();
    }
    const isLost = pause === 10;
    assert.equal(second.asked.filter(([name]) => name === "restart").length, isLost ? 3 : 4);
    assert.equal(notice("worker").text, isLost ? S.compare.lost : S.notices.workerDied(5));
    assert.deepEqual([store.get().compare === null, !models.inStep], [isLost, isLost]);
    clock.mock.restore();
  }
});

test("what meets the second model's dead worker reaches the next one", async () => {
  const { store, comparison, models, second, soon } = await setUp();
  second.isDead = true;
  comparison.changes.change("code", 8);
  const followed = models.inStep.reconfigure(toConfig({ ...preset("vanilla"), seed: 7 }, INPUT));
  await soon();
  assert.deepEqual([second.asked, store.get().compare.settings.code], [[], 2]);
  second.isDead = false;
  second.dispatchEvent(new Event("failed"));
  await followed;
  await soon();
  assert.deepEqual(second.asked.map(([name, config]) => config?.seed ?? name), ["restart", 1, 7]);
  assert.deepEqual([store.get().compare.settings.code, store.get().compare.pending], [8, null]);
});

test("the second model's settings are one object until they, or what they share, change", async () => {
  const { store } = await setUp();
  const before = otherSide(store.get()).settings;
  store.set({ snapshot: null, logLoss: !store.get().logLoss });
  assert.equal(otherSide(store.get()).settings, before);
  store.set({ settings: { ...store.get().settings, rate: 0.1 } });
  assert.equal(otherSide(store.get()).settings.rate, 0.1);
});
