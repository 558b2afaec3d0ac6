//! What is shown of a pack: held-out images, and of a small set of the visitor's the training images beside them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { defaults } from "../../www/app/options.js";
import { imageName, shownPack } from "../../www/app/shown-pack.js";
import { createStore, initialState } from "../../www/app/store.js";
import { keepWatching } from "../../www/app/view-requests.js";
import { ShownWhole } from "../../www/own/shown-whole.js";
import { captionOf } from "../../www/ui/map-words.js";
import { partly, present } from "./types.mjs";

/** `n` images of one pixel, all without a class of their own. @param {number} n */
const images = (n) => ({
  data: new Uint8Array(n), labels: new Uint8Array(n), count: n, width: 1, height: 1, channels: 1,
});
/**
 * A set of the visitor's, each of whose training images comes with `variants` more.
 * @param {number} heldOut
 * @param {number} trained
 * @param {{variants?: number, classes?: string[]}} [more]
 */
function setOf(heldOut, trained, { variants = 0, classes = ["picture"] } = {}) {
  const idxs = Array.from({ length: trained }, (_, place) => place * (1 + variants));
  const whole = new ShownWhole(images(heldOut + trained), heldOut, idxs, classes);
  const [first, total] = [images(Math.min(20, trained * (1 + variants))), trained * (1 + variants)];
  return shownPack("own", partly({ first, heldOut: images(heldOut || trained), total, classes, whole }));
}
const range = (/** @type {number} */ from, /** @type {number} */ to) =>
  Array.from({ length: to - from }, (_, at) => from + at);

test("up to 20 pictures all have a column; of more, the held-out ones have at least half of them", () => {
  for (const [heldOut, trained, pairs] of /** @type {const} */ ([
    [2, 8, range(0, 10)], [4, 16, range(0, 20)], [1, 2, range(0, 3)],
    [7, 28, [...range(0, 7), ...range(7, 20)]],
    [15, 85, [...range(0, 10), ...range(15, 25)]],
    [50, 3, [...range(0, 17), ...range(50, 53)]],
  ])) {
    assert.deepEqual(setOf(heldOut, trained).pairs, pairs, `${heldOut} and ${trained}`);
  }
});

test("a training image is told from a held-out one by name and by its mark, and its dot is hollow", () => {
  const state = setOf(2, 8);
  assert.deepEqual([1, 2].map((idx) => imageName(state, idx)), ["held out, no. 2", "trained on, no. 1"]);
  const { whole } = present(state.pack);
  assert.deepEqual([1, 2].map((idx) => whole.head(idx)), ["● held out", "○ trained on"]);
  assert.equal(whole.hollowFrom(null), 2);
  // One class alone: its dots, by the indices of their images.
  assert.deepEqual([[0, 3, 4], [1], [5]].map((ids) => whole.hollowFrom(ids)), [1, 1, 0]);
  const named = setOf(2, 8, { classes: ["cat", "dog"] });
  assert.equal(imageName(named, 9), "cat, trained on, no. 8");
  assert.deepEqual([1, 2].map((idx) => named.pack.whole?.head(idx)), ["● cat", "○ cat"]);
  const alone = setOf(0, 1);
  assert.deepEqual([imageName(alone, 0), alone.pack.whole?.hollowFrom(null)], ["trained on, no. 1", 0]);
});

test("captions tell hollow from filled, and say where none is held out and where not all are there", () => {
  const caption = (/** @type {ReturnType<typeof setOf>} */ { pack }) => captionOf({ pack, views: {}, mapDims: null });
  assert.equal(caption(setOf(2, 8)), "every picture at its two code numbers: ○ trained on, ● held out");
  assert.equal(caption(setOf(0, 1)), "every picture at its two code numbers: ○ trained on, none held out");
  assert.equal(setOf(2, 8).pack.whole?.caption, "all 10 pictures: ○ trained on, ● held out");
  assert.equal(setOf(0, 1).pack.whole?.caption, "the picture: ○ trained on, none held out");
  assert.equal(setOf(7, 28).pack.whole?.caption, "20 of 35 pictures: ○ trained on, ● held out");
});

test("of any other pack held-out images alone are shown", () => {
  const state = shownPack("digits", partly({ first: images(5), heldOut: images(3), total: 5, classes: null }));
  assert.equal(state.shown, state.heldOut);
  assert.deepEqual([state.pack.whole, imageName(state, 2), state.pairs], [undefined, "a 0, held-out no. 3", [0, 1]]);
  assert.equal(captionOf({ ...state, views: {}, mapDims: null }), "every held-out image at its two code numbers");
});

test("a model is asked for training images by their places, as far as they have arrived", async () => {
  const store = createStore(initialState(defaults()), (run) => queueMicrotask(run));
  /** @type {any[]} */
  const asked = [];
  const watch = async (/** @type {any} */ args) => void asked.push(args);
  const hourglass = Object.assign(new EventTarget(), { watch });
  // Of 3 pictures to train on, with 9 variants each, the first two and their variants are there.
  store.set({ ...setOf(2, 3, { variants: 9 }), inspect: { source: "image", idx: 4 } });
  await keepWatching(store, /** @type {any} */ (hourglass), assert.ifError);
  const { map, pairs, inspect } = asked[0];
  assert.deepEqual([map.beside, pairs, inspect], [[2, 12], [0, 1, 2, 12], null]);
  store.set({ loading: { arrived: 30, total: 30 } });
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(asked.length, 2);
  assert.deepEqual(
    [asked[1].map.beside, asked[1].pairs, asked[1].inspect], [[2, 12, 22], [0, 1, 2, 12, 22], { idx: 22 }],
  );
});
