//! What every browser test starts from: a page on which nothing may fail unnoticed, and the app in the visitor's terms.

import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { test as base } from "@playwright/test";
import { App } from "./app.js";
import { expect } from "./expect.js";

export { expect };

/**
 * What a page did that it should not have done. A test that provokes a fault allows it by name.
 * @typedef {{allow: (fault: RegExp) => void}} Watch
 */

/**
 * @typedef {import("@playwright/test").PlaywrightTestArgs & import("@playwright/test").PlaywrightTestOptions} Given
 * @typedef {import("@playwright/test").PlaywrightWorkerArgs
 *   & import("@playwright/test").PlaywrightWorkerOptions} GivenOnce
 */

/**
 * @type {import("@playwright/test").Fixtures<{watch: Watch, app: App, blank: import("@playwright/test").Page}, {},
 *   Given, GivenOnce>}
 */
const fixtures = {
  watch: [
    async ({ page, context, baseURL }, use) => {
      /** @type {string[]} */
      const faults = [];
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
        if (!local && origin !== new URL(baseURL ?? "").origin) faults.push(`request to ${request.url()}`);
      });
      await use({ allow: (fault) => void allowed.push(fault) });
      expect(faults.filter((fault) => !allowed.some((pattern) => pattern.test(fault)))).toEqual([]);
    },
    { auto: true },
  ],

  app: async ({ page }, use) => use(new App(page)),

  // An empty page of the same origin; it may import what lies in blank/.
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
    await page.goto("/tests/browser/blank/index.html");
    await use(page);
  },
};

export const test = base.extend(fixtures);
