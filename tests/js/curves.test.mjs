//! The curves and the grid: which runs are kept, which curves share an axis, when a code has collapsed, what is
//! decoded.

import assert from "node:assert/strict";
import { test } from "node:test";

import { defaults } from "../../www/app/options.js";
import { letterOf, MOST_RUNS, withRun } from "../../www/app/earlier-runs.js";
import { lossStyle } from "../../www/draw/charts.js";
import { lossUnit } from "../../www/app/measures.js";
import { preset } from "../../www/app/presets.js";
import { isCollapsed, smallerBeta } from "../../www/ui/kl-bars.js";
import { lossSeries } from "../../www/ui/loss-series.js";
import { gridOf, withRow } from "../../www/ui/map-manifold.js";
import { partly, present } from "./types.mjs";

/** @typedef {import("../../www/draw/charts.js").Plot} Plot */
/** @typedef {import("./types.mjs").State} State */
/** @typedef {import("./types.mjs").Settings} Settings */

const pairs = (/** @type {number[]} */ ...values) =>
  Float32Array.from(values.flatMap((value, idx) => [idx * 10, value]));
const history = {
  training: pairs(3, 2, 1), heldOut: pairs(3, 2, 1), heldOutError: pairs(0.3, 0.2, 0.1),
  reconstruction: new Float32Array(), kl: new Float32Array(),
};
/** @type {State["pack"]} */
const pack = { name: "digits", classes: [], paper: 0 };
/** @param {import("./types.mjs").Partly<State>} [patch] @returns {State} */
const state = (patch = {}) => partly({
  earlierRuns: [], views: { history }, settings: defaults(), snapshot: { pcaError: 0.04 }, pack,
  info: { latentDim: 2 }, ...patch,
});
const roles = (/** @type {State} */ of, /** @type {number} */ strong = NaN) =>
  lossSeries(of, strong).map(({ role, name }) => (role === "old" ? name : role));

test("a run that ends is kept by name with its last error, unless it has hardly begun", () => {
  const [run, ...others] = withRun(state());
  assert.equal(others.length, 0);
  const { heldOut, heldOutError } = history;
  assert.deepEqual(run, {
    id: 0,
    key: JSON.stringify(defaults()),
    name: "Vanilla, 2, digits",
    pack,
    unit: "mse",
    heldOut,
    heldOutError,
    shown: true,
  });
  const named = (/** @type {Settings} */ settings) => withRun(state({ settings }))[0].name;
  assert.equal(
    named({ ...preset("conv-variational"), data: "fashion", code: 8, seed: 7 }),
    "Conv. variational, 8, fashion, seed 7",
  );
  assert.equal(named({ ...preset("sparse"), noise: "masking" }), "Your own mix, 32, digits");
  const kept = [run];
  assert.equal(withRun(state({ earlierRuns: kept, views: {} })), kept);
  assert.equal(withRun(state({ earlierRuns: kept, views: { history: { ...history, heldOut: pairs(3, 2) } } })), kept);
});

test("of old runs the newest eight stay, the same one twice takes its own place, and letters do not change", () => {
  /** @type {State["earlierRuns"]} */
  let earlierRuns = [];
  for (let seed = 0; seed < 30; seed += 1)
    earlierRuns = withRun(state({ earlierRuns, settings: { ...defaults(), seed } }));
  assert.deepEqual(
    earlierRuns.map((run) => JSON.parse(run.key).seed),
    [22, 23, 24, 25, 26, 27, 28, 29],
  );
  assert.equal(earlierRuns.length, MOST_RUNS);
  assert.deepEqual(earlierRuns.map(letterOf).join(""), "wxyzabcd");
  const again = withRun(state({ earlierRuns, settings: { ...defaults(), seed: 25 } }));
  assert.deepEqual(again.map(({ id }) => id), [22, 23, 24, 26, 27, 28, 29, 30]);
});

