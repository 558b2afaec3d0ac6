//! The visitor's set as a pack of images: the split, the variants, the parts, and a pack that it is mixed with.

import assert from "node:assert/strict";
import { test } from "node:test";
import { joinClasses, openAsPack } from "../../www/own/as-pack.js";
import { OWN_WORDS } from "../../www/strings/own-notices.js";
import { fakeIntake } from "./own-fakes.mjs";

const AUGMENTATION = { variants: 0, shift: 0, rotate: 0, scale: 0, thickness: 0, elastic: 0 };

/** @typedef {import("../../www/own/as-pack.js").Opened} Opened */
/** @typedef {import("../../www/own/as-pack.js").Part} Part */

/**
 * `count` pictures of 16 × 16, each of the shade of its index.
 * @param {number} count
 * @param {number[]} [labels]
 * @param {string[]} [classes]
 * @returns {import("../../www/own/as-pack.js").Pictures}
 */
const pictures = (count, labels = Array.from({ length: count }, () => 255), classes = []) => ({
  count, size: 16, channels: 1, classes, labels: Uint8Array.from(labels), image: (idx) => new Uint8Array(256).fill(idx),
});
/** @param {ReturnType<typeof pictures>} set @param {Partial<Parameters<typeof openAsPack>[1]>} [more] */
const open = (set, more = {}) =>
  openAsPack(set, { intake: fakeIntake(), augmentation: AUGMENTATION, share: 0.1, seed: 1, mix: null, ...more });
const shadesOf = (/** @type {Part} */ { data, count }) => Array.from({ length: count }, (_, idx) => data[idx * 256]);

/** All training images in their parts. @param {Pick<Opened, "first" | "rest">} opened */
async function allOf({ first, rest }) {
  /** @type {Part[]} */
  const parts = [first];
  for await (const part of rest) parts.push(part);
  return parts;
}

test("held-out pictures are set apart before any variant is made", async () => {
  const opened = await open(pictures(10), { augmentation: { ...AUGMENTATION, variants: 3 }, share: 0.2 });
  const [part, ...others] = await allOf(opened);
  assert.deepEqual([opened.total, part.count, others.length], [32, 32, 0]);
  const [held, trained] = [new Set(shadesOf(opened.heldOut)), new Set(shadesOf(part))];
  assert.deepEqual([held.size, trained.size, [...held].some((shade) => trained.has(shade))], [2, 8, false]);
});

test("the engine gets parts of 2,048 images, and as many as were announced", async () => {
  /** @type {any[]} */
  const calls = [];
  const opened = await open(pictures(120), {
    intake: fakeIntake({ calls }),
    augmentation: { ...AUGMENTATION, variants: 40 },
    share: 0.1,
  });
  const parts = await allOf(opened);
  assert.equal(opened.total, 108 * 41);
  assert.deepEqual(parts.map(({ count }) => count), [2048, 2048, 332]);
  assert.deepEqual(
    parts.map(({ data, labels }) => [data.length, labels.length]),
    parts.map(({ count }) => [count * 256, count]),
  );
  const firsts = calls.filter(([name]) => name === "augment").map(([, , , first]) => first);
  assert.deepEqual(firsts, [0, 49, 99], "a picture's variants go with its place");
  for (const { data, again } of parts) assert.deepEqual(await again?.(), data, "the same once more");
});

test("pictures are trained on in the order that the engine draws, with their labels", async () => {
  const order = async (/** @type {number} */ count) => Uint32Array.from({ length: count }, (_, at) => count - 1 - at);
  const opened = await open(pictures(6, [0, 1, 2, 3, 4, 5], ["a", "b", "c", "d", "e", "f"]), {
    intake: { ...fakeIntake(), order }, share: 0,
  });
  assert.deepEqual([shadesOf(opened.first), [...opened.first.labels]], [[5, 4, 3, 2, 1, 0], [5, 4, 3, 2, 1, 0]]);
});

test("after a fault the rest goes on from where it stopped", async () => {
  const more = { augmentation: { ...AUGMENTATION, variants: 40 } };
  const whole = (await allOf(await open(pictures(120), more))).flatMap(shadesOf);
  const again = (await allOf(await open(pictures(120), { ...more, skip: 2100 }))).flatMap(shadesOf);
  assert.deepEqual(again, whole.slice(2100));
});

test("one picture alone is its own held-out image", async () => {
  const opened = await open(pictures(1));
  assert.deepEqual([opened.total, opened.heldOut.count, opened.heldOutCount, opened.first.count], [1, 1, 0, 1]);
  const none = await open(pictures(5), { share: 0 });
  assert.deepEqual([none.total, none.heldOut.count, none.heldOutCount], [5, 5, 0]);
});

