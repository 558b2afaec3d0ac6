//! The captions of the first minute: when something has happened, and that each is told once.

import assert from "node:assert/strict";
import { test } from "node:test";
import { defaults } from "../../www/app/options.js";
import { initialState } from "../../www/app/store.js";
import { crossing, Happenings, NAMES, neighbors } from "../../www/first-minute/rules.js";
import { Told } from "../../www/first-minute/told.js";
import { FIRST } from "../../www/strings/first-minute.js";

const untold = () => false;
/** A hundred dots of two classes in turn. */
const LABELS = Uint8Array.from({ length: 100 }, (_, idx) => idx % 2);
/** All in a row, where each has the other class beside it. */
const MIXED = Float32Array.from({ length: 200 }, (_, idx) => (idx % 2 ? 0 : idx));
/** The classes far apart. */
const APART = Float32Array.from({ length: 200 }, (_, idx) => (idx % 2 ? (idx >> 1) % 2 * 1000 : idx >> 1));

/** @param {Float32Array} points @param {string} [kind] */
const mapOf = (points, kind = "code") => ({ kind, points });

/** @param {object} given @param {number} [step] @returns {import("../../www/app/store.js").State} */
const stateOf = (given, step = 1) => /** @type {any} */ ({
  ...initialState(defaults()), phase: "ready", shown: { labels: LABELS }, snapshot: { step, pcaError: null }, ...given,
});

test("of all dots it is counted which have their own class as the nearest", () => {
  // Each dot meets 49 of its own class among 99 others.
  const chance = (100 * 49) / 99;
  assert.deepEqual(neighbors(MIXED, LABELS), { same: 0, of: 100, chance });
  assert.deepEqual(neighbors(APART, LABELS), { same: 100, of: 100, chance });
  const many = Float32Array.from({ length: 2000 }, (_, idx) => idx);
  assert.equal(neighbors(many, Uint8Array.from({ length: 1000 }, (_, idx) => Number(idx < 500)))?.of, 300);
  // Few dots say nothing.
  assert.equal(neighbors(MIXED.subarray(0, 60), LABELS), null);
});

test("the clouds part when most dots have their own class as the nearest, and more than by chance", () => {
  const { pack } = stateOf({});
  const shows = (/** @type {Happenings} */ seen, /** @type {any} */ map, step = 1, more = {}) =>
    seen.of(stateOf({ pack, begun: 1, views: { map }, ...more }, step), untold).clouds;
  const seen = new Happenings();
  shows(seen, undefined);
  assert.equal(shows(seen, mapOf(MIXED), 1), undefined);
  const parting = { step: 40, same: 100, of: 100, chance: (100 * 49) / 99 };
  assert.deepEqual(shows(seen, mapOf(APART), 40), parting);
  // What has happened stays as it was then, until there is another model.
  assert.deepEqual(shows(seen, mapOf(MIXED), 50), parting);
  const old = mapOf(APART);
  assert.equal(shows(seen, old, 1, { begun: 2 }), undefined);
  assert.equal(shows(seen, old, 2, { begun: 2 }), undefined);
  assert.deepEqual(shows(seen, mapOf(APART), 3, { begun: 2 })?.step, 3);
  assert.match(FIRST.clouds(parting), /at step 40, 100 of 100 dots .* by chance it would be 49\.$/);

  // Rows by class lie apart by themselves, and where there is one class nothing can part.
  for (const [kind, labels] of /** @type {const} */ ([["strip", LABELS], ["code", new Uint8Array(100)]])) {
    const other = new Happenings();
    shows(other, undefined);
    assert.equal(shows(other, mapOf(APART, kind), 9, { shown: { labels } }), undefined);
  }
});

test("the loss crosses PCA's line where the curve was above it before", () => {
  const curve = new Float32Array([1, 0.25, 10, 0.125, 20, 0.0625, 30, 0.25, 40, 0.0625]);
  assert.deepEqual(crossing(curve, 0.125), { step: 20, value: 0.0625 });
  assert.equal(crossing(curve, 0.01), null);
  assert.equal(crossing(curve.subarray(4), 0.5), null);
  assert.equal(crossing(new Float32Array(), 0.5), null);

  const views = { history: { heldOutError: curve } };
  const snapshot = { step: 40, pcaError: 0.125 };
  const told = (more = {}) => new Happenings().of(stateOf({ views, snapshot, ...more }), untold).loss;
  assert.deepEqual(told(), { step: 20, value: 0.0625, pca: 0.125, code: 2 });
  assert.match(FIRST.loss(/** @type {any} */ (told())), /step 20 the error, 0\.0625, .* 0\.1250: 2 numbers that bend/);
  // Nothing bends in a linear network, and beside another loss the line is not shown.
  const linear = { ...defaults(), activation: "linear", output: "linear" };
  assert.equal(told({ settings: linear }), undefined);
  assert.equal(told({ settings: { ...defaults(), loss: "bce" } }), undefined);
  assert.equal(told({ settings: { ...defaults(), loss: "bce" }, errorChosen: true })?.step, 20);
  assert.equal(told({ compare: { views: {} } }), undefined);
  assert.equal(told({ snapshot: { step: 40, pcaError: null } }), undefined);
});

test("somebody who has drawn nothing is asked to after a while, or once training has finished", () => {
  const trained = (/** @type {number} */ ms) => ({ ms, since: null, isWhole: true });
  const asked = (more = {}) => new Happenings().of(stateOf(more), untold).draw;
  assert.equal(asked({ clock: trained(19_999) }), undefined);
  assert.deepEqual(asked({ clock: trained(20_000) }), { code: 2 });
  assert.deepEqual(asked({ run: "finished", clock: trained(500) }), { code: 2 });
  assert.equal(asked({ run: "finished", drawing: new Uint8Array(784) }), undefined);
  const seen = new Happenings();
  seen.of(stateOf({ drawing: new Uint8Array(784) }), untold);
  assert.equal(seen.of(stateOf({ run: "finished" }), untold).draw, undefined);
  assert.equal(seen.hasDrawn, true);
});

test("each caption is told once, over visits where the browser remembers", () => {
  /** @type {Record<string, string>} */
  const kept = {};
  const memory = () => ({
    getItem: (/** @type {string} */ key) => kept[key] ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => void (kept[key] = value),
  });
  const [here, beside] = [new Told(memory), new Told(memory)];
  here.add("clouds");
  beside.add("draw");
  assert.deepEqual(NAMES.map((name) => new Told(memory).has(name)), [true, false, true]);
  here.add(...NAMES);
  assert.equal(new Told(memory).isAll, true);

  const blocked = () => {
    throw new DOMException("closed", "SecurityError");
  };
  const once = new Told(blocked);
  once.add("loss");
  assert.equal(once.has("loss"), true);
  assert.equal(new Told(blocked).has("loss"), false);
});
