//! The page for everyone: contrast and names, narrow screens, keyboards, and eyes that want no motion.

import AxeBuilder from "@axe-core/playwright";
import { COMPARE } from "../../www/strings/compare-panel.js";
import { S } from "../../www/strings/strings.js";
import { expect, test } from "./fixtures.js";

/**
 * What axe finds of the page as it stands, light and dark. Dark differs in its colors alone.
 * @param {import("@playwright/test").Page} page
 */
async function graveFaults(page) {
  const found = [];
  for (const colorScheme of /** @type {const} */ (["dark", "light"])) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator("html")).toHaveAttribute("data-theme", colorScheme);
    const axe = new AxeBuilder({ page });
    const { violations } = await (colorScheme === "dark" ? axe.withRules(["color-contrast"]) : axe).analyze();
    const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    found.push(...grave.map(({ id, nodes }) => `${colorScheme}: ${id}: ${nodes.map(({ html }) => html).join(" ")}`));
  }
  return found;
}

// Each of the two has axe read the whole page four times.
test.describe.configure({ timeout: 120_000 });

test("axe finds no serious fault, wide and narrow, light and dark", async ({ app, page }) => {
  await app.openPaused();
  await app.model.getByText(S.model.more).click();
  await expect(app.hourglass.getByRole("img").first()).toHaveAttribute("aria-label", /MSE/);
  await app.mapDrawn();
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await app.still();
    expect(await graveFaults(page)).toEqual([]);
  }
});

test("axe finds no serious fault in a variational model, and where two are compared", async ({ app, page }) => {
  await app.open("#v=1&hidden=16&batch=16&bottleneck=variational&loss=bce");
  await app.steps(20);
  await app.map.getByRole("checkbox", { name: S.map.grid }).check();
  await app.button(S.filters.title, app.hourglass).click();
  await expect(app.loss.getByRole("img", { name: /1: .*, 2: / })).toBeVisible();
  await app.pause();
  expect(await graveFaults(page)).toEqual([]);
  await app.button(S.filters.title, app.hourglass).click();
  await app.play();

  await app.renewed(() => page.getByRole("button", { name: COMPARE.variants.code(8) }).click());
  await expect(page.getByRole("button", { name: COMPARE.end })).toBeVisible();
  await app.steps(20);
  await app.pause();
  await app.button(S.loss.runs(1), app.loss).click();
  await app.still();
  expect(await graveFaults(page)).toEqual([]);
});

test("nothing scrolls sideways from 320 px on, also where two are compared", async ({ app, page }) => {
  const areWithin = async () => {
    for (const width of [1100, 700, 390, 320]) {
      await page.setViewportSize({ width, height: 800 });
      await app.still();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  };
  await app.openPaused();
  await areWithin();
  const variant = page.getByRole("button", { name: COMPARE.variants.bottleneck.variational });
  await app.renewed(() => variant.click());
  await expect(page.getByRole("button", { name: COMPARE.end })).toBeVisible();
  await app.pause();
  await areWithin();
});

test("with reduced motion training waits to be started, and says so", async ({ app, page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await app.open();
  await expect(app.messages).toContainText(S.notices.reducedMotion);
  await expect(app.state()).toHaveText(S.status.state.paused);
  await app.still();
  expect((await app.number("step")) || 0).toBe(0);
  await app.button(S.notices.train, app.messages).click();
  await app.steps(10);
});

test("by keyboard training is started and paused and the map read, and a button switches the theme", async ({
  app, page,
}) => {
  await page.emulateMedia({ colorScheme: "light" });
  await app.openPaused();
  const step = await app.number("step");
  await app.button(S.status.play).focus();
  await page.keyboard.press("Enter");
  await app.steps(step + 5);
  await page.keyboard.press("Space");
  await expect(app.state()).toHaveText(S.status.state.paused);

  await app.mapDrawn();
  await app.map.getByRole("application").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowUp");
  await expect(app.map.getByRole("status")).toContainText(/At /);

  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await app.button(S.status.theme.light).click();
  await expect.poll(paper).not.toBe(light);
});