test("the error of all runs shares an axis, a loss only that of its unit; one that is pointed at stands out", () => {
  const bce = /** @type {Settings} */ ({ ...defaults(), loss: "bce" });
  let earlierRuns = withRun(state());
  earlierRuns = withRun(state({ earlierRuns, settings: bce }));
  earlierRuns = withRun(state({ earlierRuns, settings: { ...defaults(), seed: 2 } }));
  assert.deepEqual(roles(state({ earlierRuns })), ["held-out", "training", "yardstick", "c", "b", "a"]);
  const loss = state({ earlierRuns, settings: bce });
  assert.deepEqual(roles(loss), ["held-out", "training", "b"], "PCA's error is a squared one");
  assert.equal(lossSeries(loss)[0].points, history.heldOut);
  const chosen = state({ earlierRuns, settings: bce, errorChosen: true });
  assert.deepEqual(roles(chosen), ["held-out", "yardstick", "c", "b", "a"]);
  assert.equal(lossSeries(chosen)[0].points, history.heldOutError);
  const hidden = earlierRuns.map((run) => ({ ...run, shown: false }));
  assert.deepEqual(roles(state({ earlierRuns: hidden })), ["held-out", "training", "yardstick"]);
  assert.deepEqual(
    lossSeries(state({ earlierRuns }), 0).slice(3).map(({ name, value, strong, age }) => [name, value, strong, age]),
    [["c", "", false, 0], ["b", "", false, 1], ["a", "", true, 2]],
  );
  assert.deepEqual(
    roles(state({ earlierRuns, views: {}, snapshot: null })), ["c", "b", "a"], "a new run has no curve yet",
  );
});

test("the axes make room for all of a run off which the present one branched, and for no other", () => {
  const [first] = withRun(state());
  const [trunk] = withRun(state({ settings: { ...defaults(), seed: 2 } }));
  const earlierRuns = [first, { ...trunk, id: 1, isTrunk: true }];
  const theme = { ink: "#000000", soft: "#555555", faint: "#aaa", paper: "#ffffff", accent: "#00f", second: "#f00" };
  const look = { theme, fontFamily: "serif", fontSize: 12, xLabel: "", yLabel: "", lowerLabel: "", pixelRatio: 1 };
  const behind = (/** @type {State["earlierRuns"]} */ runs) => {
    const [style] = lossStyle({ ...look, series: lossSeries(state({ earlierRuns: runs })), log: false }, look);
    return JSON.parse(style).curves.slice(3).map((/** @type {{behind: boolean}} */ curve) => curve.behind);
  };
  assert.deepEqual(behind(earlierRuns), [false, true], "the newest first");
  // The run after a branch is another one.
  const after = withRun(state({ earlierRuns, settings: { ...defaults(), seed: 3 } }));
  assert.deepEqual(behind(after), [true, true, true]);
});

test("runs on other images share no axis, and a visitor's own set counts as another once it was opened anew", () => {
  const on = (/** @type {State["pack"]["name"]} */ name) => ({ ...pack, name });
  const earlierRuns = withRun(state());
  assert.deepEqual(roles(state({ earlierRuns, pack: on("fashion") })), ["held-out", "training", "yardstick"]);
  assert.deepEqual(roles(state({ earlierRuns, pack: on("digits") })).at(-1), "a");
  const own = on("own");
  const ownRuns = withRun(state({ pack: own }));
  assert.deepEqual(roles(state({ earlierRuns: ownRuns, pack: own })).at(-1), "a");
  assert.deepEqual(roles(state({ earlierRuns: ownRuns, pack: on("own") })).at(-1), "yardstick");
});

