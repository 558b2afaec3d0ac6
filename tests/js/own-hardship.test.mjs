//! The visitor's set when things come at a bad moment, or as nobody meant them: nothing is lost, mixed up or stuck.

import assert from "node:assert/strict";
import { test } from "node:test";
import { defaults } from "../../www/app/options.js";
import { loadImageSet } from "../../www/own/image-set.js";
import { SetDatabase } from "../../www/own/database.js";
import { createStore, initialState } from "../../www/app/store.js";
import { fakeDatabase, fakeMemory } from "./fake-database.mjs";
import { fakeIntake, ink, shades, source, until } from "./own-fakes.mjs";
import { openSet } from "./own-page.mjs";

/** @typedef {import("../../www/own/types.js").Intake} Intake */

/** @type {any} */
const SETTINGS = {
  preparation: { size: 16, channels: 1, fit: "fit", center: false, invert: false, normalize: false },
  augmentation: {},
  cutting: {},
  source: "pictures",
  mix: null,
  share: 0.1,
  seed: 1,
};
/** @typedef {import("../../www/own/types.js").SavedSet} SavedSet */

/**
 * A saved set of flat pictures, and what else the drop holds.
 * @param {{values: number[], photo?: SavedSet["photo"], drawings?: number}[]} sets
 * @returns {Intake}
 */
const withSaved = (sets, intake = fakeIntake()) => ({ ...intake, async take(sources, preparation, options) {
  for (const { values, photo = null, drawings = 0 } of sets) {
    options?.onBlock?.({
      data: new Uint8Array(0),
      count: 0,
      size: preparation.size,
      channels: preparation.channels,
      classNames: [],
      labels: new Uint8Array(0),
      paths: null,
      keys: null,
      opened: {
        images: Uint8Array.from({ length: values.length * 256 }, (_, at) => values[Math.floor(at / 256)]),
        labels: new Uint8Array(values.length).fill(255),
        drawings: new Uint8Array(drawings * 16).fill(9),
        drawingLabels: new Uint8Array(drawings).fill(255),
        drawingSide: 4,
        photo,
        settings: { ...SETTINGS, classes: [] },
      },
    });
  }
  return intake.take(sources, preparation, options);
} });

test("another size chosen during an intake waits for it", async () => {
  let chosen = false;
  const page = await openSet({ intake: fakeIntake({ hold: async (idx) => {
    if (idx === 1 && !chosen) void page.own.setPreparation({ size: 20 });
    chosen ||= idx === 1;
  } }) });
  await page.own.addSources([source("1.png", 1), source("2.png", 2), source("3.png", 3)]);
  await until(() => page.own.page(0, 1).size === 20);
  assert.deepEqual([shades(page), page.state().report.length], [[1, 2, 3], 3]);
});

test("what is removed, named or brought together during a preparation stays so", async () => {
  let change = () => {};
  const intake = fakeIntake({ hold: async () => change() });
  const page = await openSet({ intake });
  await page.own.addDrawing(ink(100));
  await page.own.addDrawing(ink(200));
  await page.own.addSources([source("a/1.png", 1), source("b/2.png", 2), source("b/3.png", 3)]);
  const { ids } = page.own.page(0, 9);
  let once = true;
  change = () => {
    if (!once) return;
    once = false;
    page.own.remove([ids[0], ids[3]]);
    page.own.renameClass(0, "b");
  };
  await page.own.setPreparation({ size: 20 });
  assert.deepEqual([shades(page), page.state().classes, page.state().classCounts], [[200, 1, 3], ["b"], [2]]);
});

test("clearing is taken back whole: the photo, and the files to prepare from", async () => {
  const page = await openSet();
  await page.own.addSources([source("1.png", 1), source("2.png", 2)]);
  await page.own.useAs("patches");
  assert.equal(page.state().photo.data[0], 2);
  page.own.clear();
  assert.deepEqual([page.state().photo, page.state().pictures], [null, 0]);
  await page.own.undo();
  assert.deepEqual([page.state().photo.data[0], shades(page), page.state().canPrepareAgain], [2, [1, 2], true]);
});

test("clearing ends what waits, too", async () => {
  const page = await openSet({ intake: fakeIntake({ hold: async (idx) => { if (idx === 1) page.own.clear(); } }) });
  await Promise.all([
    page.own.addSources([source("1.png", 1), source("2.png", 2)]),
    page.own.addSources([source("3.png", 3)]),
  ]);
  assert.equal(page.state().pictures, 0);
});

