//! The lab Generate: new pictures beside what they are nearest to, sets compared, ways between images, sums of classes.

import { KL } from "../../www/strings/kl.js";
import { GENERATE } from "../../www/strings/labs-generate.js";
import { LABS } from "../../www/strings/labs.js";
import { OWN } from "../../www/strings/own.js";
import { S } from "../../www/strings/strings.js";
import { expect, test } from "./fixtures.js";
import { LONG, SMALL, draw, faults, looks, open, parts } from "./generate-lab.js";
import { OwnPanel, openWithDrawings } from "./own-app.js";

test.describe.configure({ timeout: 120_000 });

test("new pictures stand above their nearest images, and the table has the distances of sets", async ({ app }) => {
  const found = await open(app);
  const { lab, pictures, table, verdict, prior, run } = found;
  await expect(run).toHaveText(GENERATE.run);
  await expect(prior("fitted").getByRole("radio")).toBeChecked();
  await expect(lab).toContainText(GENERATE.why.plain);
  await draw(found);

  const away = await lab.locator(".lab-generate-pair .note").allTextContents();
  expect(away.map((text) => Number(text) > 0)).toEqual(away.map(() => true));
  const labels = await pictures.evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
  expect(labels).toEqual(away.map((text, idx) => GENERATE.sample(idx, Number(text))));
  const said = /24 new .* average (0\.\d+) from .*, and 200 held-out images (0\.\d+)\. .* nearest is (0\.\d+) away/;
  const [, mean, usual, least] = said.exec(await lab.textContent() ?? "") ?? [];
  expect(Number(mean)).toBeCloseTo(away.reduce((sum, text) => sum + Number(text), 0) / 24, 3);
  expect(Number(least)).toBe(Math.min(...away.map(Number)));
  expect(Number(usual)).toBeGreaterThan(0.001);
  // The second canvas of each is a training image, and never the picture itself.
  const both = await looks(lab.locator(".lab-generate-pair canvas"));
  expect(new Set(both.filter((_, idx) => idx % 2 === 0)).size).toBe(24);
  both.forEach((look, idx) => idx % 2 === 1 && expect(look).not.toBe(both[idx - 1]));

  const rows = async () => {
    const cells = await table.getByRole("row").evaluateAll((all) => all.slice(1).map((row) => row.textContent ?? ""));
    return cells.map((text) => Number.parseFloat(text.replace(/^[^\d]*|,/g, "")));
  };
  const [fitted, standard, pca, floor] = await rows();
  expect(Math.min(fitted, standard, pca)).toBeGreaterThan(floor);
  await expect(verdict).toHaveText(GENERATE.verdict(fitted, pca, floor));
  await expect(lab).toContainText(GENERATE.compared(2000, 32));

  // Others are drawn; the model is the same, and so are the distances of its sets.
  const first = await looks(lab.locator(".lab-generate-pair canvas:first-child"));
  await expect(run).toHaveText(GENERATE.again);
  await draw(found);
  const others = await looks(lab.locator(".lab-generate-pair canvas:first-child"));
  expect(others).not.toEqual(first);
  expect(await rows()).toEqual([fitted, standard, pca, floor]);

  await prior("standard").click();
  await expect(verdict).toHaveText(GENERATE.verdict(standard, pca, floor), LONG);
  expect(await rows()).toEqual([standard, fitted, pca, floor]);
  await expect(run).toHaveAttribute("aria-disabled", "false", LONG);
  expect(await looks(lab.locator(".lab-generate-pair canvas:first-child"))).not.toEqual(others);
  expect(await faults(app)).toEqual([]);
});

