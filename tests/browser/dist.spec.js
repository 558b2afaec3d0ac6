//! The static site works from any path of any host.

import { existsSync } from "node:fs";
import { expect, test as base } from "@playwright/test";
import { App } from "./app.js";
import { serveFolder } from "./static-site.js";

const DIST = new URL("../../dist/", import.meta.url);

base("dist/ trains below a path, and asks for nothing outside it", async ({ page }) => {
  expect(existsSync(DIST), "dist/ is there: `cargo xtask dist` writes it").toBe(true);
  const site = await serveFolder(DIST, "/some/deep/path/");
  /** @type {string[]} */
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("response", (response) => {
    if (!response.ok()) faults.push(`${response.status()} ${response.url()}`);
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(site.address) && !/^(data|blob):/.test(url)) faults.push(url);
  });
  try {
    await page.goto(site.address);
    await new App(page).steps(50);
    // What reads a link is fetched, and is bundled apart.
    await page.goto("about:blank");
    await page.goto(`${site.address}#v=1&code=3&lab=compress`);
    await new App(page).steps(50);
    await expect(page.getByRole("tab", { selected: true })).toBeVisible();
    await expect(page).toHaveURL(/code=3/);
    expect(faults).toEqual([]);
  } finally {
    site.close();
  }
});
