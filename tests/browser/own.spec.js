//! Own images, drawn: ten are enough to train on, and everything about them can be changed and taken back.

import { OWN } from "../../www/strings/own.js";
import { OWN_WORDS, WHOLE_WORDS } from "../../www/strings/own-notices.js";
import { KINDS } from "../../www/app/presets.js";
import { COMPARE } from "../../www/strings/compare-panel.js";
import { S } from "../../www/strings/strings.js";
import { expect, test } from "./fixtures.js";
import { OwnPanel } from "./own-app.js";

/** A sentence of the table up to its first number. @param {string} sentence */
const start = (sentence) => sentence.split(/\d/)[0];

test("ten drawings are drawn, trained on and still there after a reload", async ({ app, page }) => {
  await app.openPaused();
  const own = new OwnPanel(app);
  await own.open();
  for (let n = 0; n < 10; n += 1) await own.draw(n, n % 2 ? "key" : "button");
  await expect(own.cells).toHaveCount(10);
  await app.still();
  const drawn = await own.looks(10);
  expect(new Set(drawn).size).toBe(10);

  await own.trains(20);
  await expect(app.messages).toContainText(start(OWN_WORDS.few(10, "", 1, 0)));
  await expect(own.region).toContainText(OWN.train.few);
  await expect(app.data).toContainText(S.packs.own.name);
  // Every panel shows this set.
  await expect(app.map.locator("canvas").first()).toBeVisible();
  await expect(app.pairs.locator("canvas").first()).toBeVisible();
  await expect.poll(() => app.trainingLoss()).toBeGreaterThan(0);
  // Both errors side by side, for whoever asks whether it has learned them by heart.
  const losses = /Mean error of the last 16 training batches [\d.]+, on the held-out pictures [\d.]+/;
  await expect(app.loss).toContainText(losses, { timeout: 30_000 });
  await own.kept();

  await page.reload();
  await app.steps(5);
  await own.open();
  await own.holds(10);
  await expect.poll(() => own.looks(10)).toEqual(drawn);
  await expect.poll(() => page.evaluate(() => location.hash)).toContain("data=own");
});

