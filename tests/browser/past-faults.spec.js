//! The time line where a run has no past, loses it, or comes out of a file.

import { readFile } from "node:fs/promises";
import { KEEP } from "../../www/strings/keep.js";
import { PAST } from "../../www/strings/past.js";
import { S } from "../../www/strings/strings.js";
import { drop } from "./corpus.js";
import { expect, test, testOnSources } from "./fixtures.js";
import { STEP, drag, line, opened, pictures, stepTo } from "./time-line.js";

/** @param {import("./app.js").App} app */
const past = (app) => app.page.locator("#past");

/** The run as a file. @param {import("./app.js").App} app */
async function saved(app) {
  await app.button(S.status.keep).click();
  const dialog = app.page.getByRole("dialog", { name: KEEP.title });
  const [download] = await Promise.all([
    app.page.waitForEvent("download"), dialog.getByRole("button", { name: KEEP.save.button, exact: true }).click(),
  ]);
  await dialog.getByRole("button", { name: KEEP.close }).click();
  return (await readFile(await download.path())).toString("base64");
}

test("a run out of a file begins where it came; another seed, another pack and a dead copy end what is shown", async ({
  app, page,
}) => {
  test.setTimeout(120_000);
  const { last } = await opened(app);
  const start = await saved(app);
  const then = await pictures(app);

  // Another seed, while the past is held.
  await drag(app, STEP, last);
  await page.mouse.up();
  await page.getByRole("button", { name: PAST.show(STEP) }).click();
  await expect(past(app)).toContainText(PAST.shows(STEP));
  await app.renewed(() => app.button(S.status.dice).click());
  await expect(past(app)).toContainText(PAST.off.untrained);
  await expect(page.locator("body")).not.toHaveAttribute("data-past", "");

  // This page knows how the run came about; another one does not.
  await page.goto("about:blank");
  await app.open("#v=1&seed=9&hidden=16&batch=16&step=1");
  await expect.poll(() => app.number("step")).toBe(1);
  await app.still();
  await drop(page, [{ path: "run.hourglass", start }]);
  await expect(app.messages).toContainText(KEEP.opened("run.hourglass", last));
  await expect(past(app)).toContainText(PAST.begins(last));
  const more = last + 4;
  await stepTo(app, more);
  await line(app).focus();
  for (let step = more; step > last; step -= 1) await page.keyboard.press("ArrowLeft");
  await expect(past(app)).toContainText(PAST.shows(last));
  expect((await pictures(app)).slice(0, -1)).toEqual(then.slice(0, -1));

  // The copy that shows it dies: the run itself does not.
  await Promise.all(page.workers().slice(1).map((worker) => worker.evaluate(() => self.close()).catch(() => {})));
  await page.keyboard.press("ArrowRight");
  await expect(app.faults).toContainText(PAST.died, { timeout: 45_000 });
  await page.keyboard.press("Escape");
  expect(await app.number("step")).toBe(more);
  await stepTo(app, more + 1);

  await app.renewed(() => app.data.getByRole("radio", { name: S.packs.fashion.name }).check({ force: true }));
  await expect(past(app)).toContainText(PAST.off.untrained, { timeout: 30_000 });
  await stepTo(app, 2);
  await expect(line(app)).toBeEnabled();
});

testOnSources("after training has diverged the steps before are there, and what was lost is not", async ({ app, page }) => {
  // The page's own rates are too tame to diverge for certain, so this table has a wild one.
  await page.route("**/www/app/options.js", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace("0.3, 0.5, 1,", "0.3, 0.5, 1000,") });
  });
  await app.open("#v=1&hidden=128,128,128,128&activation=linear&loss=bce&rate=1000");
  await expect(app.state()).toHaveText(S.status.state.diverged, { timeout: 45_000 });
  await app.still();
  const step = await app.number("step");
  await app.button(S.notices.useRate(0.5), app.messages).click();
  await app.steps(step + 5);
  await app.pause();
  await expect(line(app)).toBeEnabled();
  await line(app).focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await expect(past(app)).toContainText(/^The figures show step [\d,]+\./, { timeout: 30_000 });
  await page.keyboard.press("Escape");
  await expect(app.faults).not.toContainText(/\S/);
});
