//! What may go wrong with helpers, in real threads, on a page as most hosts send it and on an isolated one: one dies in
//! a step, one has no memory, the tab is frozen. The losses are those of a run that nobody helps.

import { test } from "@playwright/test";
import { expect } from "./expect.js";
import { serveFolder } from "./static-site.js";

const TOP = new URL("../../", import.meta.url);
const KIT = "/tests/browser/blank/kit.js";
const BLANK = '<!doctype html><html lang="en"><title>blank</title><link rel="icon" href="data:,">';
const ISOLATED = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

/** A page that keeps its workers, with a model that trains, and where it is after each snapshot. */
async function begin(/** @type {{kit: string, workers: number, refuses: number}} */ { kit, workers, refuses }) {
  const { Hourglass, firstImages } = await import(kit);
  const started = /** @type {Worker[]} */ ([]);
  const Plain = globalThis.Worker;
  globalThis.Worker = class extends Plain {
    constructor(/** @type {string | URL} */ url, /** @type {WorkerOptions} */ options = {}) {
      super(url, started.length === refuses ? { ...options, name: "refused" } : options);
      started.push(this);
    }
  };
  const images = await firstImages("mnist-train-images.idx3-ubyte.gz", 512);
  const hourglass = await Hourglass.create({ images, workers });
  const now = { step: 0, workers: 0, longest: 0 };
  let last = performance.now();
  setInterval(() => {
    now.longest = Math.max(now.longest, performance.now() - last);
    last = performance.now();
  }, 50);
  hourglass.addEventListener("snapshot", (/** @type {any} */ { detail }) => {
    Object.assign(now, { step: detail.step, workers: detail.workers });
  });
  Object.assign(globalThis, { hourglass, started, now });
  hourglass.train().catch(() => {});
}

/** The loss at a later step, and that of a run alone. */
async function compared(/** @type {string} */ kit) {
  const { hourglass } = /** @type {any} */ (globalThis);
  const { Hourglass, firstImages } = await import(kit);
  const { step } = await hourglass.pause();
  const { loss } = await hourglass.train({ steps: 3 });
  const alone = await Hourglass.create({ images: await firstImages("mnist-train-images.idx3-ubyte.gz", 512) });
  const wanted = await alone.train({ steps: step + 3 });
  hourglass.dispose();
  alone.dispose();
  return { loss, wanted: wanted.loss };
}

for (const [name, headers] of /** @type {const} */ ([["as most hosts send it", undefined], ["isolated", ISOLATED]])) {
  test.describe(`a page ${name}`, () => {
    /** @type {Awaited<ReturnType<typeof serveFolder>>} */
    let server;
    test.beforeAll(async () => {
      server = await serveFolder(TOP, "/", { headers, pages: { "blank.html": BLANK } });
    });
    test.afterAll(() => server.close());
    const now = (/** @type {import("@playwright/test").Page} */ page) =>
      page.evaluate(() => ({ .../** @type {any} */ (globalThis).now }));

    test("a helper that dies costs a step, and the run goes on without it", async ({ page }) => {
      await page.goto(`${server.address}blank.html`);
      expect(await page.evaluate("crossOriginIsolated")).toBe(headers !== undefined);
      await page.evaluate(begin, { kit: KIT, workers: 2, refuses: -1 });
      await expect.poll(async () => (await now(page)).workers).toBe(2);
      await page.evaluate(() => /** @type {any} */ (globalThis).started[1].terminate());
      await expect.poll(async () => (await now(page)).workers, { timeout: 20_000 }).toBe(1);
      const { step } = await now(page);
      await expect.poll(async () => (await now(page)).step).toBeGreaterThan(step + 20);
      const { loss, wanted } = await page.evaluate(compared, KIT);
      expect(loss).toBe(wanted);
    });

    test("without memory for the third worker, two train on", async ({ page }) => {
      // Its engine starts, and then gets no memory for whatever it is given.
      const refusing = `if (self.name === "refused") {
        const { instantiateStreaming, instantiate } = WebAssembly;
        const less = async (made) => {
          const { instance, module } = await made;
          const exports = { ...instance.exports, __wbindgen_malloc() { throw new RangeError("memory"); } };
          return { module, instance: { exports } };
        };
        WebAssembly.instantiateStreaming = (...given) => less(instantiateStreaming(...given));
        WebAssembly.instantiate = (...given) => less(instantiate(...given));
      }`;
      await page.route("**/www/worker.js", async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, body: `${refusing}\n${await answer.text()}` });
      });
      await page.goto(`${server.address}blank.html`);
      await page.evaluate(begin, { kit: KIT, workers: 3, refuses: 2 });
      await expect.poll(async () => (await now(page)).workers).toBe(2);
      const { step } = await now(page);
      await expect.poll(async () => (await now(page)).step).toBeGreaterThan(step + 20);
      expect((await now(page)).workers).toBe(2);
      const { loss, wanted } = await page.evaluate(compared, KIT);
      expect(loss).toBe(wanted);
    });

    test("a tab that is frozen and thawed trains on with both workers", async ({ page, browser }) => {
      await page.goto(`${server.address}blank.html`);
      await page.evaluate(begin, { kit: KIT, workers: 2, refuses: -1 });
      await expect.poll(async () => (await now(page)).workers).toBe(2);
      // A browser freezes only a tab that is hidden, which none is here: the page's process stands still instead.
      const cdp = await browser.newBrowserCDPSession();
      const { processInfo } = await cdp.send("SystemInfo.getProcessInfo");
      const ids = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
      for (const id of ids) process.kill(id, "SIGSTOP");
      await new Promise((resolve) => setTimeout(resolve, 4500));
      for (const id of ids) process.kill(id, "SIGCONT");
      await expect.poll(async () => (await now(page)).longest).toBeGreaterThan(4000);
      const { step } = await now(page);
      await expect.poll(async () => (await now(page)).step, { timeout: 20_000 }).toBeGreaterThan(step + 20);
      await expect.poll(async () => (await now(page)).workers).toBe(2);
      const { loss, wanted } = await page.evaluate(compared, KIT);
      expect(loss).toBe(wanted);
    });
  });
}
