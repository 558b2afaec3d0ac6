//! Figures in pages that are not made for them: strict policies, patched prototypes, resets, two versions, frames.

import AxeBuilder from "@axe-core/playwright";
import { EMBED } from "../../www/strings/embed.js";
import { openArticle, stepOf, toldBy } from "./article.js";
import { expect, test } from "./fixtures.js";

const FIGURE = `<hourglass-figure id="a" show="loss,map" seed="3"></hourglass-figure>`;

test("trains under a strict policy, which forbids inline styles and all that is not needed", async ({ page }) => {
  const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; "
    + "img-src data:; require-trusted-types-for 'script'; trusted-types hourglass";
  await openArticle(page, { body: FIGURE, policy });
  await expect.poll(() => stepOf(page, "a"), { timeout: 30_000 }).toBeGreaterThan(20);
  await expect(page.locator("#a").getByRole("img").first()).toBeVisible();
});

test("trains where the page has patched prototypes, resets styles and has its own variables", async ({ page }) => {
  const head = `<style>* { all: unset !important } html { font-size: 62.5% } :root { --accent: red; --ink: lime;
      --paper: black } body { text-transform: uppercase; letter-spacing: 1em; line-height: 4; direction: rtl }</style>
    <script src="/patched.js"></script>`;
  await page.route("**/patched.js", (route) => route.fulfill({ contentType: "text/javascript", body: `
    Array.prototype.last = function () { return this[this.length - 1] };
    Object.prototype.mine = function () {};
    String.prototype.trimAll = function () { return this };
    Object.prototype.value = 7;
    Array.prototype.toJSON = function () { return "patched" };` }));
  await openArticle(page, { body: FIGURE, head });
  await expect.poll(() => stepOf(page, "a"), { timeout: 30_000 }).toBeGreaterThan(20);
  const looks = await page.evaluate(() => {
    const root = document.querySelector("#a")?.shadowRoot;
    const style = getComputedStyle(/** @type {Element} */ (root?.querySelector(".embed-facts")));
    const play = getComputedStyle(/** @type {Element} */ (root?.querySelector(".embed-play")));
    const { textTransform, letterSpacing, direction, fontSize } = style;
    return { textTransform, letterSpacing, direction, fontSize, color: play.backgroundColor };
  });
  expect(looks).toEqual({
    textTransform: "none", letterSpacing: "normal", direction: "ltr", fontSize: "13px", color: "rgb(11, 107, 99)",
  });
});

test("an author's variables and parts style it", async ({ page }) => {
  const head = `<style>hourglass-figure { --hourglass-accent: rgb(120, 0, 90) }
    hourglass-figure::part(bar) { border-top: 3px solid rgb(1, 2, 3) }</style>`;
  await openArticle(page, { body: FIGURE, head });
  const bar = page.locator("#a").locator(".embed-bar");
  await expect(bar).toHaveCSS("border-top-color", "rgb(1, 2, 3)");
  await expect(page.locator("#a").locator(".embed-play")).toHaveCSS("background-color", "rgb(120, 0, 90)");
  // The curve has it, too, though a chart's colors are of another form.
  const colorsOf = () => page.evaluate(() => {
    const canvas = /** @type {HTMLCanvasElement | null} */ (
      document.querySelector("#a")?.shadowRoot?.querySelector(".loss-curves") ?? null);
    if (!canvas?.width) return 0;
    // A chart that is read itself, again and again, makes the browser warn.
    const { width, height } = canvas;
    const copy = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    copy?.drawImage(canvas, 0, 0);
    const { data = [] } = copy?.getImageData(0, 0, width, height) ?? {};
    const isIt = (/** @type {number} */ at) => data[at] === 120 && data[at + 1] === 0 && data[at + 2] === 90;
    return Array.from({ length: data.length / 4 }, (_, idx) => 4 * idx).filter(isIt).length;
  });
  await expect.poll(colorsOf, { timeout: 30_000 }).toBeGreaterThan(20);
});

test("of two versions in one page the first serves all", async ({ page }) => {
  await openArticle(page, { body: FIGURE, head: `<script type="module" src="/www/embed.js?other"></script>` });
  await expect.poll(() => stepOf(page, "a"), { timeout: 30_000 }).toBeGreaterThan(5);
});

