//! The labs' place, and the lab Compress: from a trained model to files beside their rivals.

import AxeBuilder from "@axe-core/playwright";
import { COMPRESS } from "../../www/strings/labs-compress.js";
import { LABS } from "../../www/strings/labs.js";
import { S } from "../../www/strings/strings.js";
import { expect, test, testOnSources } from "./fixtures.js";

/** @typedef {import("@playwright/test").Page} Page */

/** A small model that is quick to train. */
const SMALL = "#v=1&hidden=16&code=4&lab=compress";
const labs = (/** @type {Page} */ page) => page.getByRole("region", { name: S.labs.title });
const open = (/** @type {Page} */ page) => labs(page).getByRole("tabpanel");
const cell = (/** @type {Page} */ page, /** @type {string} */ row, /** @type {number} */ column) =>
  open(page).getByRole("table").first().getByRole("row", { name: row }).getByRole("cell").nth(column);

test.describe.configure({ timeout: 120_000 });

test("the labs are fetched when somebody comes near, and their engine when one is used", async ({ app, page }) => {
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await app.openPaused();
  const ofLabs = () => asked.filter((path) => /labs|workbench/.test(path) && !path.endsWith("labs/door.js"));
  expect(ofLabs()).toEqual([]);
  await labs(page).scrollIntoViewIfNeeded();
  await expect(labs(page).getByRole("tab", { selected: true })).toHaveText(LABS.titles.compress.title);
  expect(ofLabs().some((path) => path.includes("workbench"))).toBe(false);
});

test("a trained model's files stand beside those of its rivals; a change of the model marks them as older", async ({ app, page }) => {
  await app.open(SMALL);
  await app.steps(20);
  await app.button(COMPRESS.run, open(page)).click();
  await expect(cell(page, COMPRESS.rows.ours, 0)).toContainText(/^\d/);
  await expect(open(page)).toContainText(/At .* bytes an image/);
  await expect(cell(page, COMPRESS.rows.pca, 1)).toContainText(/\d dB|\d\.\d/);
  await expect(cell(page, COMPRESS.rows.jpeg, 0)).toContainText(COMPRESS.encoder(60));
  await expect(cell(page, COMPRESS.rows.webp, 0)).toContainText(COMPRESS.encoder(60));
  await expect(open(page)).toContainText("Whoever unpacks needs the decoder");
  await expect(app.button(COMPRESS.again, open(page))).toHaveAttribute("aria-disabled", "false");
  // Training was held up for it, and goes on.
  await app.more(5);
  await expect(open(page)).toContainText("the model is now at step");
  const bytes = Number.parseFloat((await cell(page, COMPRESS.rows.ours, 0).textContent()) ?? "");
  const theirs = Number.parseFloat((await cell(page, COMPRESS.rows.pca, 0).textContent()) ?? "");
  expect(theirs).toBeLessThanOrEqual(bytes + 0.05);
  const results = await new AxeBuilder({ page }).include("#labs").analyze();
  expect(results.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);

  await app.button(COMPRESS.sweep.run, open(page)).click();
  await app.renewed(() => app.button(S.status.reset).click());
  await expect(open(page)).toContainText(new RegExp(`${LABS.changed}|${LABS.changedEarly}`));
  await expect(open(page)).toContainText(LABS.stale);
});

test("an untrained model is said to be one, and can be trained from there", async ({ app, page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await app.open(SMALL);
  await app.button(COMPRESS.run, open(page)).click();
  await expect(open(page)).toContainText(LABS.untrained);
  await app.button(LABS.train, open(page)).click();
  await app.steps(5);
});

test("other code sizes are trained in the background, point by point, and can be stopped", async ({ app, page }) => {
  await app.open(SMALL);
  await app.steps(5);
  await app.pause();
  await app.button(COMPRESS.sweep.run, open(page)).click();
  const points = open(page).locator(".dot-button");
  await expect.poll(() => points.count(), { timeout: 45_000 }).toBeGreaterThan(1);
  await app.button(LABS.cancel, open(page)).filter({ visible: true }).click();
  await expect(open(page)).toContainText(LABS.cancelled);
  expect(await points.count()).toBeGreaterThan(1);
  await points.first().focus();
  await page.keyboard.press("Enter");
  await expect(points.first()).toHaveAttribute("aria-pressed", "true");
  await expect(open(page).locator(".lab-strip-row")).toHaveCount(3);
});

test("an unknown lab in the address is named; tabs are a place in it, and are reached by the arrow keys", async ({
  app, page,
}) => {
  await app.open("#v=1&lab=teleport");
  await expect(app.messages).toContainText("teleport");
  await expect(labs(page).getByRole("tab", { selected: true })).toHaveText(LABS.titles.compress.title);
  await expect(page).not.toHaveURL(/lab=/);

  const tab = (/** @type {string} */ name) => labs(page).getByRole("tab", { name: LABS.titles[name].title });
  await tab("denoise").click();
  await expect(page).toHaveURL(/lab=denoise/);
  await expect(tab("denoise")).toHaveAttribute("aria-selected", "true");
  await tab("denoise").focus();
  await page.keyboard.press("ArrowRight");
  await expect(tab("odd-one-out")).toBeFocused();
  await expect(page).toHaveURL(/lab=odd-one-out/);
  await page.keyboard.press("Home");
  await expect(page).toHaveURL(/lab=compress/);
  await expect(open(page)).toContainText(COMPRESS.about);
});

testOnSources("a part that does not come is asked for once, and again when its tab is chosen", async ({ app, page, watch }) => {
  watch.allow(/404/);
  let asked = 0;
  await page.route("**/strings/labs-compress.js", (route) => {
    asked += 1;
    return route.fulfill({ status: 404 });
  });
  await app.open(SMALL);
  await expect(open(page)).toContainText(LABS.missing);
  await app.more(10);
  expect(asked).toBe(1);
  await page.unroute("**/strings/labs-compress.js");
  await labs(page).getByRole("tab", { name: LABS.titles.compress.title }).click();
  await expect(open(page)).toContainText(COMPRESS.about);
});
