//! For a class: what stays of the page, the dialog that makes the link, the projector's view, a worksheet on paper.

import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import { CLASS } from "../../www/strings/class.js";
import { LINK } from "../../www/strings/link.js";
import { WORKSHEET } from "../../www/strings/lessons-worksheet.js";
import { SHARE } from "../../www/strings/share.js";
import { S } from "../../www/strings/strings.js";
import { NAMES } from "../../www/class/parts.js";
import { expect, test, testOnSources } from "./fixtures.js";

/** @typedef {import("@playwright/test").Page} Page */

/** Ids of the parts that are seen, in the order of the tabulator. @param {Page} page */
const order = (page) => page.locator("main .panel:visible").evaluateAll((panels) => panels.map(({ id }) => id));
/** By how much something is wider than the window. @param {Page} page */
const over = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
const hash = (/** @type {Page} */ page) => page.evaluate(() => location.hash);

test("a link shows what it names and nothing else first; the rest is a press away", async ({ app, page }) => {
  // Whether something that does not stay was ever seen until training has begun.
  await page.addInitScript(() => {
    const look = () => {
      const isSeen = document.querySelector("#hourglass .panel-head")?.getClientRects().length ?? 0;
      Object.assign(globalThis, { isFlashed: isSeen > 0 || /** @type {any} */ (globalThis).isFlashed === true });
      if (!/[1-9]/.test(document.querySelector(".fact-step dd")?.textContent ?? "")) requestAnimationFrame(look);
    };
    look();
  });
  await app.open("#v=1&hidden=16&show=map,loss,foo,step,code");
  await app.steps(1);
  await app.pause();
  expect(await page.evaluate("isFlashed")).toBe(false);
  await expect(app.faults).toContainText(LINK.problem("show", "foo", NAMES.join(", ")));
  await app.button(S.notices.close, app.messages).click();
  await expect.poll(() => hash(page)).toBe("#v=1&hidden=16&show=map,loss,code,step");
  const map = app.map.locator(".figure-space");
  const loss = app.loss.locator(".figure-space");
  for (const [width, panels] of /** @type {const} */ ([
    [1440, ["model", "map", "loss"]], [768, ["model", "map", "loss"]], [390, ["model", "map", "loss"]],
  ])) {
    await page.setViewportSize({ width, height: 900 });
    await app.still();
    expect(await order(page), `${width}`).toEqual(panels);
    expect(await over(page), `${width}`).toBeLessThanOrEqual(0);
    const [one, two] = await Promise.all([map.boundingBox(), loss.boundingBox()]);
    if (!one || !two) throw new Error("a figure is not seen");
    expect(two.y > one.y + one.height, `${width}: below`).toBe(width === 390);
    const right = Math.max(one.x + one.width, two.x + two.width);
    expect(width - right, `${width}: no empty place`).toBeLessThanOrEqual(32);
  }
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(app.model.getByRole("slider")).toHaveCount(1);
  await expect(app.button(S.status.step)).toBeVisible();
  await expect(app.button(S.status.reset)).toBeHidden();
  await expect(page.locator("#skip")).toHaveAttribute("href", "#map");
  // The keys are those of what is there.
  const step = await app.number("step");
  await page.locator("body").press("r");
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => app.number("step")).toBe(step + 1);
  await app.still();
  await page.getByRole("button", { name: CLASS.all, exact: true }).press("Enter");
  await expect(app.hourglass).toBeFocused();
  expect(await order(page)).toEqual(
    ["model", "data", "hourglass", "map", "draw", "reconstructions", "loss", "compare", "labs"]);
  await expect.poll(() => hash(page)).toBe("#v=1&hidden=16");
  await expect(page.getByText(CLASS.part)).toBeHidden();
  await app.renewed(() => page.keyboard.press("r"));
});

