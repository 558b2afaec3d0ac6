//! Training as the page drives it: what a visitor says while a new model is on its way holds.

import assert from "node:assert/strict";
import { test } from "node:test";
import { defaults } from "../../www/config.js";
import { createStore } from "../../www/store.js";
import { createTraining } from "../../www/training.js";

/** Training with a lab that trains until it is told to stop. */
function setUp() {
  const store = createStore(/** @type {any} */ ({ run: "paused", settings: defaults(), own: null, views: {}, snapshot: null }), (run) => run());
  let runs = 0;
  const lab = {
    addEventListener() {},
    train: ({ signal }) => new Promise((resolve, reject) => {
      runs += 1;
      signal.addEventListener("abort", () => reject(Object.assign(new Error(), { name: "AbortError" })));
    }),
  };
  const training = createTraining(store, () => /** @type {any} */ (lab), { notify() {}, dismiss() {}, diverged() {}, revived() {} });
  return { store, training, runs: () => runs };
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