test("patches and the preview take the newest picture that was taken, in an archive too", async () => {
  /** @type {any[]} */
  const calls = [];
  const intake = fakeIntake({ calls });
  const page = await openSet({ intake });
  await page.own.useAs("patches");
  await page.own.addSources([source("1.png", 1), source("bad.png")]);
  assert.deepEqual([page.state().photo.data[0], page.notices.has("own"), page.state().report.length], [1, false, 2]);
  await page.own.addSources([source("bad.png")]);
  await page.own.preview(null);
  const lastPreview = () => calls.findLast(([name]) => name === "preview");
  assert.deepEqual(lastPreview(), ["preview", "1.png"]);
  intake.take = async (_sources, { size, channels }, { onBlock } = {}) => {
    onBlock?.({
      data: new Uint8Array(size * size).fill(5),
      count: 1,
      size,
      channels,
      classNames: [],
      labels: Uint8Array.of(255),
      paths: ["cats.zip/a/5.png"],
      keys: null,
    });
    return [{ path: "cats.zip/a/5.png", result: "taken", images: 1, text: "" }];
  };
  await page.own.addSources([source("cats.zip", 9)]);
  await page.own.preview(page.own.page(1, 1).ids[0]);
  assert.deepEqual(lastPreview(), ["preview", "cats.zip/a/5.png"]);
});

test("files of folders come in the order of their names, however the browser lists them", async () => {
  const page = await openSet();
  await page.own.addSources([
    source("b/10.png", 4),
    source("b/9.png", 3),
    source("a/x/1.png", 2),
    source("a/2.png", 1),
  ]);
  assert.deepEqual([shades(page), page.state().classes], [[1, 2, 3, 4], ["a", "x", "b"]]);
});

test("saved sets and pictures in one drop, into an empty set: one size for all", async () => {
  const page = await openSet({ intake: withSaved([{ values: [1, 2], drawings: 1 }, { values: [3] }]) });
  await page.own.addSources([source("4.png", 4)]);
  assert.deepEqual([shades(page), page.state().preparation.size], [[9, 1, 2, 3, 4], 16]);
  await page.own.undo();
  assert.equal(page.state().pictures, 0);
});

test("a saved set brings no picture that is there already in its class; into an empty set all of it comes", async () => {
  const page = await openSet({ intake: withSaved([{ values: [1, 1, 2] }]) });
  await page.own.addSources([source("a/1.png", 1)]);
  assert.deepEqual(shades(page), [1, 1, 2, 1], "of itself twice, and one with a class");
  await page.own.addSources([source("b/4.png", 4)]);
  assert.deepEqual(shades(page), [1, 1, 2, 1, 4]);
});

test("what a cleared set held does not come back into one of another size", async () => {
  const inner = fakeIntake();
  const intake = { ...inner };
  const page = await openSet({ intake });
  await page.own.addSources([source("8.png", 8)]);
  page.own.clear();
  intake.take = withSaved([{ values: [1] }], inner).take;
  await page.own.addSources([source("2.png", 2)]);
  for (let more = 0; more < 4; more += 1) await page.own.undo();
  assert.equal(shades(page).includes(8), false);
});

test("what fails to load once is tried again", async () => {
  const store = createStore(initialState(defaults()), (run) => setTimeout(run, 1));
  const actions = { notify() {}, dismiss() {}, changeAll() {}, again: async () => {} };
  const storage = new SetDatabase({ database: () => fakeDatabase(), memory: () => fakeMemory() });
  const options = { hourglass: () => null, intake: fakeIntake(), embedded: false };
  /** @type {any} */
  const broken = Object.assign(new SetDatabase(), { wanted: () => true, load: async () => ({ meta: null }) });
  await assert.rejects(loadImageSet(store, actions, { ...options, database: broken }));
  const own = await loadImageSet(store, actions, { ...options, database: storage });
  assert.equal(own.page(0, 1).ids.length, 0);
});

