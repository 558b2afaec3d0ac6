//! The captions of the first minute: each comes with its thing, in its figure's heading, and never twice.

import AxeBuilder from "@axe-core/playwright";
import { FIRST } from "../../www/strings/first-minute.js";
import { S } from "../../www/strings/strings.js";
import { expect, test, testOnSources } from "./fixtures.js";

/**
 * Waits for a caption and points at it, which holds it: it goes by itself otherwise.
 * @param {import("@playwright/test").Locator} panel
 */
async function held(panel) {
  const words = caption(panel).locator("p");
  await expect(words).toBeVisible({ timeout: 60_000 });
  await words.hover();
  return await words.textContent() ?? "";
}

/** A small network, whose first minute is over after some seconds. */
const SMALL = "v=1&data=fashion&hidden=64&batch=32";
const caption = (/** @type {import("@playwright/test").Locator | import("@playwright/test").Page} */ place) =>
  place.getByRole("note", { name: FIRST.what });

test("a newcomer is told what happens, in order and with its numbers, and never again", async ({ app, page }) => {
  test.setTimeout(120_000);
  // The pad and the chart are below what is seen, so that their captions wait.
  await page.setViewportSize({ width: 1440, height: 560 });
  await app.open(`#${SMALL}`);
  const draw = page.locator("#draw");
  const box = () => app.map.boundingBox();
  await app.mapDrawn();
  const before = await box();

  const parted = await held(app.map);
  expect(parted).toMatch(/at step [\d,]+, \d+ of 300 dots .* by chance it would be \d+\.$/);
  expect(await box()).toEqual(before);
  const [same, chance] = parted.match(/(\d+) of 300.* be (\d+)/)?.slice(1) ?? [];
  expect(Number(same)).toBeGreaterThanOrEqual(150);
  // Of ten classes of about the same size.
  expect(Number(chance)).toBeGreaterThan(20);
  expect(Number(chance)).toBeLessThan(40);
  await expect(page.getByRole("status").filter({ hasText: `${same} of 300` })).toHaveCount(1);
  await expect(page.locator("main *:focus")).toHaveCount(0);
  expect((await new AxeBuilder({ page }).include("#map").analyze()).violations).toEqual([]);
  await app.button(FIRST.close, app.map).click();
  await expect(caption(page)).toHaveCount(0);

  // PCA's line is computed beside training in a small share of the time, and at once while nothing trains.
  await app.steps(1200);
  await app.pause();
  await expect(app.fact("gain")).toContainText("better", { timeout: 45_000 });
  await app.loss.evaluate((panel) => panel.scrollIntoView());
  const crossed = await held(app.loss);
  expect(crossed).toMatch(/^At step [\d,]+ the error, 0\.\d+, fell below PCA’s 0\.\d+: /);
  const [error, pca] = crossed.match(/0\.\d+/g) ?? [];
  expect(Number(error)).toBeLessThanOrEqual(Number(pca));
  // By keyboard: the focus stays in the panel.
  await app.button(FIRST.close, app.loss).press("Enter");
  await expect(caption(page)).toHaveCount(0);
  await expect(app.loss.locator(":focus")).toHaveCount(1);

  await app.play();
  await draw.evaluate((panel) => panel.scrollIntoView());
  expect(await held(draw)).toBe(FIRST.draw({ code: 2 }));
  const pad = await draw.getByRole("application", { name: S.data.pad }).boundingBox();
  if (!pad) throw new Error("the pad is not there");
  await page.mouse.move(pad.x + 60, pad.y + 60);
  await page.mouse.down();
  await page.mouse.move(pad.x + 120, pad.y + 120, { steps: 4 });
  await page.mouse.up();
  await expect(caption(page)).toHaveCount(0);
  expect(await page.evaluate(() => localStorage.getItem("hourglass.first-minute"))).toBe("clouds loss draw");
});

testOnSources("one press ends them for good, and a link to a lab brings none", async ({ app, page }) => {
  testOnSources.setTimeout(120_000);
  /** @type {string[]} */
  const fetched = [];
  page.on("request", (request) => fetched.push(new URL(request.url()).pathname));
  const has = (/** @type {string} */ file) => fetched.some((path) => path.endsWith(`first-minute/${file}`));
  await app.open(`#${SMALL}`);
  await expect(caption(app.map)).toHaveCount(1, { timeout: 60_000 });
  expect(has("captions.js")).toBe(true);
  await app.button(FIRST.none, app.map).click();
  await expect(caption(page)).toHaveCount(0);

  fetched.length = 0;
  await page.reload();
  // These come after the captions' door.
  const later = page.locator("#loss .save-button");
  await expect(later).toBeVisible();
  await expect.poll(() => has("door.js")).toBe(true);
  expect(has("captions.js")).toBe(false);

  fetched.length = 0;
  await page.goto("about:blank");
  await app.open(`#${SMALL}&lab=map`);
  await expect(later).toBeVisible();
  expect(has("door.js")).toBe(false);
});
