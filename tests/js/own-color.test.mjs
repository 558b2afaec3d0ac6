//! Color by itself: most pictures must have it, a choice stays, and an addition can still be taken back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { cleanSettings } from "../../www/own/set-settings.js";
import { OWN_WORDS } from "../../www/strings/own-notices.js";
import { fakeDatabase, fakeMemory } from "./fake-database.mjs";
import { fakeIntake, ink, shades, source, until } from "./own-fakes.mjs";
import { openSet } from "./own-page.mjs";

const colorOf = (/** @type {{state: () => import("../../www/own/types.js").OwnState}} */ page) =>
  [page.state().preparation.channels, page.state().inColor];

test("more than half of all pictures and drawings must have color", async () => {
  const page = await openSet();
  await page.own.addDrawing(ink(9));
  await page.own.addSources([source("color 1.png", 1)]);
  assert.deepEqual([colorOf(page), page.notices.has("own-color")], [[1, 0], false], "one of two");
  await page.own.addSources([source("color 2.png", 2)]);
  assert.deepEqual([colorOf(page), shades(page)], [[3, 2], [9, 1, 2]]);
  assert.equal(page.notices.get("own-color").text, OWN_WORDS.inColor(2, 3, 28));
  assert.match(OWN_WORDS.inColor(2, 3, 28), /2 of 3 pictures have color.* 28 × 28 pixels × 3 colors/);
});

test("gray pictures stay gray", async () => {
  const page = await openSet();
  await page.own.addSources([source("1.png", 1), source("2.png", 2), source("color.png", 3)]);
  assert.deepEqual([colorOf(page), page.notices.has("own-color")], [[1, 0], false]);
});

test("the way back is a choice, and a choice stays", async () => {
  const page = await openSet();
  await page.own.addSources([source("color 1.png", 1)]);
  const [back] = page.notices.get("own-color").actions;
  assert.equal(back.label, OWN_WORDS.instead[1]);
  back.run();
  await until(() => page.state().progress === null && page.state().preparation.channels === 1);
  assert.ok(!page.notices.has("own-color"));
  await page.own.addSources([source("color 2.png", 2), source("color 3.png", 3)]);
  assert.deepEqual([colorOf(page), shades(page)], [[1, 0], [1, 2, 3]]);

  const other = await openSet();
  await other.own.setPreparation({ channels: 3 });
  await other.own.addSources([source("1.png", 1)]);
  assert.deepEqual(colorOf(other), [3, 0], "color that was chosen is not taken back for gray pictures");
  const sized = await openSet();
  await sized.own.setPreparation({ size: 20 });
  await sized.own.addSources([source("color 1.png", 1)]);
  assert.equal(sized.state().preparation.channels, 3, "the size is another matter");
});

test("what was added last can be taken back, and gray pictures alone are gray again", async () => {
  const page = await openSet();
  await page.own.addSources([source("old.png", 7)]);
  await page.own.addSources([source("color 1.png", 1), source("color 2.png", 2)]);
  assert.deepEqual([shades(page), page.state().canUndo], [[7, 1, 2], true]);
  await page.own.undo();
  assert.deepEqual([shades(page), page.state().canUndo, colorOf(page)], [[7], false, [3, 0]]);
  await page.own.addDrawing(ink(5));
  assert.deepEqual([shades(page), colorOf(page)], [[5, 7], [1, 0]]);
  assert.equal(page.notices.get("own-color").text, OWN_WORDS.inGray(0, 2, 28));
  await page.own.undo();
  assert.deepEqual(shades(page), [7]);
});

test("while some pictures have color, more gray ones do not take it away", async () => {
  const page = await openSet();
  await page.own.addSources([source("color.png", 1)]);
  await page.own.addSources([source("2.png", 2), source("3.png", 3), source("4.png", 4)]);
  assert.deepEqual(colorOf(page), [3, 1]);
  page.own.clear();
  assert.ok(!page.notices.has("own-color"), "what it says is no longer so");
  await page.own.undo();
  assert.deepEqual([shades(page), colorOf(page)], [[1, 2, 3, 4], [3, 1]]);
});

test("a pack that the set is mixed with decides, and after it the pictures again", async () => {
  const page = await openSet();
  await page.own.setMix("digits");
  await page.own.addSources([source("color.png", 1)]);
  assert.deepEqual(colorOf(page), [1, 0]);
  await page.own.setMix(null);
  assert.deepEqual(colorOf(page), [3, 1]);
});

test("where it fails, the pictures stay as they were and nothing is said", async () => {
  let broken = false;
  const page = await openSet({
    intake: fakeIntake({ faults: { ink() { if (broken) throw new Error("out of luck"); } } }),
  });
  broken = true;
  await page.own.addSources([source("color.png", 1)]);
  assert.deepEqual([shades(page), colorOf(page), page.notices.has("own-color")], [[1], [1, 0], false]);
});

test("after another visit it is known what had color, and files that are gone bring none back", async () => {
  const [database, memory] = [fakeDatabase(), fakeMemory()];
  const first = await openSet({ database, memory });
  await first.own.setPreparation({ size: 20 });
  await first.own.addSources([source("color 1.png", 1), source("2.png", 2)]);
  assert.equal(first.state().preparation.channels, 1);
  await until(() => first.state().kept === "saved");
  const again = await openSet({ database, memory });
  await again.own.addSources([source("color 3.png", 3)]);
  assert.deepEqual(colorOf(again), [1, 0], "two of three have color, but only one of the three files is at hand");
  await again.own.addSources([source("color 4.png", 4), source("color 5.png", 5)]);
  assert.deepEqual(colorOf(again), [3, 4]);
});

test("settings of an older page: color was chosen there, gray was not", () => {
  assert.equal(cleanSettings({ preparation: { channels: 3 } }).colorChosen, true);
  assert.equal(cleanSettings({ preparation: { channels: 1 } }).colorChosen, false);
  assert.equal(cleanSettings({ preparation: { channels: 3 }, colorChosen: false }).colorChosen, false);
  assert.equal(cleanSettings({ preparation: { channels: 1 }, colorChosen: true }).colorChosen, true);
});
