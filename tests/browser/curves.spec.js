//! The curves of runs done before, what a variational code says, and the decoded grid.

import { S } from "../../www/strings/strings.js";
import { expect, test } from "./fixtures.js";

test("runs done before stay as curves that can be chosen, and say so where the unit is another", async ({ app }) => {
  await app.open("#v=1&hidden=16&batch=16");
  await app.steps(100);
  await app.renewed(() => app.button(S.status.dice).click());
  await app.steps(100);
  await app.pause();
  const chart = app.loss.getByRole("img").first();
  await expect(chart).toHaveAttribute("aria-label", /one earlier run/);
  await app.button(S.loss.runs(1), app.loss).click();
  const run = app.loss.getByRole("checkbox", { name: "a Vanilla, 2, digits" });
  await expect(run).toBeChecked();
  await run.uncheck();
  await expect(chart).not.toHaveAttribute("aria-label", /earlier run/);

  await app.renewed(() => app.page.evaluate(() => (location.hash = "#v=1&hidden=16&batch=16&loss=bce")));
  await expect(app.button(S.loss.runs(2), app.loss)).toBeVisible();
  await expect(app.loss.getByText(S.loss.otherUnit)).toHaveCount(2);
  await expect(run).toBeDisabled();
  await app.loss.getByRole("checkbox", { name: S.loss.showError }).check();
  await expect(run).toBeEnabled();
});

test("a variational loss is drawn in its parts, and a collapsed code says what to do", async ({ app, page }) => {
  await app.open("#v=1&hidden=16&batch=16&bottleneck=variational&loss=mse&beta=1000&code=3");
  const chart = app.loss.getByRole("img").first();
  await expect(chart).toHaveAttribute("aria-label", /held-out loss .*, training loss .*, reconstruction .*, KL /);
  await expect(app.loss.getByRole("img", { name: /1: .*, 2: .*, 3: / })).toBeVisible();
  await expect(app.loss.getByText(S.kl.collapsed)).toBeVisible({ timeout: 45_000 });
  await expect(app.loss.getByText(/^0 of 3/)).toBeVisible();
  await app.button(S.kl.lower(100), app.loss).click();
  await expect(page).toHaveURL(/beta=100(&|$)/);
});

test("the decoded grid lies behind the map on request", async ({ app, page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await app.openPaused();
  await app.mapDrawn();
  await app.still();
  const grid = app.map.getByRole("checkbox", { name: S.map.grid });
  // How much of the plot's middle is no bare paper: most of it where pictures stand.
  const inked = () => app.map.locator("canvas").first().evaluate((canvas) => {
    const { width, height } = /** @type {HTMLCanvasElement} */ (canvas);
    const copy = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    copy?.drawImage(/** @type {HTMLCanvasElement} */ (canvas), 0, 0);
    const data = copy?.getImageData(width / 4, height / 4, width / 2, height / 2).data ?? [];
    let dark = 0;
    for (let at = 0; at < data.length; at += 4) if (data[at] < 250) dark += 1;
    return dark / (data.length / 4);
  });
  const bare = await inked();
  await grid.check();
  await expect.poll(inked).toBeGreaterThan(0.15 + bare);
  await grid.uncheck();
  await expect.poll(inked).toBe(bare);
});
