//! The library wherever a page stands: under Trusted Types, on another origin, in a sandboxed frame.

import { test } from "@playwright/test";
import { expect } from "./expect.js";
import { serveFolder } from "./static-site.js";

const TOP = new URL("../../", import.meta.url);
/** Twenty steps on made-up images, and what the last one's loss was. */
const TRAIN = async (/** @type {string} */ kit) => {
  const { smallHourglass } = await import(kit);
  const hourglass = await smallHourglass();
  const { loss } = await hourglass.train({ steps: 20 });
  hourglass.dispose();
  return loss;
};
const PAGE = "<!doctype html><html><head><title>a page</title><link rel=icon href=data:,>";
/** A page whose policy is this one. @param {string} rule */
const strict = (rule) => `${PAGE}<meta http-equiv="Content-Security-Policy" content="${rule}">`;
const KIT = "tests/browser/blank/kit.js";

/** @typedef {Awaited<ReturnType<typeof serveFolder>>} Site @type {Site} */
let site;
/** @type {Site} */
let other;
test.beforeAll(async () => {
  const headers = { "Access-Control-Allow-Origin": "*" };
  const pages = {
    "plain.html": PAGE,
    "strict.html": strict("require-trusted-types-for 'script'; trusted-types hourglass"),
    "stricter.html": strict("require-trusted-types-for 'script'; trusted-types 'none'"),
  };
  site = await serveFolder(TOP, "/", { headers, pages });
  const frame = `<iframe sandbox="allow-scripts" src="${site.address}plain.html"></iframe>`;
  other = await serveFolder(TOP, "/", { pages: { "plain.html": PAGE, "host.html": `${PAGE}${frame}` } });
});
test.afterAll(() => {
  site.close();
  other.close();
});

/** The loss on a plain page. @param {import("@playwright/test").Page} page */
async function plainLoss(page) {
  await page.goto(`${site.address}plain.html`);
  return page.evaluate(TRAIN, `${site.address}${KIT}`);
}

test("a page that requires Trusted Types and allows the policy", async ({ page }) => {
  const wanted = await plainLoss(page);
  await page.goto(`${site.address}strict.html`);
  // Nothing is tried that the page forbids: its author would read of it.
  await page.evaluate(() => {
    Object.assign(globalThis, { reports: 0 });
    document.addEventListener("securitypolicyviolation", () => (/** @type {any} */ (globalThis).reports += 1));
  });
  expect(await page.evaluate(TRAIN, `${site.address}${KIT}`)).toBe(wanted);
  expect(await page.evaluate(() => /** @type {any} */ (globalThis).reports)).toBe(0);
});

test("a page that requires Trusted Types and allows no policy is told so", async ({ page }) => {
  await page.goto(`${site.address}stricter.html`);
  await expect(page.evaluate(TRAIN, `${site.address}${KIT}`)).rejects.toThrow(/EngineNotLoadedError.*training worker/);
});

test("a page of another origin", async ({ page }) => {
  const wanted = await plainLoss(page);
  await page.goto(`${other.address}plain.html`);
  expect(await page.evaluate(TRAIN, `${site.address}${KIT}`)).toBe(wanted);
});

test("a sandboxed frame", async ({ page }) => {
  const wanted = await plainLoss(page);
  await page.goto(`${other.address}host.html`);
  const inside = page.frame({ url: /plain/ });
  expect(await inside?.evaluate(() => origin)).toBe("null");
  expect(await inside?.evaluate(TRAIN, `${site.address}${KIT}`)).toBe(wanted);
});
