//! Several workers on one step, in real threads: the committed losses, what is refused, and the page's control.

import { readFile } from "node:fs/promises";
import { expect, test } from "./fixtures.js";

const KIT = "/tests/browser/blank/kit.js";

test("with two and three workers every kind has the committed losses", async ({ blank }) => {
  test.setTimeout(180_000);
  const pinned = JSON.parse(await readFile(new URL("../golden/losses-kinds.json", import.meta.url), "utf8"));
  for (const { name, data, config, lastLoss } of pinned.runs) {
    const last = await blank.evaluate(async ({ kit, data, config, count, steps }) => {
      const { Hourglass, firstImages } = await import(kit);
      const hourglass = await Hourglass.create({ config, images: await firstImages(data, count, config.input) });
      const seen = [];
      for (const workers of [2, 3]) {
        await hourglass.share(workers);
        // Until helpers have come, the training worker makes its steps alone.
        const abort = new AbortController();
        const helped = new Promise((resolve) => {
          const look = (/** @type {any} */ { detail }) => detail.workers > 1 && resolve(null);
          hourglass.addEventListener("snapshot", look);
        });
        const run = hourglass.train({ signal: abort.signal }).catch(() => {});
        await helped;
        abort.abort();
        await run;
        await hourglass.reset();
        seen.push((await hourglass.train({ steps })).loss);
      }
      hourglass.dispose();
      return seen;
    }, { kit: KIT, data, config, count: pinned.images, steps: pinned.steps });
    // The loss as a number of the engine, which the file has in as many digits as tell it from its neighbors.
    expect(last.map(Math.fround), name).toEqual([Math.fround(lastLoss), Math.fround(lastLoss)]);
  }
});

test("a number of workers that nobody can have is refused in words, and nothing changes", async ({ blank }) => {
  const answers = await blank.evaluate(async (kit) => {
    const { rejection, smallHourglass } = await import(kit);
    const hourglass = await smallHourglass();
    const seen = [];
    for (const workers of [0, -1, 1e6, NaN, 1.5, "2", null]) seen.push(await rejection(hourglass.share(workers)));
    const { loss } = await hourglass.train({ steps: 3 });
    hourglass.dispose();
    return { seen, isFinite: Number.isFinite(loss), after: await rejection(hourglass.share(2)) };
  }, KIT);
  for (const { name, message } of answers.seen) {
    expect(name).toBe("ShapeError");
    expect(message).toMatch(/^workers: got .+, wanted a whole number from 1 to 16$/);
  }
  expect(answers.isFinite).toBe(true);
  expect(answers.after.name).toBe("DisposedError");
});

test("workers can be set behind More, and what is set is what computes", async ({ app, page }) => {
  await app.open();
  await page.locator("#model summary").click();
  const control = page.getByLabel("Workers", { exact: true });
  await control.selectOption("2");
  await expect(page.locator(".field-workers .note")).toContainText("2 workers");
  await control.selectOption("1");
  await expect(page.locator(".field-workers .note")).toContainText("one worker");
});
