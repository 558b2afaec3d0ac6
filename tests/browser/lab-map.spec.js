//! Map and features: two linked maps, features beside PCA and the pixels, code sizes, and images that say little.

import AxeBuilder from "@axe-core/playwright";
import { KL } from "../../www/strings/kl.js";
import { LABS } from "../../www/strings/labs.js";
import { MAP } from "../../www/strings/labs-map.js";
import { OWN } from "../../www/strings/own.js";
import { S } from "../../www/strings/strings.js";
import { drop, file } from "./corpus.js";
import { expect, test } from "./fixtures.js";
import { OwnPanel, openWithDrawings } from "./own-app.js";

const SMALL = "#v=1&lab=map&hidden=16&code=4";
/** A run may wait for the images and for a worker: a slow machine takes its time. */
const LONG = { timeout: 45_000 };

test.describe.configure({ timeout: 120_000 });

/** @param {import("./app.js").App} app */
function parts({ page }) {
  const lab = page.getByRole("tabpanel", { name: LABS.titles.map.title });
  const table = lab.getByRole("table", { name: MAP.table });
  const map = (/** @type {"code" | "pca"} */ by) => lab.locator(".lab-map", { hasText: MAP.maps[by] });
  return {
    lab, table, map,
    run: lab.locator(".lab-run").first(),
    verdict: lab.locator(".lab-verdict"),
    notes: lab.locator(".lab-map-features > .note"),
    picked: lab.locator(".lab-map-card figcaption"),
    over: (/** @type {"code" | "pca"} */ by) => map(by).getByRole("application"),
    points: (/** @type {"code" | "pca"} */ by) => map(by).getByRole("img"),
    cells: (/** @type {number} */ row) => table.getByRole("row").nth(row + 1).getByRole("cell"),
  };
}

/** Opens the lab with a model that has trained a little. @param {import("./app.js").App} app */
async function opened(app, address = SMALL, steps = 60) {
  await app.open(address);
  await app.steps(steps);
  await app.pause();
  return parts(app);
}

/** Runs the lab to its end. @param {ReturnType<typeof parts>} found */
async function mapped({ run }) {
  await run.click();
  await expect(run).toHaveText(MAP.again, LONG);
  await expect(run).toHaveAttribute("aria-disabled", "false", LONG);
}

/** @param {import("@playwright/test").Locator} canvas */
const drawn = (canvas) => canvas.evaluate((node) => /** @type {HTMLCanvasElement} */ (node).toDataURL());

test("held-out images stand on two maps, what the code is worth beside its rivals, and pointing at an image", async ({ app, page }) => {
  const found = await opened(app);
  const { lab, map, points, table, cells, verdict, notes } = found;
  await mapped(found);
  await expect(points("code")).toHaveAttribute("aria-label", MAP.alt(2000, MAP.maps.code, MAP.codeAxes(4)));
  await expect(points("pca")).toHaveAttribute("aria-label", MAP.alt(2000, MAP.maps.pca, MAP.pcaAxes(2)));
  await expect(map("code")).toContainText("principal components of its 4 numbers");
  await expect(table.getByRole("rowheader")).toHaveText([
    MAP.row(MAP.rows.code, 4, 2), MAP.row(MAP.rows.pca, 4, 2), MAP.row(MAP.rows.pixels, 784)]);

  const told = async (/** @type {number} */ row) =>
    (await cells(row).allTextContents()).map((text) => (text.match(/\d+\.\d+/g) ?? []).map(Number));
  const [code, pca, pixels] = [await told(0), await told(1), await told(2)];
  for (const [mean, low, high] of [...code, ...pca, ...pixels.slice(0, 2)]) {
    expect(low).toBeLessThan(mean);
    expect(mean).toBeLessThan(high);
  }
  expect(pixels.slice(2)).toEqual([[], []]);
  // PCA and pixels are the same on every machine, whatever the model has learned.
  expect(pixels[0][0]).toBeGreaterThan(80);
  expect(pixels[1][0]).toBeGreaterThan(80);
  expect(pca[0][0]).toBeGreaterThan(40);
  expect(pca[0][0]).toBeLessThan(pixels[0][0]);
  expect(pca[2][0]).toBeCloseTo(0.74, 1);
  const [ours, theirs] = [code[0], pca[0]];
  const [less, more] = ours[0] < theirs[0] ? [ours, theirs] : [theirs, ours];
  const isEqual = more[0] - less[0] <= Math.hypot(less[2] - less[0], more[0] - more[1]);
  const ahead = ours[0] > theirs[0] ? "the code is ahead" : "PCA wins";
  const winner = isEqual ? "the code and PCA cannot be told apart" : ahead;
  await expect(verdict).toContainText(`As features for 5 neighbors, ${winner}`);
  await expect(verdict).toContainText(`${ours[0].toFixed(1)}\u00a0%`);
  await expect(notes).toContainText(MAP.learned(2000, 2000));
  await expect(notes).toContainText(MAP.compared(2000, 12));
  const results = await new AxeBuilder({ page }).include("#labs").analyze();
  expect(results.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);
  await expect(lab).not.toContainText(LABS.others);
  await pointedAtIsMarked(app);
});