test("takes an author's own images, and says what is wrong with those that cannot be", async ({ page }) => {
  const body = `<hourglass-figure id="a" data="none" show="map,reconstructions,loss"></hourglass-figure>`;
  await openArticle(page, { body });
  await expect(page.locator("#a").getByText(EMBED.noImages)).toBeVisible();
  const give = (/** @type {number} */ bytes) => page.evaluate((n) => {
    const [count, side] = [60, 12];
    const data = new Uint8Array(n);
    const labels = new Uint8Array(count);
    for (let idx = 0; idx < count; idx += 1) {
      labels[idx] = idx % 3;
      data.fill(255, idx * side * side + 12 * (idx % 12), idx * side * side + 12 * (idx % 12) + 24);
    }
    Object.assign(/** @type {any} */ (document.querySelector("#a")),
      { images: { data, count, width: side, height: side, channels: 1 }, labels });
  }, bytes);
  await give(100);
  await expect(page.locator("#a").getByRole("alert").filter({ hasText: "100 bytes" })).toBeVisible();
  await page.evaluate(() => {
    const images = { data: new Uint8Array(50), count: 2, width: 5, height: 5, channels: 1 };
    Object.assign(/** @type {any} */ (document.querySelector("#a")), { heldOut: { images } });
  });
  await give(60 * 144);
  await expect(page.locator("#a").getByRole("alert").filter({ hasText: "heldOut" })).toBeVisible();
  await page.evaluate(() => Object.assign(/** @type {any} */ (document.querySelector("#a")), { heldOut: null }));
  await give(100);
  await expect(page.locator("#a").getByRole("alert").filter({ hasText: "100 bytes" })).toBeVisible();
  await give(60 * 144);
  await expect.poll(() => stepOf(page, "a"), { timeout: 30_000 }).toBeGreaterThan(10);
  const [ready] = await toldBy(page, "a", "ready");
  expect(ready.config.input).toEqual({ channels: 1, height: 12, width: 12 });
  await expect(page.locator("#a").getByText(EMBED.noImages)).toBeHidden();
});

test("a hundred figures that come and go leave no worker, and little memory", async ({ page }) => {
  test.setTimeout(180_000);
  await openArticle(page, { body: "<section></section>" });
  const cycle = (/** @type {number} */ times) => page.evaluate(async (n) => {
    for (let idx = 0; idx < n; idx += 1) {
      const one = document.createElement("hourglass-figure");
      one.setAttribute("show", "loss,map,hourglass");
      const isReady = new Promise((resolve) => one.addEventListener("ready", resolve));
      document.querySelector("section")?.append(one);
      // Some leave when they have just come, some in mid-training.
      if (idx % 5 === 0) await isReady;
      else await new Promise((resolve) => setTimeout(resolve, 20));
      one.remove();
      await new Promise((resolve) => setTimeout(resolve));
    }
  }, times);
  const session = await page.context().newCDPSession(page);
  const heap = async () => {
    await session.send("HeapProfiler.collectGarbage");
    return (await session.send("Runtime.getHeapUsage")).usedSize;
  };
  await cycle(10);
  await expect.poll(() => page.workers().length, { timeout: 30_000 }).toBe(0);
  const before = await heap();
  await cycle(100);
  await expect.poll(() => page.workers().length, { timeout: 30_000 }).toBe(0);
  expect((await heap()) - before).toBeLessThan(10e6);
});

test("axe finds nothing in an article with figures, light and dark", async ({ page }) => {
  await openArticle(page, {
    body: `<h2>A figure</h2><hourglass-figure id="a" theme="light" preset="variational"
      show="hourglass,map,reconstructions,loss,pad" controls="play,step,reset,seed,code,beta,kind">
      </hourglass-figure>`,
  });
  await expect.poll(() => stepOf(page, "a"), { timeout: 30_000 }).toBeGreaterThan(20);
  await page.locator("#a").evaluate((one) => /** @type {any} */ (one).pause());
  const faults = async (/** @type {AxeBuilder} */ axe) =>
    (await axe.analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(" ")}`);
  expect(await faults(new AxeBuilder({ page }))).toEqual([]);
  // Dark differs in its colors alone.
  const ink = () => page.locator("#a").evaluate((one) =>
    getComputedStyle(/** @type {Element} */ (one.shadowRoot?.querySelector("h3, .caption, p"))).color);
  const before = await ink();
  await page.locator("#a").evaluate((one) => one.setAttribute("theme", "dark"));
  await expect.poll(ink).not.toBe(before);
  expect(await faults(new AxeBuilder({ page }).withRules(["color-contrast"]))).toEqual([]);
});

test("fills a frame, tells its height, and hears nobody", async ({ page }) => {
  await page.route("**/heights.js", (route) => route.fulfill({ contentType: "text/javascript", body: `
    window.heights = [];
    addEventListener("message", ({ data }) => window.heights.push(data));` }));
  await openArticle(page, {
    body: `<iframe id="f" title="A figure" width="600" height="300"
      src="/?embed&show=loss&seed=4&steps=25&preset=vanilla&theme=light"></iframe>`,
    head: `<script src="/heights.js"></script>`,
  });
  const frame = page.frameLocator("#f");
  await expect(frame.locator("hourglass-figure").getByText(EMBED.reached(25))).toBeVisible({ timeout: 30_000 });
  const inside = await frame.locator("hourglass-figure").evaluate((one) => one.getBoundingClientRect().height);
  const heights = await page.evaluate(() => /** @type {any} */ (window).heights);
  expect(heights.at(-1)).toEqual({ type: "hourglass-height", height: Math.ceil(inside) });
  await page.evaluate(() => {
    const { contentWindow } = /** @type {HTMLIFrameElement} */ (document.querySelector("#f"));
    for (let idx = 0; idx < 2000; idx += 1) {
      contentWindow?.postMessage({ id: idx, type: "command", name: "reset", __proto__: null }, "*");
      contentWindow?.postMessage({ type: "hourglass-height", height: -1 }, "*");
    }
  });
  await expect(frame.locator("hourglass-figure").getByText(EMBED.reached(25))).toBeVisible();
});
