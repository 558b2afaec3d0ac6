//! Loss: this run's curves beside the PCA yardstick and the runs before in gray, what a variational code says, and a
//! table behind.

import { lossUnit } from "../app/earlier-runs.js";
import { changes } from "../app/store.js";
import * as format from "../draw/format.js";
import { chartLook } from "../draw/inks.js";
import { S } from "../strings/strings.js";
import { check } from "./controls.js";
import { el, heading, onDemand, onResize, paced, setText } from "./dom.js";
import { helpButton } from "./help.js";
import { lossSeries } from "./loss-series.js";
import { createLossTable } from "./loss-table.js";
import { createRunsList } from "./runs-list.js";

/** @typedef {import("../app/store.js").State} State */

/**
 * @param {HTMLElement} container
 * @param {Pick<import("../app/actions.js").Actions, "setLogLoss" | "showEarlierRun" | "change" | "explain">} actions
 */
export function createLossPanel(container, actions) {
  const words = S.loss;
  const head = heading(words.title, helpButton("lossChart"), "loss-title");
  const canvas = el("canvas", { class: "loss-curves", role: "img" });
  const empty = el("p", { class: "empty", text: words.empty });
  const space = el("div", { class: "figure-space loss-space" }, canvas, empty);
  const log = check(words.log, actions.setLogLoss, { id: "loss-log" });
  const table = createLossTable();
  /** The earlier run that is pointed at. @type {number | null} */
  let strong = null;
  const runs = createRunsList(actions, (id) => {
    strong = id;
    draw();
  });
  const klBars = onDemand(async () => {
    const kl = (await import("./kl-bars.js")).createKlBars(actions);
    space.after(kl.node);
    return kl;
  }, actions.explain);
  container.append(head.node, space,
    el("div", { class: "figure-foot" }, table.node, runs.button, log.node), runs.list);

  /** @type {State | null} */
  let current = null;
  const draw = paced(() => {
    if (current && canvas.clientWidth > 0) drawCurves(canvas, current, strong);
  }, 125);
  onResize(canvas, draw);

  const changed = changes((/** @type {State} */ state) => {
    const { views, earlierRuns, compare, theme, logLoss, snapshot, settings, phase, charts } = state;
    const { history } = compare?.views ?? {};
    return [views.history, earlierRuns, history, theme, logLoss, snapshot?.pcaMse, settings, phase, charts];
  });

  /** @param {State} state */
  function update(state) {
    current = state;
    klBars(state.settings.bottleneck === "variational", (kl) => kl.update(current ?? state));
    runs.update(state);
    const isNew = changed(state);
    table.update(state, isNew);
    if (!isNew) return;
    const { settings, compare, phase, logLoss } = state;
    log.input.checked = logLoss;
    empty.hidden = !isNothing(lossSeries(state));
    setText(empty, phase === "failed" ? S.nothing : words.empty);
    setText(head.caption, compare ? S.compare.caption : words.captions[lossUnit(settings)]);
    space.classList.toggle("loss-tall", settings.bottleneck === "variational" && !compare);
    draw();
  }
  return { update };
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {State} state
 * @param {number | null} strong The earlier run that stands out.
 */
function drawCurves(canvas, state, strong) {
  const words = S.loss;
  const { charts, compare, settings, logLoss } = state;
  const series = lossSeries(state, strong);
  if (isNothing(series)) {
    // No curve, no axes: the yardstick alone would stand on a scale that means nothing.
    canvas.width = 0;
    canvas.removeAttribute("aria-label");
    return;
  }
  if (!charts) return;
  const yLabel = compare ? S.compare.axis : words.axis[lossUnit(settings)];
  charts.drawLoss(canvas, {
    series, log: logLoss, xLabel: words.step, yLabel, lowerLabel: words.klAxis, ...chartLook(),
  });
  const now = series.filter(({ role }) => role !== "old");
  const last = now.map(({ name, points }) => `${name} ${format.error(points[points.length - 1])}`);
  canvas.setAttribute("aria-label", words.alt(last.join(", "), series.length - now.length));
}

/**
 * Whether there is no curve to show, of this run or of one before.
 * @param {import("../draw/charts.js").Series[]} series
 */
function isNothing(series) {
  return series.every(({ role }) => role === "yardstick");
}
