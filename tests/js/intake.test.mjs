//! What an intake makes of a drop: each file its outcome, in the order of the drop, whatever the others are.

import assert from "node:assert/strict";
import { test } from "node:test";

import { WORDS } from "../../www/strings/intake.js";
import { SMALL, fakeIntake, sources, takeIn } from "./fake-intake.mjs";
import { until } from "./fake-worker.mjs";

const VARIED = { variants: 1, shift: 0, rotate: 0, scale: 0, thickness: 0, elastic: 0 };
const idx = (/** @type {number} */ kind, /** @type {number[]} */ ...values) => Uint8Array.of(0, 0, 8, kind, ...values);

test("pictures come in the order of the drop, however long each takes to decode", async () => {
  const { intake } = fakeIntake();
  const { pictures, outcomes } = await takeIn(intake, {
    "cats/a": "png 1 slow", "cats/b": "png 2", "dogs/c": "png fix 3", "d": "png 4 slow", "e": "png 5",
  });
  assert.deepEqual(pictures, [
    { value: 1, name: "cats", path: "cats/a" },
    { value: 2, name: "cats", path: "cats/b" },
    { value: 3, name: "dogs", path: "dogs/c" },
    { value: 4, name: null, path: "d" },
    { value: 5, name: null, path: "e" },
  ]);
  assert.deepEqual(outcomes[2], ["dogs/c", "repaired", 1, "Mended."]);
  assert.deepEqual(outcomes.map(([path]) => path), ["cats/a", "cats/b", "dogs/c", "d", "e"]);
});

