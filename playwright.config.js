//! How Playwright tests the real page: in Chromium, against the server that visitors' machines run.

import { defineConfig } from "@playwright/test";
import { chromium } from "./tests/browser/chromium.js";

export default defineConfig({
  testDir: "tests/browser",
  outputDir: "tests/browser/output",
  // A training page keeps one core busy; a second one at the same time still leaves both alive.
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  globalTimeout: 25 * 60_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  use: {
    browserName: "chromium",
    baseURL: process.env.HOURGLASS_URL,
    launchOptions: chromium,
    viewport: { width: 1440, height: 900 },
    screenshot: "only-on-failure",
    trace: "off",
  },
  webServer: {
    command: "cargo xtask serve --no-build --port 0",
    // Playwright puts the named group into the environment.
    wait: { stdout: /Hourglass is at (?<HOURGLASS_URL>http:\S+)/ },
    stdout: "ignore",
    stderr: "ignore",
    timeout: 120_000,
  },
});
