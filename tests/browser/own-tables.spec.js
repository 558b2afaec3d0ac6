//! Tables as people bring them: what they are taken for is shown, and can be changed.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { OWN } from "../../www/strings/own.js";
import { TABLES } from "../../www/strings/tables.js";
import { drop } from "./corpus.js";
import { expect, test } from "./fixtures.js";
import { opened } from "./own-app.js";

/** A file of text to be dropped. @param {string} path @param {string} text */
const textFile = (path, text) => ({ path, start: Buffer.from(text).toString("base64") });

/** Twenty rows of 4 × 4 levels from 0 to 16, and a class of three at the end. */
const DIGITS = Array.from({ length: 20 }, (_, row) =>
  [...Array.from({ length: 16 }, (_, at) => (at * (row + 3) + row) % 17), row % 3].join(",")).join("\n");

test("what a table was taken for is shown with nine pictures, and said in the report", async ({ app, page }) => {
  const own = await opened(app);
  await drop(page, [textFile("digits.csv", DIGITS)]);
  await own.holds(20);
  expect(await own.classes()).toEqual({ 0: 7, 1: 7, 2: 6 });
  const part = await own.part(TABLES.title);
  await expect(part.locator("canvas:visible")).toHaveCount(9);
  await expect(part.getByRole("img", { name: TABLES.alt(0, "0") })).toBeVisible();
  const reading = {
    header: false, ignored: [], label: 16, axes: "NHW", height: 4, width: 4, channels: 1, from: 0, to: 16,
  };
  await expect(part.getByText(TABLES.said(reading), { exact: true })).toBeVisible();
  for (const [label, text] of [
    [TABLES.columns, TABLES.column(reading)], [TABLES.pictures, TABLES.picture(reading)],
    [TABLES.values, TABLES.value(reading)],
  ]) await expect(part.getByLabel(label).locator("option:checked")).toHaveText(text);
  expect(await own.lines()).toEqual([`digits.csv: ${OWN.report.results.taken} (${OWN.report.images(20)}). ${
    TABLES.said(reading)}`]);
});

test("a table is read in another way, which is one change that can be taken back, and holds for other sizes", async ({ app, page }) => {
  const own = await opened(app);
  await own.draw(1);
  await drop(page, [textFile("digits.csv", DIGITS)]);
  await own.holds(21);
  const part = await own.part(TABLES.title);
  const before = await own.looks(21);
  // The class is at the other end: column 1 has 17 levels, and the last one becomes a pixel.
  const columns = part.getByLabel(TABLES.columns);
  const first = await columns.locator("option").allTextContents();
  await columns.selectOption({ label: first.find((text) => text.startsWith("class in column 1,")) ?? "" });
  await expect.poll(async () => Object.keys(await own.classes()).length).toBe(18);
  await own.holds(21);
  await expect(columns.locator("option:checked")).toHaveText(/^class in column 1,/);
  await own.button(OWN.tray.undo).click();
  await expect.poll(() => own.classes()).toEqual({ 0: 7, 1: 7, 2: 6, [OWN.tray.without]: 1 });
  await expect.poll(() => own.looks(21)).toEqual(before);
  // The panel says what the set holds, also after that.
  await expect(columns.locator("option:checked")).toHaveText(/^class in column 17,/);
  // Values as they are make the pictures darker.
  const brightest = async () => Math.max(...(await own.pixels(21)).slice(1).flat());
  expect(await brightest()).toBeGreaterThan(200);
  const values = part.getByLabel(TABLES.values);
  await values.selectOption({ label: "0 to 255, as they are" });
  await expect.poll(brightest).toBeLessThan(64);
  expect(await own.classes()).toEqual({ 0: 7, 1: 7, 2: 6, [OWN.tray.without]: 1 });
  // Another size of pictures makes them anew in that reading.
  const numbers = await own.part(OWN.preparation.title);
  await numbers.getByRole("slider", { name: OWN.preparation.size }).press("End");
  await expect.poll(async () => (await own.pixels(1))[0].length).toBe(64 * 64);
  expect(await brightest()).toBeLessThan(64);
});

