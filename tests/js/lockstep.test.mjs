//! Two models in step: turns, plateaus, ends.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Lockstep } from "../../www/app/lockstep.js";
import { until } from "./fake-worker.mjs";

/** A model that makes steps at its own pace, a few between two snapshots. */
class FakeHourglass extends EventTarget {
  step = 0;
  info = { stepsPerEpoch: 10, config: { batchSize: 1 } };
  /** How far ahead of the other it was at most. */
  lead = 0;
  paused = false;
  /** Runs under way. */
  runs = 0;

  /** The one that trains beside it. @type {FakeHourglass | null} */
  other = null;
  /** Ends the run under way. @type {(reason: string) => void} */
  end = () => {};

  /**
   * @param {number} msPerStep
   * @param {{plateauAt?: number, fails?: boolean}} [options]
   */
  constructor(msPerStep, { plateauAt = Infinity, fails = false } = {}) {
    super();
    this.msPerStep = msPerStep;
    this.plateauAt = plateauAt;
    this.fails = fails;
  }

  /** @param {{steps?: number, untilPlateau?: boolean, signal?: AbortSignal}} bounds */
  train({ steps = Infinity, untilPlateau, signal }) {
    const last = this.step + steps;
    this.paused = false;
    this.runs += 1;
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearInterval(timer);
        this.runs -= 1;
      };
      const end = (/** @type {string} */ reason) => {
        stop();
        resolve({ step: this.step, reason });
      };
      const timer = setInterval(() => {
        if (this.fails) {
          stop();
          return reject(Object.assign(new Error("no"), { name: "DivergedError" }));
        }
        for (let n = Math.max(1, Math.round(5 / this.msPerStep)); n > 0 && !this.paused && this.step < last; n -= 1)
          this.step += 1;
        this.lead = Math.max(this.lead, this.step - (this.other?.step ?? this.step));
        const detail = { step: this.step, imagesPerSecond: 1000 / this.msPerStep };
        this.dispatchEvent(Object.assign(new Event("snapshot"), { detail }));
        if (this.step >= last) end("done");
        else if (untilPlateau && this.step >= this.plateauAt) end("plateau");
      }, Math.max(5, this.msPerStep));
      this.end = end;
      signal?.addEventListener("abort", () => {
        stop();
        reject(Object.assign(new Error("aborted"), { name: "AbortError" }));
      });
    });
  }

  async pause() {
    this.paused = true;
    return { step: this.step };
  }

  async resume() {
    this.paused = false;
    return { step: this.step };
  }

  async reset() {
    this.step = 0;
    this.end("reset");
    return this.info;
  }

  reconfigure = async () => this.info;
  steer = async () => this.info;
}

/**
 * @typedef {ConstructorParameters<typeof FakeHourglass>} Given
 * @typedef {FakeHourglass & import("../../www/hourglass.js").Hourglass} Fake
 */

/** @type {(first: Given, second: Given) => [Fake, Fake]} */
function two(...given) {
  const [first, second] = given.map((one) => new FakeHourglass(...one));
  [first.other, second.other] = [second, first];
  return /** @type {any} */ ([first, second]);
}

const FOLLOW = { reconfigure: async () => {}, steer: async () => {}, reset: async () => {} };

test("both make exactly the steps that were asked for, and the faster one waits", async () => {
  const [fast, slow] = two([0.1], [5]);
  const both = new Lockstep(fast, slow, FOLLOW);
  const report = await both.train({ steps: 150 });
  assert.deepEqual([fast.step, slow.step, report.step, report.reason], [150, 150, 150, "done"]);
  assert.ok(fast.lead >= 50 && fast.lead <= 110, `a quarter of a second of the slow one is 50 steps, the lead was ${fast.lead}`);
  await both.train({ epochs: 2 });
  assert.deepEqual([fast.step, slow.step], [170, 170]);
});

test("the one that is behind catches up first", async () => {
  const [first, second] = two([1], [1]);
  first.step = 30;
  await new Lockstep(first, second, FOLLOW).train({ steps: 10 });
  assert.deepEqual([first.step, second.step], [40, 40]);
});

test("they end on a plateau only when both have reached theirs, and then at the same step", async () => {
  const [first, second] = two([1, { plateauAt: 20 }], [1, { plateauAt: 60 }]);
  const both = new Lockstep(first, second, FOLLOW);
  const report = await both.train({ untilPlateau: true });
  assert.equal(report.reason, "plateau");
  assert.ok(second.step >= 60);
  await both.train({ steps: 1 });
  assert.equal(first.step, second.step);
});

test("an abort lets both come to the same step, and a run after it waits for that", async () => {
  const [first, second] = two([1], [4]);
  const controller = new AbortController();
  const both = new Lockstep(first, second, FOLLOW);
  const run = both.train({ signal: controller.signal });
  await until(() => first.step !== second.step);
  controller.abort();
  await assert.rejects(run, { name: "AbortError" });
  const step = Math.max(first.step, second.step);
  assert.notEqual(first.step, second.step);
  await both.train({ steps: 1 });
  assert.deepEqual([first.step, second.step], [step + 1, step + 1]);
  await assert.rejects(both.train({ signal: controller.signal }), { name: "AbortError" });
  assert.equal(first.step, step + 1);
});

test("a reset ends the run, and a failure of one ends both", async () => {
  const [first, second] = two([1], [1]);
  const both = new Lockstep(first, second, FOLLOW);
  const run = both.train({});
  await until(() => first.step > 0);
  void both.reset();
  assert.equal((await run).reason, "reset");

  const [failing, other] = two([1, { fails: true }], [1]);
  await assert.rejects(new Lockstep(failing, other, FOLLOW).train({ steps: 500 }), { name: "DivergedError" });
  assert.equal(other.runs, 0);
});

test("what is done to the first is done to the second", async () => {
  const [first, second] = two([1], [1]);
  /** @type {unknown[]} */
  const followed = [];
  const both = new Lockstep(first, second, {
    reconfigure: async (config) => followed.push(config),
    steer: async (changes) => followed.push(changes),
    reset: (options) => second.reset(options),
  });
  await both.train({ steps: 3 });
  await both.reset();
  assert.deepEqual([first.step, second.step], [0, 0]);
  await both.reconfigure({ batchSize: 64 });
  assert.equal(await both.steer({ learningRate: 0.1 }), first.info);
  assert.deepEqual(followed, [{ batchSize: 64 }, { learningRate: 0.1 }]);
});