test("two models share the axis of the squared error, with each other and with all runs before", () => {
  let earlierRuns = withRun(state());
  earlierRuns = withRun(state({ earlierRuns, settings: { ...defaults(), loss: "bce" } }));
  const second = { ...history, heldOutError: pairs(0.5, 0.4, 0.3) };
  const series = lossSeries(state({ earlierRuns, compare: { views: { history: second } } }));
  assert.deepEqual(
    series.map(({ role, name }) => [role, name]),
    [
      ["held-out", "A, held-out error"],
      ["other-held-out", "B, held-out error"],
      ["old", "b"],
      ["old", "a"],
    ],
  );
  assert.deepEqual(
    series.map(({ points }) => points),
    [history.heldOutError, second.heldOutError, history.heldOutError, history.heldOutError],
  );
});

test("a variational loss shows its parts, and is no mean that PCA could be compared with", () => {
  const settings = { ...preset("variational"), loss: "mse" };
  const parts = { ...history, reconstruction: pairs(2, 1, 1), kl: pairs(1, 1, 0) };
  assert.equal(lossUnit(settings), "mse-sum");
  assert.deepEqual(roles(state({ settings, views: { history: parts } })), [
    "held-out",
    "training",
    "reconstruction",
    "kl",
  ]);
});

test("a posterior has collapsed when every dimension says nothing, late enough, and for a reason", () => {
  const settings = preset("variational");
  const seen = (/** @type {number[] | null} */ klPerDim, /** @type {number} */ step, patch = {}) =>
    isCollapsed(partly({ settings: { ...settings, ...patch }, snapshot: { klPerDim, step } }));
  assert.equal(seen([0.001, 0.009], 200), true);
  assert.equal(seen([0.001, 0.009], 199), false);
  assert.equal(seen([0.001, 0.011], 5000), false);
  assert.equal(seen([0, 0], 900, { warmup: 1000 }), false);
  assert.equal(seen([0, 0], 1000, { warmup: 1000 }), true);
  assert.equal(seen([0, 0], 1000, { beta: 0 }), false);
  assert.equal(seen(null, 900), false);
  assert.equal(isCollapsed(partly({ settings, snapshot: null })), false);
});

test("a tenth of beta is offered, or the smallest", () => {
  assert.deepEqual([1000, 20, 7, 1, 0.1, 0.05, 0.02, 0.01, 0].map(smallerBeta), [
    100,
    2,
    0.5,
    0.1,
    0.01,
    0.01,
    0.01,
    null,
    null,
  ]);
});

test("the decoded grid has square cells over all of the map, as many as can be read", () => {
  const plot = (/** @type {number} */ width, /** @type {number} */ height) =>
    /** @type {Plot} */ (partly({ plotArea: { width, height }, range: [-2, 2, 0, 10] }));
  const shape = { width: 28, height: 28, channels: 1 };
  for (const [width, height, n] of [[300, 300, 10], [560, 280, 20], [280, 560, 20], [2000, 900, 20], [30, 40, 2]]) {
    const grid = present(gridOf(plot(width, height), shape, false));
    assert.equal(grid.n, n, `${width} × ${height}`);
    assert.ok(grid.x0 <= -2 && grid.x1 >= 2 && grid.y0 <= 0 && grid.y1 >= 10, "it covers what is shown");
    const [across, up] = [((grid.x1 - grid.x0) / 4) * width, ((grid.y1 - grid.y0) / 10) * height];
    assert.ok(
      Math.abs(across - up) < 1e-6 && Math.abs(across - Math.max(width, height)) < 1e-6,
      `${across} × ${up} pixels`,
    );
    assert.ok(Math.abs(grid.x0 + grid.x1) < 1e-9 && Math.abs(grid.y0 + grid.y1 - 10) < 1e-9, "around its middle");
  }
  assert.equal(gridOf(plot(0, 0), shape, false), null);
  const row = present(gridOf(plot(560, 280), shape, true));
  assert.deepEqual([row.n, row.x0, row.x1], [20, -2, 2]);
  const [x0, x1, y0, y1] = withRow([-2, 2, 0, 10], 400);
  assert.deepEqual([x0, x1, y1], [-2, 2, 10]);
  assert.ok(y0 < 0 && y0 > -2);
});
