//! The visitor's own set as the page uses it: taken in, prepared anew, kept, and never lost.

import assert from "node:assert/strict";
import { test } from "node:test";
import { WORDS } from "../../www/strings/intake.js";
import { OWN_WORDS } from "../../www/strings/own-notices.js";
import { fakeIntake, ink, shades, source, until } from "./own-fakes.mjs";
import { openSet } from "./own-page.mjs";

test("folders are classes, and what has no folder gets the class that was chosen", async () => {
  const page = await openSet();
  const label = page.own.addClass("owl");
  const report = await page.own.addSources([source("2.png", 20), source("bad.png"), source("cats/1.png", 10)], label);
  assert.deepEqual(report.map(({ result }) => result), ["taken", "refused", "taken"]);
  const { classes, classCounts, pictures, progress, report: told } = page.state();
  assert.deepEqual([classes, classCounts, pictures, progress, told], [["owl", "cats"], [1, 1], 2, null, report]);
});

test("what could not be read stands in the report, also where there is nothing else", async () => {
  const page = await openSet();
  /** @type {import("../../www/own/types.js").Outcome[]} */
  const unread = [{ path: "cats/2.png", result: "refused", images: 0, text: OWN_WORDS.unreadFile }];
  await page.own.addSources([], 255, unread);
  assert.deepEqual([page.state().report, page.state().pictures], [unread, 0]);
  await page.own.addSources([source("cats/1.png", 1)], 255, unread);
  assert.deepEqual(
    page.state().report.map(({ path, result }) => [path, result]),
    [
      ["cats/1.png", "taken"],
      ["cats/2.png", "refused"],
    ],
  );
});

test("the same picture is taken once, also when it comes again later; under another class it is another", async () => {
  const page = await openSet();
  await page.own.addSources([source("a/1.png", 10)]);
  const report = await page.own.addSources([source("a/2.png", 10), source("b/3.png", 10), source("a/4.png", 11)]);
  assert.deepEqual(
    report.map(({ result, images, text }) => [result, images, text]),
    [
      ["left-out", 0, WORDS.same("a/1.png")],
      ["taken", 1, ""],
      ["taken", 1, ""],
    ],
  );
  assert.equal(page.state().pictures, 3);
  await page.own.addSources([source("d.npy", 10, 10, 12)]);
  await page.own.addSources([source("e.npy", 12, 10, 13)]);
  assert.deepEqual(shades(page), [10, 11, 10, 10, 12, 13], "in files of data, too");
  const again = await page.own.addSources([source("1.png", 10)], page.state().classes.indexOf("a"));
  assert.deepEqual(again[0].text, WORDS.same("a/1.png"), "a class that was chosen is the class");
  page.own.remove([page.own.page(0, 1).ids[0]]);
  await page.own.addSources([source("a/5.png", 10)]);
  assert.equal(page.state().pictures, 6, "what was removed may come again");
});

test("some images of a file of data are made anew from it, each from its own place", async () => {
  const page = await openSet();
  await page.own.addSources([source("2.png", 20)]);
  await page.own.addSources([source("d.npy", 10, 20, 30, 30, 40)]);
  page.own.remove([page.own.page(0, 9).ids[2]]);
  assert.deepEqual(shades(page), [20, 10, 40]);
  await page.own.setPreparation({ size: 16, invert: true });
  assert.deepEqual([shades(page), page.state().resized], [[235, 245, 215], 0]);
  const report = await page.own.addSources([source("e.npy", 40, 30)]);
  assert.deepEqual([report[0].images, shades(page)], [1, [235, 245, 215, 225]], "and is known again");
});

test("a link's drawings come as they were prepared, with their classes, and go as one", async () => {
  const page = await openSet();
  page.own.addClass("dog");
  const drawings = [0, 1, 255].map((label, idx) => ({ label, pixels: new Uint8Array(784).fill(50 + idx) }));
  await page.own.addPrepared({ classes: ["cat", "Dog"], drawings });
  const { data, labels, kinds } = page.own.page(0, 9);
  assert.deepEqual([[...labels], kinds], [[1, 0, 255], ["drawing", "drawing", "drawing"]]);
  assert.deepEqual([data[0], data[783], data[784], data[2 * 784]], [50, 50, 51, 52]);
  assert.deepEqual([page.state().classes, page.state().drawings], [["dog", "cat"], 3]);
  await page.own.undo();
  assert.equal(page.state().drawings, 0);
  // A set of another size prepares them like its own.
  await page.own.setPreparation({ size: 32 });
  await page.own.addPrepared({ classes: [], drawings });
  assert.equal(page.own.page(0, 9).data.length, 3 * 32 * 32);
});

