//! What comes of a drop that brings too much, or what is there already: each class gives its share, the same picture is
//! taken once by every road, and nothing of that is silent.

import assert from "node:assert/strict";
import { test } from "node:test";

import { WORDS } from "../../www/strings/intake.js";
import { TABLES } from "../../www/strings/tables.js";
import { LIMITS, READING, fakeIntake, sharesOf, takeIn } from "./fake-intake.mjs";

/** @typedef {import("../../www/own/intake-protocol.js").HeldSet} HeldSet */
/** @typedef {import("./fake-intake.mjs").Files} Files */

/** What is said of every file of data besides: how it was read. */
const READ = TABLES.said(READING);
const idx = (/** @type {number} */ kind, /** @type {number[]} */ ...values) => Uint8Array.of(0, 0, 8, kind, ...values);

/**
 * Files of pictures, so many a folder; each has its own number.
 * @param {Record<string, number>} counts
 * @returns {Files}
 */
function folders(counts) {
  let number = 0;
  return Object.fromEntries(Object.entries(counts).flatMap(([folder, count]) =>
    Array.from({ length: count }, (_, i) => [`${folder}/${i}`, `png ${number++}`])));
}

/** A set that holds what blocks have brought. */
function setOf() {
  /** @type {HeldSet & {images: number}} */
  const set = { blocks: [], classes: [], label: 255, images: 0 };
  /** @param {import("../../www/own/types.js").Arrival} block */
  const onBlock = ({ keys, fileKeys = null, labels, classNames, paths, count }) => {
    const names = classNames.map((name) => {
      if (!set.classes.includes(name)) set.classes.push(name);
      return set.classes.indexOf(name);
    });
    set.images += count;
    const inSet = labels.map((label) => names[label] ?? 255);
    if (keys) set.blocks.push({ keys, fileKeys, labels: inSet, gone: null, paths });
  };
  return { set, onBlock };
}

/** How many there are of each. @param {unknown[]} all */
const tally = (all) =>
  Object.fromEntries([...new Set(all)].map((one) => [one, all.filter((other) => other === one).length]));
const classOf = (/** @type {{name: string | null}} */ { name }) => name;

test("more files than a drop may hold: each class gives its share, in its order, and what is missing is said", async () => {
  const { intake } = fakeIntake();
  const { pictures, outcomes } = await takeIn(intake, folders({ cats: 9, owls: 2, dogs: 6 }));
  assert.deepEqual(tally(pictures.map(classOf)), { cats: 5, owls: 2, dogs: 5 });
  const paths = pictures.map(({ path }) => path);
  assert.deepEqual(paths.slice(0, 6), ["cats/0", "cats/1", "cats/2", "cats/3", "cats/4", "owls/0"]);
  assert.equal(outcomes.length, 13);
  assert.deepEqual(outcomes[12], [WORDS.drop, "left-out", 0,
    "12 of 17 files are taken, spread over 3 classes; bring the rest with the next drop: cats (4), dogs (1)."]);
});

test("the same folder again brings the rest, however much of it is there already", async () => {
  const { intake } = fakeIntake();
  const files = { "x/text": "text", ...folders({ cats: 21, dogs: 9 }) };
  const { set, onBlock } = setOf();
  /** @type {number[]} */
  const sizes = [];
  for (let drop = 0; drop < 4; drop += 1) {
    const room = { images: 100, bytes: 1e6 };
    const { outcomes } = await takeIn(intake, files, { set: { ...set }, room, onBlock });
    sizes.push(outcomes.filter(([, result]) => result === "taken").length);
  }
  assert.deepEqual([sizes, set.images], [[12, 12, 6, 0], 30]);
});

test("three drops of one folder of 5,000 files bring all of them", async () => {
  const { intake } = fakeIntake({ idle: 200 }, { ...LIMITS, files: 2000, images: 100_000 });
  const { set, onBlock } = setOf();
  const files = folders({ cats: 3100, owls: 400, dogs: 1500 });
  /** @type {unknown[]} */
  const brought = [];
  for (let drop = 0; drop < 3; drop += 1) {
    await takeIn(intake, files, { set: { ...set }, onBlock: (block) => {
      onBlock(block);
      brought.push(...block.paths ?? []);
    } });
    if (drop === 0) assert.deepEqual(tally(brought.map((path) => String(path).split("/")[0])),
      { cats: 800, owls: 400, dogs: 800 });
  }
  assert.deepEqual([brought.length, new Set(brought).size], [5000, 5000]);
});

