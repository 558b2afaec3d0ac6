//! Links: all that is shown stands in the address, and an address brings it back, with two models too.

import { LINK } from "../../www/strings/link.js";
import { FILTERS } from "../../www/strings/filters.js";
import { COMPARE } from "../../www/strings/compare-panel.js";
import { S } from "../../www/strings/strings.js";
import { expect, test } from "./fixtures.js";

const SMALL = "#v=1&hidden=16&batch=16";

/** @param {import("./app.js").App} app */
const hash = (app) => app.page.evaluate(() => location.hash);

/** @param {import("./app.js").App} app */
const comparison = (app) => app.page.getByRole("region", { name: S.compare.title, exact: true });

/** @param {import("./app.js").App} app */
const end = (app) => app.button(COMPARE.end, comparison(app));

test("what is chosen in the figures stands in the address, and a reload brings it back", async ({ app }) => {
  await app.open(`${SMALL}&code=5&loss=bce`);
  await app.steps(3);
  await app.mapDrawn();
  const axes = app.map.getByRole("combobox");
  await axes.first().selectOption(S.map.choose);
  await axes.nth(2).selectOption(S.map.number(3));
  await app.button("7", app.map).click();
  await app.map.getByRole("checkbox", { name: S.map.grid }).check();
  await app.button(S.filters.title, app.hourglass).click();
  await app.button(FILTERS.sides.decoder, app.hourglass).click();
  await app.loss.getByRole("checkbox", { name: S.loss.log }).uncheck();
  await app.loss.getByRole("checkbox", { name: S.loss.showError }).check();
  const chosen = "grid=on&axes=1-4&class=7&filters=decoder&scale=linear&curve=error";
  await expect.poll(() => hash(app)).toBe(`#v=1&code=5&hidden=16&loss=bce&batch=16&${chosen}`);

  await app.page.reload();
  await app.steps(3);
  // A small model soon finishes by itself, and says so.
  await app.pause();
  await expect(app.map).toContainText(S.map.dims(0, 3, S.map.heldOut));
  await expect(app.button("7", app.map)).toHaveAttribute("aria-pressed", "true");
  await expect(app.map.getByRole("checkbox", { name: S.map.grid })).toBeChecked();
  await expect(app.button(FILTERS.sides.decoder, app.hourglass)).toHaveAttribute("aria-pressed", "true");
  await expect(app.loss.getByRole("checkbox", { name: S.loss.log })).not.toBeChecked();
  await expect(app.loss.getByRole("checkbox", { name: S.loss.showError })).toBeChecked();
  // The run before may be offered here: it was kept where the machine was slow.
  await expect(app.faults).not.toContainText(/\S/);
  await expect.poll(() => hash(app)).toContain(chosen);
});

test("a link to a comparison opens both models at step 0, without a run before, and stays in the address", async ({ app, page }) => {
  const address = `${SMALL}&scale=linear&compare=b&b.code=8&b.grid=on`;
  await app.open(address);
  await expect(end(app)).toBeVisible();
  await app.steps(20);
  await app.pause();
  await expect(comparison(app)).toContainText(COMPARE.difference(S.model.code.label, "2", "8"));
  const other = page.getByRole("region", { name: S.compare.map });
  await expect(other.getByRole("checkbox", { name: S.map.grid })).toBeChecked();
  await expect(app.loss.getByRole("img").first()).toHaveAttribute("aria-label", /A, held-out .*B, held-out/);
  await expect(app.loss.getByRole("button", { name: S.loss.earlier })).toHaveCount(0);
  await expect(app.messages).not.toContainText(/\S/);
  // Nobody has asked for the panel, so the page stays where it begins.
  await expect(comparison(app)).not.toBeFocused();
  expect(await page.evaluate(() => scrollY)).toBe(0);
  expect((await hash(app)).split("&").sort()).toEqual(address.split("&").sort());

  // The comparison, and what changes of it, go with the address and come back with it.
  await end(app).click();
  await expect.poll(() => hash(app)).not.toContain("b.");
  await app.renewed(() => page.evaluate((to) => (location.hash = to), `${SMALL}&seed=4&compare=b&b.code=16`));
  await expect(comparison(app)).toContainText(COMPARE.difference(S.model.code.label, "2", "16"));
  await expect.poll(() => hash(app)).toContain("seed=4");
  await app.renewed(() => page.goBack());
  await expect(end(app)).toBeHidden();
  await expect.poll(() => hash(app)).not.toMatch(/seed|b\./);
});

test("a comparison that is taken back goes out of the address", async ({ app }) => {
  await app.open(SMALL);
  await app.steps(5);
  const start = await hash(app);
  await app.renewed(() => app.button(COMPARE.variants.noise.gaussian, comparison(app)).click());
  await expect.poll(() => hash(app)).toContain("compare=b&b.noise=gaussian");
  await app.button(S.notices.undo, app.messages).click();
  await expect(end(app)).toBeHidden();
  await expect.poll(() => hash(app)).toBe(start);
});

/** Models whose address is within bounds, and which the engine refuses: no map is left, and too many weights. */
const IMPOSSIBLE = {
  "strides that leave no map": "b.arch=conv&b.hidden=&b.channels=4-4-4-4&b.kernel=2&b.stride=3",
  "a hundred million weights": "b.arch=conv&b.hidden=1024&b.channels=128&b.stride=1",
};
for (const [name, second] of Object.entries(IMPOSSIBLE)) {
  test(`where the engine refuses the second model the first trains alone, and it is said why: ${name}`, async ({ app }) => {
    await app.open(`${SMALL}&${second}`);
    await app.steps(10);
    const [before, after] = LINK.refused("|").split("|");
    await expect(app.messages).toContainText(before);
    await expect(app.messages).toContainText(after);
    await expect(end(app)).toBeHidden();
    await expect.poll(() => hash(app)).toBe(SMALL);
    await app.more(5);
  });
}

test("where the engine refuses the first model the plain one is there alone", async ({ app }) => {
  await app.open("#v=1&arch=conv&channels=4-4-4-4&kernel=2&stride=3&axes=1-2&b.code=8");
  await app.steps(10);
  await expect(app.messages).toContainText(S.notices.addressModel("").split(":")[0]);
  await expect(end(app)).toBeHidden();
  await expect.poll(() => hash(app)).toBe("");
});

test("a link to one's own images, of which there are none here, compares on the digits", async ({ app }) => {
  await app.open(`${SMALL}&data=own&class=3&b.code=8`);
  await expect(end(app)).toBeVisible();
  await app.steps(5);
  await expect(app.messages).toContainText(S.notices.digitsInstead);
  await expect.poll(() => hash(app)).toBe("#v=1&hidden=16&batch=16&class=3&compare=b&b.code=8");
});

test("a class that the images do not have is left out, and that is said", async ({ app }) => {
  await app.open(`${SMALL}&class=99`);
  await app.steps(3);
  await expect(app.messages).toContainText(LINK.problem("class", "99", "0-9"));
  await expect.poll(() => hash(app)).toBe(SMALL);
});
