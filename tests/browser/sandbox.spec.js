//! A figure in a sandboxed frame, from a host that allows nothing (no CORS), and the policy of every other visit.

import { existsSync } from "node:fs";
import { test } from "@playwright/test";
import { expect } from "./expect.js";
import { COMPRESS } from "../../www/strings/labs-compress.js";
import { S } from "../../www/strings/strings.js";
import { serveFolder } from "./static-site.js";

const DIST = new URL("../../dist/", import.meta.url);
const TOP = new URL("../../", import.meta.url);

/** @typedef {import("@playwright/test").Page} Page @typedef {Awaited<ReturnType<typeof serveFolder>>} Site */

/** What the host of the article frames: the address of the figures, and its own. @type {{site: Site, host: Site}} */
let servers;

/** An article with a figure in a sandbox; it hears of the figure's height. @param {string} src */
const article = (src) => `<!doctype html><html lang="en"><title>An article</title><link rel="icon" href="data:,">
  <script>
    heights = [];
    addEventListener("message", ({ data }) => data.type === "hourglass-height" && heights.push(data.height));
  </script>
  <iframe sandbox="allow-scripts" width="800" height="900" src="${src}"></iframe>`;

const FIGURES = {
  digits: "embed&preset=variational&show=hourglass,map,reconstructions,loss&steps=60&seed=7&autoplay=no",
  emoji: "embed&data=emoji&show=loss&steps=20&autoplay=no",
  fashion: "embed&data=fashion&preset=convolutional&show=loss&steps=20&autoplay=no",
  compress: "embed&show=compress&steps=40&autoplay=no",
};

test.beforeAll(async () => {
  expect(existsSync(DIST), "dist/ is there: `cargo xtask dist` writes it").toBe(true);
  const site = await serveFolder(DIST, "/hourglass/");
  const pages = Object.entries(FIGURES)
    .map(([name, asked]) => [`${name}.html`, article(`${site.address}index.html?${asked}`)]);
  servers = { site, host: await serveFolder(DIST, "/", { pages: Object.fromEntries(pages) }) };
});
test.afterAll(() => {
  servers.site.close();
  servers.host.close();
});

/** All that goes wrong on a page and in its frames. @param {Page} page */
function faultsOf(page) {
  /** @type {string[]} */
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && faults.push(message.text()));
  page.on("requestfailed", (request) => faults.push(`${request.failure()?.errorText} ${request.url()}`));
  return faults;
}

/**
 * Trains the figure to its end: the step, and the loss with every bit.
 * @param {Page | import("@playwright/test").FrameLocator} place
 */
async function trained(place) {
  const figure = place.locator("hourglass-figure");
  await expect(figure.locator(".embed-play")).toBeEnabled({ timeout: 40_000 });
  return figure.evaluate((/** @type {any} */ node) => new Promise((resolve, reject) => {
    node.addEventListener("finished", (/** @type {any} */ { detail: { step, loss } }) => resolve({ step, loss }));
    node.addEventListener("error", (/** @type {any} */ { detail }) => reject(new Error(detail.message)));
    node.play();
  }));
}

for (const [name, steps] of /** @type {const} */ ([["digits", 60], ["emoji", 20], ["fashion", 20]])) {
  test(`${name}: the losses of the usual road, every panel, the height, and no fault`, async ({ page }) => {
    await page.goto(`${servers.site.address}index.html?${FIGURES[name]}`);
    const wanted = await trained(page);
    expect(wanted).toEqual({ step: steps, loss: expect.any(Number) });

    const faults = faultsOf(page);
    await page.goto(`${servers.host.address}${name}.html`);
    const inside = page.frameLocator("iframe");
    expect(await trained(inside)).toEqual(wanted);
    expect(await inside.locator("body").evaluate(() => origin)).toBe("null");
    await expect(inside.locator("#broken")).toHaveCount(0);
    for (const panel of await inside.locator("canvas").all()) await expect(panel).toBeVisible();
    if (name === "digits") await expect(inside.locator(".map-points")).toHaveAttribute("aria-label", /./);
    const height = await inside.locator("hourglass-figure")
      .evaluate((node) => Math.ceil(node.getBoundingClientRect().height));
    expect(height).toBeGreaterThan(200);
    await expect.poll(() => page.evaluate(() => /** @type {any} */ (globalThis).heights.at(-1))).toBe(height);
    expect(faults).toEqual([]);
  });
}