test("the photo is written when it is another, and not with each setting", async () => {
  const database = fakeDatabase();
  const page = await openSet({ database });
  await page.own.addSources([source("1.png", 1)]);
  await page.own.useAs("patches");
  await until(() => page.state().kept === "saved");
  const there = database.stores.get("meta").get("photo");
  assert.equal(there.data[0], 1);
  page.own.setShare(0.3);
  await until(() => database.stores.get("meta").get("set").settings.share === 0.3);
  assert.equal(database.stores.get("meta").get("photo"), there, "not a copy");
  const again = await openSet({ database, memory: page.memory });
  assert.deepEqual([again.state().photo.data[0], again.state().share], [1, 0.3]);
  again.own.clear();
  await until(() => database.stores.get("meta").get("photo") === null);
});

/** @typedef {ReturnType<typeof fakeDatabase>["stores"]} Stores */

/**
 * What may stand in the database: how it came about, and which pictures are left.
 * @param {number[]} blocks The keys of its two blocks.
 * @returns {[what: string, edit: (stores: Stores) => unknown, left: number[]][]}
 */
function damages(blocks) {
  return [
    ["no settings", (stores) => delete stores.get("meta").get("set").settings, [9, 1, 2]],
    [
      "settings of nonsense",
      (stores) =>
        Object.assign(stores.get("meta").get("set"), {
          settings: { preparation: "big", mix: "__proto__", cutting: [], seed: NaN, share: "1" },
        }),
      [9, 1, 2],
    ],
    [
      "classes that are no names",
      (stores) => Object.assign(stores.get("meta").get("set"), { classes: [{ a: 1 }] }),
      [9, 1, 2],
    ],
    ["labels without a class", (stores) => stores.get("blocks").get(blocks[0]).labels.fill(77), [9, 1, 2]],
    ["labels of another kind", (stores) => Object.assign(stores.get("blocks").get(blocks[0]), { labels: [1] }), [9, 2]],
    [
      "two blocks in one place",
      (stores) => Object.assign(stores.get("blocks").get(blocks[1]), { key: blocks[0] }),
      [9, 1],
    ],
    [
      "a side of half a pixel",
      (stores) => Object.assign(stores.get("blocks").get(blocks[0]), { size: 0.5, count: 4 * 784 }),
      [9, 2],
    ],
    ["paths of numbers", (stores) => Object.assign(stores.get("blocks").get(blocks[0]), { paths: [5] }), [9, 2]],
    [
      "a drawing of nothing",
      (stores) =>
        Object.assign([...stores.get("drawings").values()][0], {
          ink: { width: 0, height: 0, data: new Uint8Array(0) },
        }),
      [1, 2],
    ],
    [
      "a drawing in a picture's place",
      (stores) => Object.assign([...stores.get("drawings").values()][0], { id: blocks[0] }),
      [1, 2],
    ],
    [
      "records of text",
      (stores) => stores.get("blocks").set(99, "hello") && stores.get("labels").set(98, null),
      [9, 1, 2],
    ],
    [
      "a photo of nothing",
      (stores) => stores.get("meta").set("photo", { width: -1, height: -1, channels: 1, data: new Uint8Array(1) }),
      [9, 1, 2],
    ],
    ["no list of classes", (stores) => stores.get("meta").set("set", 5), []],
  ];
}

test("whatever stands in the database, the page opens, and uses what is sound", async () => {
  const database = fakeDatabase();
  const first = await openSet({ database });
  await first.own.addDrawing(ink(9));
  await first.own.addSources([source("a/1.png", 1), source("a/2.png", 2)]);
  await until(() => first.state().kept === "saved" && database.stores.get("blocks")?.size === 2);
  const sound = new Map(
    [...database.stores].map(([name, values]) => [
      name,
      new Map([...values].map(([key, value]) => [key, structuredClone(value)])),
    ]),
  );
  const blocks = [...database.stores.get("blocks").keys()];
  for (const [what, edit, expected] of damages(blocks)) {
    for (const [name, values] of sound)
      database.stores.set(name, new Map([...values].map(([key, value]) => [key, structuredClone(value)])));
    edit(database.stores);
    const page = await openSet({ database });
    const { classCounts: counts, classes, drawings, pictures, photo } = page.state();
    assert.deepEqual([shades(page), drawings + pictures, photo], [expected, expected.length, null], what);
    assert.ok(
      counts.length === classes.length &&
        counts.every(Number.isInteger) &&
        classes.every((name) => typeof name === "string"),
      what,
    );
    const { preparation, seed, share, cutting } = page.state();
    assert.ok([preparation.size, seed, share, cutting.side].every(Number.isFinite), what);
  }
});
