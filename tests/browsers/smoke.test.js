//! The page and the library in the engines of Firefox and of Safari: what Chromium's tests cannot see.
//!
//! The gate says where the browsers are: FIREFOX names the program; WEBKIT_DRIVER, MINIBROWSER and XVFB_RUN name
//! WebKit's three. Without them a browser's tests are skipped, with the reason that stands in FIREFOX_MISSING or
//! WEBKIT_MISSING.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { file, outcomes } from "../browser/corpus.js";
import { serveFolder } from "../browser/static-site.js";
import { firefox, webkit } from "./drivers.js";

const ROOT = new URL("../../", import.meta.url);
const { FIREFOX, WEBKIT_DRIVER, MINIBROWSER, XVFB_RUN, FIREFOX_MISSING, WEBKIT_MISSING } = process.env;

/**
 * @type {{name: string, missing: string | undefined, start: (() => Promise<import("./drivers.js").Driver>) | null}[]}
 */
const BROWSERS = [
  { name: "Firefox", missing: FIREFOX_MISSING, start: FIREFOX ? () => firefox(FIREFOX) : null },
  {
    name: "WebKit",
    missing: WEBKIT_MISSING,
    start:
      WEBKIT_DRIVER && MINIBROWSER && XVFB_RUN
        ? () => webkit({ driver: WEBKIT_DRIVER, browser: MINIBROWSER, screen: XVFB_RUN })
        : null,
  },
];

/** What a visitor must see at any width. */
const PARTS = [
  ".rail", "#data", "#model", "#status .play", ".lead-line", "#hourglass", "#draw .pad", "#map", "#loss",
  "#reconstructions",
];
const WIDTHS = /** @type {const} */ ([[1440, 900], [390, 844]]);

/** An article with a figure of the static site in a sandbox; its host allows nothing. */
const HOST = `<!doctype html><title>An article</title><link rel="icon" href="data:,">
  <script src="/tests/browsers/listen.js"></script>
  <script>
    addEventListener("message", ({ data }) => data.type === "hourglass-height" && (globalThis.told = data.height));
  </script>
  <iframe sandbox="allow-scripts" width="800" height="900"
    src="dist/index.html?embed&data=emoji&show=map,loss&steps=40&seed=7&autoplay=no"></iframe>`;

/** Trains the figure on the page to its end: the step, and the loss with every bit. */
async function trainFigure() {
  const figure = /** @type {any} */ (document.querySelector("hourglass-figure"));
  const [step, loss] = await new Promise((resolve, reject) => {
    figure.addEventListener("finished", (/** @type {any} */ { detail }) => resolve([detail.step, detail.loss]));
    figure.addEventListener("error", (/** @type {any} */ { detail }) => reject(new Error(detail.message)));
    figure.play();
  });
  const { height } = figure.getBoundingClientRect();
  return { step, loss, height: Math.ceil(height), origin: globalThis.origin };
}

/**
 * Waits until the page says so.
 * @param {() => Promise<boolean>} holds
 * @param {string} what
 * @param {() => Promise<unknown>} explain
 */
async function until(holds, what, explain) {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(`never: ${what}; ${JSON.stringify(await explain())}`);
}

/** How many steps the page says it has made. @param {import("./drivers.js").Driver} driver */
const steps = (driver) =>
  driver.evaluate(
    () => Number.parseInt((document.querySelector(".fact-step dd")?.textContent ?? "").replaceAll(",", ""), 10) || 0,
  );

/**
 * Runs in the page: of each part how large it is, and whether it is what is seen at its middle once it is scrolled to.
 * @param {string[]} parts
 */
function look(parts) {
  return parts.map((part) => {
    const node = document.querySelector(part);
    node?.scrollIntoView({ block: "center" });
    const { x, y, width, height } = node?.getBoundingClientRect() ?? new DOMRect();
    // Of a part higher than the window, the middle of what is in the window.
    const [top, bottom] = [Math.max(y, 0), Math.min(y + height, innerHeight)];
    const seen = document.elementFromPoint(x + width / 2, (top + bottom) / 2);
    return {
      part,
      isThere: width > 0 && height > 0 && node !== null && node.contains(seen),
      box: [x, y, width, height].map(Math.round),
    };
  });
}

