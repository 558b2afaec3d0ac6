//! The static site works from any path of any host.

import { existsSync } from "node:fs";
import { test as base } from "@playwright/test";
import { expect } from "./expect.js";
import { LINK } from "../../www/strings/link.js";
import { SHARE } from "../../www/strings/share.js";
import { S } from "../../www/strings/strings.js";
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
    // A link that is given away, and the run that it leads to.
    await page.getByRole("button", { name: S.status.share, exact: true }).click();
    await expect(page.getByRole("img", { name: SHARE.qr })).toBeVisible();
    const link = await page.getByRole("textbox", { name: SHARE.link, exact: true }).inputValue();
    await page.goto("about:blank");
    await page.goto(link);
    const step = Number(/step=(\d+)/.exec(link)?.[1]);
    await expect(new App(page).messages).toContainText(LINK.same(step), { timeout: 45_000 });
    expect(faults).toEqual([]);
  } finally {
    site.close();
  }
});
