//! Lessons 1 to 4 on five seeds, and that a run is the same however often it is made. Needs the engine: `cargo xtask
//! build` writes it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { testLessons } from "./lesson-seeds.mjs";
import { playLesson } from "./lesson-stage.mjs";

/** @param {number} steps @returns {import("../../www/lessons/check-lesson.js").Run} */
const run = (steps) => ({ name: "one", label: "one", kind: "vanilla", set: { code: 8 }, steps });

test("the same run gives the same numbers, whatever was played before it", async () => {
  const play = (/** @type {number} */ steps, /** @type {number} */ seed, how = {}) =>
    playLesson({ data: "digits", rounds: [{ runs: [run(steps)] }] }, seed, how);
  const first = await play(40, 1);
  await play(20, 2);
  assert.deepEqual(await play(40, 1, { isAnew: true }), first);
  assert.notDeepEqual(await play(40, 2), first);
});

await testLessons([1, 2, 3, 4]);