test("the dialog makes a link, a code for the last row, and a page that is as it was chosen", async ({ app, page }) => {
  await app.open("#v=1&hidden=16");
  await app.steps(1);
  await app.pause();
  await app.button(S.status.share).press("Enter");
  await page.getByRole("button", { name: SHARE.forClass, exact: true }).press("Enter");
  const dialog = page.getByRole("dialog", { name: CLASS.title, exact: true });
  const link = dialog.getByRole("textbox", { name: CLASS.link, exact: true });
  const made = async () => new URL(await link.inputValue()).hash;
  await expect(dialog.getByRole("img", { name: SHARE.qr })).toBeVisible();
  await expect.poll(made).toBe("#v=1&hidden=16");
  await dialog.getByRole("radio", { name: CLASS.presets.all }).press("ArrowRight");
  await expect.poll(made).toBe("#v=1&hidden=16&show=hourglass,map,reconstructions,loss,theme");
  await expect(dialog).toContainText(CLASS.about.watch);
  // The labs may be there in each of them.
  await dialog.getByRole("checkbox", { name: CLASS.parts.labs }).press("Space");
  await expect(dialog.getByRole("radio", { name: CLASS.presets.watch })).toBeChecked();
  await dialog.getByText(CLASS.oneByOne).click();
  await dialog.getByRole("checkbox", { name: CLASS.parts.rate }).check();
  await dialog.getByRole("checkbox", { name: CLASS.parts.hourglass }).uncheck();
  await expect(dialog).toContainText(CLASS.about.mix);
  const seed = dialog.getByRole("spinbutton", { name: CLASS.seed });
  await seed.fill("42");
  await seed.fill("-1");
  await expect(dialog.getByRole("alert")).toHaveText(CLASS.seedWrong);
  await dialog.getByRole("checkbox", { name: CLASS.projector }).check();
  const wanted = "#v=1&hidden=16&seed=42&show=map,reconstructions,loss,labs,rate,theme&projector=on";
  await expect.poll(made).toBe(wanted);
  for (const text of [CLASS.inLink.seed(42), CLASS.inLink.projector, ...CLASS.devices.always]) {
    await expect(dialog).toContainText(text);
  }
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 800 });
    expect((await new AxeBuilder({ page }).include("dialog").analyze()).violations, `${width}`).toEqual([]);
    expect(await dialog.evaluate((box) => box.scrollWidth - box.clientWidth), `${width}`).toBe(0);
  }
  await dialog.getByRole("button", { name: CLASS.largeCode }).press("Enter");
  const large = page.getByRole("dialog", { name: CLASS.code });
  const box = await large.getByRole("img").boundingBox();
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThan(300);
  await expect(large).toContainText(wanted);
  await page.keyboard.press("Escape");
  await expect(large).toBeHidden();
  await page.setViewportSize({ width: 1440, height: 900 });
  await app.renewed(() => dialog.getByRole("button", { name: CLASS.here }).press("Enter"));
  await expect.poll(() => hash(page)).toBe(wanted);
  await expect.poll(() => order(page)).toEqual(["model", "map", "reconstructions", "loss", "labs"]);
  await expect(page.locator("html")).toHaveAttribute("data-projector", "");
});

test("the projector's view: large, of strong contrast, crisp, within the screen; a key leaves it and comes back", async ({
  app, page,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await app.open("#v=1&hidden=16&projector=on");
  await app.steps(20);
  await app.pause();
  await app.mapDrawn();
  const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
  /** Darkest and lightest of the loss chart, and its pixels for each of the style sheet's. */
  const chart = () => page.locator("#loss .figure-space > canvas").evaluate((node) => {
    const canvas = /** @type {HTMLCanvasElement} */ (node);
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d");
    copy?.drawImage(canvas, 0, 0);
    const { data = new Uint8ClampedArray() } = copy?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
    let [least, most] = [255, 0];
    for (let at = 0; at < data.length; at += 4) [least, most] = [Math.min(least, data[at]), Math.max(most, data[at])];
    return { least, most, ratio: canvas.width / canvas.clientWidth };
  });
  for (const scheme of /** @type {const} */ (["light", "dark"])) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const [width, height, letters] of [[1280, 720, 24], [1920, 1080, 27]]) {
      await page.setViewportSize({ width, height });
      await app.still();
      expect(await size()).toBe(letters);
      expect(await over(page), `${width}, ${scheme}`).toBeLessThanOrEqual(0);
      await expect.poll(chart, `${width}, ${scheme}`).toEqual({ least: 0, most: 255, ratio: 1 });
    }
    // In the dark only the colors are others.
    const axe = new AxeBuilder({ page });
    const { violations } = await (scheme === "dark" ? axe.withRules(["color-contrast"]) : axe).analyze();
    expect(violations, scheme).toEqual([]);
  }
  await page.locator("body").press("Escape");
  await expect.poll(size).toBeLessThan(20);
  await expect.poll(() => hash(page)).toBe("#v=1&hidden=16");
  await expect.poll(async () => (await chart()).least).toBeGreaterThan(10);
  await page.keyboard.press("p");
  await expect.poll(size).toBe(27);
  await page.getByRole("button", { name: CLASS.usual, exact: true }).click();
  await expect.poll(size).toBeLessThan(20);
});

