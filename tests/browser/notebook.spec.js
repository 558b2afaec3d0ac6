//! The widget of notebooks, in a page that has nothing but it, with a host that speaks as anywidget does.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "@playwright/test";
import { expect } from "./expect.js";

test.beforeAll(() => {
  execFileSync(process.execPath, ["xtask/notebook.js"]);
});

test("weights, codes and curves come back", async ({ page }) => {
  const widget = readFileSync("python/src/hourglass_figure/static/widget.js", "utf8");
  /** @type {string[]} */
  const others = [];
  await page.route("**/*", (route) => {
    const { pathname, protocol } = new URL(route.request().url());
    if (protocol === "blob:") return route.continue();
    if (pathname === "/") return route.fulfill({ contentType: "text/html", body: "<!doctype html><title>A</title>" });
    if (pathname === "/widget.js") return route.fulfill({ contentType: "text/javascript", body: widget });
    others.push(route.request().url());
    return route.abort();
  });
  await page.goto("http://notebook.test/");
  await page.evaluate(async () => {
    const [count, side] = [90, 6];
    const pixels = Uint8Array.from({ length: count * side * side }, (_, i) => (i * 37 + (i >> 5) * 11) % 256);
    // As from a kernel: a view in the middle of a longer message.
    const message = new Uint8Array(pixels.length + 8);
    message.set(pixels, 8);
    /** @type {Record<string, unknown>} */
    const state = {
      _images: new DataView(message.buffer, 8), _shape: [count, side, side, 1], _labels: null,
      _attributes: { preset: "linear", steps: "50", autoplay: "visible", show: "loss" },
    };
    const scope = /** @type {any} */ (globalThis);
    Object.assign(scope, { sent: [], pixels });
    const model = {
      get: (/** @type {string} */ name) => state[name],
      set() {},
      save_changes() {},
      on() {},
      send: (/** @type {any} */ content, /** @type {unknown} */ _, /** @type {ArrayBuffer[]} */ buffers) =>
        scope.sent.push({ content, buffers }),
    };
    const address = "/widget.js";
    scope.end = (await import(address)).default.render({ model, el: document.body });
  });

  await page.waitForFunction(() => /** @type {any} */ (globalThis).sent.at(-1)?.content.step === 50);
  const found = await page.evaluate(async () => {
    const { sent, pixels } = /** @type {any} */ (globalThis);
    const [run, codes] = sent.at(-1).buffers;
    const file = new Uint8Array(run);
    const figure = /** @type {any} */ (document.querySelector("hourglass-figure"));
    const own = await figure.save();
    const length = Number(new DataView(run).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
    const numbers = (/** @type {string} */ name) => {
      const [begin, end] = header[name].data_offsets;
      return new Float32Array(run.slice(8 + length + begin, 8 + length + end));
    };
    // A linear code is a product of matrices.
    const [weight, bias, given] = [numbers("encoder.0.weight"), numbers("encoder.0.bias"), new Float32Array(codes)];
    let worst = 0;
    given.forEach((code, at) => {
      const [image, unit] = [Math.floor(at / 2), at % 2];
      let sum = bias[unit];
      for (let i = 0; i < 36; i += 1) sum += weight[unit * 36 + i] * (pixels[image * 36 + i] / 255);
      worst = Math.max(worst, Math.abs(sum - code));
    });
    const curves = JSON.parse(header.__metadata__.history);
    return {
      isSame: `${own}` === `${file}`,
      kinds: [...new Set(sent.map((/** @type {any} */ one) => one.content.kind))],
      codes: given.length, worst, points: (curves.training.length - 4) / 2,
    };
  });
  expect(found).toMatchObject({ isSame: true, kinds: ["run"], codes: 180, points: 50 });
  expect(found.worst).toBeLessThan(1e-5);
  expect(others).toEqual([]);

  await page.evaluate(() => /** @type {any} */ (globalThis).end());
  await expect(page.locator("hourglass-figure")).toHaveCount(0);
});
