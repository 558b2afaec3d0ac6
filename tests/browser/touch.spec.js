//! The page under a finger: the map lets the page scroll, a tap inspects, a held finger walks, and targets are large.

import { S } from "../../www/strings/strings.js";
import { expect, test } from "./fixtures.js";

test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });

/**
 * Touches as the browser's own, so that it scrolls as it would under a finger.
 * @param {import("@playwright/test").Page} page
 */
async function finger(page) {
  const session = await page.context().newCDPSession(page);
  /** @type {(type: string, points: {x: number, y: number}[]) => Promise<unknown>} */
  const send = (type, touchPoints) =>
    session.send("Input.dispatchTouchEvent", { type: /** @type {any} */ (type), touchPoints });
  return {
    down: (/** @type {number} */ x, /** @type {number} */ y) => send("touchStart", [{ x, y }]),
    move: (/** @type {number} */ x, /** @type {number} */ y) => send("touchMove", [{ x, y }]),
    up: () => send("touchEnd", []),
  };
}

test("one finger on the map scrolls the page, a tap inspects, a held finger walks", async ({ app, page }) => {
  await app.openPaused();
  await app.mapDrawn();
  const over = app.map.getByRole("application");
  await over.evaluate((canvas) => canvas.scrollIntoView({ block: "center" }));
  const scrolled = () => page.evaluate(() => scrollY);
  const touch = await finger(page);
  const place = async () => {
    const box = await over.boundingBox();
    if (!box) throw new Error("the map is not there");
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };

  const before = await scrolled();
  let at = await place();
  // On a busy machine the first move may come so late that the finger counts as held; then it is put down again.
  await expect(async () => {
    at = await place();
    await touch.down(at.x, at.y);
    for (let by = 10; by <= 120; by += 10) await touch.move(at.x, at.y - by);
    await touch.up();
    await expect.poll(scrolled, { timeout: 3000 }).toBeGreaterThan(before + 60);
  }).toPass({ timeout: 30_000 });

  const which = app.hourglass.locator(".which");
  await over.evaluate((canvas) => canvas.scrollIntoView({ block: "center" }));
  const name = await which.textContent();
  // The middle of the map may be empty: a tap there picks the nearest image only within reach.
  const dot = await over.evaluate((canvas) => canvas.getBoundingClientRect().toJSON());
  for (let row = 1; row < 8 && (await which.textContent()) === name; row += 1) {
    await page.touchscreen.tap(dot.x + dot.width * 0.75, dot.y + (dot.height * row) / 8);
  }
  await expect(which).not.toHaveText(name ?? "");

  const still = await scrolled();
  at = await place();
  await touch.down(at.x, at.y);
  await page.waitForTimeout(450);
  const seen = () => over.evaluate((canvas) => /** @type {HTMLCanvasElement} */ (canvas).toDataURL());
  const first = await seen();
  for (let by = 10; by <= 80; by += 10) await touch.move(at.x, at.y - by);
  await expect.poll(seen).not.toBe(first);
  await touch.up();
  expect(await scrolled()).toBe(still);
});

test("what is touched is at least 44 px high, and as wide save for the columns of pictures", async ({ app, page }) => {
  await app.openPaused();
  await app.model.getByText(S.model.more).tap();
  const names = ["button", "select", "summary", "label.check", "label.chip"];
  const targets = page.locator(names.map((name) => `${name}:visible`).join());
  const small = await targets.evaluateAll((nodes) => nodes.flatMap((node) => {
    const { width, height } = node.getBoundingClientRect();
    const isNarrow = width < 44 && !node.matches(".pair");
    return height < 44 || isNarrow ? [`${node.className} ${node.textContent}: ${width} × ${height}`] : [];
  }));
  expect(small).toEqual([]);
});
