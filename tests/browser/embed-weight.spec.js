//! What a figure of the static site costs whoever reads the article.

import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { test } from "@playwright/test";
import { expect } from "./expect.js";
import { serveFolder } from "./static-site.js";

const DIST = fileURLToPath(new URL("../../dist/", import.meta.url));

test("15 KB before a figure is near, and 280 KB before its images", async ({ page }) => {
  expect(existsSync(DIST), "dist/ is there: `cargo xtask dist` writes it").toBe(true);
  const folder = mkdtempSync(join(tmpdir(), "weight-"));
  symlinkSync(DIST, join(folder, "hourglass"));
  writeFileSync(join(folder, "index.html"), `<!doctype html><html lang="en"><title>An article</title>
    <link rel="icon" href="data:,"><script type="module" src="hourglass/www/embed.js"></script>
    <p style="height:4000px">Much text.</p>
    <hourglass-figure show="hourglass,map,reconstructions,loss,pad" preset="variational"
      controls="play,step,reset,seed,code,rate,beta,noise,kind"></hourglass-figure>`);
  const site = await serveFolder(pathToFileURL(`${folder}/`), "/");
  /** Packed sizes by address. @type {Map<string, number>} */
  const weights = new Map();
  /** @type {Promise<void>[]} */
  const weighed = [];
  page.on("response", (response) => {
    const { pathname } = new URL(response.url());
    if (pathname === "/" || pathname.includes("/data/")) return;
    weighed.push(response.body().then((body) => void weights.set(pathname, gzipSync(body, { level: 9 }).length)));
  });
  const sum = async () => {
    await Promise.all(weighed);
    return [...weights.values()].reduce((all, one) => all + one, 0);
  };
  try {
    await page.goto(site.address, { waitUntil: "networkidle" });
    expect(await sum()).toBeLessThanOrEqual(15_000);
    const figure = page.locator("hourglass-figure");
    await figure.scrollIntoViewIfNeeded();
    await expect(figure.locator(".map-points")).toHaveAttribute("aria-label", /./, { timeout: 40_000 });
    const whole = await sum();
    test.info().annotations.push({ type: "weight", description: `${whole} bytes` });
    expect([...weights.keys()].some((name) => name.endsWith(".wasm"))).toBe(true);
    expect(whole, [...weights].map(([name, n]) => `${n} ${name}`).join("\n")).toBeLessThanOrEqual(280_000);
  } finally {
    site.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
