//! The time line: the figures as they were, to the last pixel, and a branch that is the same run to the last bit.

import AxeBuilder from "@axe-core/playwright";
import { PAST } from "../../www/strings/past.js";
import { COMPARE } from "../../www/strings/compare-panel.js";
import { S } from "../../www/strings/strings.js";
import { expect, test } from "./fixtures.js";
import { STEP, drag, line, opened, pictures, stepTo } from "./time-line.js";

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

test("a new model has a new time line, its undo brings the old one back, and two that are compared have none", async ({
  app, page,
}) => {
  const { then, last } = await opened(app);
  await drag(app, 3, last);
  await page.mouse.up();
  const mark = page.getByRole("group", { name: PAST.mark });
  await expect(mark).toBeVisible();
  await app.button(S.status.dice).click();
  await expect(mark).toBeHidden();
  await expect(page.locator("#past")).toContainText(PAST.off.untrained);
  await stepTo(app, 3);
  await expect(line(app)).toBeEnabled();
  await app.renewed(() => app.button(S.status.dice).click());
  await stepTo(app, 2);
  for (const step of [3, last]) {
    await page.keyboard.press("Control+z");
    await expect.poll(() => app.number("step")).toBe(step);
    await expect(page.locator("#past")).toContainText(PAST.invite);
  }
  await app.still();
  await drag(app, STEP, last);
  expect((await pictures(app)).slice(0, -1)).toEqual(then.slice(0, -1));
  await page.mouse.up();
  await page.locator("#compare").getByRole("button", { name: COMPARE.variants.arch.conv }).click();
  await expect(page.locator("#past")).toContainText(PAST.off.compared, { timeout: 30_000 });
  await expect(line(app)).toBeDisabled();
});
