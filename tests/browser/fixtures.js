//! What every browser test starts from: a page on which nothing may fail unnoticed, and the app in the visitor's terms.

import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { test as base } from "@playwright/test";
import { App } from "./app.js";
import { expect } from "./expect.js";
import { serveFolder } from "./static-site.js";

export { expect };

/**
 * What a page did that it should not have done. A test that provokes a fault allows it by name.
 * @typedef {{allow: (fault: RegExp) => void}} Watch
 */

/** The site as it is built: what most visitors have, and a third of the work for the browser to open. */
const DIST = new URL("../../dist/", import.meta.url);
/** Without it, nothing is kept for times without a network: offline.spec.js is about that. */
const MANIFEST = '<link rel="manifest" href="manifest.webmanifest">';
/** The server of the sources, module by module. */
const SOURCES = process.env.HOURGLASS_URL;

/**
 * @typedef {import("@playwright/test").PlaywrightTestArgs & import("@playwright/test").PlaywrightTestOptions} Given
 * @typedef {import("@playwright/test").PlaywrightWorkerArgs
 *   & import("@playwright/test").PlaywrightWorkerOptions} GivenOnce
 */

/**
 * @type {import("@playwright/test").Fixtures<
 *   {isBuilt: boolean, watch: Watch, app: App, blank: import("@playwright/test").Page}, {site: string}, Given,
 *   GivenOnce>}
 */
const fixtures = {
  // Whether the page is the built site or its sources.
  isBuilt: [true, { option: true }],

  site: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads what is needed from this pattern.
    async ({}, use) => {
      const { address, close } = await serveFolder(DIST, "/", { without: MANIFEST });
      await use(address);
      close();
    },
    { scope: "worker" },
  ],

  baseURL: async ({ isBuilt, site }, use) => use(isBuilt ? site : SOURCES),

  watch: [
    async ({ page, context, site }, use) => {
      /** @type {string[]} */
      const faults = [];
      const own = [site, SOURCES ?? ""].map((address) => new URL(address).origin);
      /** @type {RegExp[]} */
      const allowed = [];
      page.on("pageerror", (error) => faults.push(`uncaught: ${error}`));
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type()))
          faults.push(`${message.type()}: ${message.text()} ${message.location().url}`);
      });
      context.on("request", (request) => {
        const { protocol, origin } = new URL(request.url());
        const local = protocol === "data:" || protocol === "blob:";
        if (!local && !own.includes(origin)) faults.push(`request to ${request.url()}`);
      });
      await use({ allow: (fault) => void allowed.push(fault) });
      expect(faults.filter((fault) => !allowed.some((pattern) => pattern.test(fault)))).toEqual([]);
    },
    { auto: true },
  ],

  app: async ({ page }, use) => use(new App(page)),

  // An empty page beside the sources; it may import what lies in blank/.
  blank: async ({ page }, use) => {
    await page.route("**/tests/browser/blank/**", async (route) => {
      const { pathname } = new URL(route.request().url());
      if (extname(pathname) === ".html")
        return route.fulfill({
          contentType: "text/html",
          body: "<!doctype html><title>blank</title><link rel=icon href=data:,>",
        });
      const body = await readFile(new URL(`../..${pathname}`, import.meta.url));
      return route.fulfill({ contentType: "text/javascript", body });
    });
    await page.goto(new URL("/tests/browser/blank/index.html", SOURCES).href);
    await use(page);
  },
};

export const test = base.extend(fixtures);

/** For what takes a single module away from the page, or looks which ones it fetches. */
export const testOnSources = test.extend({ isBuilt: false });
