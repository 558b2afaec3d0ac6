//! Where the page's scripts do not run, the page itself says why.

import { test } from "@playwright/test";
import { expect } from "./expect.js";
import { serveFolder } from "./static-site.js";

const TOP = new URL("../../", import.meta.url);
/** Longer than it takes until the text is seen without a script's help. */
const LATE = { timeout: 8000 };

/** The reasons that the page names, by the ends of their ids. @param {import("@playwright/test").Locator} text */
const reasons = (text) => text.locator("li").evaluateAll((all) => all.map(({ id }) => id.replace("broken-", "")));

/** @param {import("@playwright/test").Page | import("@playwright/test").FrameLocator} page @param {string[]} wanted */
async function says(page, wanted) {
  const text = page.locator("#broken");
  await expect(text).toBeVisible(LATE);
  await expect(text).toHaveCSS("position", "fixed");
  expect(await reasons(text)).toEqual(wanted);
}

/**
 * @param {Parameters<typeof serveFolder>[2]} options
 * @param {(address: string) => Promise<void>} work
 */
async function served(options, work) {
  const site = await serveFolder(TOP, "/", options);
  try {
    await work(site.address);
  } finally {
    site.close();
  }
}

test("opened as a file", async ({ page }) => {
  await page.goto(new URL("index.html", TOP).href);
  await says(page, ["file"]);
});

test("scripts as plain text, which the browser would have run", async ({ page }) => {
  await served({ types: { ".js": "text/plain" } }, async (address) => {
    await page.goto(address);
    await says(page, ["type"]);
  });
});

test("scripts as plain text, and nosniff: no script says anything, and the page names every reason", async ({ page }) => {
  const headers = { "X-Content-Type-Options": "nosniff" };
  await served({ types: { ".js": "text/plain" }, headers }, async (address) => {
    await page.goto(address);
    await expect(page.locator(".lead-line")).toBeVisible();
    await expect(page.locator("#broken"), "not at once").toBeHidden();
    await says(page, ["file", "type", "frame", "net"]);
  });
});

test("a sandboxed frame, from a server that does not allow it", async ({ page }) => {
  await served({}, async (address) => {
    const body = `<!doctype html><iframe sandbox="allow-scripts" src="${address}index.html"></iframe>`;
    await served({ pages: { "host.html": body } }, async (host) => {
      await page.goto(`${host}host.html`);
      await says(page.frameLocator("iframe"), ["frame"]);
    });
  });
});

test("a script that is missing, and a connection that fails", async ({ page }) => {
  await served({}, async (address) => {
    await page.route("**/www/lib/messenger.js", (route) => route.fulfill({ status: 404 }));
    await page.goto(address);
    await says(page, ["net"]);
    await page.unrouteAll();
    await page.route("**/www/main.js", (route) => route.abort());
    await page.reload();
    await says(page, ["net"]);
  });
});

test("where all is well nobody sees it", async ({ page }) => {
  await served({}, async (address) => {
    await page.route("**/www/main.js", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500)); // a slow start
      await route.continue();
    });
    await page.goto(address, { waitUntil: "commit" });
    const text = page.locator("#broken");
    await text.waitFor({ state: "attached" });
    await expect(text).toBeHidden();
    await text.waitFor({ state: "detached" });
  });
});
