//! Quality against the amount of noise: a curve for the model and one for each family of filters.

import { decibels } from "../../draw/format.js";
import { DENOISE } from "../../strings/labs-denoise.js";
import { LABS } from "../../strings/labs.js";
import { el, setText } from "../../ui/dom.js";
import { AMOUNTS, sweepAmounts } from "../denoise-sweep-run.js";
import { createChart } from "./chart.js";
import { createLabActions, createRunButton } from "./lab-actions.js";
import { createResultsTable } from "./results-table.js";

/** @typedef {import("../denoise-sweep-run.js").SweepFound} SweepFound */

/** The name of the sweep beside the lab's own. */
const NAME = "denoise.sweep";
/** The ways, each with its color; the model's own is drawn last, over the others. */
const WAYS = /** @type {const} */ (["noisy", "median", "gaussian", "tv", "ours"]);

/**
 * @param {import("../laboratory.js").Laboratory} laboratory
 * @param {() => import("../denoise-run.js").Noise} noiseNow
 */
export function createSweep(laboratory, noiseNow) {
  const words = DENOISE.sweep;
  const begin = () => void laboratory.run(NAME, (run) => sweepAmounts(run, noiseNow().kind),
    { isBackground: true });
  const run = createRunButton(words.run, begin, "lab-quiet");
  const actions = createLabActions(run.node, () => laboratory.cancel(NAME));
  const about = el("p", { class: "note" });
  const says = el("p", { class: "note", role: "status" });
  const chart = createChart({ name: words.title, file: words.file, x: words.x, y: words.y, xRange: ends() });
  const table = createResultsTable(words.title, words.file);
  const rows = el("details", { class: "more" }, el("summary", { text: words.table }), table.node);
  const found = el("div", { class: "lab-found", hidden: true }, chart.node, rows);
  const node = el("section", { class: "lab-part" }, el("h3", { text: words.title }), about,
    actions.node, says, found);
  /** @type {SweepFound | null} */
  let last = null;
  return {
    node,
    update() {
      const lab = laboratory.of(NAME);
      const sweep = /** @type {SweepFound | null} */ (lab.found);
      setText(about, words.about(noiseNow().kind));
      run.update(sweep ? words.again : words.run, lab.phase === "running");
      actions.update(lab);
      const how = sweep ? words.done(sweep.kind, sweep.points.length, sweep.all, sweep.count) : "";
      setText(says, [lab.why, lab.isStale ? LABS.stale : "", how].filter(Boolean).join(" "));
      found.hidden = !sweep || sweep.points.length === 0;
      if (found.hidden || !sweep || sweep === last) return;
      last = sweep;
      const { trained: { kind, amount } } = sweep;
      const isTrained = kind === sweep.kind && amount > 0;
      chart.show({ series: seriesOf(sweep), marks: isTrained ? [{ x: amount, text: words.trained }] : [] });
      table.show(words.columns, rowsOf(sweep));
    },
  };
}

/** All amounts have their places from the start. @returns {[number, number]} */
const ends = () => [AMOUNTS[0] - 0.05, AMOUNTS[AMOUNTS.length - 1] + 0.05];

/** @param {(typeof WAYS)[number]} way */
const nameOf = (way) => (way === "noisy" || way === "ours" ? DENOISE.rows[way] : DENOISE.filters[way].name);

/** @param {SweepFound} sweep @returns {import("./chart.js").Series[]} */
function seriesOf({ points }) {
  return WAYS.map((way) => ({
    label: nameOf(way), kind: way,
    points: points.map(({ amount, [way]: { mean, interval } }) => ({
      x: amount, y: mean, interval, title: DENOISE.sweep.point(nameOf(way), amount, mean),
    })),
  }));
}

/** @param {SweepFound} sweep @returns {import("./results-table.js").Row[]} */
function rowsOf({ points }) {
  const cell = (/** @type {import("./cells.js").Mean} */ { mean }) => ({ text: decibels(mean), value: mean });
  return points.map(({ amount, noisy, ours, median, gaussian, tv }) =>
    ({ name: String(amount), cells: [noisy, ours, median, gaussian, tv].map(cell) }));
}
