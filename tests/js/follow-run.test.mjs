//! The run that a link leads to, as the page tells it: what is promised, until when, and what ends that.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fromAddress } from "../../www/app/link.js";
import { defaults } from "../../www/app/options.js";
import { LINK } from "../../www/strings/link.js";
import { modelOn, setUp } from "./link-page.mjs";

test("what is said at a link's step goes as soon as the model leaves it or is changed", async () => {
  /** @type {((first: any, models: any) => unknown)[]} */
  const changes = [
    (_, models) => models.inStep.train({ steps: 1 }), (_, models) => models.inStep.reset(),
    (_, models) => models.inStep.steer({ learningRate: 0.1 }), (first) => (first.recipe = null),
    (first) => (first.recipe = { moves: [] }), (_, models) => (models.inStep = null),
  ];
  for (const [idx, change] of changes.entries()) {
    const page = setUp();
    const { store, models } = page;
    const { first, arrive } = modelOn(page);
    await arrive();
    store.set({ probe: { x: 0, y: 0 } });
    assert.deepEqual([store.get().notices[0]?.text, store.get().promised], [LINK.same(5), null], `${idx}`);
    await change(first, models);
    store.set({ probe: null });
    assert.deepEqual(store.get().notices, [], `${idx}`);
  }
});

test("a change on the way ends the promise, and the address forgets it", async () => {
  const page = setUp();
  const { store, models, follower } = page;
  const { first } = modelOn(page);
  await follower.follow(fromAddress("#v=1&step=5"));
  store.set({ probe: { x: 0, y: 0 } });
  assert.deepEqual([store.get().notices[0].text, store.get().promised?.goal?.step], [LINK.onTheWay(5), 5]);
  const { inStep } = models;
  first.recipe = null;
  store.set({ probe: null });
  assert.deepEqual([store.get().notices, store.get().promised], [[], null]);
  // Who has asked it for something finds it in its place.
  assert.equal(models.inStep, inStep);
});

test("a link without a step ends the promise of the one before, and what trains goes on", async () => {
  const page = setUp();
  const { store, asked, follower, models } = page;
  const { first } = modelOn(page);
  await follower.follow(fromAddress("#v=1&step=100000"));
  store.set({ run: "training" });
  asked.length = 0;
  await follower.follow(fromAddress("#v=1&scale=linear"));
  assert.deepEqual(asked, [["play"], ["first", defaults()]]);
  assert.deepEqual([store.get().notices, store.get().promised, store.get().logLoss], [[], null, false]);
  const trained = first.train;
  /** @type {any} */
  let bounds = null;
  first.train = (given) => trained((bounds = given));
  await models.inStep?.train({ untilPlateau: true });
  assert.deepEqual(bounds, { untilPlateau: true });
});

test("a newer link to a step takes the promise over", async () => {
  const page = setUp();
  const { store, follower } = page;
  modelOn(page);
  await follower.follow(fromAddress("#v=1&step=100"));
  await follower.follow(fromAddress("#v=1&step=50"));
  store.set({ probe: { x: 0, y: 0 } });
  const { notices, promised } = store.get();
  assert.deepEqual([notices.map(({ text }) => text), promised?.goal?.step], [[LINK.onTheWay(50)], 50]);
});

test("a model at its first step that was steered, or brought back, begins anew", async () => {
  for (const recipe of [null, { moves: [{}] }]) {
    const page = setUp();
    const { store, asked, follower, soon } = page;
    const { first } = modelOn(page);
    first.recipe = recipe;
    void follower.follow(fromAddress("#v=1&step=5"));
    await soon();
    assert.deepEqual(asked.at(-1), ["reset"]);
    await first.reset();
    store.set({ probe: { x: 0, y: 0 } });
    await soon();
    assert.deepEqual([asked.at(-1), store.get().notices[0].text], [["autoplay"], LINK.onTheWay(5)]);
  }
});

test("the way to a step begins with a reset, and its promise goes with whatever takes its place", async () => {
  const { store, asked, follower, soon, models } = setUp({ info: /** @type {any} */ ({}) });
  const first = { step: 7, recipe: { moves: [] }, pause: async () => ({ step: first.step }) };
  models.first = /** @type {any} */ (first);
  store.set({ run: "training" });
  const link = fromAddress("#v=1&step=5");
  await follower.open(link);
  await soon();
  assert.deepEqual(asked, [["toggle"], ["reset"]]);
  first.step = 0;
  store.set({ probe: { x: 0, y: 0 } });
  await soon();
  assert.deepEqual([asked.at(-1), store.get().notices[0].text], [["autoplay"], LINK.onTheWay(5)]);
  models.inStep = null;
  store.set({ probe: null });
  assert.deepEqual(store.get().notices, []);
  // Other images bring a model of their own.
  await follower.open(link);
  await soon();
  assert.notEqual(models.inStep, null);
  store.emit("replaced", /** @type {any} */ ({}));
  assert.equal(models.inStep, null);
});
