//! The visitor's pictures in blocks: what is added, removed, named, taken back, and how they are shown.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Collection } from "../../www/own/collection.js";
import { MOST_BYTES, MOST_CLASSES, NO_CLASS } from "../../www/own/limits.js";
import { pageOf } from "../../www/own/tray-page.js";
import { ink } from "./own-fakes.mjs";

const SHAPE = { size: 2, channels: 1 };
/**
 * Flat pictures of these shades.
 * @param {number[]} values
 * @param {{classNames?: string[], labels?: number[], paths?: string[] | null}} [more]
 */
const arrival = (values, { classNames = [], labels = values.map(() => NO_CLASS), paths = null } = {}) => ({
  data: Uint8Array.from(values.flatMap((value) => [value, value, value, value])), count: values.length, ...SHAPE,
  classNames, labels: Uint8Array.from(labels), paths, keys: null,
});
const shades = (/** @type {Collection} */ collection, from = 0, most = 100) => {
  const { data } = pageOf(collection, from, most, SHAPE);
  return Array.from({ length: data.length / 4 }, (_, idx) => data[4 * idx]);
};

function filled() {
  const collection = new Collection();
  collection.addDrawing(ink(200), new Uint8Array(4).fill(200), NO_CLASS);
  collection.addBlock(arrival([1, 2, 3], { classNames: ["cat", "dog"], labels: [0, 1, 255] }), 1);
  collection.addBlock(arrival([4, 5], { classNames: ["dog "], labels: [0, 0] }), 2);
  return collection;
}

test("drawings come first, then the pictures in their order, page by page", () => {
  const collection = filled();
  assert.deepEqual(shades(collection), [200, 1, 2, 3, 4, 5]);
  assert.deepEqual(shades(collection, 2, 3), [2, 3, 4]);
  assert.deepEqual(shades(collection, 5, 10), [5]);
  assert.deepEqual(shades(collection, 6, 10), []);
  const { kinds, labels } = pageOf(collection, 0, 3, SHAPE);
  assert.deepEqual([kinds, [...labels]], [["drawing", "picture", "picture"], [NO_CLASS, 0, 1]]);
});

test("classes of the same name are one, whatever the case and the spaces", () => {
  const collection = filled();
  assert.deepEqual(collection.classes, ["cat", "dog"]);
  assert.deepEqual(
    [collection.addClass("  CAT "), collection.addClass("owl"), collection.addClass("  ")],
    [0, 2, NO_CLASS],
  );
  for (let idx = 0; collection.classes.length < MOST_CLASSES; idx += 1) collection.addClass(`class ${idx}`);
  assert.equal(collection.addClass("one more"), NO_CLASS, "255 are the most");
});

test("what is removed is gone from the tray, and comes back", () => {
  const collection = filled();
  const { ids } = pageOf(collection, 0, 6, SHAPE);
  collection.remember();
  collection.remove([ids[0], ids[2], ids[5]]);
  assert.deepEqual([shades(collection), shades(collection, 1, 2), collection.count], [[1, 3, 4], [3, 4], 3]);
  assert.equal(collection.find(ids[2]), null);
  collection.undo();
  assert.deepEqual([shades(collection), collection.canUndo], [[200, 1, 2, 3, 4, 5], false]);
});

test("what comes while a drop goes on stays when a change before it is taken back, under its class", () => {
  const collection = filled();
  collection.remember({ adds: "drop" });
  collection.addBlock(arrival([6], { classNames: ["owl"], labels: [0] }), 3);
  const { ids } = pageOf(collection, 0, 7, SHAPE);
  collection.remember();
  collection.remove([ids[0], ids[1]]);
  collection.remember();
  collection.renameClass(0, "dog"); // two become one: labels move
  collection.addBlock(arrival([7, 8], { classNames: ["owl", "newt"], labels: [0, 1] }), 3);
  collection.undo();
  const page = () => pageOf(collection, 0, 10, SHAPE);
  assert.deepEqual(
    [shades(collection), [...page().labels].map((label) => collection.classes[label])],
    [
      [2, 3, 4, 5, 6, 7, 8],
      ["dog", undefined, "dog", "dog", "owl", "owl", "newt"],
    ],
  );
  collection.undo();
  assert.deepEqual(shades(collection), [200, 1, 2, 3, 4, 5, 6, 7, 8]);
  collection.undo();
  assert.deepEqual(
    [shades(collection), collection.classes, collection.canUndo],
    [[200, 1, 2, 3, 4, 5], ["cat", "dog"], false],
  );
});