for (const { name, missing, start } of BROWSERS) {
  const skip = start === null && (missing ?? "no program is named");
  describe(name, () => {
    /** @type {import("./drivers.js").Driver} */
    let driver;
    /** @type {Awaited<ReturnType<typeof serveFolder>>} */
    let site;
    const faults = async () => [
      ...driver.faults,
      ...(await driver.evaluate(() => /** @type {{faults: string[]}} */ (/** @type {unknown} */ (globalThis)).faults)),
    ];

    before(async () => {
      if (start === null) return;
      const pages = { "host.html": HOST };
      site = await serveFolder(ROOT, "/", { first: '<script src="/tests/browsers/listen.js"></script>', pages });
      driver = await start();
      console.log(`${driver.name} runs.`);
    });
    after(async () => {
      await driver?.close();
      site?.close();
    });

    for (const [width, height] of WIDTHS) {
      test(`the page opens, trains, and shows its controls at ${width} px, and nothing goes wrong`, { skip }, async () => {
        await driver.resize(width, height);
        await driver.open(site.address);
        await until(async () => (await steps(driver)) >= 50, "50 steps", faults);
        const unseen = async () => (await driver.evaluate(look, PARTS)).filter(({ isThere }) => !isThere);
        await until(async () => (await unseen()).length === 0, "every part is seen", unseen);
        assert.deepEqual(await faults(), []);
      });
    }

    test("twenty losses of every kind are bit for bit the committed ones, as they are in Chromium", { skip }, async () => {
      const {
        images,
        steps: count,
        runs,
      } = JSON.parse(await readFile(new URL("../golden/losses-kinds.json", import.meta.url), "utf8"));
      assert.equal(count, 20);
      await driver.open(`${site.address}tests/browsers/blank.html`);
      const isThere = () => driver.evaluate(() => "lossBits" in globalThis);
      await until(isThere, "the library is loaded", faults);
      for (const run of runs) {
        /** @type {string} */
        const bits = await driver.evaluate(
          (run, images, count) => /** @type {any} */ (globalThis).lossBits(run, images, count),
          run,
          images,
          count,
        );
        assert.equal(bits, run.lossesFnv1a64, run.name);
      }
      assert.deepEqual(await faults(), []);
    });

    test("a figure in a sandboxed frame trains to the loss of the usual road, and nothing goes wrong", { skip }, async () => {
      assert.ok(existsSync(new URL("dist/", ROOT)), "dist/ is there: `cargo xtask dist` writes it");
      await driver.resize(...WIDTHS[0]);
      const isThere = () => driver.evaluate(() => document.querySelector("hourglass-figure") !== null);
      await driver.open(`${site.address}${/src="([^"]+)"/.exec(HOST.slice(HOST.indexOf("<iframe")))?.[1]}`);
      await until(isThere, "the figure is there", faults);
      const wanted = await driver.evaluate(trainFigure);
      assert.equal(wanted.step, 40);
      await driver.open(`${site.address}host.html`);
      await driver.enter();
      await until(isThere, "the figure in the frame is there", faults);
      // Firefox asks for modules ahead of the script that leaves them out; it is refused, and nothing comes of it.
      const asked = /Cross-Origin Request Blocked.*\/dist\/www\/(main|data\/preload|chunk-\w+)\.js/;
      const others = () => {
        driver.faults.splice(0, Infinity, ...driver.faults.filter((fault) => !asked.test(fault)));
        return faults();
      };
      const { loss, height, origin } = await driver.evaluate(trainFigure);
      assert.deepEqual([loss, origin], [wanted.loss, "null"]);
      assert.deepEqual(await others(), []);
      await driver.leave();
      const told = () => driver.evaluate(() => /** @type {any} */ (globalThis).told);
      await until(async () => (await told()) === height, `the height ${height} is told`, told);
      assert.deepEqual(await others(), []);
    });

    test("pictures that browsers read differently have the outcomes of the corpus", { skip }, async () => {
      const differ = /^(bmp-|exif-|turned-|png-\d+-in-16|suite-.*16)/;
      const wanted = (await outcomes()).filter(({ path }) => differ.test(path));
      assert.ok(wanted.length > 60, `${wanted.length} files`);
      const files = await Promise.all(wanted.map(({ path }) => file(path)));
      await driver.open(`${site.address}tests/browsers/blank.html`);
      await until(() => driver.evaluate(() => "takeFiles" in globalThis), "the intake is loaded", faults);
      const all = await driver.evaluate((given) => /** @type {any} */ (globalThis).takeFiles(given), files);
      assert.deepEqual(all, wanted);
      assert.deepEqual(await faults(), []);
    });

    test("a file of compressed images, and what it is drawn as, have the committed bits", { skip }, async () => {
      const pinned = JSON.parse(await readFile(new URL("../golden/compressed.json", import.meta.url), "utf8"));
      await driver.open(`${site.address}tests/browsers/blank.html`);
      await until(() => driver.evaluate(() => "compressedBits" in globalThis), "the library is loaded", faults);
      const { file, pictures } = await driver.evaluate(
        (run) => /** @type {any} */ (globalThis).compressedBits(run), pinned,
      );
      assert.deepEqual([file, pictures], [pinned.file, pinned.pictures]);
      assert.deepEqual(await faults(), []);
    });
  });
}
