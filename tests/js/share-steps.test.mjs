//! How many workers a step has: what is measured, and when the page asks for them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ShareSteps } from "../../www/app/share-steps.js";
import { TeamSize } from "../../www/worker/team-size.js";

const config = /** @type {any} */ ({ architecture: { kind: "dense" }, bottleneck: {}, input: {}, batchSize: 128 });

/**
 * Trains with steps that take so many ms, by number of helpers; the number that is kept.
 * @param {TeamSize} size
 * @param {number[]} times
 */
function measured(size, times, shape = config) {
  let [now, step] = [0, 0];
  for (let i = 0; i < 10_000; i++) {
    const helpers = size.next(times.length - 1, step, now, shape);
    if (!size.isMeasuring) return { helpers, ms: now };
    step += 1;
    now += times[helpers];
  }
  throw new Error("it measures for ever");
}

test("the fewest helpers are kept that are no slower, measured within two seconds", () => {
  for (const [times, helpers] of /** @type {const} */ ([
    [[10, 6], 1], [[10, 9.5], 0], [[10, 14], 0], [[10, 6, 4, 3.9], 2], [[10, 11, 5], 2], [[3], 0],
  ])) {
    const found = measured(new TeamSize(), [...times]);
    assert.deepEqual([found.helpers, found.ms < 2000], [helpers, true], times.join());
  }
});

test("what was measured is kept for models of the same shape", () => {
  const size = new TeamSize();
  assert.ok(measured(size, [10, 6]).ms > 0);
  size.forget();
  assert.deepEqual(measured(size, [10, 20]), { helpers: 1, ms: 0 });
  assert.equal(measured(size, [10, 20], { ...config, batchSize: 64 }).helpers, 0);
});

test("a number that is asked for is not measured, and no more than are there", () => {
  const size = new TeamSize();
  size.wanted = 4;
  assert.deepEqual([size.next(1, 0, 0, config), size.next(5, 0, 0, config), size.isMeasuring], [1, 3, false]);
  size.wanted = 1;
  assert.equal(size.next(5, 0, 0, config), 0);
});

test("the time of a pause is no step's", () => {
  const size = new TeamSize();
  let [now, step] = [0, 0];
  for (let i = 0; i < 500 && (i === 0 || size.isMeasuring); i++) {
    const helpers = size.next(1, step, now, config);
    if (i % 12 === 11) {
      size.rest();
      now += 60_000;
    } else {
      step += 1;
      now += [20, 10][helpers];
    }
  }
  assert.ok(size.measured?.every((ms) => ms < 100), String(size.measured));
});

/** A model that notes what it is asked for. */
function model(batchSize = 128) {
  /** @type {unknown[]} */
  const asked = [];
  const share = async (/** @type {unknown} */ workers) => void asked.push(workers);
  return { asked, share, info: { config: { batchSize } } };
}

test("the page asks once a model, gives the cores back while it is hidden or compares, and asks again", () => {
  const page = /** @type {any} */ (globalThis);
  page.document = { visibilityState: "visible" };
  const first = model();
  const models = /** @type {any} */ ({ first: null, second: null });
  const share = new ShareSteps(models);
  share.update();
  models.first = first;
  share.update();
  share.update();
  assert.deepEqual(first.asked, ["auto"]);
  page.document.visibilityState = "hidden";
  share.update();
  page.document.visibilityState = "visible";
  share.update();
  models.second = model();
  share.update();
  models.second = null;
  share.update();
  share.want(3);
  first.info.config.batchSize = 256;
  share.update();
  assert.deepEqual(first.asked, ["auto", 1, "auto", 1, "auto", 3, 3]);
  share.want(1);
  models.first = model();
  share.update();
  assert.deepEqual([first.asked.at(-1), models.first.asked], [1, []]);
  delete page.document;
});