test("an empty set says so", async () => {
  await assert.rejects(open(pictures(0)), { name: "SetError", message: OWN_WORDS.empty });
});

test("pictures without a class are a class of their own", async () => {
  const { classes, first } = await open(pictures(4, [0, 255, 1, 0], ["cat", "dog"]), { share: 0 });
  assert.deepEqual([classes, [...first.labels]], [["cat", "dog", OWN_WORDS.noClass], [0, 2, 1, 0]]);
  assert.deepEqual((await open(pictures(2, [0, 0], ["cat"]))).classes, ["cat"]);
});

test("255 classes and those without one find room; of more, the last ones are without", () => {
  const names = Array.from({ length: 255 }, (_, idx) => `class ${idx}`);
  const { classes, map } = joinClasses(names, [], true);
  assert.deepEqual([classes.length, map[254], map[255]], [256, 254, 255]);
  const mixed = joinClasses(names, ["a", "Class 7"], false);
  assert.deepEqual(
    [mixed.classes.length, mixed.map[7], mixed.map[0], mixed.map[253], mixed.map[254]],
    [256, 1, 2, 254, 255],
  );
});

test("classes of the same name in the pack and in the set are one", async () => {
  const flat = (/** @type {number} */ value, /** @type {number} */ count) => ({
    data: new Uint8Array(count * 256).fill(value),
    labels: new Uint8Array(count),
    count,
    width: 16,
    height: 16,
    channels: 1,
  });
  const mix = {
    total: 30,
    classes: ["3", "four"],
    first: flat(200, 20),
    heldOut: flat(201, 5),
    rest: (async function* () {
      yield flat(200, 10);
    })(),
  };
  const opened = await open(pictures(10, Array.from({ length: 10 }, (_, idx) => idx % 2), ["Four", "own"]), { mix });
  const parts = await allOf(opened);
  assert.deepEqual(opened.classes, ["3", "four", "own"]);
  assert.deepEqual([opened.total, parts.reduce((all, { count }) => all + count, 0), opened.heldOut.count], [39, 39, 6]);
  assert.deepEqual([...new Set(parts[0].labels)].sort(), [0, 1, 2]);
});

test("the engine's counts decide: how many are held out, and how many variants there is room for", async () => {
  /** @type {any[]} */
  const calls = [];
  const intake = { ...fakeIntake({ calls }), counts: async (/** @type {object} */ division) => {
    calls.push(["counts", division]);
    return { all: 4, heldOut: 0, training: 4, variants: 8, variantsOfEach: 2 };
  } };
  const augmentation = { ...AUGMENTATION, variants: 100 };
  const { total, heldOutCount } = await open(pictures(4, [0, 255, 1, 0], ["cat", "dog"]), { intake, augmentation });
  assert.deepEqual([total, heldOutCount, calls.some(([name]) => name === "split")], [12, 0, false]);
  const [, { sizes, features, share, variants }] = calls[0];
  assert.deepEqual([sizes[0], sizes[1], sizes[255], features, share, variants], [2, 1, 1, 256, 0.1, 100]);
});

test("of a small set all pictures are shown, those that are trained on without their variants", async () => {
  const variants = 3;
  const opened = await open(pictures(10), {
    augmentation: { ...AUGMENTATION, variants }, share: 0.2, isShownWhole: true,
  });
  const [part] = await allOf(opened);
  const { whole, heldOut } = /** @type {import("./types.mjs").Present<Opened>} */ (opened);
  const [shades, { trained }] = [shadesOf(whole.images), whole];
  assert.deepEqual([heldOut.count, shades.toSorted((a, b) => a - b)], [2, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]);
  assert.deepEqual(shades.slice(0, 2), shadesOf(heldOut), "the held-out ones come first");
  // Each of the others stands among the training images where it is said to.
  const training = shadesOf(part);
  assert.deepEqual(trained.map((idx) => training[idx]), shades.slice(2));
  assert.deepEqual(trained, [0, 4, 8, 12, 16, 20, 24, 28]);
  const none = await open(pictures(3), { share: 0, isShownWhole: true });
  const { images, trained: others } = /** @type {NonNullable<Opened["whole"]>} */ (none.whole);
  assert.deepEqual([images.count, others], [3, []], "those that stand in for held-out ones are shown once");
  assert.equal((await open(pictures(10))).whole, undefined);
});
