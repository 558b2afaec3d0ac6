//! Sharing: the dialog gives a link and code for one's own page, and says what they hold.

import AxeBuilder from "@axe-core/playwright";
import { SHARE } from "../../www/strings/share.js";
import { COMPARE } from "../../www/strings/compare-panel.js";
import { S } from "../../www/strings/strings.js";
import { expect, test } from "./fixtures.js";
import { Dialog } from "./share-dialog.js";

const SMALL = "#v=1&hidden=16&batch=16";

/** A frame's address. The page's own policy forbids the border's style, so that its code is not parsed there. */
const sourceOf = (/** @type {string} */ code) => / src="([^"]*)"/.exec(code)?.[1].replaceAll("&amp;", "&") ?? "";

test("the dialog is read by axe, used by the keyboard, and copies what it shows", async ({ app, page }) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  for (const [width, scheme] of /** @type {const} */ ([[1440, "light"], [390, "dark"], [320, "light"]])) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto("about:blank");
    await app.open(SMALL);
    await app.steps(3);
    await app.pause();
    const dialog = new Dialog(app);
    const before = await page.evaluate(() => location.hash);
    await app.button(S.status.share).press("Enter");
    await expect(dialog.node.getByRole("img", { name: SHARE.qr })).toBeVisible();
    await expect(dialog.link).toBeFocused();
    expect(await page.evaluate(() => String(getSelection()))).toBe(await dialog.link.inputValue());
    const [code, copy] = await Promise.all([dialog.code, app.button(`${SHARE.copy}: ${SHARE.code}`, dialog.node)]
      .map((one) => one.boundingBox()));
    const isWhole = await dialog.code.evaluate((/** @type {HTMLTextAreaElement} */ field) =>
      field.scrollHeight === field.clientHeight || field.rows === 12);
    expect(isWhole, `${width} px`).toBe(true);
    expect((copy?.y ?? 0) >= (code?.y ?? 0) + (code?.height ?? 0), `${width} px: below`).toBe(width < 640);
    expect((await new AxeBuilder({ page }).include("dialog").analyze()).violations).toEqual([]);
    expect(await dialog.node.evaluate((box) => box.scrollWidth - box.clientWidth), `${width} px`).toBe(0);
    const colors = await dialog.node.locator(".qr path").evaluateAll((paths) =>
      paths.map((path) => getComputedStyle(path).fill));
    expect(colors).toEqual(["rgb(255, 255, 255)", "rgb(0, 0, 0)"]);
    // The page's own keys mean nothing here.
    await page.keyboard.press("k");
    await expect(app.state()).toHaveText(S.status.state.paused);
    await app.button(`${SHARE.copy}: ${SHARE.link}`, dialog.node).click();
    await expect(dialog.node).toContainText(SHARE.copied);
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await dialog.link.inputValue());
    await dialog.box(SHARE.withStep(await app.number("step"))).uncheck();
    expect(await dialog.hash()).toBe(before);
    await page.keyboard.press("Escape");
    await expect(dialog.node).toBeHidden();
    await expect(app.button(S.status.share)).toBeFocused();
    expect(await page.evaluate(() => location.hash), "the address stays as it is").toBe(before);
  }
});

test("where the page may not copy, the text is selected and it is said how", async ({ app, page }) => {
  await app.open(SMALL);
  await app.steps(1);
  await page.evaluate(() => {
    Object.defineProperty(navigator, "clipboard", { value: { writeText: () => Promise.reject(new Error("no")) } });
  });
  const dialog = new Dialog(app);
  await dialog.open();
  await app.button(`${SHARE.copy}: ${SHARE.code}`, dialog.node).click();
  await expect(dialog.node).toContainText(SHARE.byHand);
  expect(await page.evaluate(() => String(getSelection()))).toContain("<hourglass-figure");
});