test("of few pictures all are shown, and those that are trained on are told from those held out", async ({ app, page }) => {
  await app.openPaused();
  const own = new OwnPanel(app);
  await own.open();
  for (let n = 0; n < 10; n += 1) await own.draw(n);
  await own.trains(3);
  await app.pause();
  await expect(app.map.getByRole("img")).toHaveAttribute("aria-label", /^Scatter chart of 10 points/);
  await expect(app.map.locator(".caption")).toContainText(WHOLE_WORDS.key(true));
  await expect(app.pairs.locator(".caption")).toHaveText(WHOLE_WORDS.caption(10, 10, WHOLE_WORDS.key(true)));
  await expect(app.pairs.getByRole("button", { name: /held out, no\. \d$/ })).toHaveCount(2);
  const trained = app.pairs.getByRole("button", { name: /trained on, no\. \d$/ });
  await expect(trained).toHaveCount(8);
  // Each picture stands there once: the tray's, in another order.
  const inputs = await app.pairs.locator(".pair canvas:first-of-type").evaluateAll((canvases) =>
    canvases.map((canvas) => /** @type {HTMLCanvasElement} */ (canvas).toDataURL()));
  expect([inputs.length, new Set(inputs).size]).toEqual([10, 10]);
  // One of each looks through the whole page.
  await trained.last().click();
  await expect(app.hourglass.locator(".which")).toHaveText(WHOLE_WORDS.name("", true, 7));
  await expect(trained.last()).toHaveAttribute("aria-pressed", "true");
  await expect(app.hourglass.getByRole("img").first()).toHaveAttribute("aria-label", /trained on, no\. 8, passing/);
  // The walk goes on from the last to the first.
  await app.button(S.hourglass.next, app.hourglass).click();
  await expect(app.hourglass.locator(".which")).toHaveText(WHOLE_WORDS.name("", false, 0));

  // On the map, too, each can be pointed at.
  const box = (await app.map.locator(".map-over").boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  /** @type {Set<string>} */
  const met = new Set();
  const meetsBoth = () => ["trained on", "held out"].every((how) => [...met].some((name) => name.startsWith(how)));
  for (let y = 20; y < box.height && !meetsBoth(); y += 30) {
    for (let x = 20; x < box.width && !meetsBoth(); x += 30) {
      await page.mouse.click(box.x + x, box.y + y);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      met.add((await app.hourglass.locator(".which").textContent()) ?? "");
    }
  }
  expect(meetsBoth(), [...met].join()).toBe(true);

  // Another picture, and a model beside the first: both show all of them.
  await own.draw(10);
  await own.trains(3);
  await expect(app.pairs.locator("button.pair")).toHaveCount(11);
  const compare = page.getByRole("region", { name: S.compare.title, exact: true });
  await app.renewed(() => app.button(COMPARE.variants.bottleneck.variational, compare).click());
  const maps = page.getByRole("img", { name: /^Scatter chart of 11 points/ });
  await expect(maps).toHaveCount(2);
});

for (const [width, height] of /** @type {const} */ ([[1440, 900], [390, 844]])) {
  test(`after "Train" the result is on the screen, ${width} pixels wide`, async ({ app, page }) => {
    await page.setViewportSize({ width, height });
    await app.open();
    await app.steps(1);
    const own = new OwnPanel(app);
    await own.open();
    for (let n = 0; n < 3; n += 1) await own.draw(n);
    await app.renewed(() => own.train.click());
    // The figure is whole on the screen, below the bar, and the keys go on from there.
    await expect(app.hourglass.locator("canvas").first()).toBeInViewport({ ratio: 0.99 });
    await expect(app.hourglass.getByRole("heading", { name: S.hourglass.title })).toBeInViewport({ ratio: 1 });
    await expect(app.hourglass).toBeFocused();
    const bar = (await app.status.boundingBox()) ?? { y: 0, height: 0 };
    const head = (await app.hourglass.getByRole("heading", { name: S.hourglass.title }).boundingBox()) ?? { y: 0 };
    expect(head.y).toBeGreaterThanOrEqual(bar.y + bar.height);
    // Where notices would lie on the figures, one is seen, and the others are asked for.
    const notices = app.messages.locator(".notice");
    const visible = notices.filter({ visible: true });
    await expect.poll(() => notices.count()).toBeGreaterThan(1);
    const all = await notices.count();
    await expect(visible).toHaveCount(width < 1100 ? 1 : all);
    if (width < 1100) await app.button(S.notices.more(all - 1), app.messages).click();
    await expect(visible).toHaveCount(all);
  });
}

test("variants are shown as they are trained on, the same for the same seed; one picture alone is hollow", async ({ app }) => {
  await app.openPaused();
  const own = new OwnPanel(app);
  await own.open();
  await own.draw(0);
  const part = await own.part(OWN.variations.title);
  const row = part.getByRole("img").first();
  const shown = () =>
    row
      .locator("canvas")
      .evaluateAll((canvases) => canvases.map((canvas) => /** @type {HTMLCanvasElement} */ (canvas).toDataURL()));
  await expect.poll(async () => new Set(await shown()).size).toBeGreaterThan(4);
  await app.still();
  const first = await shown();
  const seed = part.getByRole("spinbutton", { name: OWN.variations.seed });
  const before = await seed.inputValue();
  await part.getByRole("button", { name: OWN.variations.dice }).click();
  await expect.poll(shown).not.toEqual(first);
  await seed.fill(before);
  await seed.press("Enter");
  await expect.poll(shown).toEqual(first);

  // One picture alone is hollow on the map, since it is trained on.
  await own.trains(3);
  await expect(app.map.locator(".caption")).toContainText(WHOLE_WORDS.key(false));
  await expect(app.map.getByRole("img")).toHaveAttribute("aria-label", /^Scatter chart of 1 points/);
  await expect(app.pairs.getByRole("button", { name: /trained on, no\. 1$/ })).toHaveCount(1);
});

test("classes are made, given, taken back, renamed and brought together", async ({ app }) => {
  await app.openPaused();
  const own = new OwnPanel(app);
  await own.open();
  const name = own.region.getByRole("textbox", { name: OWN.add.newName });
  await name.fill("cat");
  await own.button(OWN.add.createClass).click();
  for (const n of [0, 1]) await own.draw(n);
  await name.fill("dog");
  await name.press("Enter");
  await own.draw(2);
  await expect.poll(() => own.classes()).toEqual({ cat: 2, dog: 1 });

  await own.cells.nth(0).click();
  await own.cells.nth(1).click({ modifiers: ["Shift"] });
  await own.region.getByRole("combobox", { name: OWN.tray.relabelHint }).selectOption("dog");
  await expect.poll(() => own.classes()).toEqual({ cat: 0, dog: 3 });
  await own.button(OWN.tray.undo).click();
  await expect.poll(() => own.classes()).toEqual({ cat: 2, dog: 1 });

  const cat = own.region.getByRole("textbox", { name: OWN.tray.className("cat") });
  await cat.fill("lion");
  await cat.press("Enter");
  await expect.poll(() => own.classes()).toEqual({ lion: 2, dog: 1 });
  const lion = own.region.getByRole("textbox", { name: OWN.tray.className("lion") });
  await lion.fill("dog");
  await lion.press("Enter");
  await expect.poll(() => own.classes()).toEqual({ dog: 3 });
});

test("what is deleted or cleared comes back by undo, and by the keyboard all works", async ({ app, page }) => {
  await app.openPaused();
  const own = new OwnPanel(app);
  await own.open();
  // With the keyboard alone: pen down, a line, pen up, add.
  for (const key of ["ArrowRight", "ArrowDown", "ArrowLeft"]) {
    await own.pad.focus();
    await page.keyboard.press("Space");
    for (let step = 0; step < 4; step += 1) await page.keyboard.press(`Shift+${key}`);
    await page.keyboard.press("Space");
    await expect(own.button(OWN.add.button)).not.toHaveAttribute("aria-disabled", "true");
    const before = await own.count();
    await page.keyboard.press("a");
    await own.holds(before + 1);
  }
  await app.still();
  const before = await own.looks(3);
  await own.cells.nth(1).focus();
  await page.keyboard.press("Delete");
  await own.holds(2);
  await expect.poll(() => own.looks(3)).toEqual([before[0], before[2]]);
  await own.button(OWN.tray.undo).click();
  await own.holds(3);
  await expect.poll(() => own.looks(3)).toEqual(before);

  await own.part(OWN.keep.title);
  await own.button(OWN.keep.clear).click();
  await own.button(OWN.keep.no).click();
  await own.holds(3);
  await own.button(OWN.keep.clear).click();
  await own.button(OWN.keep.yes).click();
  await own.holds(0);
  await expect(own.region).toContainText(OWN.tray.empty);
  await own.button(OWN.tray.undo).click();
  await own.holds(3);
});

test("every kind of model, and two side by side, train on own drawings", async ({ app, page }) => {
  await app.openPaused();
  const own = new OwnPanel(app);
  await own.open();
  for (let n = 0; n < 4; n += 1) await own.draw(n);
  await own.trains();
  for (const kind of KINDS) {
    const chip = app.model.getByRole("radio", { name: S.model.kinds[kind], exact: true });
    if (kind === KINDS[0]) {
      await expect(chip).toBeChecked();
      continue;
    }
    await app.renewed(() => app.model.getByText(S.model.kinds[kind], { exact: true }).click());
    await expect(chip).toBeChecked();
    // So few pictures are soon known by heart, and training ends by itself.
    await expect.poll(() => app.number("step")).toBeGreaterThan(0);
    await expect.poll(() => app.number("mse")).toBeGreaterThan(0);
    await expect(page).toHaveURL(/data=own/);
  }
  const compare = page.getByRole("region", { name: S.compare.title, exact: true });
  await app.renewed(() => app.button(COMPARE.variants.bottleneck.variational, compare).click());
  await expect(app.button(COMPARE.end, compare)).toBeVisible();
  await expect(page.getByRole("region", { name: S.compare.map })).toBeVisible();
  await expect
    .poll(async () => (await page.locator("#compare dd").allTextContents()).filter((text) => Number(text) > 0).length)
    .toBeGreaterThan(1);
});