test("what is refused, flat or there already makes room for others of its class", async () => {
  const { intake } = fakeIntake();
  const files = folders({ cats: 10, dogs: 10 });
  for (const bad of ["cats/0", "cats/1", "cats/2"]) files[bad] = "png flat";
  files["dogs/0"] = "png damaged";
  const { pictures, outcomes } = await takeIn(intake, files);
  assert.deepEqual(tally(pictures.map(classOf)), { cats: 6, dogs: 6 });
  assert.equal(outcomes.at(-1)?.[3],
    "12 of 16 files are taken, spread over 2 classes; bring the rest with the next drop: cats (1), dogs (3).");
});

test("a file that is there already is known before it is decoded, and other files of the same pixels after", async () => {
  const { intake } = fakeIntake();
  const { set, onBlock } = setOf();
  await takeIn(intake, { "cats/a": "png 1", "b": "png 2" }, { set: { ...set }, onBlock });
  for (const { keys } of set.blocks) keys.fill(0n);
  const { outcomes } = await takeIn(intake, { "cats/x": "png 1", "y": "png 2 slow", "dogs/z": "png 1" }, { set });
  assert.deepEqual(outcomes.map(([, result, , said]) => [result, said]), [
    ["left-out", WORDS.same("cats/a")], ["taken", ""], ["taken", ""],
  ]);
});

test("a full set says so once", async () => {
  const { intake } = fakeIntake();
  const { outcomes } = await takeIn(intake, folders({ cats: 3, dogs: 2 }), { room: { images: 0, bytes: 1e6 } });
  assert.deepEqual(outcomes, [[WORDS.drop, "left-out", 0,
    "The set is full: it holds at most 40 images and 1 MB. 5 files are left out."]]);
});

test("a cut drop goes on where a worker was lost, with or without a word", async () => {
  for (const bad of ["png trap", "png die"]) {
    const { intake, workers } = fakeIntake();
    const files = folders({ cats: 10, dogs: 10 });
    files["cats/2"] = bad;
    files["dogs/5"] = bad;
    const { pictures, outcomes } = await takeIn(intake, files);
    assert.deepEqual(tally(pictures.map(classOf)), { cats: 6, dogs: 6 });
    assert.equal(new Set(pictures.map(({ path }) => path)).size, 12, "none twice");
    assert.deepEqual(outcomes.filter(([, result]) => result === "refused").map(([path]) => path), ["cats/2", "dogs/5"]);
    assert.ok(workers.length <= 4);
  }
  const { intake } = fakeIntake();
  const files = folders({ cats: 12, dogs: 12 });
  for (const flat of ["cats/0", "cats/1", "dogs/0"]) files[flat] = "png flat";
  // These come in the second round.
  Object.assign(files, { "cats/6": "png trap", "dogs/6": "png die" });
  const { pictures, outcomes } = await takeIn(intake, files);
  assert.deepEqual(tally(pictures.map(classOf)), { cats: 6, dogs: 6 });
  assert.deepEqual(outcomes.filter(([, result]) => result === "refused").map(([path]) => path), ["cats/6", "dogs/6"]);
});

test("files that all have a place are taken as they are listed, and what their names hold back comes after", async () => {
  for (const bad of ["png trap", "png die"]) {
    const { intake } = fakeIntake();
    const { pictures, outcomes } = await takeIn(intake, {
      "cats/1.png": "png 1 slow", "cats/2.png": "png 2", "dogs/3.png": bad, "cats/4.png": "png 2", "5.png": "png 5",
    });
    assert.deepEqual(pictures.map(({ path }) => path), ["cats/1.png", "cats/2.png", "5.png"]);
    assert.deepEqual(outcomes.map(([, result]) => result), ["taken", "taken", "refused", "left-out", "taken"]);
  }
  const { intake } = fakeIntake();
  const zip = { entries: Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`owls/${i}`, `png ${100 + i}`])) };
  const files = folders({ cats: 4, dogs: 3 });
  const named = Object.fromEntries(Object.entries(files).map(([path, said]) => [`${path}.png`, said]));
  const { pictures, outcomes } = await takeIn(intake, { "a.png": `zip ${JSON.stringify(zip)}`, ...named });
  assert.deepEqual(tally(pictures.map(classOf)), { owls: 9, cats: 3 });
  assert.equal(outcomes.at(-1)?.[3],
    "12 of 16 files are taken, spread over 3 classes; bring the rest with the next drop: cats (1), dogs (3).");
});

