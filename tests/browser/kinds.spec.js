//! The kinds of auto-encoder: each chip asks for the engine's preset, trains, and shows what is its own.

import { toAddress } from "../../www/app/link.js";
import { toConfig } from "../../www/app/options.js";
import { KINDS, preset } from "../../www/app/presets.js";
import { S } from "../../www/strings/strings.js";
import { expect, test } from "./fixtures.js";

const words = S.model;
const INPUT = { channels: 1, height: 28, width: 28 };

/** @typedef {import("../../www/app/presets.js").Kind} Kind */

/** @param {import("./app.js").App} app @param {Kind} kind */
const chip = (app, kind) => app.model.getByRole("radio", { name: words.kinds[kind], exact: true });

test("each chip's configuration is the engine's preset of that name", async ({ blank }) => {
  const wanted = KINDS.map((kind) => ({ kind, config: JSON.stringify(toConfig(preset(kind), INPUT)) }));
  const got = await blank.evaluate(async (kinds) => {
    const path = "/www/pkg/hourglass.js";
    const { default: init, Session } = await import(path);
    await init();
    return kinds.map(({ kind, config }) => ({
      kind,
      complete: JSON.parse(Session.completeConfig(config)),
      preset: JSON.parse(Session.preset(kind)),
    }));
  }, wanted);
  expect(got.map(({ kind }) => kind)).toEqual(KINDS);
  for (const { kind, complete, preset: ofEngine } of got) expect(complete, kind).toEqual(ofEngine);
});

/**
 * Chooses a kind on a page that does not train, and trains it.
 * @param {import("./app.js").App} app
 * @param {Kind} kind
 */
async function choose(app, kind) {
  await app.renewed(() => app.model.getByText(words.kinds[kind], { exact: true }).click());
  await expect(app.model).toContainText(words.about[kind]);
  await expect(app.button(S.notices.undo, app.messages)).toBeVisible();
  await expect.poll(() => new URL(app.page.url()).hash).toBe(toAddress(preset(kind)));
  await expect(chip(app, kind)).toBeChecked();
  await app.button(S.status.step).click();
  await expect.poll(() => app.number("step")).toBe(1);
  await expect.poll(() => app.number("mse")).toBeGreaterThan(0);
  await app.still();
  const first = await app.number("mse");
  await app.play();
  await app.steps(30);
  await expect.poll(() => app.number("mse")).toBeLessThan(0.95 * first);
  await app.pause();
  await expect(app.faults).not.toContainText(/\S/);
}

// One after the other on two pages, of which each begins with a kind of the other.
const HALVES = [KINDS.filter((_, idx) => idx % 2 === 0), KINDS.filter((_, idx) => idx % 2 === 1)];
for (const [idx, kinds] of HALVES.entries()) {
  test(`kinds are chosen, train, and let their error fall: ${kinds.join(", ")}`, async ({ app }) => {
    test.setTimeout(120_000);
    await app.open(toAddress(preset(HALVES[1 - idx][0])));
    await app.steps(1);
    await app.pause();
    for (const kind of kinds) await test.step(kind, () => choose(app, kind));
  });
}

test("a kind shows its own knobs, and what they steer keeps the chip lit and the steps counting", async ({ app, page }) => {
  await app.open(toAddress(preset("variational")));
  await app.steps(5);
  await expect(app.model.getByRole("slider", { name: words.amount.label, exact: true })).toBeHidden();
  await expect(app.model.getByRole("combobox", { name: words.kernel.label })).toBeHidden();
  const beta = app.model.getByRole("slider", { name: words.beta.label });
  await beta.press("ArrowRight");
  await expect(beta).toHaveAttribute("aria-valuetext", "2");
  await expect.poll(() => page.url()).toContain("beta=2");
  const step = await app.number("step");
  await app.steps(step + 10);
  await expect(chip(app, "variational")).toBeChecked();
  await app.pause();
  await expect(app.messages).not.toContainText(/\S/);
});

test("chips are one stop for the keyboard, and arrow keys choose among them", async ({ app, page }) => {
  await app.openPaused();
  await chip(app, "vanilla").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(chip(app, "variational")).toBeFocused();
  await expect(chip(app, "variational")).toBeChecked();
  await expect(app.messages).toContainText(words.kinds.variational);
  await page.keyboard.press("Control+z");
  await expect(chip(app, "convolutional")).toBeChecked();
  await page.keyboard.press("Control+z");
  await expect(chip(app, "vanilla")).toBeChecked();
  await page.keyboard.press("Tab");
  await expect(app.model.getByRole("radio").and(page.locator(":focus"))).toHaveCount(0);
});

test("a mix of all three axes is a model too, and is called a mix", async ({ app }) => {
  await app.open("#v=1&arch=conv&hidden=32&bottleneck=variational&loss=bce&noise=scribble&amount=0.25");
  await expect(app.model).toContainText(words.mix);
  await expect(app.model.getByRole("radio", { checked: true })).toHaveCount(0);
  await expect(app.model.getByRole("combobox", { name: words.bottleneck.label })).toHaveValue("variational");
  await app.steps(10);
});

test("convolutions that would leave nothing are refused in words, and the model goes on", async ({ app }) => {
  await app.open("#v=1&arch=conv&hidden=&channels=4-4-4&kernel=2&stride=3");
  await app.steps(3);
  await app.button(words.channels.add, app.model).click();
  await expect(app.messages).toContainText(/not possible/);
  await expect(app.model.getByRole("group", { name: words.channels.label }).getByRole("spinbutton")).toHaveCount(3);
  await app.more(5);
});