test("what is taken back does not write the pictures again", () => {
  const collection = filled();
  const { ids } = pageOf(collection, 0, 6, SHAPE);
  collection.remember();
  collection.relabel([ids[1]], 1);
  collection.takeTouched();
  collection.undo();
  const { blocks, drawings, labels } = collection.takeTouched();
  assert.deepEqual([blocks.size, drawings.size, labels.size], [0, 0, 2]);
});

test("images of a file of data know their places in it, also once some are gone for good", () => {
  const collection = new Collection();
  const table = { path: "digits.npy", rows: Uint32Array.of(3, 4, 9) };
  collection.addBlock({ ...arrival([1, 2, 3]), table, keys: BigUint64Array.of(11n, 12n, 13n) }, 1);
  collection.remove([pageOf(collection, 0, 6, SHAPE).ids[1]]);
  collection.forget();
  const [{ drop, table: left, keys }] = collection.blocks;
  assert.deepEqual([drop, left?.path, [...left?.rows ?? []], [...keys ?? []]], [1, "digits.npy", [3, 9], [11n, 13n]]);
});

test("of the classes that a drop names only those come into the set which pictures have", () => {
  const collection = new Collection();
  collection.addBlock(arrival([1, 2], { classNames: ["cat", "dog", "owl"], labels: [2, 0] }), 1);
  assert.deepEqual([collection.classes, [...collection.blocks[0].labels]], [["cat", "owl"], [1, 0]]);
});

test("changes are taken back one by one, the last one first", () => {
  const collection = filled();
  const { ids } = pageOf(collection, 0, 6, SHAPE);
  collection.remember();
  collection.relabel([ids[0], ids[3]], 1);
  collection.remember();
  collection.renameClass(1, "Cat");
  assert.deepEqual(
    [collection.classes, [...pageOf(collection, 0, 6, SHAPE).labels]],
    [["cat"], [0, 0, 0, 0, 0, 0]],
    "the two are one",
  );
  collection.undo();
  assert.deepEqual(
    [collection.classes, [...pageOf(collection, 0, 6, SHAPE).labels]],
    [
      ["cat", "dog"],
      [1, 0, 1, 1, 1, 1],
    ],
  );
  collection.remember();
  collection.clear();
  assert.equal(collection.count, 0);
  collection.undo();
  collection.undo();
  assert.deepEqual([...pageOf(collection, 0, 6, SHAPE).labels], [NO_CLASS, 0, 1, NO_CLASS, 1, 1]);
});

test("a class without a name ends, and its pictures are without", () => {
  const collection = filled();
  collection.renameClass(0, " ");
  assert.deepEqual(
    [collection.classes, [...pageOf(collection, 0, 6, SHAPE).labels]],
    [["dog"], [NO_CLASS, NO_CLASS, 0, NO_CLASS, 0, 0]],
  );
});

test("what does not fit any more is left out, after the room of what was removed has been used", () => {
  const collection = new Collection();
  const side = 8192;
  const large = (/** @type {number} */ count) => ({
    data: {
      length: count * side * side,
      slice: (/** @type {number} */ from, /** @type {number} */ to) => ({ length: to - from }),
    },
    count,
    size: side,
    channels: 1,
    classNames: [],
    labels: new Uint8Array(count),
    paths: null,
  });
  assert.equal(collection.addBlock(/** @type {any} */ (large(3)), 1), 3);
  assert.equal(collection.addBlock(/** @type {any} */ (large(9)), 2), 5);
  assert.equal(collection.bytes, MOST_BYTES);
  assert.deepEqual([collection.count, collection.addBlock(/** @type {any} */ (large(1)), 3)], [8, 0]);
});

test("pictures that were removed for good make room, and what is left has ids of its own", () => {
  const collection = filled();
  const { ids } = pageOf(collection, 0, 6, SHAPE);
  collection.remember();
  collection.remove([ids[1]]);
  collection.forget();
  assert.deepEqual([collection.canUndo, collection.bytes, collection.find(ids[2])], [false, 16, null]);
  assert.deepEqual(shades(collection).sort((a, b) => a - b), [2, 3, 4, 5, 200]);
});

test("only what has changed is to be written down", () => {
  const collection = filled();
  const first = collection.takeTouched();
  assert.deepEqual([first.drawings.size, first.blocks.size], [1, 2]);
  const { ids } = pageOf(collection, 0, 6, SHAPE);
  collection.relabel([ids[0], ids[4]], 0);
  const { drawings, blocks, labels } = collection.takeTouched();
  assert.deepEqual([[...drawings], blocks.size, labels.size], [[ids[0]], 0, 1], "no pixels for a label");
});
