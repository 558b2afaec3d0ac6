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
  for (const lesson of lessons) {
    test(`what the lesson “${lesson.title}” claims comes true for seed ${seed}`, async () => {
      const measured = await playLesson(lesson, seed);
      for (const run of Object.values(measured)) for (const name of Object.keys(run)) seen.add(name);
      check(lesson, measured);
    });
  }
}

/**
 * @param {Lesson} lesson
 * @param {import("./lesson-stage.mjs").Measured} measured
 */
function check(lesson, measured) {
  const said = JSON.stringify(measured);
  verdicts(lesson, measured).forEach(({ choice, claim }, idx) => {
    assert.equal(claim, true, `claim of round ${idx + 1}: ${said}`);
    assert.notEqual(choice, null, `choices of round ${idx + 1}: ${said}`);
  });
  for (const { runs, show, see, claim, explain } of lesson.rounds) {
    for (const text of [...see, claim.text, ...explain]) {
      filled(text, (name, run) => {
        assert.ok(name in measured[run], `{${name}@${run}} is not measured: ${said}`);
        return "";
      });
    }
    const names = runs.flatMap(({ name }) => Object.keys(measured[name]));
    assert.deepEqual(show.filter((name) => !names.includes(name)), [], `is shown and not measured: ${said}`);
  }
}

test("the same run gives the same numbers, whatever was played before it", async () => {
  const [, { data, rounds }] = lessons;
  const part = { data, rounds: [{ ...rounds[0], runs: [{ ...rounds[0].runs[1], steps: 40 }] }] };
  const first = await playLesson(part, 1);
  await playLesson({ data, rounds: [{ ...rounds[1], runs: [{ ...rounds[1].runs[0], steps: 20 }] }] }, 2);
  assert.deepEqual(await playLesson(part, 1, { isAnew: true }), first);
  assert.notDeepEqual(await playLesson(part, 2), first);
});

test("every measure is had by some lesson", () => {
  assert.deepEqual([...MEASURES.keys()].filter((name) => !seen.has(name)), []);
});
