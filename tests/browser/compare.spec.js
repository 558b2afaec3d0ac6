//! Two at once: a second model starts beside the first, trains in step with it, is changed, lost and ended.

import { COMPARE } from "../../www/strings/compare-panel.js";
import { S } from "../../www/strings/strings.js";
import { expect, test } from "./fixtures.js";

const words = { ...S.compare, ...COMPARE };
const SMALL = "#v=1&hidden=16&batch=16";

/** @param {import("./app.js").App} app */
const parts = (app) => {
  const { page } = app;
  return {
    panel: page.getByRole("region", { name: words.title, exact: true }),
    second: page.getByRole("region", { name: words.models[1], exact: true }),
    chart: app.loss.getByRole("img").first(),
    /** The held-out errors of both, as they are written. */
    errors: () => page.locator("#compare dd").allTextContents(),
  };
};

/** Opens a small model and another beside it. @param {import("./app.js").App} app @param {string} variant */
async function compare(app, variant, address = SMALL) {
  await app.open(address);
  await app.steps(5);
  const { panel } = parts(app);
  await app.renewed(() => app.button(variant, panel).click());
  await expect(app.button(words.end, panel)).toBeVisible();
}

test("two models train side by side: both hourglasses, both maps, both curves, both rows, and what differs in one line", async ({ app, page }) => {
  await compare(app, words.variants.code(8));
  const { panel, chart, errors } = parts(app);
  await expect(panel).toBeFocused();
  await expect(panel).toBeInViewport();
  await expect(panel).toContainText(words.difference(S.model.code.label, "2", "8"));
  await expect(page.getByRole("region", { name: words.mapA })).toBeVisible();
  await expect(page.getByRole("region", { name: words.map })).toBeVisible();
  const [glass, otherGlass] = [words.hourglass, words.otherHourglass].map((name) => page.getByRole("region", { name }));
  await expect(glass).toContainText(S.hourglass.caption(784, 1, 2));
  await expect(otherGlass).toContainText(S.hourglass.caption(784, 1, 8));
  await expect(page.getByRole("region", { name: words.models[0] })).toBeVisible();
  await expect(app.pairs.getByText("B: reconstruction").first()).toBeVisible();
  await app.steps(60);
  await expect(chart).toHaveAttribute("aria-label", /A, held-out error 0\.\d+, B, held-out error 0\.\d+/);
  await expect.poll(async () => (await errors()).every((text) => Number(text) > 0)).toBe(true);
  await app.pause();
  // What leads from image to image stands once, and leads both.
  const which = glass.locator(".which");
  const first = (await which.textContent()) ?? "";
  await app.button(S.hourglass.next, glass).click();
  await expect(which).not.toHaveText(first);
  const looked = await which.textContent();
  for (const one of [glass, otherGlass]) {
    await expect(one.getByRole("img")).toHaveAttribute("aria-label", new RegExp(`^${looked}, .* MSE`));
  }
  await expect(app.button(S.hourglass.next, otherGlass)).toHaveCount(0);
  await app.button(S.filters.title, glass).click();
  for (const one of [glass, otherGlass]) await expect(one.locator(".filters canvas")).toBeVisible();
  await app.button(S.filters.title, glass).click();

  const [, second] = page.workers();
  await app.button(words.end, panel).click();
  await expect(panel).toContainText(words.about);
  for (const name of [words.map, words.otherHourglass]) await expect(page.getByRole("region", { name })).toBeHidden();
  await expect(chart).not.toHaveAttribute("aria-label", /B, held-out error/);
  await expect(app.button(S.loss.runs(2), app.loss)).toBeVisible();
  await expect.poll(() => page.workers().includes(second)).toBe(false);
  await app.play();
  await app.more(20);
});

test("header and panel tell the same error, also where the second model is measured last", async ({ app }) => {
  await compare(app, words.variants.bottleneck.variational, "");
  const { errors } = parts(app);
  for (let more = 0; more < 3; more += 1) {
    await app.more(60);
    await app.pause();
    expect((await errors())[0]).toBe(await app.fact("mse").textContent());
    await app.play();
  }
});

test("the same model twice stays the same through pauses, single steps, resets and new seeds", async ({ app, page }) => {
  await compare(app, words.variants.code(8));
  const { panel, second, errors } = parts(app);
  await app.renewed(async () => {
    await second.getByRole("slider", { name: S.model.code.label }).fill("1");
    await expect(app.messages).toContainText(words.restart(S.notices.change(S.model.code.label, "8", "2")));
  });
  await expect(panel).toContainText(words.same);

  const agree = async () => {
    await expect.poll(async () => {
      const [a, b] = await errors();
      return Number(a) > 0 && a === b;
    }).toBe(true);
  };
  await app.steps(40);
  await app.pause();
  await agree();
  const step = await app.number("step");
  await app.button(S.status.step).click();
  await expect.poll(() => app.number("step")).toBe(step + 1);
  await agree();
  await app.button(S.status.reset).click();
  await expect.poll(() => app.number("step")).toBe(0);
  await expect.poll(errors).toEqual(["–", "–"]);
  await app.renewed(() => app.button(S.status.dice).click());
  await expect.poll(() => page.url()).toContain("seed=");
  await app.play();
  await app.steps(30);
  await app.pause();
  await agree();
});

test("the second model's amounts are steered live, its shape is another model at once, and what cannot be is refused", async ({ app }) => {
  await compare(app, words.variants.noise.gaussian, "#v=1&batch=16&arch=conv&channels=4-4-4&hidden=&kernel=2&stride=3");
  const { panel, second } = parts(app);
  await app.steps(10);
  const amount = second.getByRole("slider", { name: S.model.amount.label, exact: true });
  await amount.press("ArrowRight");
  await expect(amount).toHaveAttribute("aria-valuetext", "σ = 0.55");
  await app.more(5);
  await app.pause();
  await expect(app.faults).not.toContainText(/\S/);
  await app.play();
  await expect(second.getByRole("slider", { name: S.model.rate.label })).toHaveCount(0);

  await app.button(S.model.channels.add, second).click();
  await expect(app.messages).toContainText(/not possible/);
  await expect(second.getByRole("group", { name: S.model.channels.label }).getByRole("spinbutton")).toHaveCount(3);
  await expect(app.button(words.end, panel)).toBeVisible();
  await app.more(5);
});

test("a second worker that is killed comes back, and the two go on", async ({ app, page }) => {
  await compare(app, words.variants.code(8));
  await app.steps(30);
  await page.workers()[1].evaluate(() => self.close()).catch(() => {});
  await expect(app.messages).toContainText(S.notices.workerDied(0).split(/\d/)[0], { timeout: 30_000 });
  const { errors } = parts(app);
  /** @type {string | undefined} */
  let before;
  await expect.poll(async () => Number(([, before] = await errors())[1])).toBeGreaterThan(0);
  await app.more(20);
  await expect.poll(async () => (await errors())[1]).not.toBe(before);
});

test("other images end the comparison, and it is said", async ({ app }) => {
  await compare(app, words.variants.code(8));
  await app.renewed(() => app.data.getByText(S.packs.fashion.name, { exact: true }).click());
  await expect(app.messages).toContainText(words.left);
  await app.steps(5);
});
