//! What goes wrong is said in a sentence, and nothing spins for ever.

import { readFile } from "node:fs/promises";
import { S } from "../../www/strings/strings.js";
import { expect, test, testOnSources } from "./fixtures.js";

const IMAGES = "**/mnist-train-images.idx3-ubyte.gz";

/** A sentence of the table up to its first number. @param {string} sentence */
const start = (sentence) => sentence.split(/\d/)[0];

test("a killed worker comes back from its last weights", async ({ app, page }) => {
  await app.open();
  await app.steps(50);
  await page.workers()[0].evaluate(() => self.close()).catch(() => {});
  await expect(app.messages).toContainText(start(S.notices.workerDied(0)), { timeout: 30_000 });
  const step = await app.number("step");
  await app.steps(step + 20);
});

test("an engine that is not there", async ({ app, page, watch }) => {
  watch.allow(/404|hourglass_bg\.wasm/);
  await page.route("**/*.wasm", (route) => route.fulfill({ status: 404 }));
  await app.open();
  await expect(app.messages).toContainText(S.errors.EngineNotLoadedError);
  await expect(app.state()).toHaveText(S.status.state.failed);
  await page.unroute("**/*.wasm");
  await app.button(S.notices.again, app.messages).click();
  await app.steps(5);
});

test("a browser without WebAssembly", async ({ app, page, watch }) => {
  watch.allow(/WebAssembly/);
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, "WebAssembly"));
  await app.open();
  await expect(app.messages).toContainText(S.errors.NoWebAssemblyError);
});

test("a browser without SIMD", async ({ app, page }) => {
  await page.addInitScript(() => {
    WebAssembly.validate = () => false;
  });
  await app.open();
  await expect(app.messages).toContainText(S.errors.NoSimdError);
});

test("a browser without JavaScript", async ({ browser, baseURL }) => {
  const page = await browser.newPage({ javaScriptEnabled: false, baseURL });
  await page.goto("/");
  await expect(page.locator("noscript p")).toBeVisible();
  await page.close();
});

test("digits that are not there", async ({ app, page, watch }) => {
  watch.allow(/404/);
  await page.route(IMAGES, (route) => route.fulfill({ status: 404 }));
  await app.open();
  await expect(app.messages).toContainText(S.pack.missing("mnist-train-images.idx3-ubyte.gz", "404"));
});

test("digits that end too early", async ({ app, page, watch }) => {
  watch.allow(/ERR_/);
  const whole = await readFile(new URL("../../www/data/mnist-train-images.idx3-ubyte.gz", import.meta.url));
  await page.route(IMAGES, (route) =>
    route.fulfill({ contentType: "application/gzip", body: whole.subarray(0, 900_000) }),
  );
  await app.open();
  await expect(app.messages).toContainText(/ends too early|is damaged/);
});

test("digits that are none", async ({ app, page }) => {
  await page.route(IMAGES, (route) => route.fulfill({ contentType: "application/gzip", body: "no digits at all" }));
  await app.open();
  await expect(app.messages).toContainText(/is damaged|is not an IDX file|ends too early/);
});

testOnSources("a rate that diverges stops at finite weights, and a smaller one is offered", async ({ app, page }) => {
  // The page's own rates are too tame to diverge for certain, so this table has a wild one.
  await page.route("**/www/app/options.js", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace("0.3, 0.5, 1,", "0.3, 0.5, 1000,") });
  });
  await app.open("#v=1&hidden=128,128,128,128&activation=linear&loss=bce&rate=1000");
  await expect(app.messages).toContainText(/diverged/, { timeout: 40_000 });
  await expect(app.state()).toHaveText(S.status.state.diverged);
  await app.button(S.notices.useRate(0.5), app.messages).click();
  await expect(app.model.getByRole("slider", { name: S.model.rate.label })).toHaveAttribute("aria-valuetext", "0.5");
});

test("an address that asks for the impossible opens the page all the same", async ({ app }) => {
  await app.open("#v=1&code=0&optimizer=magic");
  await expect(app.messages).toContainText("magic");
  await app.steps(5);
});