test("the code for one's own page is an element or a frame, and its text is no HTML of the page", async ({ app }) => {
  await app.open("#v=1&hidden=16&batch=16&seed=7&data=fashion");
  await app.steps(1);
  const dialog = new Dialog(app);
  await dialog.open();
  const attributes = await app.page.evaluate((html) => {
    const { body } = new DOMParser().parseFromString(html, "text/html");
    const figure = body.querySelector("hourglass-figure");
    return Object.fromEntries([...figure?.attributes ?? []].map(({ name, value }) => [name, value]));
  }, await dialog.code.inputValue());
  expect(attributes).toMatchObject({ data: "fashion", seed: "7", show: "hourglass,map,loss" });
  expect(JSON.parse(attributes.config)).toEqual({
    version: 1, architecture: { kind: "dense", hidden: [16] }, batchSize: 16,
  });
  await dialog.node.getByText(SHARE.frame, { exact: true }).click();
  const { search, pathname } = new URL(sourceOf(await dialog.code.inputValue()));
  expect([pathname, new URLSearchParams(search).get("config")]).toEqual(["/", attributes.config]);
});

test("the figure has the lab that is open, what it leaves is said, and the lists name what is there", async ({ app }) => {
  await app.open(`${SMALL}&lab=map&class=3&filters=encoder&axes=2-1&scale=linear`);
  await app.steps(3);
  await app.pause();
  await app.renewed(() => app.button(S.status.dice).click());
  const dialog = new Dialog(app);
  await dialog.open();
  expect(await dialog.code.inputValue()).toContain('show="hourglass,map,loss,features"');
  const { mapDims, onlyClass, filters, curves, lab } = SHARE.parts;
  const left = [mapDims, onlyClass, filters, curves];
  await expect(dialog.node).toContainText(SHARE.embedShown(left));
  for (const text of [SHARE.shown([...left, lab]), SHARE.findings, SHARE.earlier(1)]) {
    await expect(dialog.node).toContainText(text);
  }
  await expect(dialog.node).toContainText(SHARE.elementElsewhere);
  await dialog.node.getByText(SHARE.frame, { exact: true }).click();
  await expect(dialog.node).toContainText(SHARE.frameHeight);
});

test("the frame's code is as high as the figure that it shows", async ({ app, page }) => {
  await app.open("#v=1&hidden=16&batch=16&bottleneck=variational&seed=7");
  await app.steps(1);
  const dialog = new Dialog(app);
  await dialog.open();
  await dialog.node.getByText(SHARE.frame, { exact: true }).click();
  const code = await dialog.code.inputValue();
  const wanted = Number(/ height="(\d+)"/.exec(code)?.[1]);
  await page.setViewportSize({ width: 700, height: wanted });
  await page.goto(sourceOf(code));
  const figure = page.locator("hourglass-figure");
  await expect(figure.getByRole("img").nth(1)).toBeVisible();
  const height = async () => (await figure.boundingBox())?.height ?? 0;
  await expect.poll(height).toBeGreaterThan(0.8 * wanted);
  expect(await height()).toBeLessThan(1.05 * wanted);
});

test("what cannot be made again is said: two models, a model that was brought back, one without a step", async ({ app, page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await app.open(SMALL);
  await app.mapDrawn();
  const dialog = new Dialog(app);
  const opens = async (/** @type {string} */ text) => {
    await dialog.open();
    await expect(dialog.node).toContainText(text);
    expect(await dialog.hash()).not.toContain("step=");
    await page.keyboard.press("Escape");
  };
  await dialog.open();
  for (const text of [SHARE.shown([]), SHARE.findings, SHARE.earlier(1), SHARE.second]) {
    await expect(dialog.node).not.toContainText(text);
  }
  await page.keyboard.press("Escape");
  await opens(SHARE.whyNot.untrained);
  await app.play();
  await app.steps(5);
  await app.pause();
  await app.renewed(() => app.button(S.status.dice).click());
  await app.button(S.notices.undo, app.messages).click();
  await expect.poll(() => app.number("step")).toBeGreaterThanOrEqual(5);
  await opens(SHARE.whyNot.loaded);
  const comparison = page.getByRole("region", { name: S.compare.title, exact: true });
  await app.renewed(() => app.button(COMPARE.variants.noise.gaussian, comparison).click());
  await opens(SHARE.whyNot.two);
});
