//! Every file of tests/corpus, good, damaged or hostile: what the page makes of it, and that it harms nothing else.

import { OWN } from "../../www/strings/own.js";
import { S } from "../../www/strings/strings.js";
import { corpus, drop, file, line, outcomes, record } from "./corpus.js";
import { expect, test } from "./fixtures.js";
import { OwnPanel } from "./own-app.js";
import { PREPARATION, takeIn } from "./take-in.js";

test("each file of the corpus has exactly the outcome that is written down", async ({ blank }) => {
  const files = await corpus();
  expect(files.length).toBeGreaterThan(190);
  const { all, pictures, saved } = await takeIn(blank, files);
  if (process.env.RECORD) await record(all);
  // How a table was read is said in the text.
  const told = all.map((/** @type {import("./corpus.js").Outcome} */ { path, result, images, text }) =>
    ({ path, result, images, text }));
  expect(told).toEqual(await outcomes());
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

/**
 * Pictures of single drops, since the same pixels again are left out, in full size and in color.
 * @param {import("@playwright/test").Page} page
 * @param {string[]} names
 */
async function taken(page, names) {
  /** @type {number[][]} */
  const pictures = [];
  for (const name of names) {
    const preparation = { ...PREPARATION, size: 40, channels: 3, fit: "stretch" };
    pictures.push(...(await takeIn(page, [await file(name)], preparation)).pictures);
  }
  return pictures;
}

for (const kind of ["exif-*.jpg", "exif-*.png", "exif-*.webp", "turned-*.avif"])
  test(`the eight orientations of a picture become the very same numbers: ${kind}`, async ({ blank }) => {
    const names = [1, 2, 3, 4, 5, 6, 7, 8].map((orientation) => kind.replace("*", String(orientation)));
    const pictures = await taken(blank, names);
    expect(pictures).toHaveLength(8);
    for (const picture of pictures) expect(picture).toEqual(pictures[0]);
    expect(new Set(pictures[0]).size).toBeGreaterThan(10);
  });

test("a picture is looked at as it is to be seen: turned, its sides swapped, whoever decodes it", async ({ blank }) => {
  const names = ["exif-6.jpg", "exif-6.png", "exif-6.webp", "bmp-os2-1.bmp"];
  const files = await Promise.all(names.map((name) => file(name)));
  const seen = await blank.evaluate(async ({ given, preparation }) => {
    const address = "/www/own/intake.js";
    const { createIntake } = await import(address);
    const intake = createIntake();
    const sizes = [];
    for (const { path, start } of given) {
      const bytes = Uint8Array.from(atob(start), (character) => character.charCodeAt(0));
      const { before, width, height } = await intake.preview({ path, file: new File([bytes], path) }, preparation);
      sizes.push([path, width, height, before.width, before.height]);
    }
    intake.dispose();
    return sizes;
  }, { given: files, preparation: PREPARATION });
  expect(seen).toEqual([
    ...["jpg", "png", "webp"].map((ending) => [`exif-6.${ending}`, 40, 32, 40, 32]),
    ["bmp-os2-1.bmp", 37, 29, 37, 29],
  ]);
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
