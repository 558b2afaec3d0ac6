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
    for (const workers of [0, -1, 1e6, NaN, 1.5, "2", null]) {
      seen.push(await rejection(hourglass.share(workers)), await rejection(smallHourglass({ workers })));
    }
    const { loss } = await hourglass.train({ steps: 3 });
    hourglass.dispose();
    return { seen, isFinite: Number.isFinite(loss), after: await rejection(hourglass.share(2)) };
  }, KIT);
  for (const { name, message } of answers.seen) {
    expect(name).toBe("ShapeError");
    expect(message).toMatch(/^workers: got .+, wanted a whole number from 1 to 16$/);
  }
  expect(answers.seen).toHaveLength(14);
  expect(answers.isFinite).toBe(true);
  expect(answers.after.name).toBe("DisposedError");
});

test("a number of workers can be given from the start, and the losses are those of one", async ({ blank }) => {
  const losses = await blank.evaluate(async (kit) => {
    const { Hourglass, firstImages } = await import(kit);
    const images = await firstImages("mnist-train-images.idx3-ubyte.gz", 512);
    const seen = [];
    for (const workers of [undefined, 1, 2, "auto"]) {
      const hourglass = await Hourglass.create({ images, workers });
      if (workers === 2) {
        const abort = new AbortController();
        hourglass.addEventListener("snapshot", (/** @type {any} */ { detail }) => detail.workers > 1 && abort.abort());
        await hourglass.train({ signal: abort.signal }).catch(() => {});
        await hourglass.reset();
      }
      seen.push((await hourglass.train({ steps: 12 })).loss);
      hourglass.dispose();
    }
    return seen;
  }, KIT);
  expect(losses).toEqual(Array(4).fill(losses[0]));
});

test("where what shares steps does not come, that is said, and no worker is left", async ({ blank, watch }) => {
  watch.allow(/Failed to load resource/);
  await blank.route("**/www/lib/helpers.js", (route) => route.abort());
  const error = await blank.evaluate(async (kit) => {
    const { rejection, smallHourglass } = await import(kit);
    return rejection(smallHourglass({ workers: 2 }));
  }, KIT);
  expect(error.name).toBe("EngineNotLoadedError");
  await expect.poll(() => blank.workers().length).toBe(0);
});

test("a link says how many workers, links keep it, and what cannot be is said", async ({ app, page }) => {
  await app.open("#v=1&workers=2");
  await expect(page.locator(".field-workers .note")).toContainText("2 workers");
  await page.locator("#model summary").click();
  const control = page.getByLabel("Workers", { exact: true });
  await expect(control).toHaveValue("2");
  await expect(page).toHaveURL(/#v=1&workers=2$/);
  await control.selectOption("3");
  await expect(page).toHaveURL(/#v=1&workers=3$/);
  await page.evaluate(() => (location.hash = "#v=1&workers=9"));
  await expect(control).toHaveValue("9");
  await control.selectOption({ index: 0 });
  await expect(page).toHaveURL(/[^#]*\/(#v=1)?$/);
  for (const bad of ["0", "-1", "1e6", "NaN"]) {
    await page.goto("about:blank");
    await app.open(`#v=1&workers=${bad}`);
    const said = `“workers” = “${bad}”, which is not possible (allowed: 1 to 16, or auto)`;
    await expect(app.messages).toContainText(said);
    await expect(page).not.toHaveURL(/workers/);
  }
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
