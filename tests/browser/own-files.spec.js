//! Own images from files: chosen, dropped and pasted, in folders and archives, and prepared in more than one way.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { OWN_WORDS } from "../../www/strings/own-notices.js";
import { OWN } from "../../www/strings/own.js";
import { drop, file, paste } from "./corpus.js";
import { expect, test } from "./fixtures.js";
import { opened } from "./own-app.js";

/** Some of the corpus's good pictures. */
const GOOD = [
  "suite-basn0g01.png",
  "suite-basn2c08.png",
  "jpeg-420-go.jpeg",
  "webp-lossy.webp",
  "gif-good.gif",
  "bmp-good.bmp",
];

/** @typedef {import("./own-app.js").OwnPanel} OwnPanel */

/** What a file chooser takes. @param {string} name */
async function chosen(name) {
  const { start } = await file(name);
  return { name, mimeType: "", buffer: Buffer.from(start, "base64") };
}

test("chosen files of every kind, and a paste, come together in one tray; size and color are chosen", async ({ app, page }) => {
  const own = await opened(app);
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), own.button(OWN.add.files).click()]);
  await chooser.setFiles(await Promise.all(GOOD.map(chosen)));
  await own.holds(GOOD.length);
  await paste(page, [await file("png-good.png", "image.png")]);
  await own.holds(GOOD.length + 1);
  await expect.poll(async () => new Set((await own.pixels(GOOD.length + 1)).map(String)).size).toBe(GOOD.length + 1);
  await madeAnew(own);
});

/** Size and color are chosen, and the pictures are made anew from their files. @param {OwnPanel} own */
async function madeAnew(own) {
  const { app } = own;
  const part = await own.part(OWN.preparation.title);
  const size = part.getByRole("slider", { name: OWN.preparation.size });
  await expect(part.getByRole("img", { name: OWN.preparation.afterAlt })).toHaveAttribute("width", "28");
  await size.focus();
  await size.press("ArrowRight");
  await expect(part.getByRole("img", { name: OWN.preparation.afterAlt })).toHaveAttribute("width", "32");
  await part.getByText(OWN.preparation.channels[3], { exact: true }).click();
  await expect(own.cells.first().locator("canvas")).toHaveAttribute("width", "32");
  // Colors show. A gray picture is drawn in tinted tones, so red must differ from blue by more than these do.
  await expect.poll(() => own.cells.nth(1).locator("canvas").evaluate((canvas) => {
    const data = /** @type {HTMLCanvasElement} */ (canvas).getContext("2d")?.getImageData(0, 0, 32, 32).data ?? [];
    return Math.max(...Array.from({ length: 1024 }, (_, px) => Math.abs(data[4 * px] - data[4 * px + 2])));
  })).toBeGreaterThan(100);
  await app.still();
  const before = await own.pixels(2);
  await part.getByRole("checkbox", { name: OWN.preparation.invert }).check();
  await expect.poll(() => own.pixels(2)).toEqual(before.map((picture) => picture.map((value) => 255 - value)));
  await own.trains(5);
  await expect(app.data).toContainText("32");
}

test("sub-folders of a folder and of an archive become classes, and so do labels", async ({ app, page }, info) => {
  const own = await opened(app);
  const folder = join(info.outputDir, "animals");
  const places = /** @type {const} */ ([["cats", GOOD[0]], ["cats", GOOD[1]], ["birds", GOOD[2]], ["", GOOD[3]]]);
  for (const [place, name] of places) {
    await mkdir(join(folder, place), { recursive: true });
    await writeFile(join(folder, place, name), (await chosen(name)).buffer);
  }
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), own.button(OWN.add.folder).click()]);
  await chooser.setFiles(folder);
  await own.holds(4);
  // What lies in the chosen folder itself has no class.
  await expect.poll(() => own.classes()).toEqual({ birds: 1, cats: 2, [OWN.tray.without]: 1 });
  // The archive has cats, too, and dogs.
  await drop(page, [await file("zip-classes.zip")]);
  await own.holds(10);
  await expect.poll(() => own.classes()).toEqual({ birds: 1, cats: 5, dogs: 3, [OWN.tray.without]: 1 });
  // So do the labels of data files.
  const labeled = ["idx-good-images-idx3-ubyte", "idx-good-labels-idx1-ubyte", "csv-labels.csv"];
  await drop(page, await Promise.all(labeled.map((name) => file(name))));
  await own.holds(22);
  await expect.poll(() => own.classes()).toEqual({
    birds: 1, cats: 5, dogs: 3, [OWN.tray.without]: 1, 0: 2, 1: 2, 2: 2, bird: 1, cat: 3, dog: 2,
  });
});

