//! The hourglass shows which way an image goes, and says how many of a layer's filters are seen.

import { S } from "../../www/strings/strings.js";
import { FILTERS } from "../../www/strings/filters.js";
import { expect, test } from "./fixtures.js";

/**
 * Asks for the next image, and says for each frame of the next second how far the picture's two ends are from how they
 * looked in the end, from 0.
 * @param {import("@playwright/test").Page} page
 * @param {string} next The name of what leads to it.
 */
const frames = (page, next) => page.evaluate(async (name) => {
  const canvas = /** @type {HTMLCanvasElement} */ (document.querySelector(".hourglass-picture"));
  const { width, height } = canvas;
  const end = width >> 3;
  const probe = new OffscreenCanvas(2 * end, height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
    probe.getContext("2d", { willReadFrequently: true }));
  const look = () => {
    context.clearRect(0, 0, 2 * end, height);
    context.drawImage(canvas, 0, 0, end, height, 0, 0, end, height);
    context.drawImage(canvas, width - end, 0, end, height, end, 0, end, height);
    return [0, end].map((from) => context.getImageData(from, 0, end, height).data);
  };
  const looks = [];
  /** @type {HTMLElement} */ (document.querySelector(`[aria-label="${name}"]`)).click();
  const begun = performance.now();
  while (performance.now() - begun < 2500) {
    await new Promise((seen) => requestAnimationFrame(seen));
    looks.push(look());
  }
  const last = looks[looks.length - 1];
  const sum = (/** @type {Uint8ClampedArray} */ part) => part.reduce((all, value) => all + value, 0);
  // What is pale has more light than in the end.
  return looks.map((two) => two.map((part, end) => sum(part) - sum(last[end])));
}, next);

test("an image that is pointed at lights up from the input to the error, and all of it is lit in the end", async ({
  app, page,
}) => {
  await app.openPaused();
  const seen = await frames(page, S.hourglass.next);
  // The input is there while the error is pale, and in the end nothing is.
  expect(seen.some(([input, error]) => input === 0 && error > 0)).toBe(true);
  expect(seen[seen.length - 1]).toEqual([0, 0]);
});

test("nothing moves for those who want less motion", async ({ app, page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await app.open();
  await app.still();
  const seen = await frames(page, S.hourglass.next);
  // Each end changes once, from the image before to this one, and is never in between.
  const looks = seen.map((ends) => ends[1]).filter((look, idx, all) => look !== all[idx - 1]);
  expect(looks.length).toBeLessThan(4);
});

test("of many filters it is said how many are seen", async ({ app, page }) => {
  await app.open("#v=1&hidden=512-64");
  await app.steps(1);
  await app.button(S.filters.title, app.hourglass).click();
  await expect(app.hourglass.getByText(FILTERS.tally(64, 512))).toBeVisible();
  await expect(page.getByRole("img", { name: /^64 of 512 filters/ })).toBeVisible();
});
