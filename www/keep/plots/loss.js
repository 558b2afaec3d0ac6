//! The loss chart as files: a picture, a drawing, its curves with all their points, and the KL of each dimension.

import { letterOf } from "../../app/earlier-runs.js";
import { loadKeepEngine } from "../../keep.js";
import { lookOf, lossStyle } from "../../draw/charts.js";
import { PLOTS } from "../../strings/keep-plots.js";
import { S } from "../../strings/strings.js";
import { lossLook } from "../../ui/loss-panel.js";
import { comparable, lossSeries, yardstick } from "../../ui/loss-series.js";
import { curvesTable, line } from "../csv.js";
import { framed, framedSvg, measuredIn, paperLook, pngOf, RATIO, within } from "../look.js";
import { fileName } from "../names.js";

/** @typedef {import("../../app/store.js").State} State */
/** @typedef {import("../ui/save-menu.js").Item} Item */

/** Of a saved chart, in CSS pixels. */
const SIZE = { width: 640, height: 400 };

/** The curves as they are seen, on paper, where no list beside them says what a letter means. @param {State} state */
function optionsOf(state) {
  const series = lossSeries(state).map((one) => (one.role === "old" ? { ...one, name: PLOTS.earlier(one.name) } : one));
  return { series, ...lossLook(state), ...paperLook() };
}

/** Whether there is a curve. @param {State} state */
const isThere = (state) => lossSeries(state).some(({ role }) => role !== "yardstick");

/**
 * @param {() => State} get
 * @returns {Item[]}
 */
export function lossItems(get) {
  const state = get();
  if (!isThere(state) || !state.charts) return [];
  const step = state.snapshot?.step;
  /** @param {string} what @param {string} ending */
  const name = (what, ending) => fileName(state, step, what, ending);
  const { measured } = state.views;
  const kl = measured?.klPerDim;
  return [
    { text: PLOTS.png, make: async () => ({ name: name("loss", "png"), blob: await pngOf(lossPicture(state)) }) },
    { text: PLOTS.svg, make: async () => ({ name: name("loss", "svg"), blob: await lossSvg(state) }) },
    { text: PLOTS.curves, make: async () => ({ name: name("loss", "csv"), blob: lossCsv(state) }) },
    ...(kl ? [{ text: PLOTS.kl, make: async () => ({ name: name("kl", "csv"), blob: klCsv(kl) }) }] : []),
  ];
}

/**
 * The chart on white; null where there is none yet.
 * @param {State} state
 * @param {{width: number, height: number}} [whole] With the margin, in CSS pixels.
 */
export function lossPicture(state, whole = SIZE) {
  if (!isThere(state) || !state.charts) return null;
  const canvas = document.createElement("canvas");
  const { width, height } = within(whole);
  const size = { clientWidth: width, clientHeight: height, ratio: RATIO };
  state.charts.drawLoss(canvas, { ...optionsOf(state), size });
  return framed(canvas);
}

/** @param {State} state */
async function lossSvg(state) {
  const options = optionsOf(state);
  const [style, points] = lossStyle(options, lookOf(options, 1));
  const now = options.series.filter(({ role }) => role !== "old");
  const values = now.map(({ name, value }) => `${name} ${value}`).join(", ");
  const sheet = {
    ...within(SIZE), title: PLOTS.lossTitle,
    description: S.loss.alt(values, options.series.length - now.length, state.marks),
  };
  const { lossSvg: draw } = await loadKeepEngine();
  return svgFile(framedSvg(draw(JSON.stringify(sheet), style, points, measuredIn(options.fontFamily))));
}

/** @param {string} text */
export const svgFile = (text) => new Blob([text], { type: "image/svg+xml" });

/** All curves of this run, of a second model beside it, and of the runs before that are shown. @param {State} state */
export function lossCsv(state) {
  const { columns } = PLOTS;
  const keys = /** @type {const} */ (["training", "trainingThen", "heldOut", "heldOutError", "reconstruction", "kl"]);
  const { compare, views } = state;
  const models = compare ? [["a_", views], ["b_", compare.views]] : [["", views]];
  const ofModels = /** @type {[string, State["views"]][]} */ (models).flatMap(([whose, { history }]) => keys
    .filter((key) => history && history[key].length > 0)
    .map((key) => ({ name: whose + columns[key], points: history?.[key] ?? new Float32Array() })));
  const before = comparable(state).filter(({ shown }) => shown).map((run) =>
    ({ name: columns.earlier(letterOf(run)), points: run.heldOutError ?? new Float32Array() }));
  const pca = yardstick(state);
  const steps = [...new Set(ofModels.flatMap(({ points }) => [...points].filter((_, at) => at % 2 === 0)))];
  const flat = pca === null ? []
    : [{ name: columns.pca, points: steps.flatMap((step) => [step, pca]) }];
  const text = curvesTable(columns.step, [...ofModels, ...flat, ...before]);
  return new Blob([text], { type: "text/csv" });
}

/** @param {number[]} kl */
function klCsv(kl) {
  const { dimension, kl: name } = PLOTS.columns;
  return new Blob([line([dimension, name]), ...kl.map((value, idx) => line([idx + 1, value]))], { type: "text/csv" });
}
