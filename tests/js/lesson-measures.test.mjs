//! What lessons measure: each number is the one that the page shows, and what was not measured is null.

import assert from "node:assert/strict";
import { test } from "node:test";
import { MEASURES, measure, measureAll, written } from "../../www/lessons/measures.js";
import { neighbors } from "../../www/first-minute/rules.js";
import { S } from "../../www/strings/strings.js";
import { gainOf } from "../../www/ui/status-bar.js";
import { partly } from "./types.mjs";

/** @typedef {import("../../www/lessons/measures.js").Source} Source */
/** @typedef {import("./types.mjs").Partly<Source>} Part */

/** @param {Part} part @returns {Source} */
const source = (part = {}) => partly({ info: null, snapshot: null, views: {}, shown: null, compare: null, ...part });

/** A curve of values at steps 0, 1, 2 … @param {number[]} values */
const curve = (...values) => Float32Array.from(values.flatMap((value, step) => [step, value]));

/** Numbers that floats hold exactly. */
const HISTORY = {
  training: curve(...Array.from({ length: 20 }, (_, step) => (step < 4 ? 8 : 0.25))),
  heldOut: curve(4, 0.5), heldOutError: curve(1, 0.125, 0.25),
};

test("nothing is measured of a page to which nothing has come", () => {
  assert.deepEqual(measureAll(source()), {});
  for (const name of MEASURES.keys()) assert.equal(measure(name, source()), null, name);
  for (const found of [null, {}, { judged: {} }, { ours: {} }, { rivals: { pca: null } }, { pca: { fits: false } },
    { compared: { why: "tooFew" }, wanted: { prior: "standard" } }, { accuracies: { ways: {} } }]) {
    assert.deepEqual(measureAll(source({ found })), {}, JSON.stringify(found));
  }
});

test("errors and losses are those at the ends of the curves", () => {
  const state = source({ snapshot: { pcaError: 0.5 }, views: { history: HISTORY } });
  assert.deepEqual(measureAll(state),
    { error: 0.25, pca: 0.5, gain: 0.5, training: 0.25, ratio: 2, lowest: 0.125 });
  assert.equal(measure("gain", state), gainOf(state));
  const untrained = source({ views: { history: { ...HISTORY, training: curve(0) } } });
  assert.equal(measure("ratio", untrained), null, "there is nothing to divide by");
});

test("the map is measured at the step where the run ended, and not where its rows are classes", () => {
  const labels = Uint8Array.from({ length: 60 }, (_, idx) => idx % 2);
  const places = [...labels].flatMap((label, idx) => [label * 100 + idx, idx % 7]);
  const points = Float32Array.from(places);
  const shown = { labels };
  const at = (/** @type {number} */ step, /** @type {any} */ kind) =>
    source({ shown, snapshot: { step: 300 }, views: { map: { points, kind, step } } });
  const found = neighbors(points, labels);
  assert.ok(found && found.same > 0);
  assert.equal(measure("neighbors", at(300, "code")), found.same / found.of);
  assert.equal(measure("neighbors", at(299, "code")), null);
  assert.equal(measure("neighbors", at(300, "strip")), null);
});

test("what is said of codes and noise is that of the evaluation", () => {
  const measured = { klPerDim: [0.5, 0.25], activeUnits: 2, noisyPsnr: 9.5, denoisedPsnr: 15.5 };
  const state = source({ info: { nParams: 1234 }, views: { measured } });
  assert.deepEqual(measureAll(state), { weights: 1234, inUse: 2, kl: 0.75, noisyPsnr: 9.5, denoisedPsnr: 15.5 });
});

test("what a lab finds is read where it has found it", () => {
  const table = /** @type {[object, Record<string, number>][]} */ ([
    [{ judged: { separation: { auc: 0.9 } }, rivals: { pca: { auc: 0.8 }, mean: { auc: 0.7 } } },
      { auc: 0.9, aucPca: 0.8, aucMean: 0.7 }],
    [{ ours: { bytesPerImage: 5.5, psnr: { mean: 16 } }, pca: { psnr: { mean: 15 } } },
      { bytes: 5.5, psnr: 16, psnrPca: 15 }],
    [{ ours: { psnr: { mean: 16 } } }, {}],
    [{ wanted: { prior: "fitted" }, compared: { fitted: 5, standard: 6, floor: 2, pca: { distance: 7 } } },
      { frechet: 5, frechetPca: 7, floor: 2 }],
    [{ accuracies: { ways: { tuned: { mean: 0.7 }, scratch: { mean: 0.6 }, frozen: { mean: 0.5 } } } },
      { tuned: 0.7, scratch: 0.6, frozen: 0.5 }],
  ]);
  for (const [found, wanted] of table) assert.deepEqual(measureAll(source({ found })), wanted);
});

test("every measure has words, and is written as the page writes it", () => {
  for (const [name, { label, about, format }] of MEASURES) {
    assert.ok(label.length > 2 && label.length <= 24, name);
    assert.match(about, /^[A-Z].*\.$/, name);
    assert.equal(written(name, 0.5), format(0.5));
    assert.equal(written(name, null), "–");
  }
  assert.equal(written("luck", 1), "–");
  const table = /** @type {const} */ ([
    ["error", 0.04837, "0.0484"], ["gain", 0.1079, S.status.gain(0.1079)], ["ratio", 7.34, "7.3\u00a0×"],
    ["ratio", 22.49, "22\u00a0×"], ["neighbors", 0.3967, "40\u00a0%"], ["weights", 218514, "218,514"],
    ["kl", 12.054, "12.05"], ["noisyPsnr", 9.374, "9.4"], ["auc", 0.98471, "0.985"], ["bytes", 5.723, "5.7"],
    ["frechet", 11.638, "11.6"], ["tuned", 0.6837, "68.4\u00a0%"], ["inUse", 8, "8"],
  ]);
  for (const [name, value, text] of table) assert.equal(written(name, value), text, name);
});
