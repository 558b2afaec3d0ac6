//! A lesson from the prediction to what came out, on a stage that measures what it is told to.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Player } from "../../www/lessons/player.js";
import { StageError } from "../../www/lessons/waiting.js";
import { preset } from "../../www/app/presets.js";
import { initialState } from "../../www/app/store.js";

/** @param {number} error @param {number} begun */
function pageWith(error, begun) {
  return {
    ...initialState({ ...preset("vanilla"), code: 2 }), begun, found: null,
    views: { history: { heldOutError: Float32Array.of(10, error) } }, snapshot: { step: 10, pcaError: 0.05 },
  };
}

/** @type {import("../../www/lessons/lesson.js").Lesson} */
const LESSON = {
  version: 1,
  id: "a", title: "A", about: "a", minutes: 5, data: "digits", intro: ["i"], try: "t",
  rounds: [
    {
      light: ["code"], question: "Which?", runs: [
        { name: "one", label: "1", kind: "vanilla", set: { code: 1 }, steps: 10 },
        { name: "two", label: "2", kind: "vanilla", set: { code: 2 }, steps: 10 },
      ],
      choices: [
        { text: "less", when: ["error@two < error@one"] }, { text: "more", when: ["error@two >= error@one"] },
      ],
      show: ["error"], see: ["see {error@two}"], claim: { text: "c", when: ["error@two < 0.5 * error@one"] },
      explain: ["e"],
    },
    {
      light: [], question: "And?", runs: [{ name: "three", label: "3", kind: "vanilla", set: { code: 3 }, steps: 10 }],
      choices: [
        { text: "less", when: ["error@three < error@two"] }, { text: "more", when: ["error@three >= error@two"] },
      ],
      show: ["error"], see: ["s"], claim: { text: "c", when: ["error@three < error@two"] }, explain: ["e"],
    },
  ],
};

/** @param {(number | Error | null)[]} errors What each run in turn measures. */
function play(errors, { from = 0, lesson = LESSON } = {}) {
  /** @type {string[]} */
  const ran = [];
  /** @type {number[]} */
  const done = [];
  let begun = 0;
  const stage = {
    perform: async (/** @type {{name: string}} */ run) => {
      const error = errors[ran.length];
      ran.push(run.name);
      begun += 1;
      if (error instanceof Error) throw error;
      const state = pageWith(error ?? 0, begun);
      return error === null ? { ...state, views: {} } : state;
    },
    stop() {},
  };
  const store = { get: () => pageWith(1, begun) };
  const player = new Player(lesson, /** @type {any} */ (stage), {
    from, done: (rounds) => void done.push(rounds),
  });
  return { player, ran, done, state: (/** @type {object} */ more) => /** @type {any} */ ({ ...store.get(), ...more }) };
}

test("a prediction is checked against what was measured, whichever it was", async () => {
  for (const [errors, came, isTrue] of /** @type {[number[], number, boolean][]} */ ([
    [[0.08, 0.03], 0, true], [[0.08, 0.05], 0, false], [[0.03, 0.08], 1, false],
  ])) {
    const { player, ran, done } = play(errors);
    player.choose(1);
    await player.run();
    assert.deepEqual(ran, ["one", "two"]);
    assert.deepEqual([player.state.phase, player.came, player.isTrue], ["see", came, isTrue]);
    assert.deepEqual(done, [1]);
  }
});

test("texts have the measured numbers in them", async () => {
  const { player } = play([0.08, 0.0312]);
  await player.run(true);
  assert.match(player.filled("see {error@two}"), /see 0\.031/);
  assert.match(player.filled("and {error@three}"), /^and –$/);
});

test("without a prediction it is asked for one, and runs where none is wanted", async () => {
  const { player, ran } = play([0.08, 0.03]);
  await player.run();
  assert.deepEqual([player.state.phase, player.state.isAsked, ran], ["predict", true, []]);
  await player.run(true);
  assert.deepEqual([player.state.phase, player.state.choice, player.came], ["see", null, 0]);
});

test("what could not be measured gives no verdict", async () => {
  const { player } = play([0.08, null]);
  player.choose(0);
  await player.run();
  assert.deepEqual([player.state.phase, player.came, player.isTrue], ["see", undefined, null]);
});

test("a run into which the learner has stepped does not count, and can be run again", async () => {
  const { player, done } = play([0.08, new StageError("changed", "Code size: 2 → 3"), 0.08, 0.03]);
  player.choose(0);
  await player.run();
  assert.equal(player.state.phase, "predict");
  assert.match(player.state.fault, /Code size: 2 → 3/);
  assert.deepEqual([player.state.choice, done], [0, []]);
  await player.run();
  assert.deepEqual([player.state.phase, player.state.fault, player.came], ["see", "", 0]);
});

test("the next question keeps what was measured, and the last one has none after it", async () => {
  const { player, done } = play([0.08, 0.03, 0.02]);
  await player.run(true);
  player.next();
  assert.deepEqual([player.state.round, player.state.phase, player.isLastRound], [1, "predict", true]);
  await player.run(true);
  assert.deepEqual([player.came, player.isTrue, done], [0, true, [1, 2]]);
  player.next();
  assert.equal(player.state.round, 1);
});

test("a lesson that was left goes on at the next question, unless that needs numbers from before", () => {
  assert.equal(play([], { from: 1 }).player.state.round, 0);
  const own = structuredClone(LESSON);
  for (const part of [...own.rounds[1].choices, own.rounds[1].claim]) part.when = ["error@three < 0.1"];
  own.rounds[1].choices[1].when = ["error@three >= 0.1"];
  assert.equal(play([], { from: 1, lesson: own }).player.state.round, 1);
  assert.equal(play([], { from: 2, lesson: own }).player.state.round, 0);
});

test("what the learner changes afterwards is said, and the lesson's model comes again", async () => {
  const { player, ran, state } = play([0.08, 0.03, 0.03]);
  await player.run(true);
  player.look(state({ begun: 2 }));
  assert.equal(player.state.changed, "");
  player.look(state({ begun: 2, settings: { ...preset("vanilla"), code: 8 } }));
  assert.match(player.state.changed, /Code size 2 → 8/);
  await player.modelAgain();
  assert.deepEqual([player.state.phase, player.state.changed, ran], ["see", "", ["one", "two", "two"]]);
});