test("another size comes from the files while they are at hand, and removed or renamed pictures stay so", async () => {
  /** @type {any[]} */
  const calls = [];
  const page = await openSet({ intake: fakeIntake({ calls }) });
  await page.own.addDrawing(ink(200));
  await page.own.addSources([source("a/1.png", 10), source("a/2.png", 20), source("d.npy", 30, 31)]);
  const { ids } = page.own.page(0, 10);
  page.own.remove([ids[1]]);
  page.own.relabel([ids[2]], 255);
  await page.own.setPreparation({ size: 16, invert: true });
  assert.deepEqual([shades(page), page.state().resized, page.state().canPrepareAgain], [[200, 235, 225, 224], 0, true]);
  assert.deepEqual([...page.own.page(0, 10).labels], [255, 255, 255, 255]);
  assert.equal(calls.some(([name]) => name === "resize"), false);
});

test("without the files what is kept is resized, and the state says so", async () => {
  const { own, database, memory } = await openSet();
  await own.addSources([source("1.png", 10), source("a/2.png", 20)]);
  await own.addDrawing(ink(9));
  await until(() => database.stores.get("drawings")?.size === 1 && database.stores.get("blocks").size === 2);
  /** @type {any[]} */
  const calls = [];
  const page = await openSet({ database, memory, intake: fakeIntake({ calls }) });
  assert.deepEqual(
    [shades(page), page.state().classes, page.state().kept, page.state().canPrepareAgain],
    [[9, 10, 20], ["a"], "saved", false],
  );
  await page.own.setPreparation({ size: 32, fit: "fill" });
  assert.deepEqual([shades(page), page.state().resized], [[9, 10, 20], 2]);
  assert.equal(
    calls.find(([name]) => name === "resize")[2].fit,
    "stretch",
    "what was done to the pixels is not done again",
  );
});

test("a failed or stopped intake loses nothing, and keeps what came before", async () => {
  let broken = false;
  const page = await openSet({
    intake: fakeIntake({
      faults: {
        take: () => {
          if (broken) throw new Error("out of luck");
        },
      },
      hold: async (idx) => {
        if (idx === 2) page.own.cancel();
      },
    }),
  });
  await page.own.addSources([source("1.png", 1), source("2.png", 2), source("3.png", 3)]);
  assert.deepEqual([shades(page), page.state().report.length, page.state().progress], [[1, 2], 2, null]);
  broken = true;
  await page.own.addSources([source("4.png", 4)]);
  assert.equal(page.notices.get("own").text, OWN_WORDS.failed("out of luck"));
  await page.own.setPreparation({ size: 20 });
  assert.deepEqual([shades(page), page.state().preparation.size], [[1, 2], 28], "as they were");
  broken = false;
  await page.own.addSources([source("4.png", 4)]);
  assert.deepEqual(shades(page), [1, 2, 4], "and it goes on");
});

test("an intake, a drawing and a clearing can be taken back", async () => {
  const page = await openSet();
  await page.own.addDrawing(ink(5), page.own.addClass("five"));
  await page.own.addSources([source("1.png", 1), source("2.png", 2)]);
  page.own.clear();
  assert.deepEqual([shades(page), page.state().classes], [[], []]);
  await page.own.undo();
  assert.deepEqual([shades(page), page.state().classes], [[5, 1, 2], ["five"]]);
  await page.own.undo();
  assert.deepEqual(shades(page), [5], "the whole drop");
  await page.own.undo();
  assert.deepEqual([shades(page), page.state().canUndo], [[], false]);
});

test("a folder that is brought again: a few files that are there are named, and many are counted", async () => {
  const page = await openSet();
  const folder = (/** @type {number} */ count) =>
    Array.from({ length: count }, (_, idx) => source(`a/${idx}.png`, idx));
  await page.own.addSources(folder(40));
  const few = await page.own.addSources([...folder(20), source("a/new.png", 99)]);
  assert.deepEqual([few.length, few[0].text], [21, WORDS.same("")]);
  const many = await page.own.addSources([...folder(40), source("a/newer.png", 100)]);
  assert.deepEqual(many.map(({ path, result, text }) => [path, result, text]),
    [["a/newer.png", "taken", ""], [WORDS.drop, "left-out", WORDS.there(40)]]);
});