test("controls that are changed one after the other all count, focus stays, and the tray never empties", async ({
  app, page,
}) => {
  const own = await opened(app);
  await drop(page, [textFile("digits.csv", DIGITS)]);
  await own.holds(20);
  const part = await own.part(TABLES.title);
  await expect(part.locator("canvas:visible")).toHaveCount(9);
  await page.evaluate(() => {
    const seen = /** @type {Set<string>} */ (new Set());
    Object.assign(window, { seen });
    const look = () => {
      seen.add(String(document.querySelectorAll(".own-cell").length > 0));
      requestAnimationFrame(look);
    };
    look();
  });
  const values = part.getByLabel(TABLES.values);
  const columns = part.getByLabel(TABLES.columns);
  const all = await columns.locator("option").allTextContents();
  const classless = all.find((text) => text.startsWith("no class")) ?? "";
  await values.focus();
  await values.selectOption({ label: "0 to 255, as they are" });
  await columns.selectOption({ label: classless });
  await expect.poll(() => own.classes()).toEqual({});
  await own.holds(20);
  await expect(values.locator("option:checked")).toHaveText("0 to 255, as they are");
  await expect(values).toBeFocused();
  expect(await page.evaluate(() => [.../** @type {any} */ (window).seen])).toEqual(["true"]);
  // Each change is one that can be taken back; the first undo of all leaves an empty set, and no error.
  await expect(async () => {
    // The button goes with the last change, between a look at it and the click.
    const undo = own.button(OWN.tray.undo);
    if (await undo.isVisible()) await undo.click({ timeout: 1000 });
    expect(await own.count()).toBe(0);
  }).toPass();
});

test("a file that is no longer what it was leaves the set, and the panel says so and shows what holds", async ({
  app, page,
}, info) => {
  const own = await opened(app);
  const path = join(info.outputDir, "digits.csv");
  await mkdir(info.outputDir, { recursive: true });
  await writeFile(path, DIGITS);
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), own.button(OWN.add.files).click()]);
  await chooser.setFiles(path);
  await own.holds(20);
  const part = await own.part(TABLES.title);
  const values = part.getByLabel(TABLES.values);
  await expect(values.locator("option:checked")).toHaveText("0 to 16 become 0 to 255");
  await writeFile(path, `${DIGITS}\n${DIGITS}`);
  await values.selectOption({ label: "0 to 255, as they are" });
  await expect(part.getByText(/^digits\.csv cannot be read so; your set is as it was\./)).toBeVisible();
  await expect(values.locator("option:checked")).toHaveText("0 to 16 become 0 to 255");
  await own.holds(20);
});

test("the classes of a pair stand under the pictures, and the panel names their file", async ({ app, page }) => {
  const own = await opened(app);
  const named = (/** @type {string} */ name) => readFile(new URL(`../field-cases/${name}`, import.meta.url), "base64");
  const files = ["X_train.npy", "y_train.npy"];
  await drop(page, await Promise.all(files.map(async (path) => ({ path, start: await named(path) }))));
  await own.holds(60);
  const part = await own.part(TABLES.title);
  await expect(part.getByText(TABLES.labels("y_train.npy"))).toBeVisible();
  await expect(part.locator("figcaption").first()).toHaveText(/^\d$/);
});

test("the panel fits 320 pixels, and axe finds nothing in it, light and dark", async ({ app, page }) => {
  await page.setViewportSize({ width: 320, height: 800 });
  const own = await opened(app);
  await drop(page, [textFile("digits.csv", DIGITS), textFile("a-second-table-of-a-long-name.csv", DIGITS)]);
  await own.holds(20);
  const part = await own.part(TABLES.title);
  await expect(part.locator("canvas:visible")).toHaveCount(9);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator("html")).toHaveAttribute("data-theme", colorScheme);
    const { violations } = await new AxeBuilder({ page }).include(".own-table").analyze();
    expect(violations).toEqual([]);
  }
});
