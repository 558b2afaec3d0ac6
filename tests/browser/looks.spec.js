//! Type, help and notices: large enough to be read, and never on what they speak of; pictures of errors in both themes.

import { S } from "../../www/strings/strings.js";
import { HELP_BUTTON, HELP_TITLES } from "../../www/strings/help-titles.js";
import { expect, test, testOnSources } from "./fixtures.js";

/**
 * Whether two things share a place.
 * @param {import("@playwright/test").Locator} a
 * @param {import("@playwright/test").Locator} b
 */
async function overlap(a, b) {
  const [one, two] = await Promise.all([a.boundingBox(), b.boundingBox()]);
  if (!one || !two) throw new Error("one of them is not there to be seen");
  return one.x < two.x + two.width && two.x < one.x + one.width && one.y < two.y + two.height
    && two.y < one.y + one.height;
}

test("text is 16 px, titles are 22, nothing is below 13; help stands beside what it explains; figures grow", async ({
  app, page,
}) => {
  await app.openPaused();
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await app.still();
    const size = (/** @type {string} */ where) =>
      page.locator(where).first().evaluate((node) => parseFloat(getComputedStyle(node).fontSize));
    expect([await size("body"), await size("#map h2")]).toEqual([16, 22]);
    expect(await size(".lead-line")).toBeGreaterThanOrEqual(20);
    const small = await page.locator("body *:visible").evaluateAll((nodes) => nodes
      .filter((node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent?.trim()))
      .filter((node) => parseFloat(getComputedStyle(node).fontSize) < 13)
      .map((node) => `${node.className} ${node.textContent}`));
    expect(small).toEqual([]);
  }

  for (const [key, place] of /** @type {const} */ ([
    ["hourglass", app.hourglass], ["map", app.map], ["pairs", app.pairs],
    ["code", page.locator(".field-range").first()],
  ])) {
    const button = page.getByRole("button", { name: HELP_BUTTON(HELP_TITLES[key]) });
    await button.focus();
    await page.keyboard.press("Enter");
    const help = page.getByRole("dialog", { name: HELP_TITLES[key] });
    await expect(help.locator("p").first()).toBeVisible();
    await expect.poll(() => overlap(help, place), key).toBe(false);
    await page.keyboard.press("Escape");
    await expect(help).toBeHidden();
  }

  // On a projector the figures grow.
  const area = async () => {
    const spaces = [app.hourglass, app.map].map((panel) => panel.locator(".figure-space"));
    const boxes = await Promise.all(spaces.map((space) => space.boundingBox()));
    return boxes.map((box) => (box ? box.width * box.height : 0));
  };
  await page.setViewportSize({ width: 1440, height: 900 });
  const before = await area();
  await page.setViewportSize({ width: 1920, height: 1080 });
  await expect.poll(async () => (await area()).map((now, idx) => now / before[idx] > 1.4)).toEqual([true, true]);
});

testOnSources("in the dark an error of zero is dark, and pictures and style sheet have the same tones", async ({ app, page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await app.open();
  await app.steps(150);
  await app.pause();
  /**
   * The pixel of a digit's corner, where by then next to nothing is wrong.
   * @param {import("@playwright/test").Locator} canvas
   */
  const corner = (canvas) => canvas.evaluate((node) =>
    [.../** @type {any} */ (node).getContext("2d").getImageData(0, 0, 1, 1).data].slice(0, 3));
  const error = await corner(app.pairs.locator(".pair canvas").nth(2));
  expect(Math.max(...error)).toBeLessThan(60);
  const tones = await page.evaluate(async () => {
    const { TONES } = await import(/** @type {any} */ ("/www/draw/pixels.js"));
    const style = getComputedStyle(document.documentElement);
    const token = (/** @type {string} */ name) => style.getPropertyValue(name).match(/[0-9a-f]{2}/g)
      ?.map((part) => parseInt(part, 16));
    return [TONES.dark, { right: token("--right"), over: token("--over"), under: token("--under") }];
  });
  expect(tones[0]).toMatchObject(tones[1]);
  expect(Math.max(...tones[0].right)).toBeLessThan(40);
});

test("a notice stands beside the figures, and the controls end above it", async ({ app, page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await app.openPaused();
  await app.model.getByText(S.model.kinds.sparse, { exact: true }).click();
  const notice = page.locator(".notice");
  await expect(notice).toBeVisible();
  for (const panel of [app.hourglass, app.map, app.pairs, app.loss]) expect(await overlap(notice, panel)).toBe(false);
  await page.evaluate(() => scrollTo(0, 600));
  await expect.poll(() => overlap(notice, page.locator("#rail"))).toBe(false);
});
