//! The way to a link's step: where it stops, when it steers, and what ends it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Replay } from "../../www/app/replay.js";

/** @typedef {import("../../www/app/goal.js").Move} Move */

/** A model that is as far as it is told to train, and writes down what it is asked. */
class FakeModel {
  step = 0;
  info = { stepsPerEpoch: 10 };
  /** @type {any} */
  recipe = { moves: [] };
  /** @type {any[]} */
  asked = [];
  /** What a run of training ends with instead. @type {((bounds: any) => any) | null} */
  instead = null;

  async pause() {
    return { step: this.step };
  }

  /** @param {any} bounds */
  async train({ signal, ...bounds }) {
    signal?.throwIfAborted();
    this.asked.push(["train", bounds]);
    if (this.instead) return this.instead(bounds);
    this.step += bounds.steps ?? 1000;
    return { step: this.step, reason: "done", loss: 0.5 };
  }

  /** @param {any} changes */
  async steer(changes) {
    this.asked.push(["steer", this.step, changes]);
    this.recipe?.moves.push({ step: this.step, changes });
    return this.info;
  }

  /** @param {any} options */
  async reset(options) {
    this.asked.push(["reset", options]);
    this.step = 0;
    this.recipe = { moves: [] };
    return this.info;
  }

  async reconfigure() {
    this.step = 0;
    this.recipe = { moves: [] };
    return this.info;
  }
}

/** @param {number} step @param {Move[]} [moves] */
function setUp(step, moves = []) {
  const model = new FakeModel();
  /** @type {any[]} */
  const heard = [];
  const replay = new Replay(/** @type {any} */ (model), { step, loss: null, moves }, {
    moved: ({ key, value, step: at }) => heard.push([key, value, at]),
    arrived: ({ step: at }) => heard.push(["arrived", at]),
    left: () => heard.push(["left"]),
  });
  return { model, heard, replay };
}

/** @type {Move[]} */
const MOVES = [
  { key: "rate", value: 0.003, step: 4 }, { key: "beta", value: 2, step: 4 }, { key: "rate", value: 0.01, step: 20 },
];

test("it trains from move to move, steers between two steps, and stops at the goal whatever was wanted", async () => {
  const { model, heard, replay } = setUp(20, MOVES);
  const report = await replay.train({ untilPlateau: true });
  assert.equal(report.step, 20);
  assert.deepEqual(model.asked, [
    ["train", { steps: 4 }], ["steer", 4, { learningRate: 0.003 }], ["steer", 4, { beta: 2 }],
    ["train", { steps: 16 }], ["steer", 20, { learningRate: 0.01 }],
  ]);
  assert.deepEqual(heard, [["rate", 0.003, 4], ["beta", 2, 4], ["rate", 0.01, 20], ["arrived", 20]]);
  // From there on it trains as it is asked to.
  await replay.train({ untilPlateau: true });
  assert.deepEqual(model.asked.at(-1), ["train", { untilPlateau: true }]);
  assert.equal(heard.length, 4);
});

test("single steps and epochs are on the way, too", async () => {
  const { model, heard, replay } = setUp(20, MOVES);
  for (let n = 0; n < 5; n += 1) await replay.train({ steps: 1 });
  assert.deepEqual([model.step, heard], [5, [["rate", 0.003, 4], ["beta", 2, 4]]]);
  await replay.train({ epochs: 1 });
  assert.equal(model.step, 15);
  await replay.train({ epochs: 1 });
  assert.deepEqual([model.step, heard.at(-1)], [20, ["arrived", 20]]);
});

test("a pause keeps the goal, and the next run goes on from where the model stands", async () => {
  const { model, heard, replay } = setUp(20, MOVES);
  const stop = new AbortController();
  model.instead = () => {
    model.step = 3;
    stop.abort();
    throw stop.signal.reason;
  };
  await assert.rejects(replay.train({ signal: stop.signal }), { name: "AbortError" });
  model.instead = null;
  await replay.train();
  assert.deepEqual(model.asked[1], ["train", { steps: 1 }]);
  assert.deepEqual(heard.at(-1), ["arrived", 20]);
});

test("what the visitor changes ends the promise, and training goes on without it", async () => {
  /** @type {((of: ReturnType<typeof setUp>) => unknown)[]} */
  const changes = [
    ({ replay }) => replay.steer({ learningRate: 0.1 }), ({ replay }) => replay.reconfigure({}),
    ({ replay }) => replay.reset({ seed: 3 }), ({ replay }) => replay.reset(),
    // An undo brings a model back, and a worker's death takes it, without asking the way.
    ({ model }) => (model.recipe = null), ({ model }) => (model.recipe = { moves: [] }),
    ({ model }) => model.recipe.moves.push({}),
  ];
  for (const [idx, change] of changes.entries()) {
    const setting = setUp(20, MOVES);
    await setting.replay.train({ steps: 5 });
    await change(setting);
    setting.model.asked.length = 0;
    await setting.replay.train({ untilPlateau: true });
    assert.deepEqual(setting.model.asked, [["train", { untilPlateau: true }]], `${idx}`);
    assert.deepEqual(setting.heard.slice(2), [["left"]], `${idx}`);
  }
});

test("a reset before anything was moved is the same run from its first step", async () => {
  const { model, heard, replay } = setUp(20, MOVES);
  await replay.train({ steps: 2 });
  await replay.reset();
  await replay.train();
  assert.deepEqual([model.step, heard.at(-1)], [20, ["arrived", 20]]);
  assert.deepEqual(model.asked.slice(1, 3), [["reset", undefined], ["train", { steps: 4 }]]);
});

test("it holds on the way, also while its own move is being made, and at the goal, but no further", async () => {
  const { model, replay } = setUp(20, MOVES);
  /** @type {boolean[]} */
  const held = [replay.holds];
  const steer = model.steer.bind(model);
  model.steer = async (changes) => {
    held.push(replay.holds);
    return steer(changes);
  };
  await replay.train();
  held.push(replay.holds);
  assert.deepEqual(held, [true, true, true, true, true]);
  await replay.train({ steps: 1 });
  assert.equal(replay.holds, false);
  const other = setUp(20);
  other.replay.leave();
  assert.deepEqual([other.replay.holds, other.heard], [false, [["left"]]]);
});

test("a run that ends otherwise has not arrived", async () => {
  for (const reason of ["replaced", "reset", "plateau"]) {
    const { model, heard, replay } = setUp(20);
    model.instead = () => ({ step: 20, reason });
    assert.equal((await replay.train()).reason, reason);
    assert.deepEqual(heard, [["left"]]);
  }
  const { model, heard, replay } = setUp(20);
  model.instead = () => {
    throw Object.assign(new Error("no"), { name: "DivergedError" });
  };
  await assert.rejects(replay.train(), { name: "DivergedError" });
  assert.deepEqual(heard, []);
});
