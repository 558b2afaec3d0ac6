//! When a snapshot counts as shown: with the next frame, or soon where the browser draws none.

import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";

import { nextFrame } from "../../www/lib/messenger.js";
import { paced } from "../../www/ui/dom.js";

afterEach(() => {
  mock.timers.reset();
  for (const name of ["requestAnimationFrame", "cancelAnimationFrame", "document"])
    Reflect.deleteProperty(globalThis, name);
});

/**
 * A page that draws only when told to.
 * @param {DocumentVisibilityState} visibilityState
 */
function page(visibilityState) {
  mock.timers.enable({ apis: ["setTimeout"] });
  const frames = new Map();
  let last = 0;
  Object.assign(globalThis, {
    document: { visibilityState },
    requestAnimationFrame: (/** @type {() => void} */ callback) => (frames.set(++last, callback), last),
    cancelAnimationFrame: (/** @type {number} */ id) => frames.delete(id),
  });
  const draw = () => {
    for (const [id, callback] of [...frames]) {
      frames.delete(id);
      callback();
    }
  };
  return { draw, frames };
}

test("a page in view calls back once, with its frame", () => {
  const { draw } = page("visible");
  const shown = mock.fn();
  nextFrame(shown);
  mock.timers.tick(100);
  assert.equal(shown.mock.callCount(), 0);
  draw();
  mock.timers.tick(1000);
  draw();
  assert.equal(shown.mock.callCount(), 1);
});

test("a page that is hidden before its frame comes calls back once all the same", () => {
  const { draw, frames } = page("visible");
  const shown = mock.fn();
  nextFrame(shown);
  mock.timers.tick(250);
  assert.equal(shown.mock.callCount(), 1);
  assert.equal(frames.size, 0);
  draw();
  assert.equal(shown.mock.callCount(), 1);
});

test("a hidden page, and a place without frames, call back by the clock", () => {
  const { frames } = page("hidden");
  const shown = mock.fn();
  nextFrame(shown);
  assert.equal(frames.size, 0);
  Reflect.deleteProperty(globalThis, "requestAnimationFrame");
  nextFrame(shown);
  mock.timers.tick(16);
  assert.equal(shown.mock.callCount(), 2);
});

test("after a slow frame a page in view has twice its time for itself, but never long", (t) => {
  const { draw } = page("visible");
  let now = 0;
  t.mock.method(performance, "now", () => now);
  for (const [cost, rest] of [[10, 0], [40, 80], [900, 150]]) {
    const shown = mock.fn();
    nextFrame(shown);
    draw();
    now += cost;
    mock.timers.tick(1);
    assert.equal(shown.mock.callCount(), rest === 0 ? 1 : 0);
    mock.timers.tick(Math.max(0, rest - 1));
    assert.equal(shown.mock.callCount(), rest === 0 ? 1 : 0);
    mock.timers.tick(2);
    assert.equal(shown.mock.callCount(), 1);
  }
});

test("drawings take turns, one a frame, and after a slow frame the page rests for three times as long", (t) => {
  const { draw } = page("visible");
  let now = 0;
  t.mock.method(performance, "now", () => now);
  /** @type {string[]} */
  const drawn = [];
  const [fast, slow, last] = [["fast", 2], ["slow", 80], ["last", 2]].map(([name, cost]) => paced(() => {
    drawn.push(String(name));
    now += Number(cost);
  }, 0));
  for (const one of [fast, slow, last]) one();
  const frame = () => {
    draw();
    mock.timers.tick(1);
  };
  frame();
  assert.deepEqual(drawn, ["fast"]);
  frame();
  assert.deepEqual(drawn, ["fast", "slow"]);
  frame();
  assert.deepEqual(drawn, ["fast", "slow"], "it rests");
  mock.timers.tick(238);
  frame();
  assert.deepEqual(drawn, ["fast", "slow"], "three times as long as the drawing took");
  mock.timers.tick(2);
  frame();
  assert.deepEqual(drawn, ["fast", "slow", "last"]);
});

test("a drawing that throws does not hold up the others", () => {
  const { draw } = page("visible");
  const drawn = mock.fn();
  paced(() => {
    throw new Error("no canvas");
  }, 0)();
  paced(drawn, 0)();
  assert.throws(draw, /no canvas/);
  mock.timers.tick(1);
  draw();
  assert.equal(drawn.mock.callCount(), 1);
});
