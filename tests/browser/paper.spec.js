//! Canvases on another screen while nothing trains, and on paper.

import { expect, test } from "./fixtures.js";

/** Pixels of the large canvases for each of the style sheet's. @param {import("@playwright/test").Page} page */
const ratios = (page) => page.evaluate(() => {
  const canvases = /** @type {HTMLCanvasElement[]} */ ([...document.querySelectorAll(".figure-space > canvas")]);
  return canvases.filter(({ clientWidth }) => clientWidth > 0).map(({ width, clientWidth }) => width / clientWidth);
});

test("a paused page is drawn anew for a screen of another pixel ratio", async ({ app, page }) => {
  await app.open("#v=1&hidden=16");
  await app.steps(5);
  await app.pause();
  expect((await ratios(page)).length).toBeGreaterThan(2);
  const session = await page.context().newCDPSession(page);
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  for (const [idx, deviceScaleFactor] of [2, 1.5].entries()) {
    // Where a ratio is emulated, the browser lays the page out only if the window has another size too.
    const size = { width: width - 40 * (1 + idx), height };
    await session.send("Emulation.setDeviceMetricsOverride", { ...size, deviceScaleFactor, mobile: false });
    await expect.poll(async () => {
      const found = await ratios(page);
      return found.every((ratio) => Math.abs(ratio - deviceScaleFactor) < 0.01);
    }).toBe(true);
  }
});

test.describe("in the dark", () => {
  test.use({ colorScheme: "dark" });

  test("paper is light and finer than the screen, and the screen is dark again afterwards", async ({ app, page }) => {
    await app.open("#v=1&hidden=16");
    await app.steps(20);
    await app.pause();
    await page.evaluate(() => {
      const look = () => {
        const canvas = /** @type {HTMLCanvasElement} */ (document.querySelector("#loss .figure-space > canvas"));
        const { width, clientWidth } = canvas;
        const copy = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
        copy?.drawImage(canvas, 0, 0);
        const [red] = copy?.getImageData(1, 1, 1, 1).data ?? [];
        return { theme: document.documentElement.dataset.theme, ratio: width / clientWidth, isLight: red > 200 };
      };
      // This listener comes after the page's own.
      addEventListener("beforeprint", () => Object.assign(globalThis, { onPaper: look() }));
      Object.assign(globalThis, { look });
    });
    const pdf = await page.pdf({ format: "A4" });
    expect(pdf.length).toBeGreaterThan(50_000);
    expect(await page.evaluate("onPaper")).toEqual({ theme: "light", ratio: 3, isLight: true });
    await expect.poll(() => page.evaluate("look()")).toEqual({ theme: "dark", ratio: 1, isLight: false });
  });
});
