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
  await page.own.addSources([source("d.npy", 10, 10)]);
  assert.equal(page.state().pictures, 5, "data files are what they are");
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
