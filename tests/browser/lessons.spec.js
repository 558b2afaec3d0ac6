//! The lessons: each from its predictions to what came out, by the page's own numbers; and what can get in their way.

import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { LESSON_TABLE } from "../../www/strings/lesson-table.js";
import { written } from "../../www/lessons/measures.js";
import { S } from "../../www/strings/strings.js";
import { LESSONS } from "../../www/strings/lessons.js";
import { golden } from "../js/lesson-files.mjs";
import { verdicts } from "../js/lesson-stage.mjs";
import { expect, test } from "./fixtures.js";
import { openWithDrawings } from "./own-app.js";

/** @typedef {import("../../www/lessons/lesson.js").Lesson} Lesson */

/** A run may wait for images, for a worker and for other tests. */
const LONG = { timeout: 60_000 };

/** What the page says of the digits once all of them are there. */
const ALL = S.data.facts(10000, 2000, { count: 2000, width: 28, height: 28, channels: 1 });

/** @param {string} file @returns {Lesson} */
const lessonOf = (file) => JSON.parse(readFileSync(new URL(`../../www/lessons/data/${file}`, import.meta.url), "utf8"));

/** The lesson that the faults are tried with. */
const ONE = LESSON_TABLE[LESSON_TABLE.findIndex(({ id }) => id === "bottleneck")];

/** @param {import("@playwright/test").Page} page */
function partsOf(page) {
  const panel = page.getByRole("region", { name: LESSONS.title, exact: true });
  const button = (/** @type {string | RegExp} */ name) => panel.getByRole("button", { name, exact: true });
  return {
    panel, button,
    question: panel.locator("h3").nth(1),
    choices: panel.getByRole("radio"),
    run: panel.locator(".lesson-ask .lesson-run"),
    verdict: panel.locator(".lesson-verdict"),
    claim: panel.locator(".lesson-claim"),
    cells: panel.locator(".lesson-table tbody tr"),
    fault: panel.locator(".lesson-fault"),
    next: button(LESSONS.next),
  };
}

/**
 * All that the table shows, row by row.
 * @param {import("@playwright/test").Locator} rows
 */
const tableOf = (rows) =>
  rows.evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));

// All images are there before a lesson runs, so that its numbers are those of the same engine in a terminal.
for (const half of [0, 1]) {
  test(`lessons measure what they claim, to the last digit that is shown, part ${half + 1}`, async ({ app, page }) => {
    test.setTimeout(600_000);
    const entries = LESSON_TABLE.filter(({ number }) => number % 2 === half);
    await app.open(`#v=1&lesson=${entries[0].number}`);
    const { panel, button, question, choices, run, verdict, claim, cells, next } = partsOf(page);
    await expect(app.data.locator(".data-facts")).toContainText(ALL, LONG);
    const known = await golden();
    for (const [idx, { number, id, file, title }] of entries.entries()) {
      const lesson = lessonOf(file);
      const measured = known[id];
      if (idx > 0) {
        await button(LESSONS.list).first().click();
        await panel.getByRole("button", { name: title }).click();
      }
      await expect(panel).toContainText(LESSONS.heading(number, LESSON_TABLE.length));
      for (const [at, round] of lesson.rounds.entries()) {
        await expect(question).toHaveText(round.question);
        const outcome = verdicts(lesson, measured)[at];
        await choices.nth((at + number) % round.choices.length).check();
        await run.click();
        await expect(verdict).toHaveText(/\w/, { timeout: 120_000 });
        expect(outcome.claim, round.claim.text).toBe(true);
        const came = round.choices[Number(outcome.choice)].text;
        await expect(verdict).toContainText(came);
        await expect(claim).toContainText(LESSONS.claim.true);
        // Below the runs of the questions before, as far as the same was measured of them.
        const before = lesson.rounds.slice(0, at).flatMap(({ runs }) => runs)
          .filter(({ name }) => round.show.every((one) => one in measured[name]));
        expect(await tableOf(cells)).toEqual([...before, ...round.runs].map(({ name, label }) =>
          [label, ...round.show.map((one) => written(one, measured[name][one] ?? null))]));
        if (at < lesson.rounds.length - 1) await next.click();
      }
    }
  });
}

/**
 * Moves a slider of the model to its place with this number.
 * @param {import("@playwright/test").Page} page
 * @param {string} key
 * @param {string} to
 */
const setOption = (page, key, to) => page.locator(`#model [name=${key}]`).evaluate((input, value) => {
  if (!(input instanceof HTMLInputElement)) throw new Error("no slider");
  input.value = value;
  for (const name of ["input", "change"]) input.dispatchEvent(new Event(name, { bubbles: true }));
}, to);