test("an archive that ends a worker while it is opened costs only itself", async () => {
  const { intake } = fakeIntake();
  const { pictures, outcomes } = await takeIn(intake, { a: "png 1", "b.zip": "zip die", c: "png 2" });
  assert.deepEqual(pictures.map(({ value }) => value), [1, 2]);
  assert.deepEqual(outcomes.map(([, result]) => result), ["taken", "refused", "taken"]);
});

test("a file of data is cut like files are, once what is there already is left out", async () => {
  const { intake } = fakeIntake();
  const files = { "t-images": idx(3, 1, 2, 3, 4, 5, 6, 7, 1), "t-labels": idx(1, 0, 0, 0, 0, 0, 1, 1, 0) };
  const { pictures, outcomes } = await takeIn(intake, files, { room: { images: 4, bytes: 1e6 } });
  assert.deepEqual(pictures.map(({ value, name }) => [value, name]), [[1, "0"], [2, "0"], [6, "1"], [7, "1"]]);
  assert.deepEqual(outcomes[0], ["t-images", "repaired", 4,
    `4 of 7 pictures are taken, spread over 2 classes; the set is full then. Not taken: 0 (3). ${WORDS.twice(1)} ${READ}`]);
  const { set, onBlock } = setOf();
  await takeIn(intake, { "u-images": idx(3, 1, 2, 3) }, { set: { ...set }, onBlock });
  const later = await takeIn(intake, { "v-images": idx(3, 1, 2, 3, 8) }, { set, room: { images: 1, bytes: 1e6 } });
  assert.deepEqual([later.pictures.map(({ value }) => value), later.outcomes[0]],
    [[8], ["v-images", "repaired", 1, `${WORDS.twice(3)} ${READ}`]]);
  const full = await takeIn(intake, { "v-images": idx(3, 1, 2, 3, 8) }, { set, room: { images: 0, bytes: 1e6 } });
  assert.match(full.outcomes[0][3], /^The set is full.* 3 of its pictures/);
  assert.equal(full.outcomes[0][1], "left-out");
});

test("the same pixels in the same class count once by every road", async () => {
  const { intake } = fakeIntake();
  const zip = { entries: { "a/t-images": "", "cats/p": "png 1" } };
  const { set, onBlock } = setOf();
  const pair = { "t-images": idx(3, 20, 30, 20), "t-labels": idx(1, 7, 7, 7) };
  const twice = { ...pair, "b-images": idx(3, 30, 40), "b-labels": idx(1, 7, 7), "c-images": idx(3, 20, 30) };
  const { outcomes } = await takeIn(intake, twice, { set: { ...set }, onBlock });
  assert.deepEqual(outcomes.filter(([, , images]) => images), [
    ["t-images", "repaired", 2, `${WORDS.twice(1)} ${READ}`], ["b-images", "repaired", 1, `${WORDS.twice(1)} ${READ}`],
    ["c-images", "taken", 2, READ],
  ]);
  const again = await takeIn(intake, pair, { set: { ...set }, onBlock });
  assert.deepEqual(again.outcomes[0], ["t-images", "left-out", 0, `${WORDS.allThere} ${READ}`]);
  await takeIn(intake, { "a.zip": `zip ${JSON.stringify(zip)}` }, { set: { ...set }, onBlock });
  const named = await takeIn(intake, { "Cats/q": "png 1", "r": "png 1" }, { set: { ...set }, onBlock });
  assert.deepEqual(named.outcomes.map(([, result, , said]) => [result, said]),
    [["left-out", WORDS.same("a.zip/cats/p")], ["taken", ""]], "a class by any spelling, and none is none");
  const chosen = { ...set, label: set.classes.indexOf("cats") };
  const { outcomes: [[, result]] } = await takeIn(intake, { "s": "png 1" }, { set: chosen });
  assert.equal(result, "left-out", "the class that was chosen counts for what names none");
});