test("what is bad is refused by its name, and what there is twice is taken once a class", async () => {
  const { intake } = fakeIntake();
  const { pictures, outcomes } = await takeIn(intake, {
    "x": "text", "cats/a": "png 1", "cats/b": "png 1", "dogs/a": "png 1", "f": "png flat", "g": "png damaged",
    "h": `png ${"9".repeat(2000)}`, "i": `zip ${"9".repeat(6000)}`,
  });
  assert.deepEqual(pictures.map(({ path }) => path), ["cats/a", "dogs/a"]);
  const results = outcomes.map(([, result]) => result);
  assert.deepEqual(results, ["refused", "taken", "left-out", "taken", "left-out", "refused", "refused", "refused"]);
  assert.match(outcomes[2][3], /same picture as cats\/a/);
  assert.match(outcomes[4][3], /one flat color/);
  assert.match(outcomes[5][3], /damaged/);
  assert.match(outcomes[6][3], /too large: a picture's file/);
  assert.match(outcomes[7][3], /too large: an archive/);
});

test("an archive's entries are files of their own; what it leaves out and archives within are told", async () => {
  const { intake } = fakeIntake();
  const zip = {
    entries: { "cats/n1": "png 1", "in.zip": "zip {}", n2: "png 2", t: "text" },
    leftOut: ["../evil", "It climbs."],
  };
  const { pictures, outcomes } = await takeIn(intake, {
    "a.zip": `zip ${JSON.stringify(zip)}`,
    z: "png 3",
    "e.zip": 'zip {"entries":{}}',
  });
  assert.deepEqual(
    pictures.map(({ path, name }) => [path, name]),
    [
      ["a.zip/cats/n1", "cats"],
      ["a.zip/n2", null],
      ["z", null],
    ],
  );
  assert.deepEqual(outcomes.map(([path, result]) => [path, result]), [
    ["a.zip/../evil", "left-out"], ["a.zip/cats/n1", "taken"], ["a.zip/in.zip", "refused"], ["a.zip/n2", "taken"],
    ["a.zip/t", "refused"], ["z", "taken"], ["e.zip", "refused"],
  ]);
  assert.match(outcomes[2][3], /archive within an archive/);
});

/** @param {string[]} paths Of the pictures in an archive. */
function archiveOf(...paths) {
  const entries = Object.fromEntries(paths.map((path, idx) => [path, `png ${paths.length}${idx}`]));
  return `zip ${JSON.stringify({ entries })}`;
}

test("archives without folders are classes as folders are, where others come with them", async () => {
  const { intake } = fakeIntake();
  const flat = archiveOf("1", "2");
  /** @type {[files: Record<string, string>, classes: Record<string, string | null>][]} */
  const cases = [
    // One alone is the set, and so it is beside single pictures and tables.
    [{ "cats.zip": flat }, { "cats.zip/1": null }],
    [{ "cats.zip": flat, "a": "png 1", "b": "text" }, { "cats.zip/1": null, "a": null }],
    [{ "cats.zip": flat, "dogs.v2.ZIP": archiveOf("1") }, { "cats.zip/1": "cats", "dogs.v2.ZIP/1": "dogs.v2" }],
    [{ "cats.zip": flat, "dogs/1": "png 1" }, { "cats.zip/1": "cats", "dogs/1": "dogs" }],
    // An archive with folders has its own, and what lies beside these has no class.
    [
      { "cats.zip": flat, "pets.zip": archiveOf("dogs/1", "2", "3") },
      { "cats.zip/1": "cats", "pets.zip/dogs/1": "dogs", "pets.zip/2": null },
    ],
    // The only thing in its folder has that folder's name.
    [
      { "cats/all.zip": flat, "dogs/all.zip": archiveOf("1"), "dogs/2": "png 7" },
      { "cats/all.zip/1": "cats", "dogs/all.zip/1": "all", "dogs/2": "dogs" },
    ],
    [
      { "pets/cats.zip": flat, "pets/dogs.zip": archiveOf("1") },
      { "pets/cats.zip/1": "cats", "pets/dogs.zip/1": "dogs" },
    ],
  ];
  for (const [files, classes] of cases) {
    const { pictures } = await takeIn(intake, files);
    const found = Object.fromEntries(pictures.map(({ path, name }) => [path, name]));
    for (const [path, name] of Object.entries(classes)) assert.equal(found[path], name, path);
  }
});

test("an archive of arrays is one file of data, and its name no class", async () => {
  const { intake } = fakeIntake();
  const npz = archiveOf("images.npy");
  const { pictures } = await takeIn(intake, { "a.npz": npz, "b.zip": archiveOf("1", "2") });
  assert.deepEqual(pictures.map(({ path, name }) => [path, name]), [
    ["a.npz/images.npy", null], ["b.zip/1", "b"], ["b.zip/2", "b"],
  ]);
});

test("what systems hide in archives is passed over, but for an archive's only file", async () => {
  const { intake } = fakeIntake();
  const entries = {
    "__MACOSX/cats/._1": "text", "cats/.DS_Store": "text", "cats/1": "png 1", "Cats/THUMBS.DB": "text",
    ".x/2": "png 2", "cats/3": "png die", "cats/4": "png 4",
  };
  const zip = { entries, leftOut: ["cats/.git", "It is locked.", "cats/secret", "It is locked."] };
  const { outcomes } = await takeIn(intake, {
    "a.zip": `zip ${JSON.stringify(zip)}`, "b.zip": archiveOf(".only"),
  });
  // A worker that ended without a word is followed by one that finds the file, although others before it are hidden.
  assert.deepEqual(outcomes.map(([path, result]) => [path, result]), [
    ["a.zip/cats/secret", "left-out"], ["a.zip/cats/1", "taken"], ["a.zip/cats/3", "refused"],
    ["a.zip/cats/4", "taken"], ["b.zip/.only", "taken"],
  ]);
});

test("files of data come after the pictures, with the labels that are named alike", async () => {
  const { intake } = fakeIntake();
  const { pictures, outcomes } = await takeIn(intake, {
    "t-labels-idx1": idx(1, 7, 3), "t-images-idx3": idx(3, 50, 60), "a": "png 1", "u-images-idx3": idx(3, 70, 0),
    "u-labels-idx1": idx(1, 1), "v-labels-idx1": idx(1, 1), "w": idx(3, 0, 0),
  });
  assert.deepEqual(
    pictures.map(({ value, name }) => [value, name]),
    [
      [1, null],
      [50, "7"],
      [60, "3"],
      [70, null],
      [0, null],
    ],
  );
  assert.deepEqual(outcomes.map(([path, result, images]) => [path, result, images]), [
    ["t-labels-idx1", "taken", 0], ["t-images-idx3", "taken", 2], ["a", "taken", 1], ["u-images-idx3", "taken", 2],
    ["u-labels-idx1", "refused", 0], ["v-labels-idx1", "refused", 0], ["w", "refused", 0],
  ]);
  assert.match(outcomes[4][3], /1 label, and u-images-idx3 has 2 images/);
  assert.match(outcomes[5][3], /no file of images/);
});

test("no more than there is room for, and no more files than are allowed", async () => {
  const { intake } = fakeIntake();
  const few = await takeIn(intake, { a: "png 1", b: "png 2", c: idx(3, 1, 2, 3) }, { room: { images: 3, bytes: 1e6 } });
  assert.equal(few.pictures.length, 3);
  assert.deepEqual(few.outcomes[2].slice(1, 3), ["repaired", 1]);
  const many = Object.fromEntries(Array.from({ length: 14 }, (_, i) => [`p${i}`, `png ${i}`]));
  const { outcomes } = await takeIn(intake, many);
  assert.deepEqual(outcomes.map(([, result]) => result), [...Array(12).fill("taken"), "left-out"]);
  assert.deepEqual(outcomes[12], [WORDS.drop, "left-out", 0,
    "12 of 14 files are taken; bring the rest with the next drop."]);
});

test("a file that stops the engine is refused, and the rest goes on in a new worker", async () => {
  const { intake, workers } = fakeIntake();
  const zip = { entries: { "1": "png 5", "2": "png trap", "3": "png 6" } };
  const { pictures, outcomes } = await takeIn(intake, {
    "cats/a": "png 1 slow",
    b: "png trap",
    "cats/c": "png 1",
    "d.zip": `zip ${JSON.stringify(zip)}`,
    "dogs/e": "png 3",
  });
  assert.deepEqual(pictures.map(({ value, name }) => [value, name]), [[1, "cats"], [5, "d"], [6, "d"], [3, "dogs"]]);
  assert.deepEqual(outcomes.map(([path, result]) => [path, result]), [
    ["cats/a", "taken"], ["b", "refused"], ["cats/c", "left-out"], ["d.zip/1", "taken"], ["d.zip/2", "refused"],
    ["d.zip/3", "taken"], ["dogs/e", "taken"],
  ]);
  assert.match(outcomes[1][3], /could not be read/);
  assert.equal(workers.length, 3);
  assert.deepEqual(workers.map(({ terminated }) => terminated), [true, true, false]);
});

test("labels that stop the engine are refused, and their images come without", async () => {
  const { intake, workers } = fakeIntake();
  const traps = [..."trap"].map((letter) => letter.charCodeAt(0));
  const { pictures, outcomes } = await takeIn(intake, {
    "t-images-idx3": idx(3, 1, 2, 3, 4),
    "t-labels-idx1": idx(1, ...traps),
  });
  assert.deepEqual(pictures.map(({ value, name }) => [value, name]), [[1, null], [2, null], [3, null], [4, null]]);
  assert.deepEqual(
    outcomes.map(([path, result]) => [path, result]),
    [
      ["t-images-idx3", "taken"],
      ["t-labels-idx1", "refused"],
    ],
  );
  assert.match(outcomes[1][3], /could not be read/);
  assert.equal(workers.length, 2);
});

test("a worker that ends without a word costs only the file that ended it", async () => {
  const { intake, workers } = fakeIntake();
  const { pictures, outcomes } = await takeIn(intake, { "a": "png 1", "b": "png 2", "c": "png die", "d": "png 4" });
  assert.deepEqual(pictures.map(({ value }) => value), [1, 2, 4]);
  assert.deepEqual(outcomes.map(([, result]) => result), ["taken", "taken", "refused", "taken"]);
  assert.equal(workers.length, 3);
});

test("a drop that is stopped says so at once, with what had become of its files", async () => {
  const { intake } = fakeIntake();
  const stop = new AbortController();
  const files = sources({ "a": "png 1", "b": idx(3, ...Array(30).fill(5)), "c": "png 2 slow" });
  const taking = intake.take(files, SMALL, { signal: stop.signal, onProgress: () => stop.abort() });
  await assert.rejects(taking, { name: "AbortError" });
  await assert.rejects(intake.take(files, SMALL, { signal: stop.signal }), { name: "AbortError" });
  assert.equal((await takeIn(intake, { "a": "png 1" })).pictures.length, 1);
});

test("large calls go in parts, idle workers are ended, and nothing is asked of an intake that is ended", async () => {
  const { intake, workers } = fakeIntake({ idle: 50 });
  const shape = { channels: 1, height: 1024, width: 1024 };
  const augmented = await intake.augment(new Uint8Array(3 << 20), shape, VARIED, 1, 10);
  assert.deepEqual([augmented.length, augmented[0], augmented[4 << 20]], [6 << 20, 10, 12]);
  assert.deepEqual(await intake.split(new Uint8Array(5), 0.2, 1), Uint32Array.of(5));
  await until(() => workers[0].terminated);
  assert.equal((await intake.resize(new Uint8Array(4), { channels: 1, height: 2, width: 2 }, SMALL))[0], 1);
  assert.equal(workers.length, 2);
  intake.dispose();
  await assert.rejects(intake.split(new Uint8Array(1), 0.1, 1), { name: "DisposedError" });
});
