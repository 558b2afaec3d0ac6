//! The lab Generate as the tests find it: its parts, and what is done with them.

import AxeBuilder from "@axe-core/playwright";
import { GENERATE } from "../../www/strings/labs-generate.js";
import { LABS } from "../../www/strings/labs.js";
import { expect } from "./fixtures.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {import("@playwright/test").Locator} Locator */

export const SMALL = "#v=1&lab=generate&hidden=16&code=4";
/** A run may wait for the images and for a worker: a slow machine takes its time. */
export const LONG = { timeout: 45_000 };

/** @param {App} app */
export function parts({ page }) {
  const lab = page.getByRole("tabpanel", { name: LABS.titles.generate.title });
  const section = (/** @type {string} */ name) =>
    lab.locator("section", { has: page.getByRole("heading", { name }) });
  const between = section(GENERATE.between.title);
  const sum = section(GENERATE.sum.title);
  return {
    lab,
    run: lab.locator(".lab-run").first(),
    stop: lab.getByRole("button", { name: LABS.cancel, exact: true }).first(),
    pictures: lab.getByRole("list", { name: GENERATE.grid }).getByRole("img"),
    table: lab.getByRole("table", { name: GENERATE.table }),
    verdict: lab.locator(".lab-verdict"),
    between,
    choice: between.getByRole("group", { name: GENERATE.between.images }).getByRole("button"),
    ways: between.locator(".lab-strip-row"),
    sum,
    terms: sum.getByRole("combobox"),
    sums: sum.getByRole("img"),
    /** @param {import("../../www/strings/labs-generate.js").Prior} prior */
    prior: (prior) => lab.locator(".chip", { hasText: GENERATE.priors[prior] }),
  };
}

/** What canvases show. @param {Locator} canvases */
export const looks = (canvases) => canvases.evaluateAll((all) =>
  all.map((canvas) => /** @type {HTMLCanvasElement} */ (canvas).toDataURL()));

/** @param {App} app */
export async function open(app, address = SMALL, steps = 80) {
  await app.open(address);
  await app.steps(steps);
  await app.pause();
  return parts(app);
}

/** Runs the lab to its end. @param {ReturnType<typeof parts>} found */
export async function draw({ run, pictures }) {
  await run.click();
  await expect(pictures).toHaveCount(24, LONG);
  await expect(run).toHaveAttribute("aria-disabled", "false", LONG);
}

/** A fault that axe finds, with the first place of it. @param {App} app */
export async function faults({ page }) {
  const { violations } = await new AxeBuilder({ page }).include("#labs").analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
}
