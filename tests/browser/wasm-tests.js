//! Runs Rust tests that were compiled to WebAssembly in a real browser: `node wasm-tests.js MODULE.js …`
//!
//! Each module is what bindgen made of a test program. Its test functions are the exports that wasm-bindgen-test
//! named `__wbgt_…`; its context object runs them and prints what cargo's own tests print.

import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { chromium as browserType } from "@playwright/test";
import { chromium } from "./chromium.js";

/**
 * @typedef {{run(tests: unknown[]): Promise<boolean>, include_ignored(include: boolean): void,
 *   filtered_count(count: number): void}} TestContext
 * @typedef {{default: (where: {module_or_path: string}) => Promise<Record<string, unknown>>,
 *   WasmBindgenTestContext: new (bench: boolean) => TestContext}} TestModule
 */

/** A test program must not wait for ever. */
const TIME_LIMIT = 5 * 60_000;
const ORIGIN = "http://wasm-tests.localhost";
/** @type {Record<string, string>} */
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

/**
 * A page of an origin that exists only here: its files come from `folder`.
 * @param {import("@playwright/test").Browser} browser
 * @param {string} folder
 */
async function openPage(browser, folder) {
  const page = await browser.newPage();
  await page.route("**/*", async (route) => {
    const name = basename(new URL(route.request().url()).pathname);
    if (name === "tests.html")
      return route.fulfill({ contentType: TYPES[".html"], body: "<!doctype html><pre id=output></pre>" });
    const type = TYPES[name.slice(name.lastIndexOf("."))] ?? "text/plain";
    return route.fulfill({ contentType: type, body: await readFile(join(folder, name)) });
  });
  page.on("console", (message) => {
    if (message.type() === "error") console.log(message.text());
  });
  page.on("pageerror", (error) => console.log(String(error)));
  await page.goto(`${ORIGIN}/tests.html`);
  return page;
}

/**
 * Runs all tests of one module; whether all passed.
 * @param {string} name
 */
async function runTests(name) {
  Object.assign(globalThis, { __wbg_test_invoke: (/** @type {() => unknown} */ test) => test() });
  const module = /** @type {TestModule} */ (await import(`./${name}`));
  const exports = await module.default({ module_or_path: `./${name.replace(/\.js$/, "_bg.wasm")}` });
  const tests = Object.keys(exports).filter((key) => key.startsWith("__wbgt_")).map((key) => exports[key]);
  return new module.WasmBindgenTestContext(false).run(tests);
}

const modules = process.argv.slice(2);
if (modules.length === 0) throw new Error("usage: node wasm-tests.js MODULE.js …");

const browser = await browserType.launch(chromium);
const watchdog = setTimeout(() => {
  console.log(`the tests took longer than ${TIME_LIMIT / 1000} s`);
  process.exit(1);
}, TIME_LIMIT);
let good = true;
for (const module of modules) {
  console.log(`\n${basename(module)} in Chromium ${browser.version()}`);
  const page = await openPage(browser, dirname(module));
  good = (await page.evaluate(runTests, basename(module))) && good;
  console.log(await page.locator("#output").textContent());
  await page.close();
}
clearTimeout(watchdog);
await browser.close();
process.exitCode = good ? 0 : 1;
