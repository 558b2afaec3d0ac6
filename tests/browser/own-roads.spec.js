//! What comes by other roads than a file: chosen folders, pictures of other pages, addresses.

import { cp, mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OWN } from "../../www/strings/own.js";
import { OWN_WORDS } from "../../www/strings/own-notices.js";
import { drop, file } from "./corpus.js";
import { expect, test } from "./fixtures.js";
import { OwnPanel } from "./own-app.js";

const FILES = new URL("../corpus/files/", import.meta.url);
const ADDRESS = "https://example.org/cat.png";

/**
 * Drops or pastes text, as a browser does with a picture of another page.
 * @param {import("@playwright/test").Page} page
 * @param {"drop" | "paste"} how
 * @param {Record<string, string>} texts By their types.
 * @param {string} [target]
 * @returns {Promise<boolean>} Whether the page takes it, and the browser does nothing with it.
 */
const bringText = (page, how, texts, target = "body") => page.evaluate(([way, given, selector]) => {
  const transfer = new DataTransfer();
  for (const [type, text] of Object.entries(given)) transfer.setData(type, text);
  const options = { bubbles: true, cancelable: true };
  const on = document.querySelector(selector);
  if (way === "paste") return !on?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer, ...options }));
  const event = (/** @type {string} */ type) => new DragEvent(type, { dataTransfer: transfer, ...options });
  const events = ["dragenter", "dragover", "drop"].map(event);
  return events.map((event) => !on?.dispatchEvent(event)).every(Boolean);
}, /** @type {const} */ ([how, texts, target]));

test("text is the browser's own, a picture of another page is told why it cannot be had, and one in an address is taken", async ({
  app, page,
}) => {
  await app.openPaused();
  const own = new OwnPanel(app);
  // Text that is no address, and an address for a text field.
  expect(await bringText(page, "paste", { "text/plain": "see https://example.org/cat.png there" })).toBe(false);
  const words = "<p>words <img src=x></p>";
  expect(await bringText(page, "paste", { "text/plain": "words", "text/html": words })).toBe(false);
  expect(await bringText(page, "drop", { "text/plain": "words" })).toBe(false);
  await expect(own.region).toBeHidden();
  await own.open();
  expect(await bringText(page, "paste", { "text/plain": ADDRESS }, ".own-text")).toBe(false);
  await expect(own.region.locator("details.own-report")).toBeHidden();

  await isTold(own);
  await isTaken(own);
});

/** A picture of another page is not asked for. @param {OwnPanel} own */
async function isTold(own) {
  const { page } = own;
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  const line = `${ADDRESS}: ${OWN.report.results.refused}. ${OWN_WORDS.onOtherPage}`;
  const html = `<meta charset='utf-8'><a href="https://example.org/"><img src="${ADDRESS}" alt="a cat"></a>`;
  for (const [how, texts] of /** @type {const} */ ([
    ["drop", { "text/uri-list": ADDRESS, "text/html": html }],
    ["drop", { "text/uri-list": `# from elsewhere\r\n${ADDRESS}` }],
    ["paste", { "text/plain": ` ${ADDRESS}\n` }],
    ["paste", { "text/html": html }],
  ])) {
    expect(await bringText(page, how, texts)).toBe(true);
    expect(await own.lines()).toEqual([line]);
    // Nothing was added, and the next one makes the list anew.
    expect(await own.count()).toBe(0);
  }
  await expect(own.region.getByText(OWN_WORDS.onOtherPage)).toBeVisible();
  expect(asked.filter((url) => url.includes("example.org"))).toEqual([]);
}

/** A picture in an address is taken, and so is a file beside an address. @param {OwnPanel} own */
async function isTaken(own) {
  const { page } = own;
  const { start } = await file("png-good.png");
  await bringText(page, "paste", { "text/plain": `data:image/png;base64,${start}` });
  await own.holds(1);
  const gif = await file("gif-good.gif");
  await bringText(page, "drop", {
    "text/uri-list": ADDRESS, "text/html": `<img src="data:image/gif;base64,${gif.start}">`,
  });
  await own.holds(2);
  const { start: other } = await file("bmp-good.bmp");
  await page.evaluate(([base64, address]) => {
    const transfer = new DataTransfer();
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    transfer.items.add(new File([bytes], "dragged.bmp"));
    transfer.setData("text/uri-list", address);
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, /** @type {const} */ ([other, ADDRESS]));
  await own.holds(3);
}

test("of a chosen folder what systems hide in it is passed over, and archives bring their classes", async ({ app, page }) => {
  const folder = await mkdtemp(join(tmpdir(), "hourglass-"));
  try {
    for (const name of ["Cat", "Dog", "Dog/__MACOSX"]) await mkdir(join(folder, name));
    await cp(new URL("png-good.png", FILES), join(folder, "Cat/1.png"));
    await cp(new URL("gif-good.gif", FILES), join(folder, "Dog/1.gif"));
    const hidden = ["Cat/Thumbs.db", "Dog/THUMBS.DB", "Dog/.DS_Store", "Dog/._1.gif", "Dog/__MACOSX/x", "desktop.ini"];
    for (const name of hidden) {
      await writeFile(join(folder, name), "hidden");
    }
    await app.openPaused();
    const own = new OwnPanel(app);
    await own.open();
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), own.button(OWN.add.folder).click()]);
    await chooser.setFiles(folder);
    await own.holds(2);
    expect(await own.lines()).toEqual(["Cat/1.png: taken", "Dog/1.gif: taken"]);
    expect(await own.classes()).toMatchObject({ Cat: 1, Dog: 1 });
    // As their names and their bytes say.
    await drop(page, [await file("zip-shift-jis.zip"), await file("zip-cp866.zip")]);
    await own.holds(10);
    expect(await own.classes()).toMatchObject({ 犬: 2, 猫: 2, кот: 2, пёс: 2 });
  } finally {
    await rm(folder, { recursive: true });
  }
});
