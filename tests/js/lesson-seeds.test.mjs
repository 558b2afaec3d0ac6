//! Every lesson of the page, end to end, on five seeds: its claims come true, and whatever comes out is a choice.

import assert from "node:assert/strict";
import { test } from "node:test";
import { filled } from "../../www/lessons/claims.js";
import { LESSON_TABLE } from "../../www/strings/lesson-table.js";
import { MEASURES } from "../../www/lessons/measures.js";
import { readJson } from "./lesson-files.mjs";
import { playLesson, verdicts } from "./lesson-stage.mjs";

/** @typedef {import("../../www/lessons/check-lesson.js").Lesson} Lesson */

/** @type {Lesson[]} */
const lessons = await Promise.all(LESSON_TABLE.map(({ file }) => readJson(file)));
/** Measures that some run of a lesson had. @type {Set<string>} */
const seen = new Set();

for (const seed of [1, 2, 3, 4, 5]) {
  test(`what lessons claim comes true for seed ${seed}`, async () => {
    for (const lesson of lessons) {
      const measured = await playLesson(lesson, seed);
      const said = `${lesson.id}, seed ${seed}: ${JSON.stringify(measured)}`;
      verdicts(lesson, measured).forEach(({ choice, claim }, idx) => {
        assert.equal(claim, true, `claim of round ${idx + 1} of ${said}`);
        assert.notEqual(choice, null, `choices of round ${idx + 1} of ${said}`);
      });
      for (const { see, claim, explain } of lesson.rounds) {
        for (const text of [...see, claim.text, ...explain]) {
          filled(text, (name, run) => {
            assert.ok(name in measured[run], `{${name}@${run}} is not measured in ${said}`);
            return "";
          });
        }
      }
      for (const { show, runs } of lesson.rounds) {
        const names = runs.flatMap(({ name }) => Object.keys(measured[name]));
        assert.deepEqual(show.filter((name) => !names.includes(name)), [], `is shown and not measured in ${said}`);
      }
      for (const run of Object.values(measured)) for (const name of Object.keys(run)) seen.add(name);
    }
  });
}

test("the same seed gives the same numbers, whatever was played before", async () => {
  const [first] = lessons;
  const runs = first.rounds.flatMap((round) => round.runs);
  const again = { ...first, rounds: [{ ...first.rounds[0], runs: [...runs].reverse() }] };
  assert.deepEqual(await playLesson(again, 6), await playLesson(first, 6));
});

test("every measure is had by some lesson", () => {
  assert.deepEqual([...MEASURES.keys()].filter((name) => !seen.has(name)), []);
});