test("a way leads from one chosen image to the other, class means are added, and all say which model they are of", async ({
  app, page,
}) => {
  const found = await open(app);
  const { choice, ways, between, terms, sums, sum, lab } = found;
  const hints = [between.getByText(GENERATE.between.hint), sum.getByText(GENERATE.sum.hint)];
  for (const hint of hints) await expect(hint).toBeVisible();
  await draw(found);
  await expect(ways).toHaveCount(2, LONG);
  await expect(sum).toContainText(GENERATE.sum.result(["0", "1", "2"]), LONG);
  for (const hint of hints) await expect(hint).toBeHidden();
  await expect(lab.locator(".lab-stale:visible")).toHaveCount(0);
  // The keyboard chooses: the first press is the beginning, the second the end.
  await choice.nth(2).focus();
  await page.keyboard.press("Enter");
  await choice.nth(7).focus();
  await page.keyboard.press("Space");
  for (const [idx, end] of /** @type {const} */ ([[2, "from"], [7, "to"]])) {
    await expect(choice.nth(idx)).toHaveText(GENERATE.between[end]);
    await expect(choice.nth(idx)).toHaveAttribute("aria-pressed", "true");
  }
  await expect(between.locator("[aria-pressed=true]")).toHaveCount(2);
  const ends = await looks(choice.locator("canvas"));
  const inPixels = async () => looks(ways.nth(1).locator("canvas"));
  await expect.poll(async () => (await inPixels()).at(-1), LONG).toBe(ends[7]);
  const pixels = await inPixels();
  expect(pixels).toHaveLength(9);
  expect(pixels[0]).toBe(ends[2]);
  expect(new Set(await looks(ways.nth(0).locator("canvas"))).size).toBe(9);
  // Who presses the other end turns the way round.
  await choice.nth(7).click();
  await expect.poll(async () => (await inPixels())[0], LONG).toBe(ends[7]);
  await between.getByRole("button", { name: GENERATE.between.others }).click();
  await expect.poll(async () => looks(choice.locator("canvas"))).not.toEqual(ends);
  await expect.poll(async () => (await inPixels())[0], LONG).toBe((await looks(choice.locator("canvas")))[0]);

  await expect(terms).toHaveCount(3);
  await expect(sums).toHaveCount(8, LONG);
  for (const idx of [0, 1, 2]) await terms.nth(idx).selectOption("7");
  await expect(sum).toContainText(GENERATE.sum.result(["7", "7", "7"]), LONG);
  const alike = await looks(sums);
  expect([alike[3], alike[7]]).toEqual([alike[0], alike[4]]);
  await terms.nth(2).selectOption("1");
  await expect(sum).toContainText(GENERATE.sum.result(["7", "7", "1"]), LONG);
  const other = await looks(sums);
  expect([other[3], other[7]]).toEqual([other[2], other[6]]);
  expect([other[2] === other[0], other[6] === other[4]]).toEqual([false, false]);
  await sayWhichModel(app);
});

/** A variational code leaves all else as it is. @param {import("./app.js").App} app */
async function sayWhichModel(app) {
  const { page } = app;
  const { lab, run, ways, sums } = parts(app);
  const then = await app.number("step");
  await app.play();
  await app.steps(Math.ceil(1.2 * then));
  await expect(lab.getByText(LABS.older(then, 0).split(";")[0])).toHaveCount(3);

  await lab.getByRole("button", { name: GENERATE.use }).focus();
  await app.renewed(() => page.keyboard.press("Enter"));
  await expect(run).toBeFocused();
  for (const part of ["hidden=16", "code=4", "bottleneck=variational"]) {
    await expect(page).toHaveURL(new RegExp(`&${part}(&|$)`));
  }
  await expect(lab.getByText(LABS.stale)).toHaveCount(3);
  await expect(ways).toHaveCount(2);
  await expect(sums.first()).toBeVisible();
}

