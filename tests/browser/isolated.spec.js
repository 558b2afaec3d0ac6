//! A site that its host sends with the headers of cross-origin isolation: two workers share memory, with the same bits;
//! page, figures and sandboxed frames do what they do elsewhere.

import { readFile } from "node:fs/promises";
import { test } from "@playwright/test";
import { App } from "./app.js";
import { expect } from "./expect.js";
import { serveFolder } from "./static-site.js";

const DIST = new URL("../../dist/", import.meta.url);
const TOP = new URL("../../", import.meta.url);
const KIT = "/tests/browser/blank/kit.js";

/** Scripts of one origin need no more than the first two; what frames hold has to allow it. */
const HEADERS = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "cross-origin",
};
const BLANK = '<!doctype html><html lang="en"><title>blank</title><link rel="icon" href="data:,">';

/** @typedef {Awaited<ReturnType<typeof serveFolder>>} Site @type {{site: Site, host: Site, sources: Site}} */
let servers;

test.beforeAll(async () => {
  const site = await serveFolder(DIST, "/", { headers: HEADERS });
  const src = `src="${site.address}index.html?embed&show=loss&steps=20&autoplay=no" width="800" height="700"`;
  const article = `${BLANK}<iframe id="open" ${src}></iframe>
    <iframe id="sandboxed" sandbox="allow-scripts" ${src}></iframe>`;
  servers = {
    site,
    host: await serveFolder(DIST, "/", { pages: { "article.html": article } }),
    sources: await serveFolder(TOP, "/", { headers: HEADERS, pages: { "blank.html": BLANK } }),
  };
});
test.afterAll(() => {
  for (const server of Object.values(servers)) server.close();
});

/** @param {import("@playwright/test").Page} page */
function faultsOf(page) {
  /** @type {string[]} */
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && faults.push(message.text()));
  return faults;
}

/** How workers of a page begin, to count what goes over ports; and without Atomics.wait. */
const COUNTING = `
  globalThis.exchanged = { messages: 0, looks: 0 };
  const post = MessagePort.prototype.postMessage;
  MessagePort.prototype.postMessage = function (message, ...rest) {
    if (["side", "shards", "rows", "shard", "gradients"].includes(message?.name)) exchanged.messages += 1;
    if (message?.name === "look") exchanged.looks += 1;
    return post.call(this, message, ...rest);
  };`;

for (const [name, first, isShared] of /** @type {const} */ ([
  ["by memory that both keep", COUNTING, true],
  ["by messages, without Atomics.wait", `${COUNTING} delete Atomics.wait;`, false],
])) {
  test(`with two workers every kind has the committed losses on an isolated page, ${name}`, async ({ page }) => {
    test.setTimeout(180_000);
    const faults = faultsOf(page);
    const worker = await readFile(new URL("www/worker.js", TOP), "utf8");
    await page.route("**/www/worker.js", (route) =>
      route.fulfill({ contentType: "text/javascript", headers: HEADERS, body: `${first}\n${worker}` }));
    await page.goto(`${servers.sources.address}blank.html`);
    expect(await page.evaluate("crossOriginIsolated")).toBe(true);
    const pinned = JSON.parse(await readFile(new URL("../golden/losses-kinds.json", import.meta.url), "utf8"));
    for (const { name: kind, data, config, lastLoss } of pinned.runs) {
      const loss = await page.evaluate(async ({ kit, data, config, count, steps }) => {
        const { Hourglass, firstImages } = await import(kit);
        const hourglass = await Hourglass.create({ config, images: await firstImages(data, count, config.input) });
        await hourglass.share(2);
        // Until the helper has come, the training worker makes its steps alone.
        const abort = new AbortController();
        hourglass.addEventListener("snapshot", (/** @type {any} */ { detail }) => detail.workers > 1 && abort.abort());
        await hourglass.train({ signal: abort.signal }).catch(() => {});
        await hourglass.reset();
        const report = await hourglass.train({ steps });
        hourglass.dispose();
        return report.loss;
      }, { kit: KIT, data, config, count: pinned.images, steps: pinned.steps });
      // The loss as a number of the engine, which the file has in as many digits as tell it from its neighbors.
      expect(Math.fround(loss), kind).toBe(Math.fround(lastLoss));
    }
    expect(faults).toEqual([]);
  });

  test(`what two workers say to each other on an isolated page goes ${name}`, async ({ page }) => {
    const worker = await readFile(new URL("www/worker.js", TOP), "utf8");
    await page.route("**/www/worker.js", (route) =>
      route.fulfill({ contentType: "text/javascript", headers: HEADERS, body: `${first}\n${worker}` }));
    await page.goto(`${servers.sources.address}blank.html`);
    await page.evaluate(async (kit) => {
      const { Hourglass, firstImages } = await import(kit);
      const images = await firstImages("mnist-train-images.idx3-ubyte.gz", 512);
      const hourglass = await Hourglass.create({ images });
      Object.assign(globalThis, { hourglass });
      await hourglass.share(2);
      await new Promise((resolve) => {
        hourglass.addEventListener("snapshot", (/** @type {any} */ { detail }) => detail.workers > 1 && resolve(null));
        hourglass.train().catch(() => {});
      });
      await hourglass.pause();
    }, KIT);
    const before = await Promise.all(page.workers().map((each) => each.evaluate("exchanged")));
    const pause = await page.evaluate(async () => {
      const { hourglass } = /** @type {any} */ (globalThis);
      const { step } = hourglass;
      await hourglass.resume();
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const from = performance.now();
      const paused = await hourglass.pause();
      return { ms: performance.now() - from, steps: paused.step - step };
    });
    const after = await Promise.all(page.workers().map((each) => each.evaluate("exchanged")));
    const messages = after.reduce((sum, each, i) => sum + each.messages - before[i].messages, 0);
    expect(pause.steps).toBeGreaterThan(5);
    expect(pause.ms).toBeLessThan(500);
    if (isShared) expect(messages).toBe(0);
    else expect(messages).toBeGreaterThan(2 * pause.steps);
  });
}

test("the built page trains with two workers", async ({ page }) => {
  const faults = faultsOf(page);
  await page.goto(servers.site.address);
  expect(await page.evaluate("crossOriginIsolated")).toBe(true);
  await new App(page).steps(5);
  await page.locator("#model summary").click();
  await page.getByLabel("Workers", { exact: true }).selectOption("2");
  await expect(page.locator(".field-workers .note")).toContainText("2 workers");
  expect(faults).toEqual([]);
});

test("figures in a page of another origin, in frames with a sandbox and without, train as ever", async ({ page }) => {
  const faults = faultsOf(page);
  const losses = [];
  await page.goto(`${servers.host.address}article.html`);
  for (const id of ["#open", "#sandboxed"]) {
    const figure = page.frameLocator(id).locator("hourglass-figure");
    await expect(figure.locator(".embed-play")).toBeEnabled({ timeout: 40_000 });
    losses.push(await figure.evaluate((/** @type {any} */ node) => new Promise((resolve, reject) => {
      node.addEventListener("finished", (/** @type {any} */ { detail: { step, loss } }) => resolve({ step, loss }));
      node.addEventListener("error", (/** @type {any} */ { detail }) => reject(new Error(detail.message)));
      node.play();
    })));
  }
  expect(losses[0]).toEqual({ step: 20, loss: expect.any(Number) });
  expect(losses[1]).toEqual(losses[0]);
  expect(faults).toEqual([]);
});
