//! The page for everyone: contrast and names, narrow screens, keyboards, and eyes that want no motion.

import AxeBuilder from "@axe-core/playwright";
import { S } from "../../www/strings/strings.js";
import { expect, test } from "./fixtures.js";

/** @param {import("@playwright/test").Page} page */
async function graveFaults(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  return grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

/** @type {{name: string, colorScheme: "light" | "dark", width: number}[]} */
const LOOKS = [
  { name: "light", colorScheme: "light", width: 1440 },
  { name: "dark", colorScheme: "dark", width: 1440 },
  { name: "390 px wide", colorScheme: "light", width: 390 },
];

for (const { name, colorScheme, width } of LOOKS) {
  test(`axe finds no serious fault: ${name}`, async ({ app, page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 844 });
    await app.openPaused();
    await app.model.getByText(S.model.more).click();
    await expect(app.hourglass.getByRole("img").first()).toHaveAttribute("aria-label", /MSE/);
    await app.mapDrawn();
    await app.still();
    expect(await graveFaults(page)).toEqual([]);
  });
}

for (const { name, colorScheme, width } of LOOKS.slice(0, 2)) {
  test(`axe finds no serious fault in a variational model, and where two are compared: ${name}`, async ({ app, page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 844 });
    await app.open("#v=1&hidden=16&batch=16&bottleneck=variational&loss=bce");
    await app.steps(20);
    await app.map.getByRole("checkbox", { name: S.map.grid }).check();
    await app.button(S.filters.title, app.hourglass).click();
    await expect(app.loss.getByRole("img", { name: /1: .*, 2: / })).toBeVisible();
    await app.pause();
    expect(await graveFaults(page)).toEqual([]);
    await app.button(S.filters.title, app.hourglass).click();
    await app.play();

    await app.renewed(() => page.getByRole("button", { name: S.compare.variants.code(8) }).click());
    await expect(page.getByRole("button", { name: S.compare.end })).toBeVisible();
    await app.steps(20);
    await app.pause();
    await app.button(S.loss.runs(1), app.loss).click();
    await app.still();
    expect(await graveFaults(page)).toEqual([]);
  });
}

for (const width of [320, 390, 700, 1100]) {
  test(`nothing scrolls sideways at ${width} px`, async ({ app, page }) => {
    await page.setViewportSize({ width, height: 800 });
    await app.openPaused();
    const inner = () => page.evaluate(() => document.documentElement.scrollWidth);
    expect(await inner()).toBeLessThanOrEqual(width);
    const variant = page.getByRole("button", { name: S.compare.variants.bottleneck.variational });
    await app.renewed(() => variant.click());
    await expect(page.getByRole("button", { name: S.compare.end })).toBeVisible();
    await app.pause();
    expect(await inner()).toBeLessThanOrEqual(width);
  });
}

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

test("training is started and paused from the keyboard", async ({ app, page }) => {
  await app.openPaused();
  const step = await app.number("step");
  await app.button(S.status.play).focus();
  await page.keyboard.press("Enter");
  await app.steps(step + 5);
  await page.keyboard.press("Space");
  await expect(app.state()).toHaveText(S.status.state.paused);
});

test("the map is read with arrow keys", async ({ app, page }) => {
  await app.open();
  await app.steps(50);
  await app.mapDrawn();
  await app.map.getByRole("application").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowUp");
  await expect(app.map.getByRole("status")).toContainText(/At /);
});

test("the theme is switched by its button", async ({ app, page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await app.openPaused();
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await app.button(S.status.theme.light).click();
  await expect.poll(paper).not.toBe(light);
});
