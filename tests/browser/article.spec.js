//! The article, "Auto-encoders, live": each figure trains where it is read, and pictures stand in its place where no
//! scripts run and on paper.

import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./fixtures.js";

const IDS = Array.from({ length: 8 }, (_, idx) => `figure-${idx + 1}`);

/** Whether each picture, and each figure, takes room. @param {import("@playwright/test").Page} page */
const shown = async (page) => {
  const heights = (/** @type {string} */ what) => page.locator(`figure ${what}`).evaluateAll((all) =>
    all.map((one) => one.getBoundingClientRect().height > 100));
  return { pictures: await heights("img"), figures: await heights("hourglass-figure") };
};
const all = (/** @type {boolean} */ is) => IDS.map(() => is);

test("eight figures train when they are read and rest when they are left; nothing is found by axe, or scrolls sideways",
  async ({ page }) => {
    test.setTimeout(180_000);
    // How far each figure has come, by its snapshots.
    await page.addInitScript(() => {
      /** @type {Record<string, number>} */
      const steps = {};
      Object.assign(window, { steps });
      addEventListener("snapshot", (event) => {
        const { target, detail } = /** @type {CustomEvent} */ (event);
        const id = /** @type {Element} */ (target).parentElement?.id;
        if (id) steps[id] = detail.step;
      }, true);
    });
    const stepOf = (/** @type {string} */ id) =>
      page.evaluate((of) => /** @type {any} */ (window).steps[of] ?? 0, id);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto("/article.html");
    const figures = page.locator("figure hourglass-figure");
    await expect(figures).toHaveCount(IDS.length);
    for (const [idx, id] of IDS.entries()) {
      const place = await figures.nth(idx).evaluate((one) => one.getBoundingClientRect().height);
      await figures.nth(idx).evaluate((one) => one.scrollIntoView({ block: "center" }));
      await expect.poll(() => stepOf(id), { message: id, timeout: 60_000 }).toBeGreaterThan(3);
      // Whoever reads on finds the text where it was.
      const height = await figures.nth(idx).evaluate((one) => one.getBoundingClientRect().height);
      expect(Math.abs(height - place), `${id}: from ${place} to ${height} px`).toBeLessThan(60);
    }
    await page.evaluate(() => scrollTo(0, 0));
    await expect.poll(async () => {
      const before = await page.evaluate(() => ({ .../** @type {any} */ (window).steps }));
      await page.waitForTimeout(700);
      return Object.entries(before).filter(([id, step]) => step !== 0 && id).length === IDS.length
        && JSON.stringify(before) === JSON.stringify(await page.evaluate(() => /** @type {any} */ (window).steps));
    }, { timeout: 30_000 }).toBe(true);
    expect(await shown(page)).toEqual({ pictures: all(false), figures: all(true) });

    const faults = async (/** @type {AxeBuilder} */ axe) =>
      (await axe.analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(" ")}`);
    expect(await faults(new AxeBuilder({ page }))).toEqual([]);
    // Dark differs in its colors alone.
    await page.emulateMedia({ colorScheme: "dark" });
    await expect(page.locator("body")).toHaveCSS("color-scheme", "dark");
    expect(await faults(new AxeBuilder({ page }).withRules(["color-contrast"]))).toEqual([]);

    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 800 });
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), `${width} px`).toBe(width);
      // What is far from the window is cut off instead of scrolling, so each part is asked for its place.
      const wide = () => page.locator("main *").evaluateAll((parts) => parts
        .filter((part) => part.getBoundingClientRect().right > innerWidth)
        .map(({ tagName, textContent }) => `${tagName} ${textContent?.slice(0, 60)}`));
      await expect.poll(wide).toEqual([]);
    }
    await page.emulateMedia({ media: "print" });
    expect(await shown(page)).toEqual({ pictures: all(true), figures: all(false) });
  });

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("eight pictures stand in the figures' places, and it is said", async ({ page }) => {
    /** @type {string[]} */
    const came = [];
    page.on("response", (response) => {
      if (response.ok() && response.url().endsWith(".webp")) came.push(response.url().replace(/^.*\/|\.webp$/g, ""));
    });
    await page.setViewportSize({ width: 390, height: 800 });
    await page.goto("/article.html");
    for (const id of IDS) await page.locator(`#${id} img`).scrollIntoViewIfNeeded();
    await expect.poll(() => [...came].sort()).toEqual(IDS);
    expect(await shown(page)).toEqual({ pictures: all(true), figures: all(false) });
    await expect(page.getByText("Where scripts do not run")).toBeVisible();
  });
});
