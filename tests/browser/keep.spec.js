//! Runs that are kept: a file goes on exactly where it stopped, and copies survive a reload.

import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import { KEEP } from "../../www/strings/keep.js";
import { S } from "../../www/strings/strings.js";
import { expect, test } from "./fixtures.js";
import { openWithDrawings } from "./own-app.js";
import { drop } from "./corpus.js";

/** @typedef {import("./app.js").App} App */

// A copy is written every ten seconds at most, and some tests wait for more than one.
test.describe.configure({ timeout: 120_000 });

/** The dialog. @param {App} app */
async function opened(app) {
  await app.button(S.status.keep).click();
  const dialog = app.page.getByRole("dialog", { name: KEEP.title });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** The run as a file. @param {App} app */
async function saved(app) {
  const dialog = await opened(app);
  const [download] = await Promise.all([
    app.page.waitForEvent("download"), dialog.getByRole("button", { name: KEEP.save.button, exact: true }).click(),
  ]);
  await dialog.getByRole("button", { name: KEEP.close }).click();
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}

/** Drops one file on the page. @param {App} app @param {string} path @param {Buffer} content */
const dropped = (app, path, content) => drop(app.page, [{ path, start: content.toString("base64") }]);

/** Trains so many single steps, and gives the loss of each as the page shows it. @param {App} app @param {number} n */
async function losses(app, n) {
  const all = [];
  for (let done = 0; done < n; done += 1) {
    await app.button(S.status.step).click();
    await app.still();
    all.push(`${await app.number("step")}: ${await app.trainingLoss()}`);
  }
  return all;
}

test("a saved run goes on after a reload with the same losses, and the run before comes back", async ({ app }) => {
  await app.openPaused();
  await app.steps(1);
  const step = await app.number("step");
  const file = await saved(app);
  expect(file.name).toBe(`digits-step-${step}.hourglass`);
  const never = await losses(app, 3);

  await app.page.goto("about:blank");
  await app.open("#v=1&seed=7&code=3");
  await app.steps(1);
  await app.pause();
  await dropped(app, "any name", file.content);
  await expect(app.messages).toContainText(KEEP.opened("any name", step));
  await app.still();
  expect(await app.number("step")).toBe(step);
  await expect.poll(() => new URL(app.page.url()).hash).toBe("");
  expect(await losses(app, 3)).toEqual(never);

  await app.button(S.notices.undo, app.messages).click();
  await expect.poll(() => new URL(app.page.url()).hash).toContain("seed=7");
});

test("a file that lies is told in words, and the run is as it was", async ({ app }) => {
  await app.openPaused();
  const { content } = await saved(app);
  const before = [await app.number("step"), await app.trainingLoss(), app.page.url()];
  const newer = Buffer.from(content);
  newer.write('"hourglass":9', newer.indexOf('"hourglass":1'));
  for (const [name, bytes, why] of /** @type {const} */ ([
    ["cut.hourglass", content.subarray(0, -200), "cut short"],
    ["newer.hourglass", newer, "checksum"],
    ["words.hourglass", Buffer.from("no run at all"), "not a usable"],
    ["weights", Buffer.from(content.subarray(content.indexOf("model.safetensors") + 17)), "not a usable"],
  ])) {
    await dropped(app, name, bytes);
    await expect(app.faults.filter({ hasText: name })).toContainText(why);
  }
  await app.still();
  expect([await app.number("step"), await app.trainingLoss(), app.page.url()]).toEqual(before);
  await app.button(S.status.step).click();
  await expect.poll(() => app.number("step")).toBe(Number(before[0]) + 1);
});

test("two models that are compared come back on their own images, from another page's", async ({ app }) => {
  await app.open("#v=1&data=fashion&compare=b&b.code=3");
  await app.steps(1);
  await expect(app.page.getByRole("region", { name: S.compare.map })).toBeVisible({ timeout: 30_000 });
  await app.steps(2);
  await app.pause();
  const step = await app.number("step");
  const file = await saved(app);
  await app.page.goto("about:blank");
  await app.openPaused();
  await dropped(app, file.name, file.content);
  await expect(app.messages).toContainText(KEEP.opened(file.name, step), { timeout: 30_000 });
  await app.still();
  expect(await app.number("step")).toBe(step);
  await expect.poll(() => new URL(app.page.url()).hash).toBe("#v=1&data=fashion&compare=b&b.code=3");
  await app.button(S.notices.undo, app.messages).click();
  await expect.poll(() => new URL(app.page.url()).hash).toBe("");
});

test("own images travel in the file, the run goes on with them bit for bit, and they go again with its undo", async ({
  app, browser, baseURL,
}) => {
  await openWithDrawings(app, "", 3, 3);
  const step = await app.number("step");
  const file = await saved(app);
  const never = await losses(app, 2);

  const other = await browser.newPage({ baseURL });
  const there = new /** @type {any} */ (app.constructor)(other);
  await there.open("#v=1&seed=7");
  await there.steps(1);
  await dropped(there, file.name, file.content);
  await expect(there.messages).toContainText(KEEP.opened(file.name, step));
  await expect(there.messages).not.toContainText(KEEP.otherImages);
  await there.still();
  expect(await losses(there, 2)).toEqual(never);
  // What trained before trains on.
  await there.button(S.notices.undo, there.messages).click();
  await expect.poll(() => new URL(other.url()).hash).toContain("seed=7");
  await there.more(5);
  const dialog = await opened(there);
  await expect(dialog.getByText(/^With my/)).toHaveCount(0);
  await other.close();
});

test("a copy survives a reload in mid-save, is offered once, and goes on; not once it is switched off", async ({ app, page, context }) => {
  await app.open();
  await app.steps(1);
  let dialog = await opened(app);
  await expect(dialog).toContainText(/Kept at step/, { timeout: 45_000 });
  const [, text] = /Kept at step ([\d,]+)/.exec((await dialog.textContent()) ?? "") ?? [];
  const step = Number(text.replaceAll(",", ""));

  // A page beside it offers nothing: this one stands.
  const beside = await context.newPage();
  const other = new /** @type {any} */ (app.constructor)(beside);
  await other.openPaused();
  const list = (await opened(other)).getByRole("list", { name: KEEP.auto.others });
  await expect(list).toBeHidden();
  await expect(other.messages).not.toContainText(KEEP.offer({ data: "digits", step }, 0, 0).slice(0, 14));
  await beside.close();

  await page.evaluate(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...args) {
      const request = put.apply(this, args);
      if (this.name === "models") location.reload();
      return request;
    };
  });
  await page.waitForEvent("load", { timeout: 45_000 });
  const goOn = app.button(KEEP.goOn, app.messages);
  await goOn.click({ timeout: 30_000 });
  await expect(app.messages).toContainText("goes on from step", { timeout: 30_000 });
  await app.steps(step);

  dialog = await opened(app);
  const keep = dialog.getByRole("switch", { name: KEEP.auto.switch });
  await expect(keep).toBeChecked();
  await keep.uncheck();
  await expect(dialog).toContainText(KEEP.auto.states.off);
  await expect.poll(() => page.evaluate(() => new Promise((resolve) => {
    const request = indexedDB.open("hourglass-runs");
    request.onsuccess = () => {
      const all = request.result.transaction("models").objectStore("models").count();
      all.onsuccess = () => resolve(all.result);
    };
  }))).toBe(0);
  await page.reload();
  await app.steps(1);
  dialog = await opened(app);
  await expect(dialog.getByRole("switch", { name: KEEP.auto.switch })).not.toBeChecked();
  await expect(app.messages).not.toContainText("A run was kept");
});

