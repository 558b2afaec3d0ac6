//! Drops whose entries cannot be read, as in WebKit of a drop that a script has made.

import { OWN } from "../../www/strings/own.js";
import { OWN_WORDS } from "../../www/strings/own-notices.js";
import { drop, file } from "./corpus.js";
import { expect, test } from "./fixtures.js";
import { OwnPanel } from "./own-app.js";

test("dropped files come in where their entries cannot be read", async ({ app, page }) => {
  await app.openPaused();
  const own = new OwnPanel(app);
  await own.open();
  await page.evaluate(() => {
    const file = (/** @type {unknown} */ _give, /** @type {(cause: Error) => void} */ fail) =>
      fail(new DOMException("gone", "NotFoundError"));
    const entry = { isFile: true, isDirectory: false, name: "a.png", fullPath: "/a.png", file };
    DataTransferItem.prototype.webkitGetAsEntry = () => /** @type {any} */ (entry);
  });
  await drop(page, [await file("png-good.png"), await file("gif-good.gif")]);
  await own.holds(2);
});

test("a file in a folder that cannot be read is refused in words", async ({ app, page }) => {
  await app.openPaused();
  const own = new OwnPanel(app);
  await own.open();
  const { start } = await file("png-good.png");
  await page.evaluate((base64) => {
    const good = new File([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], "good.png");
    /** @param {string} name @param {File | null} content */
    const inner = (name, content) => ({
      isFile: true, isDirectory: false, name, fullPath: `/set/${name}`,
      file: (/** @type {(file: File) => void} */ give, /** @type {(cause: Error) => void} */ fail) =>
        (content ? give(content) : fail(new DOMException("gone", "NotFoundError"))),
    });
    const left = [[inner("good.png", good), inner("gone.png", null)], []];
    const folder = {
      isFile: false, isDirectory: true, name: "set", fullPath: "/set",
      createReader: () => ({ readEntries: (/** @type {(some: object[]) => void} */ give) => give(left.shift() ?? []) }),
    };
    const items = [{ webkitGetAsEntry: () => folder, getAsFile: () => null }];
    const event = new DragEvent("drop", { bubbles: true, cancelable: true });
    Object.defineProperty(event, "dataTransfer", { value: { types: ["Files"], items, files: [], getData: () => "" } });
    document.body.dispatchEvent(event);
  }, start);
  await own.holds(1);
  const lines = await own.lines();
  expect(lines).toContain(`gone.png: ${OWN.report.results.refused}. ${OWN_WORDS.unreadFile}`);
});