/** Gives a test the page's store. @param {Page} page */
async function reachStore(page) {
  const source = await readFile(new URL("../../www/class/watch.js", import.meta.url), "utf8");
  const body = source.replace("let isAsked", "Object.assign(globalThis, { store });\n  let isAsked");
  expect(body).not.toBe(source);
  await page.route("**/www/class/watch.js", (route) => route.fulfill({ contentType: "text/javascript", body }));
}

testOnSources("a worksheet has the question and the pictures, is there only while it is printed, and needs no run", async ({
  app, page,
}) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await reachStore(page);
  await app.open("#v=1&hidden=16&projector=on");
  await app.steps(5);
  await app.pause();
  await app.mapDrawn();
  /** @param {boolean} isEmpty */
  const begin = (isEmpty) => page.evaluate(async (isEmpty) => {
    const { printWorksheet } = await import(/** @type {any} */ ("/www/lessons/worksheet.js"));
    const names = ["hourglass", "map", "loss", "reconstructions"];
    const sheet = {
      title: "The waist", number: 3, data: "Digits", seed: 7, address: `${location.origin}/#v=1&seed=7&lesson=3`,
      parts: [
        { kind: "question", text: "Which one is better?", choices: ["Two", "Eight"], chosen: isEmpty ? null : 1 },
        { kind: "table", caption: "Measured", head: ["Model", "Error"], rows: [["Two", isEmpty ? null : "0.042"]] },
        { kind: "pictures", pictures: names.map((name) => ({ name, ...isEmpty && { canvas: null } })) },
        { kind: "lines", text: "Why?", count: 4 },
      ],
    };
    Object.assign(globalThis, { printed: printWorksheet(/** @type {any} */ (globalThis).store, sheet) });
  }, isEmpty);
  const sheet = page.locator(".worksheet");

  // A browser that does nothing is told of, and nothing is left of the sheet.
  await page.evaluate(() => (window.print = () => {}));
  await begin(true);
  await expect(app.messages).toContainText(WORKSHEET.noPrint);
  await expect(sheet).toHaveCount(0);
  expect(await page.evaluate("printed")).toBe(false);

  await page.evaluate(() => (window.print = () => void dispatchEvent(new Event("beforeprint"))));
  for (const isEmpty of [false, true]) {
    await begin(isEmpty);
    await expect(sheet).toHaveCount(1);
    await expect(sheet).toBeHidden();
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    await expect(sheet).toBeVisible();
    await expect(page.locator("main")).toBeHidden();
    await expect(sheet.locator(".sheet-box")).toHaveText(isEmpty ? ["", ""] : ["", "×"]);
    await expect(sheet.getByRole("cell")).toHaveText([isEmpty ? "" : "0.042"]);
    await expect(sheet.locator(".sheet-line")).toHaveCount(4);
    await expect(sheet.getByRole("img", { name: WORKSHEET.code })).toBeVisible();
    await expect(sheet).toContainText("/#v=1&seed=7&lesson=3");
    await expect(sheet.locator(".sheet-sketch")).toHaveCount(isEmpty ? 4 : 0);
    expect(await sheet.evaluate((node) => getComputedStyle(node).color)).toBe("rgb(0, 0, 0)");
    /** Of each picture its width, and whether it is ink on white. */
    const pictures = await sheet.locator("canvas").evaluateAll((canvases) => canvases.map((node) => {
      const canvas = /** @type {HTMLCanvasElement} */ (node);
      const data = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      const ink = data.filter((_, at) => at % 4 === 0 && data[at] < 128).length;
      return canvas.width > 800 && data[0] === 255 && ink > 500 && ink < data.length / 8;
    }));
    expect(pictures).toEqual(isEmpty ? [] : [true, true, true, true]);
    await page.emulateMedia({ media: "screen" });
    const pdf = await page.pdf({ format: isEmpty ? "Letter" : "A4" });
    expect(pdf.length).toBeGreaterThan(isEmpty ? 10_000 : 100_000);
    expect(await page.evaluate("printed")).toBe(true);
    await expect(sheet).toHaveCount(0);
  }
  expect(await page.evaluate(() => [document.title, document.body.dataset.worksheet ?? "none"]))
    .toEqual(["Hourglass: see an auto-encoder learn", "none"]);
});
