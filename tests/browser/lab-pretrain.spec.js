//! The lab Pre-train: classifiers of few labels, and what cannot be classified.

import AxeBuilder from "@axe-core/playwright";
import { KL } from "../../www/strings/kl.js";
import { PRETRAIN } from "../../www/strings/labs-pretrain.js";
import { LABS } from "../../www/strings/labs.js";
import { S } from "../../www/strings/strings.js";
import { expect, test } from "./fixtures.js";
import { openWithDrawings } from "./own-app.js";

/** @typedef {import("./app.js").App} App */

const SMALL = "#v=1&lab=pretrain&hidden=16&code=4";
/** A run may wait for the images and for a worker: a slow machine takes its time. */
const LONG = { timeout: 45_000 };

test.describe.configure({ timeout: 120_000 });

/** @param {App} app */
function parts({ page }) {
  const lab = page.getByRole("tabpanel", { name: LABS.titles.pretrain.title });
  return {
    lab,
    run: lab.locator(".lab-run").first(),
    stop: lab.getByRole("button", { name: LABS.cancel, exact: true }).filter({ visible: true }),
    table: lab.getByRole("table", { name: PRETRAIN.table }),
    verdict: lab.locator(".lab-verdict"),
    curves: lab.getByRole("group", { name: PRETRAIN.pair.title }).locator("path"),
    sweep: lab.locator("section", { has: page.getByRole("heading", { name: PRETRAIN.sweep.title }) }),
    count: (/** @type {number} */ n) => lab.locator(".chip").filter({ hasText: new RegExp(`^${n}$`) }),
  };
}

/** @param {App} app */
async function open(app, address = SMALL, steps = 60) {
  await app.open(address);
  await app.steps(steps);
  await app.pause();
  return parts(app);
}

/** @param {import("@playwright/test").Locator} table */
const shares = (table) => table.getByRole("row").evaluateAll((rows) => Object.fromEntries(rows.slice(1).map((row) =>
  [row.querySelector("th")?.textContent ?? "", Number.parseFloat(row.querySelector("td")?.textContent ?? "")])));

test("four classifiers of few labels stand side by side, over five draws, and two of them learn live", async ({ app, page }) => {
  const { lab, run, table, verdict, curves } = await open(app);
  await run.click();
  await expect(curves).toHaveCount(2, LONG);
  await expect(lab).toContainText("5 draws of labels", LONG);
  await expect(run).toHaveAttribute("aria-disabled", "false", LONG);
  const { rows } = PRETRAIN;
  const found = await shares(table);
  expect(Object.keys(found))
    .toEqual([rows.tuned, rows.scratch, rows.frozen, rows.pca, rows.spread, rows.spreadPca]);
  // Ten classes: who guesses finds a tenth.
  for (const [name, share] of Object.entries(found)) expect(share, name).toBeGreaterThan(15);
  for (const way of [rows.tuned, rows.scratch]) await expect(verdict).toContainText(`${found[way].toFixed(1)} %`);
  await expect(table.getByRole("row", { name: new RegExp(`^${rows.pca}`) })).toContainText(PRETRAIN.notes.pca(4));
  await expect(table.getByRole("row").nth(1)).toContainText("95 %: ");
  const results = await new AxeBuilder({ page }).include("#labs").analyze();
  expect(results.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);

  await run.click();
  await expect(run).toHaveAttribute("aria-disabled", "false", LONG);
  expect(await shares(table), "the same again").toEqual(found);
});

test("more labels find more; what has come stays when it is stopped; another number of labels is said", async ({ app }) => {
  const { sweep, stop, lab, run, count, table } = await open(app);
  await sweep.getByRole("button", { name: PRETRAIN.sweep.run }).click();
  await expect.poll(() => sweep.locator(".dot.is-ours").count(), LONG).toBeGreaterThan(1);
  await stop.click();
  await expect(lab).toContainText(LABS.cancelled);
  await sweep.getByText(PRETRAIN.sweep.table).click();
  const tuned = (await sweep.locator("tbody td:nth-child(4)").allTextContents()).map(Number.parseFloat);
  // Of some numbers of labels only the spread ones have come.
  const found = tuned.filter(Number.isFinite);
  expect(found.length).toBeGreaterThan(1);
  expect(found.at(-1)).toBeGreaterThan(found[0]);

  await run.click();
  await expect(table).toBeVisible(LONG);
  await stop.click();
  await expect(lab).toContainText(LABS.cancelled);
  await expect(run).toBeFocused();
  await expect(table).toBeVisible();
  await count(1).click();
  await expect(lab).toContainText(LABS.others);
});

test("an untrained model is said to be one; a change of the model stops the lab and marks what was found", async ({ app, page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await app.open(SMALL);
  const { lab, run, table, stop } = parts(app);
  await run.click();
  await expect(lab).toContainText(LABS.untrained);
  await app.button(LABS.train, lab).click();
  await app.steps(20);
  await app.pause();
  await run.click();
  await expect(table).toBeVisible(LONG);
  await expect(stop).toBeVisible();
  await app.renewed(() => app.button(S.status.reset).click());
  await expect(lab).toContainText(LABS.changed);
  await expect(lab).toContainText(LABS.stale);
  await expect(table).toBeVisible();
});

test("codes that are all alike are said to be, with what helps", async ({ app }) => {
  const { lab, run } = await open(app, "#v=1&lab=pretrain&hidden=16&code=2&bottleneck=variational&loss=bce&beta=100", 250);
  await run.click();
  await expect(lab).toContainText(KL.collapsed, LONG);
  await expect(lab.getByRole("button", { name: /^Set β to/ })).toBeVisible();
});

test("a code of one number is classified, too", async ({ app }) => {
  const { run, table } = await open(app, "#v=1&lab=pretrain&hidden=16&code=1");
  await run.click();
  await expect(table.getByRole("row", { name: new RegExp(`^${PRETRAIN.rows.pca}`) }))
    .toContainText(PRETRAIN.notes.pca(1), LONG);
});

test("drawings without classes are refused with the labs that need none", async ({ app }) => {
  await openWithDrawings(app, SMALL, 10, 10);
  const { lab, run, sweep } = parts(app);
  const { oneClass } = PRETRAIN.refusals;
  await run.click();
  await expect(lab).toContainText(oneClass);
  await sweep.getByRole("button", { name: PRETRAIN.sweep.run }).click();
  await expect(sweep).toContainText(oneClass);
});

test.describe("on a small screen", () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 }, colorScheme: "dark" });

  test("nothing leaves it, and axe finds nothing in the dark", async ({ app, page }) => {
    const { run, count, table, lab } = await open(app);
    await count(1).tap();
    await run.tap();
    await expect(table).toBeVisible(LONG);
    await expect(lab).toContainText("5 draws of labels", LONG);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    const results = await new AxeBuilder({ page }).include("#labs").analyze();
    expect(results.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);
  });
});