test("an untrained model is said to be one", async ({ app, page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await app.open(SMALL);
  const { lab, run, between } = parts(app);
  await run.click();
  await expect(lab).toContainText(LABS.untrained);
  await between.getByRole("button", { name: GENERATE.between.others }).click();
  await expect(between).toContainText(LABS.untrained);
});

test("a code whose posterior has collapsed is told as that, with a smaller beta", async ({ app, page }) => {
  const found = await open(app, "#v=1&lab=generate&hidden=16&code=2&bottleneck=variational&loss=bce&beta=100", 250);
  const { lab, prior } = found;
  await expect(prior("standard").getByRole("radio")).toBeChecked();
  await expect(lab).toContainText(GENERATE.why.variational);
  await draw(found);
  await expect(lab).toContainText(KL.collapsed);
  await lab.getByRole("button", { name: KL.lower(10) }).click();
  await expect(page).toHaveURL(/beta=10(&|$)/);
});

test("a run is stopped, and another model ends one; what had come stays", async ({ app, page }) => {
  await app.open(SMALL);
  await app.steps(20);
  await app.pause();
  const found = parts(app);
  const { lab, run, stop, pictures } = found;
  /** The engine comes when it is let through, so that a run cannot end before. @type {() => void} */
  let letThrough = () => {};
  const isFree = new Promise((resolve) => (letThrough = () => resolve(null)));
  await page.route("**/workbench_bg.wasm", async (route) => {
    await isFree;
    await route.continue();
  });
  await run.click();
  await expect(lab.getByRole("progressbar").first()).toBeVisible();
  await stop.click();
  await expect(lab).toContainText(LABS.cancelledEarly);
  await expect(run).toBeFocused();
  await run.click();
  await expect(stop).toBeVisible();
  await app.renewed(() => app.button(S.status.reset).click());
  await expect(lab).toContainText(LABS.changedEarly);
  await expect(pictures).toHaveCount(0);
  letThrough();
  await app.play();
  await app.steps(20);
  await draw(found);
  await app.renewed(() => app.button(S.status.reset).click());
  await expect(lab).toContainText(LABS.stale);
  await expect(pictures).toHaveCount(24);
});

test("ten drawings without labels and a code of one number: all but arithmetic works", async ({ app }) => {
  await openWithDrawings(app, "#v=1&lab=generate&hidden=16&code=1", 10, 10);
  const found = parts(app);
  await draw(found);
  const { lab, table, sum, ways, terms } = found;
  await expect(sum).toContainText(GENERATE.sum.noLabels);
  await expect(terms.first()).toBeHidden();
  await expect(lab).toContainText(GENERATE.few);
  await expect(table).toContainText(GENERATE.notes.pca(1));
  await expect(ways).toHaveCount(2, LONG);
});

test("of a single drawing new pictures are drawn, and it is said what takes more images", async ({ app }) => {
  await app.open(SMALL);
  await app.steps(1);
  await app.pause();
  const own = new OwnPanel(app);
  await own.open();
  await own.draw(0);
  await own.trains(5);
  await app.pause();
  const found = parts(app);
  const { lab, table, between, choice } = found;
  await draw(found);
  await expect(lab).toContainText("No images are held out");
  await expect(lab).toContainText(GENERATE.tooFew);
  await expect(table).toBeHidden();
  await expect(between).toContainText(GENERATE.between.tooFew);
  await expect(choice).toHaveCount(0);
});

test("of large color pictures there is no distance of sets, and all else", async ({ app, page }) => {
  await app.open("#v=1&lab=generate&hidden=16&code=2");
  await app.steps(1);
  await app.pause();
  const own = new OwnPanel(app);
  await own.open();
  const files = await page.evaluate(() => Array.from({ length: 20 }, (_, idx) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 64 });
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.fillStyle = `hsl(${idx * 18} 80% 50%)`;
    context.fillRect(2 * idx, 3 * (idx % 7), 20, 30);
    return canvas.toDataURL().split(",")[1];
  })).then((all) => all.map((data, idx) =>
    ({ name: `${idx}.png`, mimeType: "image/png", buffer: Buffer.from(data, "base64") })));
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), own.button(OWN.add.files).click()]);
  await chooser.setFiles(files);
  await own.holds(files.length);
  const part = await own.part(OWN.preparation.title);
  await part.getByRole("slider", { name: OWN.preparation.size }).focus();
  await page.keyboard.press("End");
  await own.trains(5);
  await app.pause();
  await expect(app.data).toContainText("64\u00a0×\u00a064 pixels\u00a0×\u00a03 colors");
  const found = parts(app);
  await draw(found);
  await expect(found.lab).toContainText(GENERATE.tooLarge);
  await expect(found.table).toBeHidden();
  await expect(found.ways).toHaveCount(2, LONG);
});

test.describe("on a narrow screen under a finger", () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });

  test("everything fits, and images are chosen by taps", async ({ app, page }) => {
    await page.emulateMedia({ colorScheme: "dark" });
    const found = await open(app);
    const { choice, sums, ways } = found;
    await draw(found);
    await expect(sums).toHaveCount(8, LONG);
    await choice.nth(4).tap();
    await choice.nth(9).tap();
    await expect(choice.nth(4)).toHaveText(GENERATE.between.from);
    await expect(choice.nth(9)).toHaveText(GENERATE.between.to);
    const chosen = (await looks(choice.locator("canvas")))[9];
    await expect.poll(async () => (await looks(ways.nth(1).locator("canvas"))).at(-1), LONG).toBe(chosen);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await faults(app)).toEqual([]);
  });
});
