//! Accuracy against the number of labels, for all four classifiers of the lab Pre-train.

import { LABS } from "../../strings/labs.js";
import { PRETRAIN } from "../../strings/labs-pretrain.js";
import { el, setText } from "../../ui/dom.js";
import { COUNTS, refusalOf, tryAllCounts } from "../pretrain-run.js";
import { createChart } from "./chart.js";
import { meanCell } from "./cells.js";
import { createLabActions, createRunButton } from "./lab-actions.js";
import { createResultsTable } from "./results-table.js";

/** @typedef {import("../pretrain-run.js").SweepFound} SweepFound */
/** @typedef {import("../pretrain-run.js").Way} Way */

const NAME = "pretrain.sweep";
/** @typedef {Way | "spread" | "spreadPca"} Name */

/** What is compared in the order of the columns, and the color of each. @type {readonly [Name, string][]} */
const WAYS = [["scratch", "scratch"], ["frozen", "frozen"], ["tuned", "ours"], ["pca", "pca"], ["spread", "spread"],
  ["spreadPca", "spread-pca"]];

/**
 * @param {import("../laboratory.js").Laboratory} laboratory
 * @param {() => Parameters<typeof refusalOf>[1]} labelsOf
 */
export function createPretrainSweep(laboratory, labelsOf) {
  const words = PRETRAIN.sweep;
  const run = createRunButton(words.run, start, "lab-quiet");
  const actions = createLabActions(run.node, () => laboratory.cancel(NAME));
  const says = el("p", { class: "note", role: "status" });
  const chart = createChart({ name: words.title, file: words.file, x: words.x, y: words.y, isLogX: true });
  const table = createResultsTable(words.title, words.file);
  const rows = el("details", { class: "more" }, el("summary", { text: words.table }), table.node);
  const found = el("div", { class: "lab-found", hidden: true }, chart.node, rows);
  const node = el("section", { class: "lab-part" },
    el("h3", { text: words.title }), el("p", { class: "note", text: words.about }), actions.node, says, found);
  let refusal = "";
  /** What the refusal is of. @type {unknown} */
  let pack = null;

  function start() {
    const labels = labelsOf();
    refusal = laboratory.hourglass ? refusalOf(1, labels) : "";
    update(laboratory.page);
    if (refusal) return;
    const counts = COUNTS.filter((count) => refusalOf(count, labels) === "");
    const others = COUNTS.filter((count) => !counts.includes(count));
    if (others.length > 0) refusal = words.leftOut(others, refusalOf(others[0], labels));
    void laboratory.run(NAME, (one) => tryAllCounts(one, counts), { isBackground: true });
  }

  /** @type {SweepFound | null} */
  let last = null;
  /** @param {import("../../app/store.js").State} page */
  function update(page) {
    if (pack !== page.pack) refusal = "";
    pack = page.pack;
    const lab = laboratory.of(NAME);
    const isRunning = lab.phase === "running";
    const sweep = /** @type {SweepFound | null} */ (lab.found);
    run.update(sweep ? words.again : words.run, isRunning);
    actions.update(lab);
    const done = sweep ? words.done(sweep.points.length, sweep.wanted) : "";
    setText(says, [refusal, lab.why, lab.isStale ? LABS.stale : "", done].filter(Boolean).join(" "));
    found.hidden = !sweep;
    if (!sweep || sweep === last) return;
    last = sweep;
    chart.show({ series: seriesOf(sweep) });
    table.show(words.columns, tableRows(sweep));
  }
  return { node, update };
}

/**
 * What has come for each number of labels.
 * @param {SweepFound} sweep
 * @returns {{labelsPerClass: number, all: Partial<Record<Name, import("./cells.js").Mean>>}[]}
 */
function rowsOf({ points, spread }) {
  const counts = new Set([...points, ...spread].map(({ labelsPerClass }) => labelsPerClass));
  return [...counts].sort((a, b) => a - b).map((labelsPerClass) => ({
    labelsPerClass,
    all: {
      ...points.find((point) => point.labelsPerClass === labelsPerClass)?.accuracies.ways,
      ...spread.find((point) => point.labelsPerClass === labelsPerClass),
    },
  }));
}

/** @param {SweepFound} sweep @returns {import("./chart.js").Series[]} */
function seriesOf(sweep) {
  const percent = (/** @type {number} */ share) => 100 * share;
  return WAYS.map(([way, kind]) => ({
    label: PRETRAIN.rows[way], kind,
    points: rowsOf(sweep).flatMap(({ labelsPerClass, all }) => {
      const mean = all[way];
      if (!mean) return [];
      const [low, high] = mean.interval ?? [mean.mean, mean.mean];
      const title = PRETRAIN.sweep.point(PRETRAIN.rows[way], labelsPerClass, mean.mean);
      return [{
        x: labelsPerClass, y: percent(mean.mean), title,
        interval: /** @type {[number, number]} */ ([percent(low), percent(high)]),
      }];
    }),
  }));
}

/** @param {SweepFound} sweep @returns {import("./results-table.js").Row[]} */
function tableRows(sweep) {
  return rowsOf(sweep).map(({ labelsPerClass, all }) => ({
    name: String(labelsPerClass),
    cells: WAYS.map(([way]) => {
      const mean = all[way];
      return mean ? meanCell(mean, PRETRAIN.percent) : { text: "–" };
    }),
  }));
}