/**
 * An image that is pointed at on one map is marked on both, by mouse and by keys.
 * @param {import("./app.js").App} app
 */
async function pointedAtIsMarked(app) {
  const { page } = app;
  const { over, points, picked, lab } = parts(app);
  await over("pca").scrollIntoViewIfNeeded();
  const before = [await drawn(over("code")), await drawn(over("pca")), await picked.textContent()];
  const box = await over("pca").boundingBox();
  if (!box) throw new Error("the map is not to be seen");
  // The midst of the digits: some image is within reach.
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await expect(picked).not.toHaveText(before[2] ?? "");
  await expect(picked).toHaveText(/^Held-out image [\d,]+: \d$/);
  expect(await drawn(over("code"))).not.toBe(before[0]);
  expect(await drawn(over("pca"))).not.toBe(before[1]);
  const near = lab.locator(".lab-map-card .lab-strip-row");
  await expect(near).toHaveCount(2);
  await expect(near.locator("canvas")).toHaveCount(10);
  await expect(near.first()).toContainText(/[0-5] of 5 of its class/);

  await page.mouse.move(box.x + box.width / 2, box.y - 40);
  const pointedAt = await picked.textContent() ?? "";
  const marks = await drawn(over("pca"));
  await over("code").focus();
  await expect(async () => {
    await page.keyboard.press("Shift+ArrowRight");
    await expect(picked).not.toHaveText(pointedAt, { timeout: 200 });
  }).toPass();
  const now = await picked.textContent() ?? "";
  await expect(lab.getByRole("status").filter({ hasText: now })).toContainText("Nearest on the auto-encoder's map: ");
  expect(await drawn(over("pca"))).not.toBe(marks);

  // One class alone, on both maps.
  const all = [await drawn(points("code")), await drawn(points("pca"))];
  await expect(lab.getByText(MAP.classChoice)).toBeVisible();
  const three = lab.getByRole("group", { name: S.map.legend }).getByRole("button", { name: "3" });
  await three.click();
  await expect(three).toHaveAttribute("aria-pressed", "true");
  expect(await drawn(points("code"))).not.toBe(all[0]);
  expect(await drawn(points("pca"))).not.toBe(all[1]);
  await three.click();
  expect([await drawn(points("code")), await drawn(points("pca"))]).toEqual(all);
}

test("what a run that was stopped did not come to is said to be missing", async ({ app }) => {
  const { lab, run, map, points, cells, table } = await opened(app);
  await run.click();
  await expect(points("code")).toBeVisible(LONG);
  await app.button(LABS.cancel, lab).filter({ visible: true }).click();
  await expect(run).toHaveAttribute("aria-disabled", "false");
  await expect(map("pca")).not.toContainText(MAP.waiting);
  await expect(map("pca")).toContainText(new RegExp(`${MAP.ended.cancelled}|${MAP.pcaAxes(2)}`));
  await expect(cells(2).nth(1)).toHaveText(MAP.missing.cancelled);
  await expect(table).not.toContainText(MAP.pending);
  await expect(table.getByText(MAP.none, { exact: true })).toHaveCount(2);
  await mapped({ ...parts(app) });
  await expect(table).not.toContainText(MAP.missing.cancelled);
});

test("a code of one number has a row for each class", async ({ app }) => {
  const found = await opened(app, "#v=1&lab=map&hidden=16&code=1");
  await mapped(found);
  await expect(found.map("code")).toContainText(MAP.codeAxes(1));
  await expect(found.map("pca")).toContainText(MAP.pcaAxes(1));
  await expect(found.table.getByRole("rowheader").nth(1)).toHaveText(MAP.row(MAP.rows.pca, 1));
});

test("a code that is the same for every image is said to be so, and what helps", async ({ app }) => {
  const found = await opened(app, "#v=1&lab=map&hidden=16&code=2&bottleneck=variational&beta=1000", 400);
  await mapped(found);
  await expect(found.lab).toContainText(KL.collapsed);
});

