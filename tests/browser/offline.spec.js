//! The built site without a network, and its new versions.

import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { test as base } from "@playwright/test";
import { expect } from "./expect.js";
import { CLASS } from "../../www/strings/class.js";
import { KEEP } from "../../www/strings/keep.js";
import { KEEP_OFFLINE as WORDS } from "../../www/strings/keep-offline.js";
import { S } from "../../www/strings/strings.js";
import { App } from "./app.js";
import { serveFolder } from "./static-site.js";

const DIST = fileURLToPath(new URL("../../dist/", import.meta.url));
const WRITE = fileURLToPath(new URL("../../xtask/offline.js", import.meta.url));

/**
 * A copy of the site that a test may change and take away.
 * @type {import("@playwright/test").TestType<import("@playwright/test").PlaywrightTestArgs
 *   & {site: {folder: string, address: string, close: () => void}}, {}>}
 */
const test = base.extend({
  site: async ({ page }, use) => {
    expect(existsSync(DIST), "dist/ is there: `cargo xtask dist` writes it").toBe(true);
    const folder = mkdtempSync(join(tmpdir(), "site-"));
    cpSync(DIST, folder, { recursive: true });
    const { address, close } = await serveFolder(pathToFileURL(`${folder}/`), "/hourglass/");
    await use({ folder, address, close });
    await page.close();
    close();
    rmSync(folder, { recursive: true, force: true });
  },
});

/** Waits until all of the site is kept. @param {import("@playwright/test").Page} page @param {string} folder */
async function allKept(page, folder) {
  const script = readFileSync(join(folder, "service-worker.js"), "utf8");
  const count = script.match(/"(www\/|manifest|index|article)[^"]*":/g)?.length;
  expect(count).toBeGreaterThan(50);
  await expect.poll(() => page.evaluate(async () => {
    const caches = await Promise.all((await window.caches.keys()).map((name) => window.caches.open(name)));
    return Promise.all(caches.map(async (cache) => (await cache.keys()).length));
  }), { timeout: 30_000 }).toEqual([count]);
}

/** Another version of the site in the place of the one before. @param {string} folder */
function publish(folder) {
  const html = join(folder, "index.html");
  const text = readFileSync(html, "utf8").replace(/ data-version="[^"]*"/, "").replace(/<link rel="manifest".*\n/, "");
  writeFileSync(html, text.replace("<title>Hourglass", "<title>Newer Hourglass"));
  rmSync(join(folder, "service-worker.js"));
  execFileSync("node", [WRITE, folder]);
}

test("after the first visit all of it works without a network, in the open page and in a new one",
  async ({ page, site }) => {
    await page.goto(site.address);
    await new App(page).steps(20);
    await allKept(page, site.folder);
    site.close();
    await page.getByRole("button", { name: S.status.share, exact: true }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await page.goto(`${site.address}?from=a-link#v=1&data=fashion&lab=compress`);
    await new App(page).steps(20);
    await expect(page.getByRole("tab", { selected: true })).toBeVisible();
  });

test("a class's link brings the images once to each device, and opens without a network as it was meant",
  async ({ page, site, context }) => {
    /** The files that the server was asked for. @type {string[]} */
    const asked = [];
    const hear = (/** @type {string} */ name) => void asked.push(name);
    // Hosts of plain files let browsers keep them for a while.
    const headers = { "Cache-Control": "max-age=600" };
    const { address, close } = await serveFolder(pathToFileURL(`${site.folder}/`), "/hourglass/", { hear, headers });
    const link = `${address}#v=1&hidden=16&show=map,loss&projector=on`;
    await page.goto(link);
    await new App(page).steps(5);
    await allKept(page, site.folder);
    const packs = asked.filter((name) => name.endsWith(".gz"));
    expect(packs.length).toBeGreaterThanOrEqual(12);
    expect([...new Set(packs)]).toEqual(packs);
    // Another page of the same browser: only the service worker looks for a newer one.
    const before = asked.length;
    const second = await context.newPage();
    await second.goto(link);
    await new App(second).steps(5);
    expect(asked.slice(before).filter((name) => !name.endsWith("service-worker.js"))).toEqual([]);
    close();
    await second.goto("about:blank");
    await second.goto(link);
    const app = new App(second);
    await app.steps(5);
    await expect(second.getByText(CLASS.part)).toBeVisible();
    await expect(second.locator("html")).toHaveAttribute("data-projector", "");
    await expect(app.map).toBeVisible();
    await expect(app.hourglass).toBeHidden();
    await second.close();
  });

test("a new version waits, is told, and is taken when the visitor wants it", async ({ page, site, context }) => {
  // A Chromium that has just been started looks for no new version in its first minute.
  test.setTimeout(180_000);
  await page.goto(site.address);
  await new App(page).steps(20);
  await allKept(page, site.folder);
  publish(site.folder);
  await page.reload();
  const app = new App(page);
  await app.steps(20);
  await expect(page).toHaveTitle(/^Hourglass/);
  await expect(app.messages).toContainText(WORDS.ready, { timeout: 90_000 });
  await app.more(20);
  // A run that is not kept is not thrown away without a word.
  await app.button(S.status.keep).click();
  const keep = page.getByRole("dialog", { name: KEEP.title }).getByRole("switch", { name: KEEP.auto.switch });
  await keep.uncheck();
  await page.getByRole("dialog", { name: KEEP.title }).getByRole("button", { name: KEEP.close }).click();
  await page.getByRole("button", { name: WORDS.reload, exact: true }).click();
  await expect(app.messages).toContainText(WORDS.notKept);
  await page.getByRole("button", { name: WORDS.keep, exact: true }).click();
  await expect(page.getByRole("dialog", { name: KEEP.title })).toBeVisible();
  await page.getByRole("dialog", { name: KEEP.title }).getByRole("button", { name: KEEP.close }).click();
  // Another tab goes on with what it has.
  const other = await context.newPage();
  await other.goto(site.address);
  await new App(other).steps(20);
  await page.getByRole("button", { name: WORDS.reloadWithout, exact: true }).click();
  await expect(app.messages).toContainText(WORDS.otherTabs);
  await expect(page).toHaveTitle(/^Hourglass/);
  await other.close();
  // Once it is kept again, nothing is asked.
  await app.button(S.status.keep).click();
  await keep.check();
  await page.getByRole("dialog", { name: KEEP.title }).getByRole("button", { name: KEEP.close }).click();
  await page.getByRole("button", { name: WORDS.reload, exact: true }).click();
  await expect(page).toHaveTitle(/^Newer/);
  await new App(page).steps(20);
  await allKept(page, site.folder);
});

test("a version that does not come whole is not kept, and the page goes on", async ({ page, site }) => {
  writeFileSync(join(site.folder, "www/style/own.css"), "of another version");
  await page.goto(site.address);
  await new App(page).steps(20);
  const state = () => page.evaluate(async () => {
    const one = await navigator.serviceWorker.getRegistration();
    return one === undefined ? "gone" : [one.installing, one.waiting, one.active].map((worker) => worker?.state);
  });
  await page.waitForFunction(() => window.caches.keys().then((names) => names.length > 0));
  await expect.poll(state, { timeout: 30_000 }).toBe("gone");
  expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBe(null);
  await new App(page).more(20);
});

test("a figure in a frame brings no service worker", async ({ page, site }) => {
  await page.goto(`${site.address}?embed&autoplay=visible&steps=200`);
  const figure = page.locator("hourglass-figure");
  await expect(figure.locator(".embed-facts dd").first()).toHaveText("200", { timeout: 40_000 });
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
});