test("a lab, with its own worker and engine", async ({ page }) => {
  const faults = faultsOf(page);
  await page.goto(`${servers.host.address}compress.html`);
  const inside = page.frameLocator("iframe");
  await trained(inside);
  await inside.getByRole("button", { name: COMPRESS.run, exact: true }).click();
  await expect(inside.locator("hourglass-figure")).toContainText(/At .* bytes an image/, { timeout: 40_000 });
  expect(faults).toEqual([]);
});

test("a file that does not come: the figure says so, and tries again", async ({ page }) => {
  for (const [file, words] of /** @type {const} */ ([
    ["pkg/hourglass_bg.wasm.js", /The engine could not be loaded/],
    ["data/mnist-test-labels.idx1-ubyte.gz.js", S.pack.unreachable("mnist-test-labels.idx1-ubyte.gz", "")],
    ["worker.js", /The engine could not be loaded/],
  ])) {
    await page.route(`**/sandbox/${file}`, (route) => route.abort());
    await page.goto(`${servers.host.address}digits.html`);
    const figure = page.frameLocator("iframe").locator("hourglass-figure");
    await expect(figure.getByRole("alert"), file).toContainText(words, { timeout: 40_000 });
    await page.unrouteAll();
    await figure.getByRole("button", { name: S.notices.again }).click();
    expect((await trained(page.frameLocator("iframe"))).step).toBe(60);
  }
});

test("where the figure's script does not come, the page says so", async ({ page }) => {
  await page.route("**/sandbox/figure.js", (route) => route.abort());
  await page.goto(`${servers.host.address}digits.html`);
  const text = page.frameLocator("iframe").locator("#broken");
  await expect(text).toBeVisible();
  await expect(text.locator("li")).toHaveCount(1);
  await expect(text.locator("#broken-net")).toBeVisible();
});

/** A module that asks another origin for all that a page can run, see or send. @param {string} origin */
const curious = (origin) => `
  const add = (name, values) => document.head.append(Object.assign(document.createElement(name), values));
  add("script", { src: "${origin}other.js" });
  add("link", { rel: "stylesheet", href: "${origin}other.css" });
  fetch("${origin}other.json").catch(() => {});
  new Image().src = "${origin}other.png";
  export const environment = { spawn() {} };`;

test("every other visit has the strict policy before its first module runs", async ({ page }) => {
  await page.addInitScript(() => {
    Object.assign(globalThis, { refused: [] });
    addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, originalPolicy }) =>
      /** @type {any} */ (globalThis).refused.push({ effectiveDirective, blockedURI, originalPolicy }));
  });
  const other = servers.host.address;
  const site = await serveFolder(TOP, "/", { pages: { "www/data/preload.js": curious(other) } });
  /** @type {string[]} */
  const asked = [];
  page.on("response", (response) => response.url().startsWith(other) && asked.push(response.url()));
  try {
    for (const query of ["", "?embed"]) {
      await page.goto(`${site.address}index.html${query}`);
      const refused = () => page.evaluate(() => /** @type {any} */ (globalThis).refused);
      const strict = async () => (await refused())
        .filter((/** @type {any} */ { originalPolicy }) => !/https?:/.test(originalPolicy))
        .map((/** @type {any} */ { effectiveDirective, blockedURI }) => `${effectiveDirective} ${blockedURI}`).sort();
      await expect.poll(strict).toEqual([
        `connect-src ${other}other.json`, `img-src ${other}other.png`,
        `script-src-elem ${other}other.js`, `style-src-elem ${other}other.css`,
      ]);
      const [{ originalPolicy }] = (await refused())
        .filter((/** @type {any} */ { originalPolicy }) => !/https?:/.test(originalPolicy));
      expect(originalPolicy).toBe("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
        + "img-src 'self' blob: data:; media-src blob:; connect-src 'self'; manifest-src 'self'; "
        + "worker-src 'self' blob:; base-uri 'none'; form-action 'none'");
    }
    expect(asked).toEqual([]);
  } finally {
    site.close();
  }
});
