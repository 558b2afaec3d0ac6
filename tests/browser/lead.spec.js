//! The opening line says what is true, and its invitations lead to what they name.

import { S } from "../../www/strings/strings.js";
import { expect, test } from "./fixtures.js";

const words = S.lead;

test("the line follows the run: begun, paused, reset, and another code", async ({ app, page }) => {
  await app.open();
  const line = page.locator(".lead-line");
  await expect(line).toHaveText(/^This network squeezes each digit into 2 numbers and rebuilds it\. It started from/);
  // A run that has waited for images on their way has not trained all the time since it began.
  await expect(line).toHaveText(/ It started from nothing (\d+\ss ago|and trained for \d+\ss so far)\.$/);
  await app.pause();
  await expect(line).toHaveText(/Paused after \d+\ss of training from nothing\.$/);
  const paused = await line.textContent();
  await page.waitForTimeout(2100);
  await expect(line).toHaveText(paused ?? "");
  await app.play();
  await expect(line).toHaveText(/started from nothing and trained for \d+\ss so far\.$/);
  await app.pause();
  await app.renewed(() => app.button(S.status.reset).click());
  await expect(line).toHaveText(new RegExp(`${words.since.new("", 0, true)}$`));
});

test("an invitation marks its place when pointed at or focused, and leads there", async ({ app, page }) => {
  await app.openPaused();
  const marked = page.locator("[data-marked]");
  await app.mapDrawn();
  await page.getByRole("button", { name: words.map }).hover();
  await expect(marked).toHaveAttribute("id", "map");
  await page.mouse.move(0, 0);
  await expect(marked).toHaveCount(0);
  await page.getByRole("button", { name: words.code }).focus();
  await expect(marked).toContainText(S.model.code.label);
  await page.keyboard.press("Enter");
  await expect(app.model.getByRole("slider", { name: S.model.code.label })).toBeFocused();
  await page.getByRole("button", { name: words.map }).click();
  await expect(app.map.getByRole("application")).toBeFocused();
  await page.getByRole("button", { name: S.packs.digits.draw }).click();
  await expect(page.getByRole("application", { name: S.data.pad })).toBeFocused();
  await page.mouse.move(0, 0);
  await expect(marked).toHaveCount(0);
});
