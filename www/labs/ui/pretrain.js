//! The lab Pre-train: four classifiers of few labels, the losses of two of them live, and accuracy against labels.

import { PRETRAIN } from "../../strings/labs-pretrain.js";
import { el, setText } from "../../ui/dom.js";
import { COUNTS, refusalOf, tryFewLabels } from "../pretrain-run.js";
import { createChart } from "./chart.js";
import { meanCell } from "./cells.js";
import { createCollapse } from "./collapse.js";
import { createLabFrame } from "./lab-frame.js";
import { chipGroup } from "./odd-controls.js";
import { arrowShape, imageShape, pictogram } from "./pictograms.js";
import { createPretrainSweep } from "./pretrain-sweep.js";
import { createResultsTable } from "./results-table.js";

/**
 * @typedef {import("../laboratory.js").Laboratory} Laboratory
 * @typedef {import("../pretrain-run.js").Found} Found
 * @typedef {import("../pretrain-run.js").Way} Way
 */

/** Numbers of a code that suit the lab. */
const SUITED = { least: 16, usual: 32, most: 64 };

/** @typedef {keyof typeof PRETRAIN.rows} Name */

/** What is compared, in the order of the table. @type {readonly Name[]} */
const WAYS = ["tuned", "scratch", "frozen", "pca", "spread", "spreadPca"];

/** @param {Laboratory} laboratory @param {string} name @returns {import("../lab-table.js").LabWidget} */
export function createLab(laboratory, name) {
  let count = 10;
  /** What the last refusal was of. @type {unknown} */
  let pack = null;
  const isOther = () => {
    const { found } = laboratory.of(name);
    return found !== null && found.labelsPerClass !== count;
  };
  const refused = el("p", { class: "note lab-failed", role: "status" });
  const variants = el("p", { class: "note", text: PRETRAIN.variants, hidden: true });
  const words = Object.fromEntries(COUNTS.map((n) => [n, String(n)]));
  const counts = chipGroup(PRETRAIN.counts, words, (value) => {
    count = Number(value);
    setText(refused, "");
    frame.update(laboratory.of(name), laboratory.page, isOther());
  });
  counts.show(String(count));
  const results = createResults(laboratory);
  const sweep = createPretrainSweep(laboratory, () => labelsOf(laboratory));
  const frame = createLabFrame(PRETRAIN, {
    picture: pretrainPicture(), controls: [counts.node, variants, refused], results: results.nodes,
    run: () => {
      const why = laboratory.hourglass ? refusalOf(count, labelsOf(laboratory)) : "";
      setText(refused, why);
      if (!why) void laboratory.run(name, (run) => tryFewLabels(run, count));
    },
    cancel: () => laboratory.cancel(name),
    train: () => laboratory.train(),
    suit: {
      label: PRETRAIN.use, use: () => laboratory.use({ code: SUITED.usual }),
      isMet: ({ code }) => code >= SUITED.least && code <= SUITED.most,
    },
    terms: ["heldOut", "scratch", "tuned", "spread", "draw", "drawInterval", "pca"],
  });
  frame.node.append(sweep.node);
  return {
    node: frame.node,
    update(lab, page) {
      if (pack !== page.pack) setText(refused, "");
      pack = page.pack;
      variants.hidden = page.pack.name !== "own";
      frame.update(lab, page, isOther());
      results.update(/** @type {Found | null} */ (lab.found), page);
      sweep.update(page);
    },
  };
}

/** The labels of the page's images. @param {Laboratory} laboratory */
function labelsOf({ hourglass, page: { pack: { classes } } }) {
  const { images = [], heldOut = null } = hourglass?.images ?? {};
  return { classes, training: images.map(({ labels }) => labels), heldOut: heldOut?.labels ?? null };
}

function pretrainPicture() {
  return pictogram(PRETRAIN.picture, [
    ...imageShape(0), ...arrowShape(52),
    ...[16, 28, 40].map((y) => /** @type {any} */ (["rect", { class: "code", x: 74, y, width: 8, height: 8 }])),
    ...arrowShape(92), ["circle", { class: "code", cx: 126, cy: 32, r: 14 }],
  ]);
}

