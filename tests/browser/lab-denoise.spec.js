//! The lab Denoise: from a trained model to its numbers beside those of the filters, a sweep, a scribble and a photo.

import AxeBuilder from "@axe-core/playwright";
import { DENOISE } from "../../www/strings/labs-denoise.js";
import { LABS } from "../../www/strings/labs.js";
import { S } from "../../www/strings/strings.js";
import { expect, test } from "./fixtures.js";

/** @typedef {import("@playwright/test").Page} Page */

/** A small model that is quick to train. */
const SMALL = "#v=1&hidden=16&code=4&lab=denoise";
const lab = (/** @type {Page} */ page) => page.locator("#lab-denoise");
const numbers = (/** @type {Page} */ page, /** @type {RegExp | string} */ row) =>
  lab(page).getByRole("table", { name: DENOISE.table }).getByRole("row", { name: row }).getByRole("cell");
/** @param {Page} page @param {string} name */
const part = (page, name) => lab(page).locator(".lab-part").filter({ has: page.getByRole("heading", { name }) });

test("a model that is trained on noise stands beside the filters, and a filter that wins is said to", async ({ app, page }) => {
  // All held-out images by all filters: seconds of work, and many on a slow machine.
  test.slow();
  await app.open(`${SMALL}&noise=salt-and-pepper&amount=0.2`);
  await app.steps(20);
  await expect(lab(page).getByRole("radio", { name: DENOISE.kindName("salt-and-pepper") })).toBeChecked();
  await expect(lab(page).getByRole("slider", { name: DENOISE.amount })).toHaveAttribute("aria-valuetext", /20 %/);
  await app.button(DENOISE.run, lab(page)).click();
  await expect(numbers(page, DENOISE.rows.noisy).first()).toContainText(/\d\.\d\d95 %/);
  await expect(numbers(page, DENOISE.rows.ours).first()).toContainText(/\d\.\d\d95 %/);
  for (const row of [/^Median, \d/, /^Gaussian, σ = \d/, /^Total variation, weight \d/]) {
    await expect(numbers(page, row).nth(1)).toContainText(/^0\.\d{3}95 %/, { timeout: 45_000 });
  }
  // Hardly trained as it is, the median wins against it on single pixels.
  await expect(lab(page)).toContainText(/The median filter is \d.* dB better here, although/);
  await expect(lab(page)).toContainText("on 2,000 held-out images");
  await expect(lab(page).locator(".lab-strip-row")).toHaveCount(6);
  await expect(lab(page).locator(".lab-strip-row").first().locator("canvas")).toHaveCount(20);
  // Training was held up for it, and goes on.
  await app.more(5);
  const results = await new AxeBuilder({ page }).include("#labs").analyze();
  expect(results.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);
});

test("an untrained model is said to be one; the model that suits is one click away, and its noise the lab's", async ({
  app, page,
}) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await app.open(SMALL);
  // Until all images have come, it is that which is said.
  await expect(async () => {
    await app.button(DENOISE.run, lab(page)).click();
    await expect(lab(page)).toContainText(LABS.untrained, { timeout: 1000 });
  }).toPass();
  await app.renewed(() => app.button(DENOISE.use, lab(page)).click());
  await expect(page).toHaveURL(/noise=gaussian/);
  await expect(lab(page).getByRole("slider", { name: DENOISE.amount })).toHaveAttribute("aria-valuetext", "σ = 0.5");
});

test("a sweep and a run can be stopped, and what had come is kept", async ({ app, page }) => {
  await app.open(`${SMALL}&noise=gaussian&amount=0.5`);
  await app.steps(5);
  await app.pause();
  await app.button(DENOISE.sweep.run, lab(page)).click();
  const sweep = part(page, DENOISE.sweep.title);
  await expect.poll(() => sweep.locator(".dot").count(), { timeout: 45_000 }).toBeGreaterThanOrEqual(5);
  await expect(sweep.locator(".mark-text")).toHaveText(DENOISE.sweep.trained);
  await app.button(LABS.cancel, sweep).click();
  await expect(sweep).toContainText(LABS.cancelled);
  await expect(sweep).toContainText(/[1-8] of 9 amounts/);
  await sweep.getByText(DENOISE.sweep.table).click();
  await expect(sweep.getByRole("row", { name: /^0\.1/ }).getByRole("cell")).toHaveText(Array(5).fill(/^\d+\.\d$/));

  const main = lab(page).locator(".lab-begin");
  await app.button(DENOISE.run, main).click();
  await app.button(LABS.cancel, main).click();
  await expect(main).toContainText(LABS.cancelled);
  await expect(main.locator("progress")).toBeHidden();
  await expect(sweep).toContainText(/[1-8] of 9 amounts/);
});

