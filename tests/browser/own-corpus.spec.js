//! Every file of tests/corpus, good, damaged or hostile: what the page makes of it, and that it harms nothing else.

import { OWN } from "../../www/strings/own.js";
import { S } from "../../www/strings/strings.js";
import { corpus, drop, file, line, outcomes, record } from "./corpus.js";
import { expect, test } from "./fixtures.js";
import { OwnPanel } from "./own-app.js";

const PREPARATION = { size: 28, channels: 1, fit: "fit", center: false, invert: false, normalize: false };

/**
 * What the intake makes of files, and the pictures that come of them.
 * @param {import("@playwright/test").Page} page
 * @param {import("./corpus.js").Brought[]} files
 * @param {object} [preparation]
 */
function take(page, files, preparation = PREPARATION) {
  return page.evaluate(async ({ given, how }) => {
    const address = "/www/own/intake.js";
    const { createIntake } = await import(address);
    const intake = createIntake();
    const sources = given.map(({ path, start, fill = "", times = 0 }) => {
      const bytes = Uint8Array.from(atob(start), (character) => character.charCodeAt(0));
      return { path, file: new File([bytes, fill.repeat(times)], path) };
    });
    /** @type {number[][]} */
    const pictures = [];
    let saved = 0;
    const all = await intake.take(sources, how, {
      onBlock(/** @type {any} */ { data, count, opened }) {
        if (opened) saved += opened.labels.length + opened.drawingLabels.length;
        const each = data.length / count;
        for (let at = 0; at < count; at += 1) pictures.push([...data.subarray(at * each, (at + 1) * each)]);
      },
    });
    intake.dispose();
    return { all, pictures, saved };
  }, { given: files, how: preparation });
}

test("each file of the corpus has exactly the outcome that is written down", async ({ blank }) => {
  const files = await corpus();
  expect(files.length).toBeGreaterThan(190);
  const { all, pictures, saved } = await take(blank, files);
  if (process.env.RECORD) await record(all);
  expect(all).toEqual(await outcomes());
  expect(pictures.length + saved).toBe(
    all.reduce((/** @type {number} */ sum, /** @type {any} */ { images }) => sum + images, 0),
  );
  // Every file is named, and those that hold nothing good bring nothing.
  for (const { path } of files)
    expect(
      all.some((/** @type {any} */ one) => one.path === path || one.path.startsWith(`${path}/`)),
      path,
    ).toBe(true);
  for (const { path, result, images, text } of all) {
    if (result === "refused" || result === "left-out") expect([path, images]).toEqual([path, 0]);
    if (result !== "taken") expect(text, path).toMatch(/^\S.*[.!]$/);
  }
});

test("the corpus dropped on the page: one list to copy, all good files kept, and nothing else lost", async ({ app, page }) => {
  await app.open("#v=1&hidden=16");
  await app.steps(5);
  const own = new OwnPanel(app);
  await own.open();
  await own.draw(0);
  await expect(own.cells).toHaveCount(1);
  const [drawn] = await own.pixels(1);
  const [files, wanted] = await Promise.all([corpus(), outcomes()]);
  await drop(page, files);
  expect(await own.lines()).toEqual(wanted.map(line));
  await own.holds(1 + wanted.reduce((sum, { images }) => sum + images, 0));
  // The drawing is the first still; beside photos it is shown as they are, light on dark.
  await expect.poll(async () => {
    const [now] = await own.pixels(1);
    return now.filter((value, px) => value > 127 !== drawn[px] < 128).length;
  }).toBeLessThan(5);
  // No name became markup, and training never stopped.
  await expect(page.locator("#own img")).toHaveCount(0);
  await app.more(10);
  await app.pause();
  await expect(app.messages).not.toContainText(S.errors.EngineNotLoadedError);
  // The list without the files that were taken as they are.
  await own.region.getByText(OWN.report.problems, { exact: true }).click();
  await expect(own.region.locator(".own-outcome.own-taken")).toHaveCount(0);
  await expect(own.region.locator(".own-outcome.own-refused").first()).toBeVisible();
});

test("the eight orientations of a photo become the very same numbers", async ({ blank }) => {
  const files = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((orientation) => file(`exif-${orientation}.jpg`)));
  /** @type {number[][]} */
  const pictures = [];
  // One at a time: the same pixels again are left out.
  for (const one of files)
    pictures.push(...(await take(blank, [one], { ...PREPARATION, size: 40, channels: 3, fit: "stretch" })).pictures);
  expect(pictures).toHaveLength(8);
  for (const picture of pictures) expect(picture).toEqual(pictures[0]);
  expect(new Set(pictures[0]).size).toBeGreaterThan(10);
});

test("the same picture a thousand times is one picture, and the list says so", async ({ app, page }) => {
  await app.openPaused();
  const own = new OwnPanel(app);
  await own.open();
  const one = await file("png-good.png");
  await drop(page, Array.from({ length: 1000 }, (_, idx) => ({ ...one, path: `copy ${idx}.png` })));
  const lines = await own.lines();
  expect(lines).toHaveLength(1000);
  expect(lines[0]).toBe("copy 0.png: taken");
  expect(lines.slice(1).every((text) => /: left out\. .*the same picture as copy 0\.png/i.test(text))).toBe(true);
  await own.holds(1);
  // One picture can be trained on, and the section says what is missing then.
  await expect(own.region).toContainText(OWN.train.one);
});

test("more files than a drop may hold: the good ones after the first two thousand are named", async ({ app, page }) => {
  await app.openPaused();
  const own = new OwnPanel(app);
  await own.open();
  const [good, text] = await Promise.all([file("png-good.png"), file("text.txt")]);
  await drop(page, [
    good,
    ...Array.from({ length: 2001 }, (_, idx) => ({ ...text, path: `note ${idx}.txt` })),
    { ...good, path: "last.png" },
  ]);
  const lines = await own.lines();
  expect(lines).toHaveLength(2003);
  expect(lines[0]).toBe("png-good.png: taken");
  expect(lines[2002]).toBe("last.png: left out. 2,000 files are taken at once; bring this one with the next.");
  await own.holds(1);
});