/** What came of it. @param {Laboratory} laboratory */
function createResults(laboratory) {
  const collapse = createCollapse(laboratory, PRETRAIN.collapsed);
  const verdict = el("p", { class: "lab-verdict", role: "status" });
  const table = createResultsTable(PRETRAIN.table, PRETRAIN.file);
  const judged = el("p", { class: "note" });
  const { title, note, file, x, y } = PRETRAIN.pair;
  const chart = createChart({ name: title, file, x, y });
  const pair = el("div", { class: "lab-block" }, el("h3", { text: title }), chart.node,
    el("p", { class: "note", text: note }));
  /** @type {Found | null} */
  let last = null;
  return {
    nodes: [collapse.node, verdict, table.node, judged, pair],
    /** @param {Found | null} found @param {import("../../app/store.js").State} page */
    update(found, page) {
      if (!found) return;
      collapse.show({ inUse: found.accuracies?.inUse, kind: found.kind }, page);
      if (found === last) return;
      const { pair: losses, accuracies } = found;
      if (losses !== last?.pair) chart.show({ series: curvesOf(losses) });
      last = found;
      table.node.hidden = judged.hidden = !accuracies;
      setText(verdict, verdictOf(found));
      setText(judged, accuracies ? PRETRAIN.judged(accuracies.draws, accuracies.steps, found.heldOut) : "");
      if (accuracies) table.show(PRETRAIN.columns, rowsOf(accuracies, found.spread));
    },
  };
}

/** @param {import("../pretrain-run.js").Pair} pair @returns {import("./chart.js").Series[]} */
function curvesOf({ scratch, tuned }) {
  const points = (/** @type {number[]} */ losses) => losses.map((y, idx) => ({ x: idx + 1, y }));
  const names = PRETRAIN.rows;
  return [
    { label: names.scratch, kind: "scratch", isQuiet: true, points: points(scratch) },
    { label: names.tuned, kind: "ours", isQuiet: true, points: points(tuned) },
  ];
}

/** @param {Found} found */
function verdictOf({ labelsPerClass, accuracies, spread }) {
  const { tuned, scratch, frozen, pca } = accuracies?.ways ?? {};
  if (!accuracies || !tuned || !scratch) return "";
  const words = PRETRAIN.verdict;
  const { gain: { mean: gain, interval } } = accuracies;
  const isOpen = interval !== null && interval[0] <= 0 && interval[1] >= 0;
  const known = gain > 0 ? words.helps(gain) : gain < 0 ? words.hurts(gain) : words.same;
  const end = !interval ? words.early : isOpen && gain !== 0 ? words.open : known;
  const { rows } = PRETRAIN;
  const others = Object.entries({ frozen, pca, ...spread }).map(([way, found]) =>
    ({ name: rows[/** @type {Name} */ (way)], mean: found?.mean ?? 0 }));
  const best = others.reduce((a, b) => (b.mean > a.mean ? b : a));
  const isBest = best.mean > Math.max(tuned.mean, scratch.mean);
  const rest = isBest ? ` ${words.best(best.name, best.mean)}` : "";
  return words.start(labelsPerClass, tuned.mean, scratch.mean) + end + rest;
}

/**
 * @param {import("../pretrain-run.js").Accuracies} accuracies
 * @param {import("../pretrain-run.js").Spread} [spread]
 * @returns {import("./results-table.js").Row[]}
 */
function rowsOf({ ways, components, isTooLarge }, spread) {
  const { rows, notes } = PRETRAIN;
  const all = { ...ways, ...spread };
  const note = (/** @type {Name} */ way) => (way === "pca" ? notes.pca(components ?? 0) : notes[way]);
  const found = WAYS.flatMap((way) => {
    const mean = all[way];
    if (!mean) return [];
    const cells = [meanCell(mean, PRETRAIN.percent), { text: note(way) }];
    return [{ name: rows[way], isOurs: way === "tuned", cells }];
  });
  const missing = { name: rows.pca, cells: [{ text: "–" }, { text: notes.tooLarge }] };
  return [...found, ...(isTooLarge ? [missing] : [])];
}
