//! Where things stand: controls beside what they change, the pad beside the hourglass, an order that is the one seen.

import { S } from "../../www/strings/strings.js";
import { expect, test } from "./fixtures.js";

/** The box of what the locator finds. @param {import("@playwright/test").Locator} locator */
async function boxOf(locator) {
  const box = await locator.boundingBox();
  if (!box) throw new Error("it is not there to be seen");
  return { ...box, right: box.x + box.width, bottom: box.y + box.height };
}

/** Ids of the parts in the order of the tabulator. @param {import("@playwright/test").Page} page */
const order = (page) => page.locator("main .panel:visible").evaluateAll((panels) => panels.map(({ id }) => id));

test("kinds, code size, hourglass, map and pad are on one screen of 1440 × 900", async ({ app, page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await app.openPaused();
  await app.mapDrawn();
  const kinds = await boxOf(app.model.getByRole("radiogroup", { name: S.model.kind }));
  const size = await boxOf(app.model.getByRole("slider", { name: S.model.code.label }));
  const glass = await boxOf(app.hourglass.locator(".figure-space"));
  const map = await boxOf(app.map.locator(".figure-space"));
  const pad = await boxOf(page.getByRole("application", { name: S.data.pad }));
  for (const [name, box] of Object.entries({ kinds, size, glass, map, pad })) {
    expect(box.y, name).toBeGreaterThan(0);
    expect(box.bottom, name).toBeLessThanOrEqual(900);
  }
  expect(glass.height).toBeGreaterThan(250);
  expect(map.height).toBeGreaterThan(400);
  expect(Math.min(pad.width, pad.height)).toBeGreaterThanOrEqual(220);
  const seen = ["model", "data", "hourglass", "map", "draw", "reconstructions", "loss", "compare"];
  expect(await order(page)).toEqual(seen);
});

test("the controls stay in sight beside the figures, and scroll by themselves", async ({ app, page }) => {
  await page.setViewportSize({ width: 1440, height: 500 });
  await app.openPaused();
  await page.evaluate(() => scrollTo(0, 400));
  const kinds = app.model.getByRole("radiogroup", { name: S.model.kind });
  await expect(kinds).toBeInViewport();
  const own = app.button(S.data.own.use, app.data);
  await own.scrollIntoViewIfNeeded();
  await expect(own).toBeInViewport();
  expect(await page.evaluate(() => scrollY)).toBe(400);
});

test("on a phone the hourglass is small and stays while controls are used", async ({ app, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await app.openPaused();
  const seen = ["hourglass", "model", "map", "draw", "reconstructions", "loss", "data", "compare"];
  expect(await order(page)).toEqual(seen);
  const tops = await page.locator("main .panel:visible").evaluateAll((panels) =>
    panels.map((panel) => panel.getBoundingClientRect().top));
  expect(tops).toEqual([...tops].sort((a, b) => a - b));
  const picture = app.hourglass.getByRole("img").first();
  await app.model.getByRole("slider", { name: S.model.rate.label }).evaluate((slider) =>
    slider.scrollIntoView({ block: "end" }));
  await expect(picture).toBeInViewport({ ratio: 1 });
  expect((await boxOf(picture)).height).toBeLessThan(260);
  await app.loss.scrollIntoViewIfNeeded();
  await app.pairs.evaluate((panel) => panel.scrollIntoView());
  await expect(picture).not.toBeInViewport();
});

test("a window that becomes narrow keeps the focus, and the order follows", async ({ app, page }) => {
  await app.openPaused();
  const size = app.model.getByRole("slider", { name: S.model.code.label });
  await size.focus();
  await page.setViewportSize({ width: 800, height: 900 });
  await expect.poll(async () => (await order(page))[0]).toBe("hourglass");
  await expect(size).toBeFocused();
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect.poll(async () => (await order(page))[0]).toBe("model");
  await expect(size).toBeFocused();
});

test("before anything is drawn no picture stands beside the pad, and then two do", async ({ app, page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await app.openPaused();
  const panel = page.getByRole("region", { name: S.packs.digits.draw });
  const pictures = panel.locator(".pad-results canvas");
  /** Whether anything is painted. */
  const painted = () => pictures.evaluateAll((canvases) => canvases.map((canvas) => {
    const { width, height } = /** @type {HTMLCanvasElement} */ (canvas);
    const context = /** @type {HTMLCanvasElement} */ (canvas).getContext("2d");
    return context?.getImageData(0, 0, width, height).data.some((value) => value > 0);
  }));
  expect(await painted()).toEqual([false, false]);
  const pad = panel.getByRole("application");
  const box = await boxOf(pad);
  await page.mouse.move(box.x + 60, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + 150, box.y + 160, { steps: 6 });
  await page.mouse.up();
  await expect.poll(painted).toEqual([true, true]);
  await app.button(S.data.clear, panel).click();
  await expect.poll(painted).toEqual([false, false]);
});
