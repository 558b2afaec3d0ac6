//! The time line: the figures as they were, to the last pixel, and a branch that is the same run to the last bit.

import AxeBuilder from "@axe-core/playwright";
import { PAST } from "../../www/strings/past.js";
import { S } from "../../www/strings/strings.js";
import { expect, test } from "./fixtures.js";

/** A run that stops after some steps. */
const STEP = 24;
const SMALL = `#v=1&hidden=16&batch=16&step=${STEP}`;

/** @param {import("./app.js").App} app */
const line = (app) => app.page.getByRole("slider", { name: PAST.slider });

/** Makes single steps. @param {import("./app.js").App} app @param {number} last */
async function stepTo(app, last) {
  for (let step = await app.number("step"); step < last; step += 1) {
    await app.button(S.status.step).click();
    await expect.poll(() => app.number("step")).toBe(step + 1);
  }
  await app.still();
}

/** The pictures of what shows the past, but for the map, whose window depends on what it has shown. */
async function pictures(/** @type {import("./app.js").App} */ app) {
  await app.still();
  return [...await app.pictures(app.hourglass), ...await app.pictures(app.pairs), await app.trainingLoss()];
}

/**
 * Drags the thumb to a step of a short run, in which each step has a place, and holds it there.
 * @param {import("./app.js").App} app
 * @param {number} step
 * @param {number} last
 */
async function drag(app, step, last) {
  const box = await line(app).boundingBox();
  if (!box) throw new Error("there is no time line");
  const thumb = 16;
  const at = (/** @type {number} */ share) => box.x + thumb / 2 + share * (box.width - thumb);
  const y = box.y + box.height / 2;
  const { mouse } = app.page;
  await mouse.move(at(1), y);
  await mouse.down();
  await mouse.move(at((step + 1) / last), y);
  await mouse.move(at(step / last), y);
  await expect(line(app)).toHaveAttribute("aria-valuetext", PAST.value(step, last));
  await expect(app.page.locator("#past")).toContainText(PAST.shows(step), { timeout: 30_000 });
}

/** A model at a step, a few after the one of which the pictures are. @param {import("./app.js").App} app */
async function opened(app) {
  await app.open(SMALL);
  await expect.poll(() => app.number("step"), { timeout: 45_000 }).toBe(STEP);
  await app.mapDrawn();
  await expect(line(app)).toBeEnabled();
  const then = await pictures(app);
  const last = STEP + 3;
  await stepTo(app, last);
  return { then, last };
}

test("dragging back shows the very pictures of that step, letting go those of now; and again, until Escape", async ({ app, page }) => {
  const { then, last } = await opened(app);
  const now = await pictures(app);
  expect(now).not.toEqual(then);
  const shown = (/** @type {unknown[]} */ all) => all.slice(0, -1);

  await drag(app, STEP, last);
  expect(shown(await pictures(app))).toEqual(shown(then));
  // The bar and the loss stay with now.
  expect([await app.number("step"), await app.trainingLoss()]).toEqual([last, now.at(-1)]);
  await page.mouse.up();
  await expect.poll(() => pictures(app)).toEqual(now);

  const again = app.page.getByRole("button", { name: PAST.show(STEP) });
  await again.click();
  await expect(again).toHaveAttribute("aria-pressed", "true");
  await expect.poll(async () => shown(await pictures(app))).toEqual(shown(then));
  for (const colorScheme of /** @type {const} */ (["dark", "light"])) {
    await page.emulateMedia({ colorScheme });
    expect((await new AxeBuilder({ page }).include("#past").include("#map").analyze()).violations).toEqual([]);
  }
  await page.keyboard.press("Escape");
  await expect.poll(() => pictures(app)).toEqual(now);
  await expect(again).toHaveAttribute("aria-pressed", "false");

  // By keyboard, with the trails on.
  await page.getByRole("button", { name: PAST.trails.button }).click();
  await line(app).focus();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await expect(page.locator("#past")).toContainText(PAST.shows(last - 2), { timeout: 30_000 });
  await expect(page.locator(".trails")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: PAST.show(last - 2) })).toBeVisible();
});

test("a branch is the same run bit for bit, and Undo brings the one before back, with its time line", async ({ app, page }) => {
  const { then, last } = await opened(app);
  const now = await pictures(app);
  await drag(app, STEP - 2, last);
  await page.mouse.up();
  await page.getByRole("button", { name: PAST.goOn }).click();
  await expect(app.messages).toContainText(PAST.wentOn(STEP - 2).slice(0, -1));
  await expect.poll(() => app.number("step")).toBe(STEP - 2);
  await stepTo(app, STEP);
  expect(await pictures(app)).toEqual(then);
  // What came before the branch is there still.
  await drag(app, STEP - 10, STEP);
  await page.mouse.up();

  await app.button(S.notices.undo, app.messages).click();
  await expect.poll(() => app.number("step")).toBe(last);
  await expect.poll(async () => (await pictures(app)).slice(0, -1)).toEqual(now.slice(0, -1));
  await drag(app, STEP, last);
  expect((await pictures(app)).slice(0, -1)).toEqual(then.slice(0, -1));
  await page.mouse.up();
});

test("a new model has a new time line, and two that are compared have none", async ({ app, page }) => {
  const { last } = await opened(app);
  await drag(app, 3, last);
  await page.mouse.up();
  const mark = page.getByRole("group", { name: PAST.mark });
  await expect(mark).toBeVisible();
  await app.button(S.status.dice).click();
  await expect(mark).toBeHidden();
  await expect(page.locator("#past")).toContainText(PAST.off.untrained);
  await stepTo(app, 3);
  await expect(line(app)).toBeEnabled();
  await page.locator("#compare").getByRole("button", { name: S.compare.variants.arch.conv }).click();
  await expect(page.locator("#past")).toContainText(PAST.off.compared, { timeout: 30_000 });
  await expect(line(app)).toBeDisabled();
});
