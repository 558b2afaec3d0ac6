//! Figures as files: each item of each menu gives what it says, in any theme, by keyboard, on a narrow page.

import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import { PLOTS } from "../../www/strings/keep-plots.js";
import { S } from "../../www/strings/strings.js";
import { expect, test } from "./fixtures.js";

const STEPS = 12;
const SMALL = `#v=1&hidden=16&batch=16&bottleneck=variational&code=3&step=${STEPS}`;

/** Opens a figure's menu. @param {import("./app.js").App} app @param {string} title */
async function openMenu(app, title) {
  await app.page.getByRole("button", { name: PLOTS.button(title), exact: true }).click();
  const menu = app.page.getByRole("dialog", { name: PLOTS.button(title), exact: true });
  await expect(menu).toBeVisible();
  return menu;
}

/** @param {import("@playwright/test").Locator} menu @param {string} item */
async function saved(menu, item) {
  const download = menu.page().waitForEvent("download");
  await menu.getByRole("button", { name: item, exact: true }).click();
  const file = await download;
  await expect(menu.getByRole("status")).toHaveText(PLOTS.saved(file.suggestedFilename()));
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** Width and height of a PNG. @param {Buffer} bytes */
const sizeOf = (bytes) => [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
/**
 * The size of a PNG, and how many of its pixels within 30 of an edge are not white.
 * @param {import("@playwright/test").Page} page
 * @param {{bytes: Buffer}} file
 */
const edgeOf = (page, { bytes }) => page.evaluate(async (text) => {
  const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(text), (one) => one.charCodeAt(0))]));
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext("2d");
  context?.drawImage(bitmap, 0, 0);
  const data = context?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
  let ink = 0;
  for (let at = 0; at < width * height; at += 1) {
    const [x, y] = [at % width, Math.floor(at / width)];
    const isEdge = Math.min(x, y, width - 1 - x, height - 1 - y) < 30;
    if (isEdge && Math.min(...data.subarray(4 * at, 4 * at + 3)) < 250) ink += 1;
  }
  return { size: [width, height], ink };
}, bytes.toString("base64"));
/** @param {Buffer} bytes */
const linesOf = (bytes) => bytes.toString().trimEnd().split("\r\n").map((line) => line.split(","));

test("every item of every menu is a file of what it says", async ({ app, page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await app.open(SMALL);
  await expect.poll(() => app.number("step")).toBe(STEPS);
  await app.still();
  await app.mapDrawn();
  const at = `hourglass-digits-step-${STEPS}-`;

  let menu = await openMenu(app, S.loss.title);
  let file = await saved(menu, PLOTS.png);
  expect([file.name, ...sizeOf(file.bytes)]).toEqual([`${at}loss.png`, 1920, 1200]);
  file = await saved(menu, PLOTS.svg);
  expect(file.name).toBe(`${at}loss.svg`);
  const [root, title, words, paper] = await page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
    return [parsed.documentElement.localName, parsed.querySelector("title")?.textContent,
      [...parsed.querySelectorAll("text")].map((node) => node.textContent),
      parsed.querySelector("rect")?.getAttribute("fill")];
  }, file.bytes.toString());
  expect([root, title, paper]).toEqual(["svg", PLOTS.lossTitle, "#FFFFFF"]);
  expect(file.bytes.toString()).toContain('width="640" height="400" viewBox="-96 -96 5120 3200">');
  expect(words).toContain(S.loss.step);
  file = await saved(menu, PLOTS.curves);
  const [head, ...curves] = linesOf(file.bytes);
  expect(head.slice(0, 2)).toEqual([PLOTS.columns.step, PLOTS.columns.training]);
  expect(curves.map(([one]) => Number(one))).toEqual(Array.from({ length: STEPS + 1 }, (_, idx) => idx));
  const shown = await app.trainingLoss();
  // The loss of a step is that of its batch before the update.
  const last = Number(curves[STEPS - 1][1]);
  expect(Math.abs(last - shown) / shown, "the last loss is the one that is shown").toBeLessThan(0.01);
  file = await saved(menu, PLOTS.kl);
  expect(linesOf(file.bytes).map(([one]) => one)).toEqual([PLOTS.columns.dimension, "1", "2", "3"]);
  await page.keyboard.press("Escape");

  menu = await openMenu(app, S.map.title);
  const { width, height } = await page.locator("#map .map-points").evaluate((node) =>
    ({ width: node.clientWidth, height: node.clientHeight }));
  const margin = await edgeOf(page, await saved(menu, PLOTS.png));
  expect(margin.size, "the page's own proportions").toEqual([3 * (width + 24), 3 * (height + 24)]);
  expect(margin.ink, "nothing in the margin").toBe(0);
  file = await saved(menu, PLOTS.codes);
  const [names, ...codes] = linesOf(file.bytes);
  expect(file.name).toBe(`${at}codes.csv`);
  expect(names).toEqual(["index", "label", "class", "set", "code_1", "code_2", "code_3"]);
  expect(codes.length).toBe(2000);
  const isOdd = (/** @type {string[]} */ row) =>
    row.length !== 7 || row.slice(4).some((one) => !(Math.abs(Number(one)) < 1e6));
  expect(codes.filter(isOdd)).toEqual([]);
  expect(new Set(codes.map((row) => row[4])).size, "each image has a code of its own").toBeGreaterThan(1500);
  file = await saved(menu, PLOTS.svg);
  expect(file.bytes.toString().match(/<circle /g)?.length).toBe(2000);
  await page.keyboard.press("Escape");

  menu = await openMenu(app, S.pairs.title);
  expect((await saved(menu, PLOTS.strip)).name).toBe(`${at}reconstructions.png`);
  await page.keyboard.press("Escape");
  menu = await openMenu(app, S.hourglass.title);
  expect((await saved(menu, PLOTS.png)).name).toBe(`${at}hourglass.png`);
  expect(await page.locator("html").getAttribute("data-theme"), "the page is dark as before").toBe("dark");
});

test("a menu is read by axe and used by the keyboard on a narrow page", async ({ app, page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await app.open("#v=1&hidden=16&batch=16");
  await app.steps(2);
  await app.pause();
  const button = page.getByRole("button", { name: PLOTS.button(S.loss.title), exact: true });
  await button.press("Enter");
  const menu = page.getByRole("dialog", { name: PLOTS.button(S.loss.title), exact: true });
  await expect(menu).toBeVisible();
  expect((await new AxeBuilder({ page }).include("#loss").analyze()).violations).toEqual([]);
  const box = await menu.boundingBox();
  expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= 390).toBe(true);
  await page.keyboard.press("Escape");
  await expect(menu).toBeHidden();
  await expect(button).toBeFocused();
});
