//! Training as the page drives it: what a visitor says while a new model is on its way holds.

import assert from "node:assert/strict";
import { test } from "node:test";
import { defaults } from "../../www/app/options.js";
import { RunControl } from "../../www/app/run-control.js";
import { createStore, initialState } from "../../www/app/store.js";
import { S } from "../../www/strings/strings.js";

/** Training of a model that trains until it is told to stop. */
function setUp(state = {}) {
  const store = createStore({ ...initialState(defaults()), ...state }, (run) => run());
  /** @type {any[]} */
  const asked = [];
  const trained = Object.assign(new EventTarget(), /** @type {any} */ ({
    restart: async () => {
      asked.push("restart");
      return { step: 5 };
    },
    train: (/** @type {{signal: AbortSignal}} */ { signal, ...bounds }) => new Promise((resolve, reject) => {
      asked.push(bounds);
      signal.addEventListener("abort", () => reject(Object.assign(new Error(), { name: "AbortError" })));
    }),
  }));
  const training = new RunControl(store, { trained, first: trained });
  return { store, training, trained, asked, runs: () => asked.length };
}

test("a pause while a new model is on its way holds, and one before it does not", () => {
  const { store, training, runs } = setUp();
  training.play();
  const again = training.goesOn();
  assert.ok(again);
  training.toggle();
  training.begun({}, again);
  assert.deepEqual([store.get().run, runs()], ["paused", 1]);
  training.toggle();
  training.begun({}, training.goesOn());
  assert.deepEqual([store.get().run, runs()], ["training", 3], "played anew, and on with the new model");
});

test("a model that comes in the midst of an epoch trains for one, and no longer", () => {
  const { training, asked } = setUp();
  void training.train({ epochs: 1 });
  training.begun({}, training.goesOn());
  training.toggle();
  training.begun({}, training.goesOn() || true);
  assert.deepEqual(asked, [{ epochs: 1 }, { epochs: 1 }, { untilPlateau: true }]);
});

test("a press on pause just as training finishes by itself does not start it anew", async (t) => {
  let now = 1000;
  t.mock.method(performance, "now", () => now);
  const { store, training, trained, asked } = setUp();
  trained.train = async (/** @type {object} */ bounds) => {
    asked.push(bounds);
    return { reason: "plateau" };
  };
  training.play();
  await null;
  await null;
  assert.equal(store.get().run, "finished");
  now += 300;
  training.toggle();
  assert.deepEqual([store.get().run, asked.length], ["finished", 1]);
  now += 300;
  training.toggle();
  assert.deepEqual([store.get().run, asked.length], ["training", 2]);
});

test("nor does one just as a run arrives; what follows a step, an epoch or a reset is heard", async (t) => {
  let now = 1000;
  t.mock.method(performance, "now", () => now);
  const { store, training, trained, asked } = setUp();
  trained.train = async (/** @type {object} */ bounds) => {
    asked.push(bounds);
    return { reason: "done" };
  };
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  training.play();
  await settled();
  now += 300;
  training.toggle();
  assert.deepEqual([store.get().run, asked.length], ["paused", 1]);
  now += 300;
  for (const [idx, bounds] of [{ steps: 1 }, { epochs: 1 }].entries()) {
    void training.train(bounds);
    await settled();
    training.toggle();
    assert.deepEqual([store.get().run, asked.length], ["training", 3 + 2 * idx]);
    await settled();
    now += 500;
  }
  training.play();
  await settled();
  training.begun({}, false);
  training.toggle();
  assert.deepEqual([store.get().run, asked.length], ["training", 7], "after a reset");
});

test("on few held-out pictures of a visitor's own no plateau ends training", () => {
  const bounds = (/** @type {string} */ data, /** @type {number} */ count) => {
    const { training, asked } = setUp({ settings: { ...defaults(), data }, heldOut: { count } });
    training.play();
    return asked[0];
  };
  assert.deepEqual(bounds("own", 15), {});
  assert.deepEqual(bounds("own", 100), { untilPlateau: true });
  assert.deepEqual(bounds("digits", 15), { untilPlateau: true });
});

test("a worker that dies again and again within a minute is not started once more", async () => {
  const { store, training, trained, asked } = setUp();
  training.play();
  for (let death = 0; death < 4; death += 1) {
    trained.dispatchEvent(new CustomEvent("failed", { detail: {} }));
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(asked.filter((one) => one === "restart").length, 3);
  assert.deepEqual([store.get().phase, store.get().run], ["failed", "paused"]);
  assert.equal(store.get().notices.find(({ id }) => id === "worker")?.text, S.notices.workerLost);
});

test("a single step that meets a dead worker is made by the next one, and an epoch is not", async () => {
  const { store, training, trained, asked } = setUp();
  const dies = async () => {
    trained.dispatchEvent(new CustomEvent("failed", { detail: {} }));
    await new Promise((resolve) => setImmediate(resolve));
  };
  void training.train({ steps: 1 });
  await dies();
  assert.deepEqual(asked, [{ steps: 1 }, "restart", { steps: 1 }]);
  void training.train({ epochs: 1 });
  await dies();
  assert.deepEqual(asked.slice(3), [{ epochs: 1 }, "restart"]);
  assert.equal(store.get().run, "paused");
});

test("the clock of a run stands while it is paused, goes on with it, and begins anew with another model", () => {
  const { store, training } = setUp();
  training.play();
  const { since } = store.get().clock;
  assert.ok(since !== null && store.get().clock.isWhole);
  training.toggle();
  assert.equal(store.get().clock.since, null);
  training.toggle();
  assert.ok(store.get().clock.since !== null && !store.get().clock.isWhole);
  training.begun({}, true);
  assert.deepEqual([store.get().clock.ms, store.get().clock.isWhole], [0, true]);
});
