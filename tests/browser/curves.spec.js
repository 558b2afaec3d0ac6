//! The curves of runs done before, what a variational code says, and the decoded grid.

import { KL } from "../../www/strings/kl.js";
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
  await expect(app.loss.getByText(KL.collapsed)).toBeVisible({ timeout: 45_000 });
  await expect(app.loss.getByText(/^0 of 3/)).toBeVisible();
  await app.button(KL.lower(100), app.loss).click();
  await expect(page).toHaveURL(/beta=100(&|$)/);
});

/**
 * How much of the map's middle is no bare paper: most of it where pictures stand.
 * @param {import("./app.js").App} app
 */
const inked = (app) => app.map.locator("canvas").first().evaluate((canvas) => {
  const { width, height } = /** @type {HTMLCanvasElement} */ (canvas);
  const copy = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  copy?.drawImage(/** @type {HTMLCanvasElement} */ (canvas), 0, 0);
  const data = copy?.getImageData(width / 4, height / 4, width / 2, height / 2).data ?? [];
  let dark = 0;
  for (let at = 0; at < data.length; at += 4) if (data[at] < 250) dark += 1;
  return dark / (data.length / 4);
});

test("the decoded grid of a map of two numbers goes and comes; the legend shows one class alone, and all again", async ({
  app, page,
}) => {
  await page.emulateMedia({ colorScheme: "light" });
  await app.openPaused();
  await app.mapDrawn();
  const grid = app.map.getByRole("checkbox", { name: S.map.grid });
  await expect(grid).toBeChecked();
  await app.still();
  const full = await inked(app);
  await grid.uncheck();
  await expect.poll(() => inked(app)).toBeLessThan(full - 0.15);
  await app.still();
  const bare = await inked(app);
  await grid.check();
  await expect.poll(() => inked(app)).toBeGreaterThan(bare + 0.15);
  await grid.uncheck();
  await app.still();
  await oneClassAlone(app);
});

/** The legend shows one class alone, and then all again. @param {import("./app.js").App} app */
async function oneClassAlone(app) {
  const { page } = app;
  const all = await inked(app);
  const legend = app.map.getByRole("group", { name: S.map.legend });
  await expect(legend.getByRole("button")).toHaveText(S.packs.digits.classes ?? []);
  const seven = legend.getByRole("button", { name: "7", exact: true });
  await seven.click();
  await expect(seven).toHaveAttribute("aria-pressed", "true");
  await expect.poll(() => inked(app)).toBeLessThan(0.8 * all);
  // What is pointed at, and picked, is one of those that are seen.
  const which = app.hourglass.locator(".which");
  const { x = 0, y = 0, width = 0, height = 0 } = (await app.map.getByRole("application").boundingBox()) ?? {};
  for (let row = 1; row < 12; row += 1) {
    for (const share of [0.3, 0.5, 0.7]) await page.mouse.click(x + width * share, y + (height * row) / 12);
  }
  await expect(which).toHaveText(/^a 7,/);
  await seven.click();
  await expect(seven).toHaveAttribute("aria-pressed", "false");
  await page.mouse.move(0, 0);
  await app.still();
  // The ring around what was picked may have left the part that is looked at, or come into it.
  expect(await inked(app)).toBeGreaterThan(0.9 * all);
}

test("a map of more numbers has no decoded grid until it is wanted", async ({ app }) => {
  await app.open("#v=1&code=3&hidden=16");
  await app.steps(5);
  await app.mapDrawn();
  await expect(app.map.getByRole("checkbox", { name: S.map.grid })).not.toBeChecked();
});

test("a setting that is moved while the model trains leaves a mark, which an undo and a reset take away", async ({
  app, page,
}) => {
  await app.openPaused();
  const chart = app.loss.getByRole("img");
  await expect(chart).toHaveAttribute("aria-label", /Now: /);
  expect(await chart.getAttribute("aria-label")).not.toContain("Changed");
  const step = await app.number("step");
  await app.model.getByRole("slider", { name: S.model.rate.label }).press("ArrowRight");
  const said = S.loss.marked({ step, text: "rate 0.002" });
  await expect(chart).toHaveAttribute("aria-label", new RegExp(`Changed: ${said}\\.`));
  await app.loss.getByText(S.loss.table).click();
  await expect(app.loss.getByRole("cell", { name: said })).toBeVisible();
  await app.renewed(() => app.button(S.status.reset).click());
  await expect(chart).not.toHaveAttribute("aria-label", /Changed/);
  await page.keyboard.press("Control+z");
  await expect(chart).toHaveAttribute("aria-label", new RegExp(`Changed: ${said}`));
  // The setting itself is taken back, too, and the model stays where it is.
  await page.keyboard.press("Control+z");
  await expect(chart).not.toHaveAttribute("aria-label", /Changed/);
  await expect(app.model.getByRole("slider", { name: S.model.rate.label })).toHaveAttribute("aria-valuetext", "0.001");
  await expect(app.messages).toContainText("Taken back: Learning rate 0.002 → 0.001.");
  await app.still();
  expect(await app.number("step")).toBe(step);
});
