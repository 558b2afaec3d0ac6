//! Changing the model: what steers moves the running one, what does not restarts it at once, and what is refused puts
//! nothing in its place.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ChangeHistory } from "../../www/app/change-history.js";
import { FirstModel } from "../../www/app/first-model.js";
import { addressOf } from "../../www/app/link.js";
import { toConfig } from "../../www/app/options.js";
import { preset } from "../../www/app/presets.js";
import { createStore, initialState } from "../../www/app/store.js";
import { S } from "../../www/strings/strings.js";
import { named } from "./engine-errors.mjs";
import { partly, present } from "./types.mjs";

/** @typedef {import("./types.mjs").Settings} Settings */

const INPUT = { channels: 1, height: 28, width: 28 };

/**
 * Changes of a model of some kind, which writes down what it is asked.
 * @param {import("../../www/app/presets.js").Kind} [kind]
 * @param {(run: () => void) => unknown} [schedule] When others hear of what is new.
 */
function setUp(kind = "vanilla", schedule = () => {}) {
  /** @type {any[]} */
  const asked = [];
  const faults = { refuse: "", isDead: false };
  const trained = {
    steer: async (/** @type {object} */ changes) => {
      if (faults.refuse) throw named("ConfigError", faults.refuse);
      if (faults.isDead) throw named("WorkerDiedError", "gone");
      asked.push(["steer", changes]);
      return { steered: changes };
    },
    reconfigure: async (/** @type {object} */ config) => {
      if (faults.refuse) throw named("ConfigError", faults.refuse);
      if (faults.isDead) throw named("WorkerDiedError", "gone");
      asked.push(["reconfigure", config]);
      return { config };
    },
  };
  const given = /** @type {unknown} */ ({ trained, first: { step: 0 } });
  const models = /** @type {import("../../www/app/models.js").Models} */ (given);
  /** @type {import("./types.mjs").State} */
  const state = partly({ ...initialState(preset(kind)), heldOut: INPUT });
  const store = /** @type {import("./types.mjs").TestStore} */ (createStore(state, schedule));
  store.on("switch-data", ({ wanted }) => asked.push(["switch", wanted.data]));
  const run = {
    goesOn: () => true,
    play: () => void asked.push(["play"]),
    begun: (/** @type {object} */ patch, /** @type {boolean} */ again) => void asked.push(["begun", patch, again]),
  };
  const first = new FirstModel(store, models, run, { switched() {} }, new ChangeHistory(store, models, run));
  const { changes } = first;
  const notices = {
    get: (/** @type {string} */ id) => present(store.get().notices.find((notice) => notice.id === id)),
    get size() {
      return store.get().notices.length;
    },
  };
  const soon = async () => {
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { store, first, changes, asked, notices, models, faults, soon };
}

/** @type {[import("../../www/app/presets.js").Kind, import("../../www/app/options.js").Key, number, string][]} */
const LIVE = [
  ["vanilla", "rate", 0.01, "learningRate"], ["variational", "beta", 4, "beta"],
  ["denoising", "amount", 0.2, "corruptionAmount"], ["sparse", "sparsity", 0.01, "codeSparsity"],
];
for (const [kind, key, value, name] of LIVE) {
  test(`${key} is steered while the model trains`, async () => {
    const { store, changes, asked, notices, soon } = setUp(kind);
    changes.change(key, value);
    assert.deepEqual(asked, [["steer", { [name]: value }]]);
    assert.equal(store.get().settings[key], value);
    assert.match(addressOf(store.get()), new RegExp(`${key}=${value}`));
    assert.equal(notices.size, 0);
    await soon();
    assert.equal(asked.length, 1, "it is sent once");
    assert.deepEqual(store.get().info, { steered: { [name]: value } });
  });
}

test("a kind restarts the model at once, with the earlier runs kept, and says so with a way back", async () => {
  const { store, first, asked, notices, soon } = setUp();
  first.choose("variational");
  assert.deepEqual(store.get().pending, preset("variational"));
  await soon();
  const config = toConfig(preset("variational"), INPUT);
  assert.deepEqual(asked, [
    ["reconfigure", config],
    ["begun", { info: { config }, earlierRuns: [], mapDims: null }, true],
  ]);
  assert.deepEqual([store.get().settings, store.get().pending], [preset("variational"), null]);
  assert.match(notices.get("changed").text, /^Kind Vanilla → Variational\. .*seed 1/);
  assert.deepEqual(notices.get("changed").actions.map(({ label }) => label), [S.notices.undo]);
});

test("choosing what there is does nothing", async () => {
  const { first, asked, notices, soon } = setUp();
  first.choose("vanilla");
  await soon();
  assert.deepEqual([asked, notices.size], [[], 0]);
});

test("of changes that come while one is on its way the last one wins, and each builds on the one before", async () => {
  const { store, first, changes, asked, soon } = setUp();
  first.choose("variational");
  changes.change("code", 8);
  changes.change("code", 16);
  changes.change("batch", 64);
  const wanted = { ...preset("variational"), code: 16, batch: 64 };
  assert.deepEqual(store.get().pending, wanted);
  await soon();
  const configs = asked.filter(([name]) => name === "reconfigure").map(([, config]) => config);
  assert.deepEqual(configs, [toConfig(preset("variational"), INPUT), toConfig(wanted, INPUT)]);
  assert.deepEqual([store.get().settings, store.get().pending], [wanted, null]);
});

test("a change taken back while it is on its way leads back", async () => {
  const { store, first, asked, soon } = setUp();
  first.choose("linear");
  first.choose("vanilla");
  await soon();
  assert.deepEqual(asked.filter(([name]) => name === "reconfigure").length, 2);
  assert.deepEqual([store.get().settings, store.get().pending], [preset("vanilla"), null]);
});

test("the running model is steered while another is on its way, and the other has it too", async () => {
  const { store, changes, asked, soon } = setUp("variational");
  changes.change("code", 8);
  changes.change("beta", 2);
  assert.deepEqual(asked.map(([name]) => name), ["reconfigure", "steer"]);
  assert.deepEqual([store.get().settings.beta, store.get().settings.code], [2, 2]);
  await soon();
  assert.deepEqual([store.get().settings.beta, store.get().settings.code, store.get().pending], [2, 8, null]);
  assert.equal(asked.filter(([name]) => name === "reconfigure").length, 1);
});

test("an amount of what is not there yet waits for it", async () => {
  const { changes, asked, soon } = setUp();
  changes.change("noise", "masking");
  changes.change("amount", 0.75);
  assert.deepEqual(asked.map(([name]) => name), ["reconfigure"]);
  await soon();
  assert.deepEqual(asked.at(-2)[1].corruption, { kind: "masking", amount: 0.75 });
});

test("what the engine refuses is said, and the settings are those of the model that goes on", async () => {
  const { store, changes, asked, notices, faults, soon } = setUp();
  faults.refuse = "stride: got 3, wanted a feature map that is still there";
  changes.change("arch", "conv");
  await soon();
  assert.equal(notices.get("config").text, S.notices.config(faults.refuse));
  assert.deepEqual(
    [store.get().settings, store.get().pending, asked, addressOf(store.get())],
    [preset("vanilla"), null, [], ""],
  );
});

test("a slider that the engine refuses goes back, and the address with it", async () => {
  const { store, changes, asked, notices, faults, soon } = setUp("variational");
  changes.change("rate", 0.01);
  await soon();
  faults.refuse = "learningRate: got 1, wanted less";
  changes.changeAll({ ...store.get().settings, beta: 4, rate: 0.03 });
  assert.deepEqual([store.get().settings.beta, store.get().settings.rate], [4, 0.03]);
  await soon();
  assert.equal(notices.get("config").text, S.notices.config(faults.refuse));
  assert.deepEqual([store.get().settings, asked.length], [{ ...preset("variational"), rate: 0.01 }, 1]);
  assert.match(addressOf(store.get()), /rate=0\.01/);
  assert.doesNotMatch(addressOf(store.get()), /beta=/);
});

test("of sliders moved again before the engine refuses, each goes back to what the model has", async () => {
  const { store, changes, faults, soon } = setUp("variational");
  changes.change("rate", 0.01);
  faults.refuse = "no";
  changes.change("rate", 0.03);
  changes.change("rate", 0.1);
  changes.change("beta", 4);
  faults.refuse = "";
  changes.change("beta", 2);
  await soon();
  assert.deepEqual([store.get().settings.rate, store.get().settings.beta], [0.01, 2]);
});

test("other images are asked for, and this model goes on", async () => {
  const { changes, asked, notices, soon } = setUp();
  changes.change("data", "fashion");
  await soon();
  assert.deepEqual([asked, notices.size], [[["switch", "fashion"]], 0]);
});

test("another number of training images brings images anew, but none of the visitor's own", async () => {
  const { store, changes, asked, soon } = setUp();
  changes.change("images", 200);
  await soon();
  assert.deepEqual(asked, [["switch", "digits"]]);
  store.set({ settings: { ...store.get().settings, data: "own" } });
  changes.change("images", 50);
  await soon();
  assert.deepEqual(asked.map(([what]) => what), ["switch", "reconfigure", "begun"]);
});

test("a mix is told option by option", async () => {
  const { changes, notices, soon } = setUp("conv-denoising");
  changes.change("bottleneck", "variational");
  await soon();
  assert.match(notices.get("changed").text, /^Bottleneck plain → variational\. /);
});

test("what another model says of itself is not taken for this one's", async () => {
  const { store, changes, models, soon } = setUp();
  changes.change("rate", 0.01);
  Object.assign(models, { trained: null });
  await soon();
  assert.equal(store.get().info, null);
});

test("several live settings at once are one command", async () => {
  const { store, changes, asked, soon } = setUp("variational");
  changes.changeAll({ ...store.get().settings, rate: 0.01, beta: 4 });
  await soon();
  assert.deepEqual(asked, [["steer", { beta: 4, learningRate: 0.01 }]]);
});

test("what is asked for all at once comes as a whole, its live settings too", async () => {
  const { store, changes, asked, soon } = setUp();
  const wanted = { ...store.get().settings, rate: 0.01, code: 8 };
  changes.changeAll(wanted);
  assert.deepEqual([store.get().settings.rate, store.get().pending], [0.001, wanted]);
  await soon();
  assert.deepEqual(asked.map(([name]) => name), ["reconfigure", "begun"]);
});

test("where training diverged, a calmer rate is one click away", async () => {
  const { store, notices, asked } = setUp();
  store.emit("diverged", S.notices.blownUp(0.001));
  assert.equal(notices.get("diverged").text, S.notices.blownUp(0.001));
  notices.get("diverged").actions[0].run();
  assert.deepEqual(asked, [["steer", { learningRate: 0.0001 }], ["play"]]);
});

test("what is steered while the worker is dead reaches the next one", async () => {
  const { store, changes, models, asked, faults, soon } = setUp();
  faults.isDead = true;
  changes.change("rate", 0.01);
  await soon();
  faults.isDead = false;
  store.emit("revived", models.first);
  await soon();
  assert.deepEqual([asked, store.get().settings.rate], [[["steer", { learningRate: 0.01 }]], 0.01]);
});

test("a change that meets a dead worker is made once another is there", async () => {
  const { store, changes, models, asked, notices, faults, soon } = setUp();
  faults.isDead = true;
  changes.change("code", 8);
  await soon();
  assert.deepEqual([asked, notices.size], [[], 0]);
  faults.isDead = false;
  store.emit("revived", /** @type {any} */ ({}));
  await soon();
  assert.equal(asked.length, 0, "another model's worker");
  store.emit("revived", models.first);
  await soon();
  assert.deepEqual(asked.map(([name]) => name), ["reconfigure", "begun"]);
  assert.deepEqual([store.get().settings.code, store.get().pending], [8, null]);
  assert.match(notices.get("changed").text, /^Code size 2 → 8/);
});

test("a change whose worker does not come back is made no more", async () => {
  const { store, changes, models, asked, faults, soon } = setUp("vanilla", setImmediate);
  faults.isDead = true;
  changes.change("code", 8);
  await soon();
  store.set({ phase: "failed" });
  await soon();
  await soon();
  faults.isDead = false;
  store.emit("revived", models.first);
  await soon();
  assert.deepEqual([asked, store.get().settings.code, store.get().pending], [[], 2, null]);
});

test("the same change asked for twice is one", async () => {
  const { changes, asked, notices, soon } = setUp();
  const wanted = { ...preset("vanilla"), code: 6 };
  changes.changeAll({ ...wanted, code: 5 });
  changes.changeAll(wanted);
  changes.changeAll({ ...wanted });
  await soon();
  await soon();
  assert.deepEqual(asked.filter(([name]) => name === "reconfigure").length, 2);
  assert.match(notices.get("changed").text, /^Code size \d → 6/);
});