test("what is scribbled on an image by mouse and keyboard is cleaned; another image and a clean one follow", async ({ app, page }) => {
  await app.open(SMALL);
  await app.steps(5);
  await app.pause();
  const hand = part(page, DENOISE.hand.title);
  const pad = hand.getByRole("application", { name: DENOISE.hand.pad });
  const says = hand.locator("figcaption");
  await pad.evaluate((canvas) => canvas.scrollIntoView({ block: "center" }));
  const box = await pad.boundingBox();
  if (!box) throw new Error("the pad is not there");
  await page.mouse.move(box.x + 20, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 120, box.y + 120, { steps: 8 });
  await page.mouse.up();
  await expect(says.nth(0)).toHaveText(/^scribbled on: \d/);
  await expect(says.nth(1)).toHaveText(/^Auto-encoder: \d/);
  await expect(hand).toContainText(DENOISE.hand.noFilter);
  const before = await says.nth(0).textContent();

  await pad.focus();
  await page.keyboard.press("Space");
  for (let step = 0; step < 6; step += 1) await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Space");
  await expect(says.nth(0)).not.toHaveText(before ?? "");
  await app.button(S.data.clear, hand).click();
  await expect(says.nth(0)).toHaveText(DENOISE.hand.version(DENOISE.hand.scribbled, null));

  const model = hand.getByRole("img", { name: /^Auto-encoder/ });
  const pictures = () => model.evaluate((canvas) => /** @type {HTMLCanvasElement} */ (canvas).toDataURL());
  const first = await pictures();
  await app.button(DENOISE.hand.other, hand).click();
  await expect.poll(pictures).not.toBe(first);
});

test.describe("under a finger", () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });

  test("a finger draws, and the page stays where it is", async ({ app, page }) => {
    await app.open(SMALL);
    await app.steps(5);
    await app.pause();
    const pad = lab(page).getByRole("application", { name: DENOISE.hand.pad });
    await pad.evaluate((canvas) => canvas.scrollIntoView({ block: "center" }));
    const box = await pad.boundingBox();
    if (!box) throw new Error("the pad is not there");
    const session = await page.context().newCDPSession(page);
    const touch = (/** @type {string} */ type, /** @type {{x: number, y: number}[]} */ touchPoints) =>
      session.send("Input.dispatchTouchEvent", { type: /** @type {any} */ (type), touchPoints });
    // Where it is seen: what still changes above it moves the scroll bar and nothing on the screen.
    const top = () => pad.evaluate((node) => Math.round(node.getBoundingClientRect().top));
    const before = await top();
    await touch("touchStart", [{ x: box.x + 60, y: box.y + 160 }]);
    for (let by = 10; by <= 120; by += 10) await touch("touchMove", [{ x: box.x + 60, y: box.y + 160 - by }]);
    await touch("touchEnd", []);
    await expect(part(page, DENOISE.hand.title).locator("figcaption").first()).toHaveText(/^scribbled on: \d/);
    expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});

/**
 * A picture as a file, which the browser of the test draws.
 * @param {Page} page
 * @param {number} width
 * @param {number} height
 */
async function picture(page, width, height) {
  const url = await page.evaluate(([w, h]) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: w, height: h });
    const context = canvas.getContext("2d");
    if (!context) throw new Error("no canvas");
    context.fillStyle = "#888";
    context.fillRect(0, 0, w, h);
    context.fillStyle = "#eee";
    context.fillRect(w / 4, h / 4, w / 2, h / 2);
    return canvas.toDataURL("image/png");
  }, [width, height]);
  return { name: "photo.png", mimeType: "image/png", buffer: Buffer.from(url.split(",")[1], "base64") };
}

test("a photo is cleaned patch by patch, and what is none is refused with a sentence", async ({ app, page }) => {
  await app.open(`${SMALL}&noise=gaussian&amount=0.3`);
  await app.steps(5);
  await app.pause();
  const photo = part(page, DENOISE.photo.title);
  await expect(photo).toContainText(DENOISE.photo.honest("digits"));
  await expect(photo).toContainText(DENOISE.photo.stays);
  const file = photo.locator("input[type=file]");
  await file.setInputFiles({ name: "text.png", mimeType: "image/png", buffer: Buffer.from("this is no picture") });
  await expect(photo).toContainText(DENOISE.photo.unreadable);
  await file.setInputFiles(await picture(page, 300, 20));
  await expect(photo).toContainText(DENOISE.photo.tooSmall(256, 17, 256, [28, 28]));
  await file.setInputFiles(await picture(page, 60, 40));
  await expect(photo).toContainText(DENOISE.photo.done("gaussian", 0.3, 60, 40), { timeout: 45_000 });
  await expect(photo.locator("figcaption")).toHaveText(
    ["photo", /^noisy: \d/, /^Auto-encoder: \d/, /^(Median|Gaussian|Total variation), .*: \d/]);
  await expect(photo.getByRole("img", { name: /^Auto-encoder/ })).toHaveJSProperty("width", 60);
});