test("pictures with color are taken in color, with a way back, and a choice stays", async ({ app, page }) => {
  const own = await opened(app);
  await drop(page, await Promise.all(GOOD.map((name) => file(name))));
  await own.holds(GOOD.length);
  // One of the six is gray.
  await expect(app.messages).toContainText(OWN_WORDS.inColor(5, 6, 28));
  const part = await own.part(OWN.preparation.title);
  await expect(part.getByRole("radio", { name: OWN.preparation.channels[3], exact: true })).toBeChecked();
  await expect(part).toContainText(OWN.preparation.inColor);
  await own.trains(5);
  await app.pause();
  await expect(app.data).toContainText("28\u00a0×\u00a028 pixels\u00a0×\u00a03 colors");
  await app.button(OWN_WORDS.instead[1], app.messages).click();
  await expect(part.getByRole("radio", { name: OWN.preparation.channels[1], exact: true })).toBeChecked();
  await expect(app.messages).not.toContainText(OWN_WORDS.inColor(5, 6, 28));
  await drop(page, [await file("png-good.png", "more.png")]);
  await own.holds(GOOD.length + 1);
  await app.still();
  await expect(part.getByRole("radio", { name: OWN.preparation.channels[1], exact: true })).toBeChecked();
});

test("a set mixed with a pack trains on both", async ({ app, page }) => {
  const own = await opened(app);
  await drop(page, [await file("zip-classes.zip")]);
  await own.holds(6);
  await own.region.getByRole("radiogroup", { name: OWN.train.mix }).getByText("Digits", { exact: true }).click();
  await own.trains(10);
  // One of the six is held out, of the pack as many as ever.
  await expect(app.data).toContainText("10,005 for training, 2,001 held out");
});

test("one photo is cut into patches, trained on, and put together again whole", async ({ app, page }) => {
  const own = await opened(app);
  const part = await own.part(OWN.patches.title);
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), own.button(OWN.patches.choose).click()]);
  await chooser.setFiles([await chosen("jpeg-420-go.jpeg")]);
  await expect(part.getByRole("img", { name: OWN.patches.original, exact: true })).toBeVisible();
  await own.trains(50);
  const rebuilt = part.getByRole("img", { name: OWN.patches.rebuilt, exact: true });
  await expect(rebuilt).toBeVisible({ timeout: 20_000 });
  const shape = (/** @type {import("@playwright/test").Locator} */ canvas) => canvas.evaluate((node) => {
    const { width, height } = /** @type {HTMLCanvasElement} */ (node);
    return [width, height];
  });
  const original = await shape(part.getByRole("img", { name: OWN.patches.original, exact: true }));
  await expect.poll(() => shape(rebuilt)).toEqual(original);
  await expect(part).toContainText(/PSNR\) \d+\.\d dB/);
});

/** Pictures that take long enough to be stopped in the midst of them. */
const MANY = 1500;

test("an intake that is canceled leaves what was there, and what had come until then", async ({ app, page }) => {
  const own = await opened(app);
  await own.draw(0);
  // No two are alike, or all but one would be left out: each is its number in eleven bands, black or white.
  await page.evaluate((many) => {
    const [bits, side] = [11, 1100];
    const head = new DataView(new ArrayBuffer(62));
    head.setUint16(0, 0x424d);
    const fields = [[10, 62], [14, 40], [18, side], [22, side], [26, 1 + (8 << 16)], [46, 2], [58, 0xffffff]];
    for (const [at, value] of fields) head.setUint32(at, value, true);
    const bands = [0, 1].map((tone) => new Blob([new Uint8Array(side * (side / bits)).fill(tone)]));
    const transfer = new DataTransfer();
    for (let idx = 1; idx <= many; idx += 1) {
      const picture = Array.from({ length: bits }, (_, bit) => bands[(idx >> bit) & 1]);
      transfer.items.add(new File([head, ...picture], `many ${idx}.bmp`));
    }
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, MANY);
  await expect.poll(() => own.count(), { timeout: 30_000 }).toBeGreaterThan(1);
  await own.button(OWN.progress.cancel).click();
  await expect(own.region.getByRole("progressbar")).toBeHidden();
  await app.still();
  const settled = await own.count();
  expect(settled).toBeLessThan(MANY);
  await expect(own.cells.first()).toHaveAttribute("aria-label", OWN.tray.item(1, "", true));
  // The next intake is as good as the first.
  await drop(page, [await file("png-good.png")]);
  await own.holds(settled + 1);
});
