//! Features against the code size: a chart for each measure, the model's code against PCA with as many numbers.

import { MAP } from "../../strings/labs-map.js";
import { LABS } from "../../strings/labs.js";
import { el, setText } from "../../ui/dom.js";
import { isRefused } from "../map-run.js";
import { MEASURES, SIZES, sweepSizes } from "../map-sweep-run.js";
import { meanCell } from "./cells.js";
import { createChart } from "./chart.js";
import { createLabActions, createRunButton } from "./lab-actions.js";
import { chipGroup } from "./odd-controls.js";
import { createResultsTable } from "./results-table.js";

/**
 * @typedef {import("../map-sweep-run.js").SweepFound} SweepFound
 * @typedef {import("../map-sweep-run.js").Measure} Measure
 */

/** The name of the sweep beside the lab's own. */
const NAME = "map.sweep";
const words = MAP.sweep;
/** PCA first: the model's own curve is drawn over it. */
const WAYS = /** @type {const} */ (["pca", "code"]);

/** @param {Measure} measure */
const textOf = (measure) => (measure === "neighbors" || measure === "linear" ? MAP.percent : MAP.part);

/** @param {import("../laboratory.js").Laboratory} laboratory */
export function createMapSweep(laboratory) {
  const begin = () => void laboratory.run(NAME, (run) => sweepSizes(run), { needsModel: false, isBackground: true });
  const run = createRunButton(words.run, begin, "lab-quiet");
  const actions = createLabActions(run.node, () => laboratory.cancel(NAME));
  const says = el("p", { class: "note", role: "status" });
  /** @type {Measure} */
  let measure = "neighbors";
  const charts = MEASURES.map((one) => ({
    measure: one,
    ...createChart({ name: words.y[one], file: `${words.file}-${one}`, x: words.x, y: words.y[one], isLogX: true }),
  }));
  const choice = chipGroup(words.measure, words.measures, (value) => {
    measure = value;
    draw();
  });
  choice.show(measure);
  const why = el("p", { class: "note" });
  const table = createResultsTable(words.title, words.file);
  const rows = el("details", { class: "more lab-map-sweep" }, el("summary", { text: words.table }), table.node);
  const found = el("div", { class: "lab-found", hidden: true }, choice.node,
    el("div", {}, ...charts.map(({ node }) => node), why), rows);
  const node = el("section", { class: "lab-part" },
    el("h3", { text: words.title }), el("p", { class: "note", text: words.about }), actions.node, says, found);
  /** @type {SweepFound | null} */
  let last = null;

  function draw() {
    if (!last) return;
    for (const chart of charts) {
      chart.node.hidden = chart.measure !== measure;
      if (!chart.node.hidden) chart.show({ series: seriesOf(last, measure) });
    }
    const refused = last.sizes.flatMap(({ code, pca }) => [code[measure], pca[measure]]).find((one) => isRefused(one));
    setText(why, refused && isRefused(refused) ? refused.why : "");
  }
  return {
    node,
    update() {
      const lab = laboratory.of(NAME);
      const sweep = /** @type {SweepFound | null} */ (lab.found);
      const isRunning = lab.phase === "running";
      run.update(sweep ? words.again : words.run, isRunning);
      actions.update(lab);
      const done = isRunning || sweep ? words.done(sweep?.sizes.length ?? 0, SIZES.length) : "";
      setText(says, [lab.why, lab.isStale ? LABS.stale : "", done].filter(Boolean).join(" "));
      found.hidden = !sweep;
      if (!sweep || sweep === last) return;
      last = sweep;
      draw();
      table.show(words.columns, rowsOf(sweep));
    },
  };
}

/** @param {SweepFound} sweep @param {Measure} measure @returns {import("./chart.js").Series[]} */
function seriesOf({ sizes }, measure) {
  return WAYS.map((way) => ({
    label: words.ways[way], kind: way === "code" ? "ours" : "pca",
    points: sizes.flatMap(({ latentDim, [way]: { [measure]: value } }) => (isRefused(value) ? [] : [{
      x: latentDim, y: value.mean, interval: value.interval,
      title: words.point(words.ways[way], latentDim, textOf(measure)(value.mean)),
    }])),
  }));
}

/** @param {SweepFound} sweep @returns {import("./results-table.js").Row[]} */
function rowsOf({ sizes }) {
  return sizes.flatMap((size) => /** @type {const} */ (["code", "pca"]).map((way) => ({
    // Both stand in the first column, which stays where the others are scrolled.
    name: MAP.row(words.ways[way], size.latentDim), isOurs: way === "code",
    cells: MEASURES.map((measure) => {
      const value = size[way][measure];
      return isRefused(value) ? { text: MAP.none } : meanCell(value, textOf(measure));
    }),
  })));
}
