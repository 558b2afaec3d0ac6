//! A table of the set that is read in another way: one change, which a failure or a stop leaves undone.

import assert from "node:assert/strict";
import { test } from "node:test";
import { READING, fakeIntake, shades, source } from "./own-fakes.mjs";
import { openSet } from "./own-page.mjs";

/** A reading under which numbers are five times as light. */
const LIGHT = { ...READING, to: 51 };

/** A set of a picture, a table in a class, and another table. @param {Parameters<typeof fakeIntake>[0]} [how] */
async function opened(how) {
  const page = await openSet({ intake: fakeIntake(how) });
  await page.own.addSources([source("1.png", 7), source("cats/d.npy", 10, 20), source("e.npy", 30)]);
  return page;
}

test("tables are told with their readings, the newest first, while a picture of theirs is there", async () => {
  const page = await opened();
  assert.deepEqual(page.state().tables.map(({ path, reading }) => [path, reading]),
    [["e.npy", READING], ["cats/d.npy", READING]]);
  page.own.remove(page.own.page(0, 9).ids.slice(-1));
  assert.deepEqual(page.state().tables.map(({ path }) => path), ["cats/d.npy"]);
  page.own.clear();
  assert.deepEqual(page.state().tables, []);
});

test("a table's pictures are replaced as one change; others, and what is deleted of them, stay", async () => {
  const page = await opened();
  page.own.remove([page.own.page(0, 9).ids[0]]);
  const [, table] = page.state().tables;
  await page.own.tables.read(table, LIGHT);
  assert.deepEqual([shades(page), page.state().classCounts], [[30, 50, 100], [2]]);
  assert.deepEqual(page.state().tables[0], { ...table, reading: LIGHT }, "it is the newest now");
  assert.equal(page.state().report?.[0].images, 2);
  await page.own.undo();
  assert.deepEqual(shades(page), [10, 20, 30]);
  assert.deepEqual(page.state().tables[0].reading, READING);
  // Another preparation takes the files again, as they were read last; of the pictures before, no pixels are left.
  await page.own.tables.read(table, LIGHT);
  await page.own.setPreparation({ invert: true });
  assert.deepEqual([shades(page), page.state().resized], [[225, 205, 155], 0]);
  await page.own.undo();
  assert.deepEqual(shades(page), [225, 205, 155]);
});

test("a table that cannot be read so, or is stopped, leaves the set and its reading as they were", async () => {
  /** @type {"fail" | "stop" | null} */
  let fault = null;
  const page = await opened({ hold: async () => {
    if (fault === "fail") throw new Error("it does not fit");
    if (fault === "stop") page.own.cancel();
  } });
  const [before, state] = [shades(page), page.state()];
  for (const one of /** @type {const} */ (["fail", "stop"])) {
    fault = one;
    await page.own.tables.read(state.tables[1], LIGHT);
    const { classes, classCounts, tables, progress } = page.state();
    assert.deepEqual([shades(page), classes, classCounts], [before, state.classes, state.classCounts], one);
    assert.deepEqual([tables.map(({ reading }) => reading), progress], [[READING, READING], null]);
    if (one === "fail") assert.match(page.notices.get("own").text, /it does not fit/);
  }
});
