//! Lessons of the page, end to end, on five seeds: their claims come true, and whatever comes out is a choice.

import assert from "node:assert/strict";
import { test } from "node:test";
import { filled } from "../../www/lessons/claims.js";
import { LESSON_TABLE } from "../../www/strings/lesson-table.js";
import { golden, readJson } from "./lesson-files.mjs";
import { playLesson, verdicts } from "./lesson-stage.mjs";

/** @typedef {import("../../www/lessons/check-lesson.js").Lesson} Lesson */

const SEEDS = [1, 2, 3, 4, 5];

/**
 * Tests some of the lessons, by their numbers. A file of tests has two minutes, so the lessons are spread over several.
 * With the first seed all numbers are those that were written down.
 * @param {number[]} numbers
 * @param {number[]} [seeds]
 */
export async function testLessons(numbers, seeds = SEEDS) {
  const table = LESSON_TABLE.filter(({ number }) => numbers.includes(number));
  assert.equal(table.length, numbers.length);
  /** @type {Lesson[]} */
  const lessons = await Promise.all(table.map(({ file }) => readJson(file)));
  const hasPca = /\b(pca|gain)[@"]/.test(JSON.stringify(lessons.map(({ rounds }) => rounds)));
  const known = await golden();
  for (const lesson of lessons) {
    for (const seed of seeds) {
      test(`what the lesson “${lesson.title}” claims comes true for seed ${seed}`, async () => {
        const measured = await playLesson(lesson, seed, { hasPca });
        check(lesson, measured);
        if (seed !== 1) return;
        for (const [run, all] of Object.entries(measured)) {
          const same = Object.keys(all).map((name) => [name, known[lesson.id][run][name]]);
          assert.deepEqual(all, Object.fromEntries(same), run);
        }
      });
    }
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
