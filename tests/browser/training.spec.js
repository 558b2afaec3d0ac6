//! The page trains, and does what its buttons say.

import { readFile } from "node:fs/promises";
import { S } from "../../www/strings/strings.js";
import { expect, test } from "./fixtures.js";

test("opens and trains at once; a run that blows up is back at its best weights with a calmer rate at hand", async ({ app }) => {
  test.setTimeout(120_000);
  await app.open();
  await expect(app.state()).toHaveText(S.status.state.training);
  await app.steps(5);
  // The page's first model is the one of the golden losses: a squared error, and so is what is held out.
  const { firstLoss } = JSON.parse(await readFile(new URL("../golden/losses-200.json", import.meta.url), "utf8"));
  await app.steps(300);
  await expect.poll(() => app.trainingLoss()).toBeLessThan(0.5 * firstLoss);
  await expect.poll(() => app.number("mse")).toBeLessThan(0.5 * firstLoss);
  await expect.poll(() => app.number("speed")).toBeGreaterThan(0);

  await expect.poll(() => app.number("mse"), { timeout: 45_000 }).toBeLessThan(0.055);
  const rate = app.model.getByRole("slider", { name: S.model.rate.label });
  await rate.fill("16");
  await expect(rate).toHaveAttribute("aria-valuetext", "0.1");
  await expect(app.state()).toHaveText(S.status.state.diverged, { timeout: 45_000 });
  await expect(app.messages).toContainText("Training blew up");
  await app.still();
  expect(await app.number("mse")).toBeLessThan(0.06);
  const step = await app.number("step");
  await app.messages.getByRole("button", { name: /^Use a rate of/ }).click();
  await app.steps(step + 20);
  await expect(app.messages).not.toContainText("Training blew up");
});

test("pause holds training up, a step and an epoch are one, and a new seed is another model", async ({ app, page }) => {
  await app.openPaused();
  const step = await app.number("step");
  // The worker is asked for another picture's way, and its answer shows no further step.
  await app.pairs.getByRole("button").last().click();
  await app.still();
  expect(await app.number("step")).toBe(step);
  await app.play();
  await app.steps(step + 20);
  await app.pause();
  await oneStepOneEpoch(app);

  await app.button(S.status.dice).click();
  await expect(app.status.getByText(S.status.seed(1), { exact: true })).toHaveCount(0);
  await expect.poll(() => page.url()).toContain("seed=");
});

/** @param {import("./app.js").App} app */
async function oneStepOneEpoch(app) {
  const step = await app.number("step");
  await app.button(S.status.step).click();
  await expect.poll(() => app.number("step")).toBe(step + 1);
  await expect(app.state()).toHaveText(S.status.state.paused);
  // 10,000 images in batches of 128, the last one short.
  await app.button(S.status.epoch).click();
  await app.steps(step + 1 + 79);
  await expect(app.state()).toHaveText(S.status.state.paused);
  await app.still();
  expect(await app.number("step")).toBe(step + 1 + 79);
}

test("reset returns to exactly the same model", async ({ app }) => {
  await app.openPaused();
  const afterReset = async () => {
    await app.renewed(() => app.button(S.status.reset).click());
    await expect.poll(() => app.number("step")).toBe(0);
    await app.button(S.status.step).click();
    await expect.poll(() => app.number("step")).toBe(1);
    await app.still();
    return { pairs: await app.pictures(app.pairs), error: await app.fact("mse").textContent() };
  };
  const first = await afterReset();
  await app.play();
  await app.steps(100);
  await app.pause();
  expect(await app.pictures(app.pairs)).not.toEqual(first.pairs);
  expect(await afterReset()).toEqual(first);
});

test("another code size is another model at once, and an undo brings back the one before", async ({ app }) => {
  await app.open();
  await app.steps(100);
  await app.pause();
  const [step, error] = [await app.number("step"), await app.fact("mse").textContent()];
  const pictures = await app.pictures(app.pairs);
  const size = app.model.getByRole("slider", { name: S.model.code.label });
  await app.renewed(() => size.press("ArrowRight"));
  await expect(app.hourglass).toContainText("3 numbers");
  await expect(app.messages).toContainText(S.notices.change(S.model.code.label, "2", "3"));
  await app.button(S.notices.undo, app.messages).click();
  await expect(app.messages).toContainText(S.notices.undone(step, 0));
  await expect(app.hourglass).toContainText("2 numbers");
  await expect.poll(() => app.number("step")).toBe(step);
  await app.still();
  expect(await app.fact("mse").textContent()).toBe(error);
  expect(await app.pictures(app.pairs)).toEqual(pictures);
  await app.renewed(() => size.press("ArrowRight"));
  await expect(app.hourglass).toContainText("3 numbers");
  await expect(app.map).toContainText(S.map.components);
});