test("on a set of the visitor's own the built-in one is offered; leaving brings set and model back", async ({ app, page }) => {
  test.setTimeout(180_000);
  const own = await openWithDrawings(app, "", 5, 30);
  await app.map.getByRole("checkbox", { name: S.map.grid }).click();
  await app.button(S.filters.title, app.hourglass).click();
  await expect.poll(() => new URL(page.url()).hash).toMatch(/grid=.*filters=/);
  const before = { address: new URL(page.url()).hash, step: await app.number("step") };
  await page.getByRole("button", { name: LESSONS.title, exact: true }).click();
  const { panel, button, choices, run, verdict, fault } = partsOf(page);
  await panel.getByRole("button", { name: ONE.title }).click();
  await expect(panel).toContainText(LESSONS.ownSet);
  await expect(run).toHaveText(LESSONS.runData(S.packs.digits.name));

  // Without a prediction the lesson asks for one.
  await run.click();
  await expect(panel).toContainText(LESSONS.empty);
  await expect(verdict).toHaveText("");
  await button(LESSONS.without).click();

  // What the learner changes meanwhile holds, and the run does not count.
  await expect(panel.getByRole("progressbar")).toBeVisible(LONG);
  // Of a change before the lesson's model stands, what it makes would count as what was there before.
  await expect.poll(() => app.number("step"), LONG).not.toBe(before.step);
  await expect.poll(async () => (await app.fact("step").textContent()) !== "–", LONG).toBe(true);
  await expect(page.locator("#model [name=code]")).toBeEnabled(LONG);
  await expect(async () => {
    await setOption(page, "code", "20");
    await expect(fault).toContainText("21", { timeout: 2000 });
  }).toPass(LONG);
  await expect(app.model.locator(".field-range output").first()).toHaveText(S.model.code.unit(21));

  await choices.first().check();
  await run.click();
  await expect(verdict).toHaveText(/\w/, { timeout: 120_000 });
  await setOption(page, "code", "20");
  await expect(panel.locator(".lesson-changed")).toContainText("21", LONG);
  await button(LESSONS.backToModel).click();
  await expect(panel.locator(".lesson-changed p")).toHaveText("", LONG);
  await expect(panel.locator(".lesson-after")).toBeVisible(LONG);

  await panel.getByRole("button", { name: LESSONS.close }).click();
  await app.messages.getByRole("button", { name: LESSONS.bringBack }).click();
  await expect.poll(() => app.number("step"), LONG).toBe(before.step);
  await expect.poll(() => new URL(page.url()).hash, LONG).toBe(before.address);
  await expect(own.cells).toHaveCount(5);
});

test("links, files and keys: what cannot be opened is said, and what was reached is kept", async ({ app, page }) => {
  test.setTimeout(120_000);
  await app.open("#v=1&code=3&lesson=99");
  const { panel, button, question, choices, run, verdict } = partsOf(page);
  await expect(app.faults).toContainText(LESSONS.unknown(99, LESSON_TABLE.length), LONG);
  await expect(panel.getByRole("listitem")).toHaveCount(LESSON_TABLE.length);
  expect(await app.model.locator(".field-range output").first().textContent()).toBe(S.model.code.unit(3));

  const file = panel.locator("input[type=file]");
  const give = (/** @type {string} */ text) =>
    file.setInputFiles({ name: "mine.json", mimeType: "application/json", buffer: Buffer.from(text) });
  await give("{");
  await expect(panel.getByRole("alert")).toContainText(LESSONS.notJson);
  await give(" ".repeat(300_000));
  await expect(panel.getByRole("alert")).toContainText(LESSONS.fileTooLarge);
  const lesson = lessonOf(ONE.file);
  const [round] = lesson.rounds;
  const runs = [{ name: "tiny", label: "one number", kind: "vanilla", set: { code: 1, hidden: [8] }, steps: 20 }];
  const mine = { ...lesson, id: "mine", title: "Mine", rounds: [{
    ...round, question: "Small?", runs, show: ["error"], see: ["{error@tiny}"], light: ["code"], explain: ["Because."],
    choices: [{ text: "Yes", when: ["error@tiny < 1"] }, { text: "No", when: ["error@tiny >= 1"] }],
    claim: { text: "It is.", when: ["error@tiny < 1"] },
  }] };
  await give(JSON.stringify({ ...mine, version: 2 }));
  await expect(panel.getByRole("alert")).toContainText(LESSONS.fileWrong);
  await expect(panel.getByRole("alert")).toContainText("version");

  // The rest by keys alone.
  await give(JSON.stringify(mine));
  await expect(question).toHaveText("Small?");
  await choices.first().focus();
  await page.keyboard.press("ArrowDown");
  await expect(choices.nth(1)).toBeChecked();
  await page.keyboard.press("Tab");
  await expect(run).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(verdict).toContainText("Yes", LONG);
  await expect(verdict).toBeFocused();
  // Another try begins at the question.
  await button(LESSONS.again).press("Enter");
  await expect(question).toBeFocused();
  await expect(question).toBeInViewport();
  await button(LESSONS.list).first().click();
  await expect(panel.getByRole("listitem")).toHaveCount(LESSON_TABLE.length);
});

test("on a narrow page nothing scrolls sideways, and axe finds nothing, in either color", async ({ app, page }) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 390, height: 844 });
  await app.open("#v=1&lesson=2");
  const { panel, choices, run, verdict } = partsOf(page);
  await choices.first().check();
  await run.click();
  await expect(verdict).toHaveText(/\w/, { timeout: 120_000 });
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  }
  await expect(panel.locator(".lesson-after")).toBeVisible();
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator("html")).toHaveAttribute("data-theme", colorScheme);
    expect((await new AxeBuilder({ page }).include("#lesson").analyze()).violations).toEqual([]);
  }
  // A reload knows what was reached.
  await page.goto("about:blank");
  await app.open("#v=1&lesson=0");
  const { rounds } = ONE;
  const reached = rounds === 1 ? LESSONS.done : LESSONS.begun(1, rounds);
  await expect(panel.getByRole("listitem").filter({ hasText: ONE.title })).toContainText(reached, LONG);
});
