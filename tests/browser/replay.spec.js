//! Links to a step: they lead to the same step of the same run, with the drawings that it was on, and say so.

import { LINK } from "../../www/strings/link.js";
import { SHARE } from "../../www/strings/share.js";
import { S } from "../../www/strings/strings.js";
import { App } from "./app.js";
import { expect, test } from "./fixtures.js";
import { OwnPanel } from "./own-app.js";
import { Dialog, said } from "./share-dialog.js";

const SMALL = "#v=1&hidden=16&batch=16";

test("a link leads to the step of a run that was steered, with the same loss, bit for bit", async ({ app, page }) => {
  await app.open(`${SMALL}&bottleneck=variational&loss=bce&noise=gaussian`);
  await app.steps(20);
  const rate = app.model.getByRole("slider", { name: S.model.rate.label });
  await rate.press("ArrowRight");
  await app.more(30);
  await app.model.getByRole("slider", { name: S.model.beta.label }).press("ArrowRight");
  await app.model.getByRole("slider", { name: S.model.amount.label }).press("ArrowLeft");
  await app.more(30);
  await rate.press("ArrowLeft");
  await app.more(30);
  await app.pause();
  const step = await app.number("step");
  const dialog = new Dialog(app);
  await dialog.open();
  const hash = await dialog.hash();
  expect(hash).toMatch(new RegExp(`&step=${step}&bits=[0-9a-f]{8}&moves=rate:0\\.002@\\d+,`));
  expect(hash.match(/@/g)).toHaveLength(4);

  const other = new App(await page.context().newPage());
  await other.open(hash);
  await said(other, LINK.same(step));
  await other.still();
  expect(await other.number("step")).toBe(step);
  await expect(other.state()).toHaveText(S.status.state.paused);
  expect(await other.trainingLoss()).toBe(await app.trainingLoss());
  // What was steered stands where it stood, and training goes on from there.
  await expect(other.model.getByRole("slider", { name: S.model.beta.label })).toHaveAttribute("aria-valuetext", /2/);
  // A press within a moment of the arrival would still mean the pause that the button offered.
  await other.page.waitForTimeout(500);
  await other.play();
  await other.more(20);
  // A link of the run that was made again is the same one.
  await expect.poll(() => other.page.evaluate(() => location.hash)).not.toContain("step=");
});

test("a link whose loss is another one is not said to be the same run", async ({ app }) => {
  await app.open(`${SMALL}&step=40&bits=3d1f2a3b`);
  await said(app, LINK.other(40, 0, 0).split(":")[0]);
  await app.still();
  expect(await app.number("step")).toBe(40);
});

test("a link without a loss stops at its step and promises nothing; on the way it can be paused", async (
  { app, page },
) => {
  await app.open(`${SMALL}&step=1000000`);
  await app.steps(5);
  await app.pause();
  await said(app, LINK.onTheWay(1_000_000));
  // With less motion it waits for the button, however short the way.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto("about:blank");
  await app.open(`${SMALL}&step=60`);
  await said(app, LINK.onTheWay(60));
  await app.button(S.status.step).click();
  await app.still();
  await said(app, LINK.onTheWay(60));
  await app.play();
  await said(app, LINK.unknown(60));
  await app.still();
  expect(await app.number("step")).toBe(60);
});

test("a reload in the middle of the way begins the same way again, and what is said at its end goes with it", async ({ app, page }) => {
  const link = `${SMALL}&step=8000&moves=rate:0.002@10`;
  const hash = () => page.evaluate(() => location.hash);
  await app.open(link);
  await app.steps(20);
  await app.pause();
  await expect(app.model.getByRole("slider", { name: S.model.rate.label })).toHaveAttribute("aria-valuetext", /0\.002/);
  expect(await hash()).toBe(link);
  await page.reload();
  await said(app, LINK.unknown(8000));
  await app.still();
  expect(await app.number("step")).toBe(8000);
  await expect.poll(hash).toBe(`${SMALL.replace("&batch", "&rate=0.002&batch")}`);
  await app.button(S.status.step).click();
  await expect(app.messages).not.toContainText(LINK.unknown(8000));
});