test("other code sizes are trained in the background, can be stopped, and stay", async ({ app, page }) => {
  const { lab } = await opened(app);
  await app.button(MAP.sweep.run, lab).click();
  const chart = lab.getByRole("group", { name: MAP.sweep.y.neighbors });
  const points = chart.locator("circle.is-ours");
  // The page itself looks for the first one: the last one may follow before a test that waits outside has seen it.
  await page.waitForFunction((words) => {
    const stop = [...document.querySelectorAll(".lab-part button")].find(({ textContent }) => textContent === words);
    const isThere = document.querySelector(".lab-part circle.is-ours") !== null;
    if (isThere) /** @type {HTMLElement} */ (stop).click();
    return isThere;
  }, LABS.cancel, { timeout: 90_000 });
  await expect(lab).toContainText(LABS.cancelled);
  const count = await points.count();
  expect(count).toBeGreaterThan(0);
  await expect(chart.locator("circle.is-pca")).toHaveCount(count);
  await expect(chart.locator(".whisker.is-ours")).toHaveCount(count);
  await lab.getByRole("radio", { name: MAP.sweep.measures.neighbors }).focus();
  for (const measure of /** @type {const} */ (["linear", "trustworthiness", "continuity"])) {
    await page.keyboard.press("ArrowRight");
    const other = lab.getByRole("group", { name: MAP.sweep.y[measure] });
    await expect(other.locator("circle.is-ours")).toHaveCount(count);
    await expect(chart).toBeHidden();
  }
  await lab.getByText(MAP.sweep.table).click();
  await expect(lab.getByRole("table", { name: MAP.sweep.title }).getByRole("row")).toHaveCount(1 + 2 * count);
});

test("an untrained model is said to be one, and another model stops a lab", async ({ app, page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await app.open(SMALL);
  const found = parts(app);
  await expect(async () => {
    await found.run.click();
    await expect(found.lab).toContainText(LABS.untrained, { timeout: 1000 });
  }).toPass();
  await app.button(LABS.train, found.lab).click();
  await app.steps(20);
  await app.pause();
  await mapped(found);
  await app.button(MAP.sweep.run, found.lab).click();
  await app.renewed(() => app.button(S.status.reset).click());
  await expect(found.lab).toContainText(new RegExp(`${LABS.changed}|${LABS.changedEarly}`));
  await expect(found.lab).toContainText(LABS.stale);
  await expect(found.table.getByRole("row")).toHaveCount(4);
});

test("ten drawings without classes are mapped, and what they are too few for is said", async ({ app }) => {
  await openWithDrawings(app, SMALL, 10, 3);
  const found = parts(app);
  await mapped(found);
  await expect(found.points("code")).toHaveAttribute("aria-label", /held-out images as points/);
  await expect(found.notes).toContainText(MAP.noLabels);
  await expect(found.notes).toContainText(/Comparing 12 neighbors needs more than 24 images: got \d+\./);
  await expect(found.cells(0)).toHaveText([MAP.none, MAP.none, MAP.none, MAP.none]);
  await expect(found.picked).toHaveText(/^Held-out image \d+$/);
});

test("images of 64 × 64 pixels in color are too large for PCA alone, and of a single one no collapse is told", async ({ app, page }) => {
  await app.open(SMALL);
  await app.steps(1);
  await app.pause();
  const own = new OwnPanel(app);
  await own.open();
  await drop(page, await Promise.all(["suite-basn2c08.png", "bmp-good.bmp", "gif-good.gif"].map((name) => file(name))));
  await own.holds(3);
  const part = await own.part(OWN.preparation.title);
  await part.getByText(OWN.preparation.channels[3], { exact: true }).click();
  await part.getByRole("slider", { name: OWN.preparation.size }).press("End");
  await expect(own.cells.first().locator("canvas")).toHaveAttribute("width", "64");
  await own.trains(3);
  await app.pause();
  const found = parts(app);
  await mapped(found);
  await expect(found.points("code")).toHaveAttribute("aria-label", MAP.alt(1, MAP.maps.code, MAP.codeAxes(4)));
  await expect(found.lab).not.toContainText(MAP.collapsed);
  await expect(found.lab).not.toContainText("from image to image;");
  await expect(found.map("pca")).toContainText(MAP.tooLarge);
  await expect(found.table.getByRole("rowheader").last()).toHaveText(MAP.row(MAP.rows.pixels, 12288));
});

test.describe("under a finger", () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });

  test("a tap picks an image, and nothing scrolls sideways", async ({ app, page }) => {
    const found = await opened(app);
    await mapped(found);
    const { over, map, picked } = found;
    await over("code").scrollIntoViewIfNeeded();
    const [a, b] = [await map("code").boundingBox(), await map("pca").boundingBox()];
    expect(a && b && b.y >= a.y + a.height).toBe(true);
    const before = await picked.textContent() ?? "";
    const box = await over("pca").boundingBox();
    if (!box) throw new Error("the map is not to be seen");
    await over("pca").tap({ position: { x: box.width / 2, y: box.height / 2 } });
    await expect(picked).not.toHaveText(before);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

    const left = async () => (await found.table.getByRole("rowheader").first().boundingBox())?.x;
    const at = await left();
    await found.table.evaluate((node) => node.parentElement?.scrollTo(1000, 0));
    expect(await found.table.evaluate((node) => node.parentElement?.scrollLeft)).toBeGreaterThan(50);
    expect(await left()).toBe(at);
  });
});
