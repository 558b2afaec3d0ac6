//! Where own images are kept: across a reload, in a file, or, where the browser refuses, nowhere, and the page says so.

import { OWN } from "../../www/strings/own.js";
import { OWN_WORDS } from "../../www/strings/own-notices.js";
import { S } from "../../www/strings/strings.js";
import { drop, file } from "./corpus.js";
import { expect, test, testOnSources } from "./fixtures.js";
import { OwnPanel } from "./own-app.js";

/** The page paused, with the section open on it. @param {import("./app.js").App} app */
async function opened(app) {
  await app.openPaused();
  const own = new OwnPanel(app);
  await own.open();
  return own;
}

/** @param {import("./app.js").App} app */
async function reopened(app) {
  await app.page.reload();
  await app.steps(1);
  await app.pause();
  const own = new OwnPanel(app);
  await own.open();
  return own;
}

test("pictures and drawings survive a reload; not once keeping is switched off; nor what was cleared", async ({ app, page }) => {
  let own = await opened(app);
  await drop(page, [await file("zip-classes.zip"), await file("idx-good-images-idx3-ubyte")]);
  await own.holds(12);
  await own.draw(1);
  await own.kept();
  await app.still();
  const before = await own.looks(13);
  const classes = await own.classes();
  own = await reopened(app);
  await own.holds(13);
  await expect.poll(() => own.looks(13)).toEqual(before);
  await expect.poll(() => own.classes()).toEqual(classes);

  const part = await own.part(OWN.keep.title);
  await part.getByRole("switch").uncheck();
  await expect(part).toContainText(OWN.keep.about.off);
  await own.holds(13);
  own = await reopened(app);
  await expect(own.region).toContainText(OWN.tray.empty);

  const again = await own.part(OWN.keep.title);
  await again.getByRole("switch").check();
  await own.draw(2);
  await own.kept();
  await own.button(OWN.keep.clear).click();
  await own.button(OWN.keep.yes).click();
  await own.holds(0);
  own = await reopened(app);
  await expect(own.region).toContainText(OWN.tray.empty);
});

test("a saved file holds everything, and opens where nothing was", async ({ app, browser, baseURL, page }) => {
  const own = await opened(app);
  await drop(page, [await file("zip-classes.zip")]);
  await own.holds(6);
  await own.draw(3);
  await own.part(OWN.keep.title);
  const saved = await own.saves(OWN.keep.save);
  expect(saved.name).toMatch(/\.safetensors$/);
  await app.still();
  const before = await own.looks(7);
  const classes = await own.classes();

  const other = await browser.newPage({ baseURL });
  const there = new OwnPanel(new /** @type {any} */ (app.constructor)(other));
  await there.app.openPaused();
  await there.open();
  await there.part(OWN.keep.title);
  const [chooser] = await Promise.all([other.waitForEvent("filechooser"), there.button(OWN.keep.open).click()]);
  await chooser.setFiles([{ name: saved.name, mimeType: "", buffer: saved.content }]);
  await there.holds(7);
  await expect.poll(() => there.looks(7)).toEqual(before);
  await expect.poll(() => there.classes()).toEqual(classes);
  // A file cut short says so, and takes nothing away.
  const [once] = await Promise.all([other.waitForEvent("filechooser"), there.button(OWN.keep.open).click()]);
  await once.setFiles([{ name: "cut.safetensors", mimeType: "", buffer: saved.content.subarray(0, -100) }]);
  await expect(there.region.locator(".own-outcome.own-refused")).toContainText("cut short");
  await there.holds(7);
  await other.close();
});

test("an address that asks for own images where none are kept shows digits and says why", async ({ app }) => {
  await app.open("#v=1&data=own");
  await app.steps(5);
  await expect(app.messages).toContainText(`${OWN_WORDS.empty} ${S.notices.digitsInstead}`);
  await expect(app.data.getByRole("radio", { name: S.packs.digits.name })).toBeChecked();
});

test("a browser without storage: all works, and a line says that nothing is kept", async ({ app, page }) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("The operation is insecure.", "SecurityError");
    };
  });
  const own = await opened(app);
  await own.draw(0);
  await own.draw(1);
  const part = await own.part(OWN.keep.title);
  await expect(part).toContainText(OWN.keep.about.blocked);
  await own.trains(5);
  await own.holds(2);
});

test("storage that is full: the set works on, a line says so, and what was kept is there after a reload", async ({ app, page }) => {
  await page.addInitScript(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...args) {
      if (/** @type {any} */ (window).isFull) throw new DOMException("The disk is full.", "QuotaExceededError");
      return put.apply(this, args);
    };
  });
  const own = await opened(app);
  await own.draw(0);
  await own.kept();
  await app.still();
  const kept = await own.looks(1);
  await page.evaluate(() => Object.assign(window, { isFull: true }));
  await own.draw(1);
  const part = await own.part(OWN.keep.title);
  await expect(part).toContainText(OWN.keep.about.full);
  await own.holds(2);
  await own.trains(5);
  const again = await reopened(app);
  await again.holds(1);
  await expect.poll(() => again.looks(1)).toEqual(kept);
});

testOnSources("inside another page nothing is kept", async ({ blank, baseURL }) => {
  await blank.evaluate((address) => {
    const frame = document.createElement("iframe");
    frame.src = address;
    frame.width = "1200";
    frame.height = "900";
    document.body.append(frame);
  }, new URL("/", baseURL).href);
  const frame = blank.frameLocator("iframe");
  await frame
    .getByRole("region", { name: S.data.title })
    .getByRole("button", { name: S.data.own.use, exact: true })
    .click();
  const section = frame.getByRole("region", { name: OWN.title, exact: true });
  await section.getByRole("heading", { name: OWN.keep.title, exact: true }).click();
  await expect(section).toContainText(OWN.keep.about.embedded);
  await expect(section.getByRole("switch")).toBeDisabled();
});
