//! Keys for the whole page, and where they mean something else.

import AxeBuilder from "@axe-core/playwright";
import { KEYS } from "../../www/strings/keys.js";
import { S } from "../../www/strings/strings.js";
import { expect, test } from "./fixtures.js";

const { paused, training } = S.status.state;

test("Space and K train and pause, → is one step, R goes back to the first", async ({ app, page }) => {
  await app.openPaused();
  await page.locator("body").press("Space");
  await expect(app.state()).toHaveText(training);
  await page.keyboard.press("k");
  await expect(app.state()).toHaveText(paused);
  await app.still();
  const step = await app.number("step");
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => app.number("step")).toBe(step + 1);
  await app.renewed(() => page.keyboard.press("R"));
  await expect.poll(() => app.number("step")).toBe(0);
});

test("no key is taken from whoever types, from a control that uses it, or with Ctrl", async ({ app, page }) => {
  await app.openPaused();
  const step = await app.number("step");
  await app.model.getByRole("spinbutton").first().focus();
  for (const key of ["k", "r", "ArrowRight"]) await page.keyboard.press(key);
  await app.model.getByRole("slider", { name: S.model.rate.label }).press("ArrowRight");
  await app.model.getByRole("radio", { checked: true }).press("Space");
  const pad = page.getByRole("application", { name: S.data.pad });
  await pad.press("Space");
  await pad.press("ArrowRight");
  await pad.press("Space");
  for (const key of ["Control+k", "Alt+ArrowRight"]) await page.locator("body").press(key);
  await app.still();
  await expect(app.state()).toHaveText(paused);
  expect(await app.number("step")).toBe(step);
  // A key that the focused control does not use is the page's.
  await app.model.getByRole("slider", { name: S.model.rate.label }).press("k");
  await expect(app.state()).toHaveText(training);
});

test("? lists the keys, and nothing behind the list hears them", async ({ app, page }) => {
  await app.openPaused();
  await page.locator("body").press("?");
  const dialog = page.getByRole("dialog", { name: KEYS.title });
  await expect(dialog).toBeVisible();
  await page.keyboard.press("k");
  await page.keyboard.press("ArrowRight");
  expect((await new AxeBuilder({ page }).include("dialog").analyze()).violations).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(app.state()).toHaveText(paused);
  await app.button(S.status.keys).click();
  await expect(dialog).toBeVisible();
  await app.button(S.notices.close, dialog).click();
  await expect(app.button(S.status.keys)).toBeFocused();
});