test("what an earlier worker has brought is known to the next one", async () => {
  const { intake, workers } = fakeIntake();
  const traps = [..."trap"].map((letter) => letter.charCodeAt(0));
  const { pictures } = await takeIn(intake, { a: idx(3, 50, 60), b: idx(3, ...traps), c: idx(3, 60, 70) });
  assert.deepEqual([pictures.map(({ value }) => value), workers.length], [[50, 60, 70], 2]);
});

test("of more than 255 classes the pictures are taken without one, and the classes are named", async () => {
  const { intake } = fakeIntake();
  const classes = Array.from({ length: 254 }, (_, i) => `c${i}`);
  const set = { blocks: [], classes, label: 255 };
  const files = { "C7/a": "png 1", "new/b": "png 2", "more/c": "png 3", "most/d": "png 4", "most/e": "png 5" };
  const { pictures, outcomes } = await takeIn(intake, files, { set });
  assert.deepEqual(pictures.map(classOf), ["C7", "new", null, null, null]);
  assert.deepEqual(outcomes.map(([, result]) => result), ["taken", "taken", ...Array(4).fill("repaired")]);
  assert.equal(outcomes[2][3], WORDS.classes);
  assert.equal(outcomes[5][3], "255 classes are the most: the pictures of others are taken without a class. "
    + "Those are more (1), most (2).");
  const data = { "t-images": idx(3, 1, 2, 3), "t-labels": idx(1, 5, 6, 6) };
  const table = await takeIn(intake, data, { set });
  assert.deepEqual(table.pictures.map(classOf), ["5", null, null]);
  assert.match(table.outcomes.at(-1)?.[3] ?? "", /Those are 6 \(2\)\.$/);
});

test("a list of files with their classes names those of the pictures beside it, before their folders", async () => {
  const { intake } = fakeIntake();
  const list = JSON.stringify({ "x/1": "owl", p2: "cat", "a.zip/3": "owl" });
  const zip = { entries: { "3": "png 3", "4": "png 4", "in.csv": `csv ${JSON.stringify({ "a.zip/4": "cat" })}` } };
  const { pictures, outcomes } = await takeIn(intake, {
    "x/1": "png 1", p2: "png 2", "labels.csv": `csv ${list}`, "a.zip": `zip ${JSON.stringify(zip)}`, "y/5": "png 5",
  });
  assert.deepEqual(pictures.map(({ value, name }) => [value, name]),
    [[1, "owl"], [2, "cat"], [3, "owl"], [4, "cat"], [5, "y"]]);
  const said = Object.fromEntries(outcomes.map(([path, result, , text]) => [path, [result, text]]));
  assert.deepEqual(said["labels.csv"], ["taken", "Classes of 3 of 5 pictures."]);
  assert.deepEqual(said["a.zip/in.csv"], ["taken", "Classes of 1 of 5 pictures."]);
});

test("pictures that are taken again are the ones that are asked for, with all images of a table", async () => {
  const { intake } = fakeIntake();
  const files = { ...folders({ cats: 20 }), "cats/same": "png 3", "t": idx(3, 5, 5, 6) };
  const again = ["cats/3", "cats/same", "cats/19", "t"];
  const { pictures } = await takeIn(intake, files, { again });
  assert.deepEqual(pictures.map(({ path, value }) => path ?? value), ["cats/3", "cats/19", "cats/same", 5, 5, 6]);
});

test("the stand-in for the engine's shares fills the classes like vessels", () => {
  const shares = (/** @type {number[]} */ there, /** @type {number[]} */ left, /** @type {number} */ most) =>
    [...sharesOf(Uint32Array.from(there), Uint32Array.from(left), most)];
  assert.deepEqual(shares([0, 0, 0], [100, 2200, 3000], 2000), [100, 950, 950]);
  assert.deepEqual(shares([5, 0, 2], [9, 3, 9], 8), [1, 3, 4]);
});
