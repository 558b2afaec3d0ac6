//! Where things stand: controls beside what they change, the pad beside the hourglass, an order that is the one seen.

import { mkdir, writeFile } from "node:fs/promises";
import { COMPARE } from "../../www/strings/compare-panel.js";
import { S } from "../../www/strings/strings.js";
import { chromium } from "./chromium.js";
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
  const seen = ["model", "data", "hourglass", "map", "draw", "reconstructions", "loss", "compare", "labs"];
  expect(await order(page)).toEqual(seen);
});

test("the controls stay in sight beside the figures; a window that becomes narrow keeps the focus", async ({
  app, page,
}) => {
  await page.setViewportSize({ width: 1440, height: 500 });
  await app.openPaused();
  await page.evaluate(() => scrollTo(0, 400));
  const kinds = app.model.getByRole("radiogroup", { name: S.model.kind });
  await expect(kinds).toBeInViewport();
  const own = app.button(S.data.own.use, app.data);
  await own.scrollIntoViewIfNeeded();
  await expect(own).toBeInViewport();
  expect(await page.evaluate(() => scrollY)).toBe(400);

  await page.setViewportSize({ width: 1440, height: 900 });
  const size = app.model.getByRole("slider", { name: S.model.code.label });
  await size.focus();
  await page.setViewportSize({ width: 800, height: 900 });
  await expect.poll(async () => (await order(page))[0]).toBe("hourglass");
  await expect(size).toBeFocused();
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect.poll(async () => (await order(page))[0]).toBe("model");
  await expect(size).toBeFocused();
});

test("on a phone the hourglass is small and stays while controls are used", async ({ app, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await app.openPaused();
  const seen = ["hourglass", "model", "map", "draw", "reconstructions", "loss", "data", "compare", "labs"];
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

test("before anything is drawn no picture stands beside the pad, and then two do; help is read whole", async ({
  app, page,
}) => {
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

  const help = page.getByRole("dialog");
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await app.still();
    for (const place of [app.status, app.loss]) {
      await place.locator(".help-button:visible, .help-place button:visible").first().click();
      await expect(help.locator("p").first()).toBeVisible();
      const cut = await help.evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth);
      expect(cut, `${width} pixels wide`).toBe(0);
      await page.keyboard.press("Escape");
    }
  }
});

test("two models use the page: hourglasses and maps of one height side by side, or A above B", async ({
  app, page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await app.open("#v=1&hidden=16&batch=16&b.code=8");
  await expect(app.button(COMPARE.end, page.locator("#compare"))).toBeVisible();
  await app.steps(10);
  await app.pause();
  const space = (/** @type {string} */ id) => boxOf(page.locator(`#${id} .figure-space`));
  const panel = (/** @type {string} */ id) => boxOf(page.locator(`#${id}`));
  const isFlush = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  for (const width of [1920, 1440, 1100]) {
    await page.setViewportSize({ width, height: 900 });
    await app.still();
    for (const [a, b] of [["hourglass", "other-hourglass"], ["map", "other-map"]]) {
      const [left, right] = [await space(a), await space(b)];
      expect([right.y, right.height, right.width], `${a}, ${width}`).toEqual([left.y, left.height, left.width]);
      expect(right.x).toBeGreaterThan(left.right);
    }
    expect((await space("map")).y).toBeGreaterThan((await space("hourglass")).bottom);
    // The pad fills the column with more room.
    const [above, draw] = [await panel(width < 1360 ? "reconstructions" : "loss"), await panel("draw")];
    expect([draw.x, draw.y > above.bottom], `${width}`).toEqual([above.x, true]);
    expect(await order(page)).toEqual([
      "model", "other-model", "data", "compare", "hourglass", "other-hourglass", "map", "other-map",
      "reconstructions", "loss", "draw", "labs",
    ]);
  }
  for (const width of [900, 390, 320]) {
    await page.setViewportSize({ width, height: 800 });
    await app.still();
    expect((await panel("other-hourglass")).y, `${width}`).toBeGreaterThanOrEqual((await panel("hourglass")).bottom);
    const [map, other] = [await space("map"), await space("other-map")];
    expect(other.height).toBe(map.height);
    if (width < 700) expect(other.y).toBeGreaterThan(map.bottom);
    expect(await isFlush(), `${width}`).toBe(true);
    expect(await order(page)).toEqual([
      "compare", "hourglass", "other-hourglass", "map", "other-map", "loss", "reconstructions", "model", "other-model",
      "draw", "data", "labs",
    ]);
  }
  await drawnOnceSeen(app);
});

/** An hourglass that is not on the screen is not drawn, and is once it comes. @param {import("./app.js").App} app */
async function drawnOnceSeen(app) {
  const { page } = app;
  await page.setViewportSize({ width: 390, height: 844 });
  const picture = page.locator("#other-hourglass canvas.hourglass-picture");
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await expect(picture).not.toBeInViewport();
  /** What is painted. */
  const painted = () => picture.evaluate((canvas) => /** @type {HTMLCanvasElement} */ (canvas).toDataURL());
  await app.still();
  const [before, step] = [await painted(), await app.number("step")];
  // By its key: the button would have to come onto the screen.
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => app.number("step")).toBe(step + 1);
  await app.still();
  expect(await painted() === before).toBe(true);
  await picture.scrollIntoViewIfNeeded();
  await expect.poll(async () => (await painted()) === before).toBe(false);
}

const isFlush = () => document.documentElement.scrollWidth <= innerWidth;

test("a window of 200 × 200 trains, shows the picture, and scrolls only up and down", async ({ app, page }) => {
  await page.setViewportSize({ width: 200, height: 200 });
  await app.open();
  await app.steps(3);
  await app.hourglass.getByRole("img").first().scrollIntoViewIfNeeded();
  await expect(app.hourglass.getByRole("img").first()).toHaveAttribute("aria-label", /MSE/);
  await app.mapDrawn();
  expect(await page.evaluate(isFlush)).toBe(true);
  await app.pause();
});

test("letters twice as large get the layout of a page half as wide", async ({ playwright, baseURL }, info) => {
  const profile = info.outputPath("profile");
  await mkdir(`${profile}/Default`, { recursive: true });
  const preferences = { webkit: { webprefs: { default_font_size: 32 } } };
  await writeFile(`${profile}/Default/Preferences`, JSON.stringify(preferences));
  // Chromium without its windows reads no preferences, and takes the same as a flag.
  const args = [...chromium.args, "--blink-settings=defaultFontSize=32"];
  const browser = await playwright.chromium.launchPersistentContext(profile, { ...chromium, args });
  try {
    const page = await browser.newPage();
    for (const [width, height, first] of /** @type {const} */ ([[1440, 900, "hourglass"], [390, 844, "hourglass"],
      [2400, 1200, "model"]])) {
      await page.setViewportSize({ width, height });
      await page.goto(baseURL ?? "");
      await expect(page.locator("#map canvas").first()).toHaveAttribute("aria-label", /./);
      expect(await page.evaluate(() => getComputedStyle(document.body).fontSize)).toMatch(/^3[26]px$/);
      expect(await page.evaluate(isFlush), `${width} × ${height}`).toBe(true);
      expect((await order(page))[0]).toBe(first);
    }
  } finally {
    await browser.close();
  }
});
