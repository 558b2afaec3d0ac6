//! The bar on top keeps its order at every width, with the longest numbers that it may show, and tells the error beside
//! PCA's.

import { S } from "../../www/strings/strings.js";
import { gainOf } from "../../www/ui/status-bar.js";
import { expect, test } from "./fixtures.js";

const WIDTHS = [
  200, 240, 280, 320, 340, 359, 360, 375, 390, 399, 400, 414, 480, 560, 640, 699, 700, 740, 780, 820, 860, 900, 930,
  960, 1000, 1024,
  1099, 1100, 1180, 1280, 1359, 1360, 1400, 1440, 1600, 1920,
];

/** What of the bar is out of its place: parts that overlap, stand outside, or take more than one line. */
function disorder() {
  const bar = /** @type {HTMLElement} */ (document.querySelector("header"));
  const parts = [...bar.querySelectorAll("button, .name, .seed, dd, dt, i")].filter((part) => {
    const { width, height } = part.getBoundingClientRect();
    return part.checkVisibility() && width > 1 && height > 1;
  });
  const box = bar.getBoundingClientRect();
  const boxes = parts.map((part) =>
    ({ name: part.className || part.textContent, ...part.getBoundingClientRect().toJSON() }));
  const wrong = boxes.filter(({ left, right, top, bottom, height }) =>
    left < box.left || right > box.right + 0.5 || top < box.top - 0.5 || bottom > box.bottom || height > 48);
  const found = wrong.map(({ name }) => `${name} is out of its place`);
  boxes.forEach((a, idx) => {
    for (const b of boxes.slice(idx + 1)) {
      const inside = parts[idx].contains(parts[boxes.indexOf(b)]);
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (!inside && across > 0.5 && down > 0.5) found.push(`${a.name} lies on ${b.name}`);
    }
  });
  return document.documentElement.scrollWidth > innerWidth ? [...found, "the page scrolls sideways"] : found;
}

test("nothing in the bar overlaps, breaks or leaves it, from 200 to 1920 px", async ({ app, page }) => {
  await app.open("#v=1&seed=4294967295");
  await app.steps(1);
  await app.pause();
  await page.evaluate((gain) => {
    const say = (/** @type {string} */ where, /** @type {string} */ text) => {
      /** @type {Element} */ (document.querySelector(where)).textContent = text;
    };
    say(".fact-epoch dd", "1,234");
    say(".fact-step dd", "123,456");
    say(".fact-speed dd", "123,000");
    say(".fact-gain dd", gain);
    /** @type {HTMLElement} */ (document.querySelector(".fact-gain")).hidden = false;
  }, S.status.gain(-8.88));
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    expect(await page.evaluate(disorder), `${width} px`).toEqual([]);
    const { height = 0 } = (await app.status.boundingBox()) ?? {};
    expect(height, `${width} px`).toBeLessThan(width < 300 ? 184 : width < 700 ? 136 : width < 1360 ? 92 : 64);
  }
});

test("how the error stands beside PCA's is told once it is known", async ({ app }) => {
  await app.open();
  await app.steps(200);
  await app.pause();
  // A worker that does not train has all its time for PCA.
  await expect(app.status.locator(".fact-gain"))
    .toContainText(/^against PCA(as good as|\d+.% (better|worse) than) PCA$/, { timeout: 45_000 });
  const error = await app.number("mse");
  // Where the two errors are alike, no share is told.
  const [, share = "0", which] = /(\d+).% (better|worse)/.exec(await app.fact("gain").innerText()) ?? [];
  const curves = app.loss.getByRole("img").first();
  await expect(curves).toHaveAttribute("aria-label", /PCA, 2 components/);
  const yardstick = /components (\d\.\d+)/.exec(await curves.getAttribute("aria-label") ?? "");
  const expected = 1 - error / Number(yardstick?.[1]);
  expect(which === "better" ? Number(share) : -Number(share)).toBeCloseTo(100 * expected, -1);
});

test("the share is of PCA's error, and not known without both", () => {
  const of = (/** @type {number[]} */ heldOut, /** @type {number | null} */ pcaError) => gainOf(/** @type {any} */ ({
    snapshot: { pcaError }, views: { history: { heldOutError: Float32Array.from(heldOut) } },
  }));
  expect(of([5, 0.03], 0.04)).toBeCloseTo(0.25, 6);
  expect(of([5, 0.06], 0.04)).toBeCloseTo(-0.5, 6);
  expect(of([5, 0], 0.04)).toBe(1);
  for (const pca of [null, 0]) expect(of([5, 0.03], pca)).toBeNull();
  expect(of([], 0.04)).toBeNull();
  expect(gainOf(/** @type {any} */ ({ snapshot: null, views: {} }))).toBeNull();
  expect(S.status.gain(0.254)).toBe("25\u00a0% better than PCA");
  expect(S.status.gain(-0.5)).toBe("50\u00a0% worse than PCA");
  expect(S.status.gain(-30)).toBe("far worse than PCA");
});