test("a run that was changed on the way is promised nothing any more; a link without a step ends the way", async ({
  app, page,
}) => {
  const link = `${SMALL}&step=1000000`;
  await app.open(link);
  await app.steps(5);
  await said(app, LINK.onTheWay(1_000_000));
  await app.model.getByRole("slider", { name: S.model.rate.label }).press("ArrowRight");
  await expect(app.messages).not.toContainText(LINK.onTheWay(1_000_000));
  await app.more(20);
  await app.renewed(() => page.evaluate((to) => (location.hash = to), link));
  await said(app, LINK.onTheWay(1_000_000));
  await page.evaluate((to) => (location.hash = to), `${SMALL}&scale=linear`);
  await expect(app.messages).not.toContainText(LINK.onTheWay(1_000_000));
  await app.more(20);
  expect(await page.evaluate(() => location.hash)).not.toContain("step=");
});

test("a page that opens with what cannot be read puts its address right", async ({ app, page }) => {
  for (const [hash, right] of [["#v=2&step=4", ""], ["#v=99999", ""], [`${SMALL}&rate=7&step=5`, `${SMALL}&step=5`]]) {
    await page.goto("about:blank");
    await page.emulateMedia({ reducedMotion: "reduce" });
    await app.open(hash);
    await expect.poll(() => page.evaluate(() => location.hash)).toBe(right);
    await expect(app.faults).toHaveCount(1);
  }
});

test("where a link's own images are not here it is said that its run is not made", async ({ app }) => {
  await app.open("#v=1&data=own&hidden=16&batch=16&step=4");
  await app.steps(5);
  await expect(app.messages).toContainText(`${S.notices.digitsInstead} ${LINK.noRun(4)}`);
});

test("with less motion a link to a step waits, and goes there", async ({ app, page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await app.open(`${SMALL}&step=30`);
  await app.button(S.notices.train, app.messages).click();
  await said(app, LINK.unknown(30));
  await app.still();
  expect(await app.number("step")).toBe(30);
});

test("a link that is put into the address of a trained page keeps the way back", async ({ app, page }) => {
  await app.open(SMALL);
  await app.steps(30);
  await page.evaluate((to) => (location.hash = to), `${SMALL}&step=25`);
  await said(app, LINK.unknown(25));
  await app.still();
  expect(await app.number("step")).toBe(25);
  await app.page.keyboard.press("Control+z");
  await expect.poll(() => app.number("step")).toBeGreaterThanOrEqual(30);
});

test("drawings travel in the link, and the page trains on them to the same loss", async ({ app, page }) => {
  await app.open(SMALL);
  await app.steps(1);
  const own = new OwnPanel(app);
  await own.open();
  for (const n of [0, 1, 2, 3]) await own.draw(n);
  await app.renewed(() => own.train.click());
  await app.steps(30);
  await app.pause();
  const step = await app.number("step");
  const dialog = new Dialog(app);
  await dialog.open();
  await expect(dialog.box(SHARE.withInk(4))).toBeChecked();
  const hash = await dialog.hash();
  expect(hash).toMatch(/data=own.*&step=\d+&bits=.*&ink=[\w-]+$/);

  const context = await /** @type {import("@playwright/test").Browser} */ (page.context().browser()).newContext();
  const other = new App(await context.newPage());
  await other.open(hash);
  await said(other, LINK.same(step));
  await said(other, LINK.added(4));
  await context.close();
});

test("drawings come into a set of one's own only if one wants them", async ({ app, page }) => {
  await app.open(SMALL);
  await app.steps(1);
  const own = new OwnPanel(app);
  await own.open();
  await own.draw(0);
  const dialog = new Dialog(app);
  await dialog.open();
  const box = dialog.box(SHARE.withInk(1));
  await expect(box).not.toBeChecked();
  await box.check();
  const hash = await dialog.hash();
  await page.keyboard.press("Escape");
  await own.draw(1);
  await page.evaluate((to) => (location.hash = to), hash);
  await said(app, LINK.offered(1, false));
  expect(await own.count()).toBe(2);
  await app.button(LINK.add(1), app.messages).click();
  await expect.poll(() => own.count()).toBe(3);
});

test("nonsense after # opens the page all the same, and nothing that was trained is lost", async ({ app, page }) => {
  await app.open("#v=1&code=<img src=x onerror=alert(1)>&__proto__=1&step=99999999&ink=!&%E0%A4%A=1");
  await app.steps(5);
  await expect(app.messages).toContainText("“code”");
  await app.pause();
  const step = await app.number("step");
  for (const hash of ["#v=2&code=8", `#v=1&${"x".repeat(1e5)}=1`, "#v=1&step=-1", "#v=1&code=1e999"]) {
    await page.evaluate((to) => (location.hash = to), hash);
    await expect.poll(() => page.evaluate(() => location.hash)).toBe("");
  }
  await said(app, LINK.version("2"));
  await app.still();
  expect(await app.number("step")).toBe(step);
});
