//! One step in slow motion: a real step, phase by phase, whose numbers open and whose loss is the running model's.

import AxeBuilder from "@axe-core/playwright";
import { toAddress } from "../../www/app/link.js";
import { preset } from "../../www/app/presets.js";
import { SLOW } from "../../www/strings/slow.js";
import { expect, test } from "./fixtures.js";

/** @typedef {import("./app.js").App} App */

const words = SLOW.arithmetic;

/** Presses the button; the panel once it is there, held at its first phase. @param {App} app */
async function opened(app) {
  await app.button(SLOW.button).click();
  const panel = app.hourglass.getByRole("region");
  await expect(panel).toBeVisible({ timeout: 30_000 });
  await panel.press("Home");
  return panel;
}

/** The button of a phase. @param {import("@playwright/test").Locator} panel @param {keyof typeof SLOW.phase} phase */
const phaseOf = (panel, phase) => panel.getByRole("button", { name: SLOW.phase[phase], exact: true });

/** Opens every number of a phase: each is what the engine has. @param {import("@playwright/test").Locator} panel */
async function openAll(panel) {
  const numbers = panel.locator(".slow-number");
  const dialog = panel.getByRole("dialog");
  for (let idx = 0; idx < await numbers.count(); idx += 1) {
    await numbers.nth(idx).click();
    await expect(dialog).toContainText(words.same);
    await panel.page().keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  }
  return numbers.count();
}

test("a step in slow motion is the running model's own, by keyboard, and closes when training goes on", async ({
  app, page,
}) => {
  await app.openPaused();
  const step = await app.number("step");
  const panel = await opened(app);
  await expect(panel).toHaveAccessibleName(SLOW.title(step + 1));
  await expect.poll(() => app.number("step")).toBe(step + 1);
  await expect(panel).toContainText(/loss [\d.]+, bit for bit the same/);
  await expect(panel).toContainText(SLOW.why["held-out"]);
  await expect(panel).toBeFocused();

  await expect(phaseOf(panel, "batch")).toHaveAttribute("aria-current", "step");
  await panel.getByRole("button", { name: SLOW.follow(2) }).click();
  await expect(panel).toContainText(SLOW.followed(2, 128));
  await expect(app.hourglass.getByRole("img").first()).toHaveAttribute("aria-label", /no\. 2 of 128/);
  await page.keyboard.press("ArrowRight");
  await expect(phaseOf(panel, "encoder")).toHaveAttribute("aria-current", "step");
  for (const phase of /** @type {const} */ (["encoder", "code", "decoder", "loss", "update"])) {
    await phaseOf(panel, phase).click();
    expect(await openAll(panel), phase).toBeGreaterThan(0);
  }
  await panel.focus();
  await page.keyboard.press("End");
  await expect(phaseOf(panel, "update")).toHaveAttribute("aria-current", "step");
  await page.keyboard.press("Space");
  await expect(panel.getByRole("button", { name: SLOW.pause })).toBeVisible();
  await page.keyboard.press("Space");
  await phaseOf(panel, "code").click();
  await panel.locator(".slow-number").first().click();
  await expect(panel.getByRole("dialog")).toContainText(words.same);
  expect((await new AxeBuilder({ page }).include("#hourglass").analyze()).violations).toEqual([]);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await expect(app.button(SLOW.button)).toBeFocused();
  expect(await app.number("step")).toBe(step + 1);

  await opened(app);
  await app.play();
  await expect(panel).toBeHidden();
  await app.more(2);
});

test("convolutions, noise and a variational code", async ({ app }) => {
  await app.open(toAddress({ ...preset("conv-variational"), noise: "masking", amount: 0.3, batch: 16 }));
  await app.steps(1);
  await app.pause();
  const panel = await opened(app);
  await expect(panel).toContainText(/bit for bit the same/);
  await expect(panel).toContainText(SLOW.followed(1, 16));
  for (const phase of /** @type {const} */ (["encoder", "code", "decoder", "loss", "update"])) {
    await phaseOf(panel, phase).click();
    expect(await openAll(panel), phase).toBeGreaterThan(0);
  }
  await phaseOf(panel, "noise").click();
  await expect(panel.getByRole("status").first()).toContainText(/row \d+, column \d+/);
  await phaseOf(panel, "gradients").click();
  expect(await panel.locator(".slow-bar").count()).toBeGreaterThan(4);
});

test("where its worker dies, the panel goes with a word, and training goes on", async ({ app, page, watch }) => {
  await app.openPaused();
  const panel = await opened(app);
  watch.allow(/gone/);
  const holder = page.workers().find((worker) => worker.url().endsWith("slow-worker.js"));
  await holder?.evaluate(() => void setTimeout(() => {
    throw new Error("gone");
  }));
  await phaseOf(panel, "code").click();
  await panel.locator(".slow-number").first().click();
  await expect(app.messages).toContainText(SLOW.died, { timeout: 30_000 });
  await expect(panel).toBeHidden();
  await app.play();
  await app.more(2);
});