test("storage that is blocked is told in the dialog, and training goes on", async ({ app, page }) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("The operation is insecure.", "SecurityError");
    };
  });
  await app.open();
  await app.steps(1);
  const dialog = await opened(app);
  await expect(dialog).toContainText(KEEP.auto.states.blocked);
  await expect(dialog.getByRole("switch", { name: KEEP.auto.switch })).not.toBeChecked();
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    await page.emulateMedia({ colorScheme });
    expect((await new AxeBuilder({ page }).include("dialog").analyze()).violations).toEqual([]);
  }
  await dialog.getByRole("button", { name: KEEP.close }).click();
  await app.more(5);
});

test("a run on own images comes back after a file with others, also when more was changed since", async ({ app, browser, baseURL }) => {
  await openWithDrawings(app, "", 3, 3);
  const file = await saved(app);
  const other = await browser.newPage({ baseURL });
  const there = new /** @type {any} */ (app.constructor)(other);
  const own = await openWithDrawings(there, "", 5, 9);
  const step = await there.number("step");
  // Two at once: one after the other, each with its way back.
  await dropped(there, "one", file.content);
  await dropped(there, "two", file.content);
  await expect(there.messages).toContainText("two is open", { timeout: 30_000 });
  await there.still();
  await own.holds(3);
  expect(await there.number("step")).not.toBe(step);
  await there.button(S.notices.undo, there.messages).click();
  await expect(there.messages).toContainText(S.notices.undone(await there.number("step"), 1).slice(0, 12));
  await there.button(S.notices.undo, there.messages).click();
  await own.holds(5);
  await expect.poll(() => there.number("step")).toBe(step);
  // What a file holds that is saved now, is told where pictures came since.
  await own.draw(8);
  const dialog = await opened(there);
  await expect(dialog).toContainText(KEEP.save.otherImages);
  await other.close();
});

test("a kept run that is gone on with and undone is listed again", async ({ app, page, context }) => {
  await app.open("#v=1&seed=7");
  await app.steps(1);
  const dialog = await opened(app);
  await expect(dialog).toContainText(/Kept at step/, { timeout: 45_000 });
  await page.close();
  const beside = await context.newPage();
  const there = new /** @type {any} */ (app.constructor)(beside);
  await there.openPaused();
  await there.button(KEEP.goOn, there.messages).click({ timeout: 30_000 });
  await expect(there.messages).toContainText("goes on from step", { timeout: 30_000 });
  await there.steps(1);
  await expect.poll(() => new URL(beside.url()).hash).toContain("seed=7");
  const again = await opened(there);
  await expect(again.getByRole("list", { name: KEEP.auto.others })).toBeHidden();
  await expect(again).toContainText(/Kept at step/, { timeout: 45_000 });
  await again.getByRole("button", { name: KEEP.close }).click();
  await there.button(S.notices.undo, there.messages).click();
  await expect.poll(() => new URL(beside.url()).hash).not.toContain("seed=7");
  await there.still();
  const list = (await opened(there)).getByRole("list", { name: KEEP.auto.others });
  await expect(list.getByRole("listitem")).toHaveCount(1);
  await beside.close();
});
