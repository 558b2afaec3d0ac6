//! Takes the pictures that stand in the article where no scripts run and on paper: `node xtask/pictures.js`, or with
//! the ids of some figures, from `dist/` as `cargo xtask dist` writes it. Each figure trains until it stops, with its
//! own settings, and is taken without its controls; `article.html` is told how large its picture is.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium as browsers } from "@playwright/test";
import { chromium } from "../tests/browser/chromium.js";
import { serveFolder } from "../tests/browser/static-site.js";

const TOP = new URL("../", import.meta.url);
const ARTICLE = fileURLToPath(new URL("article.html", TOP));
const FOLDER = fileURLToPath(new URL("www/article/", TOP));
/** A window in which a figure is 728 px wide: what stands in it can still be read on a sheet of paper. */
const WINDOW = { width: 760, height: 1200 };
const [DENSITY, QUALITY] = [1.5, 0.7];
/** What whoever cannot press it does not need. */
const BARE = `hourglass-figure::part(bar), hourglass-figure::part(fields), hourglass-figure::part(foot),
  hourglass-figure::part(notes) { display: none }
  hourglass-figure::part(figure) { border: 0 }
  hourglass-figure { --place: 0 !important }`;
const BARE_INSIDE = `.hint, .help-button, .panel-head .text-button, .pair-block ~ .pair-block, .figure-foot, .pad-tools,
  .lab-intro, .lab-words, .lab-tools, .lab-found > .note, .lab-frame > .lab-part { display: none !important }
  .embed-panels { margin: 0 !important }`;

/**
 * What is done with a figure before its picture is taken.
 * @type {Record<string, (figure: Locator) => Promise<void>>}
 */
const HANDS = { "figure-7": compress, "figure-8": draw };

/** @typedef {import("@playwright/test").Locator} Locator */

const wanted = process.argv.slice(2);
const site = await serveFolder(new URL("dist/", TOP), "/");
const browser = await browsers.launch(chromium);
try {
  const page = await browser.newPage({ viewport: WINDOW, deviceScaleFactor: DENSITY, colorScheme: "light" });
  await page.addInitScript(() => {
    const finished = new Set();
    Object.assign(window, { finished });
    addEventListener("finished", ({ target }) => finished.add(/** @type {Element} */ (target).parentElement?.id), true);
  });
  await page.goto(`${site.address}article.html`);
  mkdirSync(FOLDER, { recursive: true });
  const all = await page.locator("figure").evaluateAll((figures) => figures.map((one) => one.id));
  for (const id of all) if (wanted.length === 0 || wanted.includes(id)) await take(page, id);
} finally {
  await browser.close();
  site.close();
}

/** @param {import("@playwright/test").Page} page @param {string} id */
async function take(page, id) {
  const figure = page.locator(`#${id} hourglass-figure`);
  await figure.evaluate((one) => one.scrollIntoView());
  await page.waitForFunction((name) => /** @type {any} */ (window).finished.has(name), id, { timeout: 240_000 });
  await HANDS[id]?.(figure);
  await figure.evaluate((one, [outer, inner]) => {
    const sheetOf = (/** @type {string} */ css) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      return sheet;
    };
    document.adoptedStyleSheets = [sheetOf(outer)];
    one.shadowRoot?.adoptedStyleSheets.push(sheetOf(inner));
    one.scrollIntoView();
  }, [BARE, BARE_INSIDE]);
  // Drawings follow their places a little later.
  await page.waitForTimeout(1500);
  const png = await figure.locator(".root").screenshot({ animations: "disabled" });
  const { webp, size } = await page.evaluate(toWebp, [png.toString("base64"), QUALITY]);
  const bytes = Buffer.from(webp, "base64");
  writeFileSync(`${FOLDER}${id}.webp`, bytes);
  const [width, height] = size.map((pixels) => Math.round(pixels / DENSITY));
  const place = new RegExp(`(src="www/article/${id}\\.webp") width="\\d+" height="\\d+"`);
  writeFileSync(ARTICLE, readFileSync(ARTICLE, "utf8").replace(place, `$1 width="${width}" height="${height}"`));
  console.log(`${id}: ${width} × ${height}, ${bytes.length} bytes`);
}

/** Runs in the page. @param {any[]} given @returns {Promise<{webp: string, size: number[]}>} */
async function toWebp([png, quality]) {
  const bytes = Uint8Array.from(atob(png), (sign) => sign.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext("2d", { alpha: false })?.drawImage(bitmap, 0, 0);
  const blob = await canvas.convertToBlob({ type: "image/webp", quality });
  const webp = btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())));
  return { webp, size: [bitmap.width, bitmap.height] };
}

/**
 * Presses the lab's button, and waits for what it finds: the originals, the model, and its three rivals.
 * @param {Locator} figure
 */
async function compress(figure) {
  await figure.locator(".lab-begin button:visible").last().click();
  await figure.locator(".lab-strip-row:nth-child(5) canvas").first().waitFor({ timeout: 120_000 });
}

/** Draws a three. @param {Locator} figure */
async function draw(figure) {
  const box = await figure.locator("canvas.pad").boundingBox();
  if (!box) throw new Error("the pad is not there");
  const { mouse } = figure.page();
  // Two arcs, the lower one larger, each from the left over the right; in half turns.
  const arc = (/** @type {[number, number, number, number]} */ ...[y, radius, from, to]) =>
    Array.from({ length: 25 }, (_, idx) => Math.PI * (from + (to - from) * idx / 24))
      .map((turn) => [0.48 + radius * Math.cos(turn), y + radius * Math.sin(turn)]);
  for (const [idx, [x, y]] of [...arc(0.32, 0.17, -0.85, 0.45), ...arc(0.66, 0.2, -0.5, 0.85)].entries()) {
    await mouse.move(box.x + x * box.width, box.y + y * box.height);
    if (idx === 0) await mouse.down();
  }
  await mouse.up();
}
