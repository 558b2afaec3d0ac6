//! One truth a number: header, chart, table, PCA's line and the list of earlier runs tell the same of the same moment,
//! in every kind, while the model trains and when it is paused.

import { lossIsError } from "../../www/app/measures.js";
import { toAddress } from "../../www/app/link.js";
import { KINDS, preset } from "../../www/app/presets.js";
import { S } from "../../www/strings/strings.js";
import { expect, test } from "./fixtures.js";

const words = S.loss;
/** PCA's errors on the clean digits, as NumPy has them, by code size. */
const PCA = { 2: "0.0543", 16: "0.0275", 32: "0.0175" };

/**
 * Everything that tells a held-out number, read at one moment.
 * @param {import("@playwright/test").Page} page
 */
async function shown(page) {
  const read = await page.evaluate(() => {
    const textOf = (/** @type {string} */ selector) => document.querySelector(selector)?.textContent ?? "";
    const rows = [...document.querySelectorAll("#loss tbody tr")];
    /** @param {Element | null | undefined} row */
    const cells = (row) => [...row?.children ?? []].map((cell) => cell.textContent);
    return {
      error: textOf(".fact-mse dd"),
      chart: document.querySelector("#loss .loss-curves")?.getAttribute("aria-label") ?? "",
      names: cells(document.querySelector("#loss thead tr")), row: cells(rows.at(-1)),
      pca: cells(document.querySelector("#loss tfoot tr")),
      denoised: textOf("#reconstructions .psnr dd:last-of-type"),
    };
  });
  const table = Object.fromEntries(read.names.map((name, idx) => [name, read.row[idx]]));
  /** What the chart says of a curve. @param {string} name */
  const chart = (name) => new RegExp(`${name} ([\\d.,]+)(?:[,.]|$)`).exec(read.chart)?.[1].replace(/[.,]$/, "");
  return { ...read, table, chart, label: read.chart };
}

/**
 * Holds what is shown together.
 * @param {Awaited<ReturnType<typeof shown>>} now
 * @param {import("../../www/app/options.js").Settings} settings
 * @param {boolean} isError Whether the chart shows the error.
 */
function agree({ error, chart, table, pca, label, denoised }, settings, isError) {
  const parts = settings.bottleneck === "variational" ? [words.reconstruction, words.kl] : [];
  const columns = isError
    ? [words.heldOutError, ...(lossIsError(settings) ? [words.trainingError] : [])]
    : [words.heldOutLoss, words.trainingLoss, ...parts];
  expect(Object.keys(table)).toEqual([words.step, ...columns]);
  for (const name of columns) expect(chart(name), `${name}: chart and table, ${label}`).toBe(table[name]);
  if (isError) expect(error, "header and table").toBe(table[words.heldOutError]);
  const name = words.pca(settings.code);
  expect(chart(name), "PCA's line").toBe(pca[1]);
  if (!isError) expect(pca).toEqual([]);
  if (settings.noise === "none") return;
  // Four digits of the error and one of the decibels.
  const psnr = Number.parseFloat(denoised);
  expect(Math.abs(-10 * Math.log10(Number(error)) - psnr)).toBeLessThan(0.06 + 0.0003 / Number(error));
}

for (const kind of KINDS) {
  test(`all numbers of the ${kind} kind agree, running and paused`, async ({ app, page }) => {
    const settings = preset(kind);
    await app.open(toAddress(settings));
    await app.steps(9);
    await app.loss.getByText(words.table, { exact: true }).click();
    await expect.poll(async () => (await shown(page)).row.length).toBeGreaterThan(1);
    const instead = app.loss.getByRole("checkbox", { name: words.showError });
    await expect(instead).toBeVisible({ visible: !lossIsError(settings) });
    /**
     * Looks while the model trains, until the error has changed a few times; a linear one may have finished before.
     * @param {boolean} isError
     */
    const agreeAllAlong = async (isError) => {
      const errors = new Set();
      await expect.poll(async () => {
        const now = await shown(page);
        agree(now, settings, isError);
        return errors.add(now.error).size > 3 || (await app.hasFinished());
      }, { timeout: 45_000, intervals: [20] }).toBe(true);
    };
    await agreeAllAlong(lossIsError(settings));
    await app.pause();
    agree(await shown(page), settings, lossIsError(settings));
    if (!lossIsError(settings)) await instead.check();
    await app.still();
    // PCA takes a while beside training, and little where nothing trains. It has up to 32 components.
    if (settings.code <= 32) await expect.poll(async () => (await shown(page)).pca.length, { timeout: 30_000 }).toBe(2);
    await app.still();
    const now = await shown(page);
    agree(now, settings, true);
    expect(Number(now.table[words.step]?.replace(",", ""))).toBe(await app.number("step"));
    const clean = PCA[/** @type {keyof typeof PCA} */ (settings.code)];
    if (settings.code > 32) expect(now.pca).toEqual([]);
    else if (settings.noise === "none") expect(now.pca[1]).toBe(clean);
    else expect(Number(now.pca[1])).toBeGreaterThan(Number(clean));
    // From the first evaluation on, where the error changes with each.
    await app.renewed(() => app.button(S.status.reset).click());
    await app.play();
    await app.steps(9);
    await expect.poll(() => app.number("mse")).toBeGreaterThan(0);
    await agreeAllAlong(true);
  });
}

test("the list of earlier runs tells the error that the header told last, on these images alone", async ({ app, page }) => {
  await app.open("#v=1&hidden=16&batch=16");
  await app.steps(100);
  await app.pause();
  const { error } = await shown(page);
  await app.renewed(() => app.button(S.status.dice).click());
  await app.button(words.runs(1), app.loss).click();
  await expect(app.loss.getByRole("checkbox", { name: "Vanilla, 2, digits" })).toBeChecked();
  await expect(app.loss.getByText(words.runError(error), { exact: true })).toBeVisible();
  await app.renewed(() => app.data.getByText(S.packs.fashion.name, { exact: true }).click());
  await expect(app.loss.getByText(words.otherImages)).toHaveCount(1);
  await expect(app.loss.getByRole("checkbox", { name: "Vanilla, 2, digits" })).toBeDisabled();
});

test("a reset of a link is the same run as its first load, number by number", async ({ app }) => {
  await app.open("#v=1&hidden=16&batch=16");
  await app.loss.getByText(words.table, { exact: true }).click();
  /** The numbers of some steps, by step; of a long run not all have a row. */
  const rows = async () => {
    await app.steps(65);
    await app.pause();
    return new Map(await app.loss.locator("tbody tr").evaluateAll((nodes) =>
      nodes.slice(0, -1).map((row) => {
        const [step, ...numbers] = [...row.children].map(({ textContent }) => textContent);
        return /** @type {const} */ ([step, numbers]);
      })));
  };
  const first = await rows();
  await app.renewed(() => app.button(S.status.reset).click());
  await app.play();
  const again = await rows();
  const common = [...first.keys()].filter((step) => again.has(step));
  expect(common.length).toBeGreaterThan(1);
  for (const step of common) expect(again.get(step), `step ${step}`).toEqual(first.get(step));
});
