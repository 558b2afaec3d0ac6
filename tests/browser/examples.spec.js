//! The articles of examples/blog and what docs/embedding.md shows, built as their readers would, with the static site.

import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { test as base } from "@playwright/test";
import { expect } from "./expect.js";
import { serveFolder } from "./static-site.js";

const TOP = fileURLToPath(new URL("../../", import.meta.url));
const DIST = join(TOP, "dist");

/**
 * A folder of its own for each test, that is served; a page in it must fail nothing.
 * @type {import("@playwright/test").TestType<import("@playwright/test").PlaywrightTestArgs
 *   & {place: {folder: string, open: (path: string) => Promise<void>}}, {}>}
 */
const test = base.extend({
  place: async ({ page }, use) => {
    expect(existsSync(DIST), "dist/ is there: `cargo xtask dist` writes it").toBe(true);
    const folder = mkdtempSync(join(tmpdir(), "article-"));
    const site = await serveFolder(pathToFileURL(`${folder}/`), "/blog/");
    /** @type {string[]} */
    const faults = [];
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    page.on("response", (response) => response.ok() || faults.push(`${response.status()} ${response.url()}`));
    await use({ folder, open: async (path) => void await page.goto(`${site.address}${path}`) });
    site.close();
    rmSync(folder, { recursive: true, force: true });
    expect(faults).toEqual([]);
  },
});

/** The step that a figure says it has come to. @param {import("@playwright/test").Locator} figure */
async function stepOf(figure) {
  return Number((await figure.locator(".embed-facts dd").first().textContent())?.replaceAll(",", ""));
}

/** @param {import("@playwright/test").Locator} figure */
async function trains(figure) {
  await figure.scrollIntoViewIfNeeded();
  await expect.poll(() => stepOf(figure), { timeout: 40_000 }).toBeGreaterThan(10);
}

test("plain HTML", async ({ page, place: { folder, open } }) => {
  cpSync(join(TOP, "examples/blog/html"), folder, { recursive: true });
  symlinkSync(DIST, join(folder, "hourglass"));
  await open("");
  await trains(page.locator("#plain"));
  await trains(page.locator("#variational"));
});

test("a frame, in a sandbox, that grows", async ({ page, place: { folder, open } }) => {
  cpSync(join(TOP, "examples/blog/frame"), folder, { recursive: true });
  symlinkSync(DIST, join(folder, "hourglass"));
  await open("");
  await page.locator("iframe").scrollIntoViewIfNeeded();
  const figure = page.frameLocator("iframe").locator("hourglass-figure");
  await expect.poll(() => stepOf(figure), { timeout: 40_000 }).toBeGreaterThan(10);
  const height = await figure.evaluate((one) => Math.ceil(one.getBoundingClientRect().height));
  await expect(page.locator("iframe")).toHaveAttribute("height", String(height));
});

test("React, built by Vite", async ({ page, place: { folder, open } }) => {
  const { build } = await import("vite");
  const root = join(TOP, "examples/blog/react");
  await build({ root, base: "./", logLevel: "warn", build: { outDir: folder, emptyOutDir: true } });
  symlinkSync(DIST, join(folder, "hourglass"));
  await open("");
  const figure = page.locator("hourglass-figure");
  await trains(figure);
  await page.getByRole("button", { name: "β = 5", exact: true }).click();
  await trains(figure);
  await expect(page.getByRole("status").filter({ hasText: "After 400 steps" })).toBeVisible({ timeout: 60_000 });
});

test("Markdown, made a page by Eleventy", async ({ page, place: { folder, open } }) => {
  // @ts-expect-error It comes without types.
  const { default: Eleventy } = await import("@11ty/eleventy");
  cpSync(join(TOP, "examples/blog/markdown"), folder, { recursive: true });
  const before = process.cwd();
  process.chdir(folder);
  try {
    await new Eleventy(".", "_site", { quietMode: true, configPath: "eleventy.config.js" }).write();
  } finally {
    process.chdir(before);
  }
  symlinkSync(DIST, join(folder, "_site/hourglass"));
  await open("_site/posts/bottleneck/");
  await trains(page.locator("#bottleneck"));
});

const EMBEDDING = readFileSync(join(TOP, "docs/embedding.md"), "utf8");
const SHOWN = [...EMBEDDING.matchAll(/```html\n([^]*?)```/g)]
  .map(([, html]) => html.replaceAll("https://YOUR.SITE/hourglass/", "hourglass/"));

for (const [idx, html] of SHOWN.entries()) {
  test(`example ${idx + 1} of docs/embedding.md`, async ({ page, place: { folder, open } }) => {
    symlinkSync(DIST, join(folder, "hourglass"));
    const isFrame = html.includes("<iframe") || html.includes("querySelectorAll(\"iframe\")");
    const frame = SHOWN.find((one) => one.includes("<iframe"));
    const body = isFrame && !html.includes("<iframe") ? `${html}${frame}` : html;
    writeFileSync(join(folder, "index.html"), `<!doctype html><html lang="en"><title>An article</title>
      <link rel="icon" href="data:,"><script type="module" src="hourglass/www/embed.js"></script>${body}`);
    await open("");
    const figure = isFrame ? page.frameLocator("iframe").locator("hourglass-figure") : page.locator("hourglass-figure");
    await expect.poll(() => stepOf(figure), { timeout: 40_000 }).toBeGreaterThan(10);
    if (html.includes("id=\"result\"")) {
      await expect(page.locator("#result")).toHaveText(/^After 200 steps the loss is 0\.\d{4}\.$/, { timeout: 40_000 });
    }
    if (html.includes("hourglass-height")) await expect(page.locator("iframe")).not.toHaveAttribute("height", "600");
  });
}

test("docs/embedding.md shows what there is", () => {
  expect(SHOWN.length).toBeGreaterThanOrEqual(6);
});
