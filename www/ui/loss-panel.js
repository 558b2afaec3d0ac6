//! Loss: this run's curves beside the PCA yardstick and the runs before in gray, what a variational code says, and a
//! table behind.

import { lossIsError, lossUnit, plainUnit, showsError } from "../app/measures.js";
import { changes } from "../app/store.js";
import { chartLook } from "../draw/inks.js";
import { S } from "../strings/strings.js";
import { check } from "./controls.js";
import { el, heading, onDemand, onResize, paced, setText } from "./dom.js";
import { helpButton } from "./help.js";
import { lossSeries } from "./loss-series.js";

/** @typedef {import("../app/store.js").State} State */

/**
 * @param {HTMLElement} container
 * @param {Pick<import("../app/actions.js").Actions,
 *   "setLogLoss" | "showEarlierRun" | "chooseError" | "change" | "explain">} actions
 */
export function createLossPanel(container, actions) {
  const words = S.loss;
  const head = heading(words.title, helpButton("lossChart"), "loss-title");
  const canvas = el("canvas", { class: "loss-curves", role: "img" });
  const empty = el("p", { class: "empty", text: words.empty });
  const space = el("div", { class: "figure-space loss-space" }, canvas, empty);
  const log = check(words.log, actions.setLogLoss, { id: "loss-log" });
  const error = check(words.showError, actions.chooseError, { id: "loss-error" });
  const behind = el("details", { class: "table-behind", ontoggle: () => update() },
    el("summary", { text: words.table }));
  const table = onDemand(async () => (await import("./loss-table.js")).createLossTable(behind), actions.explain);
  /** The earlier run that is pointed at. @type {number | null} */
  let strong = null;
  const runs = onDemand(async () => {
    const list = (await import("./runs-list.js")).createRunsList(actions, (id) => {
      strong = id;
      draw();
    });
    behind.after(list.button);
    container.append(list.list);
    return list;
  }, actions.explain);
  const klBars = onDemand(async () => {
    const kl = (await import("./kl-bars.js")).createKlBars(actions);
    space.after(kl.node);
    return kl;
  }, actions.explain);
  container.append(head.node, space,
    el("div", { class: "figure-foot" }, behind, error.node, log.node));

  /** @type {State | null} */
  let current = null;
  const drawNow = () => {
    if (current && canvas.clientWidth > 0) drawCurves(canvas, current, strong);
  };
  const draw = paced(drawNow, 125);
  const measuredAnew = changes((/** @type {State} */ { views, compare }) => [views.history, compare?.views.history]);
  onResize(canvas, draw);

  const changed = changes(partsOf);

  function update(state = current) {
    if (!state) return;
    current = state;
    // Each of these is given what is newest when it comes.
    const now = () => current ?? state;
    klBars(state.settings.bottleneck === "variational", (kl) => kl.update(now()));
    runs(state.earlierRuns.length > 0, (list) => list.update(now()));
    table(behind.open, (rows) => rows.update(now()));
    if (!changed(state)) return;
    const { settings, compare, phase, logLoss, errorChosen } = state;
    log.input.checked = logLoss;
    error.input.checked = errorChosen;
    error.node.hidden = lossIsError(settings) || compare !== null;
    const series = lossSeries(state);
    empty.hidden = !isNothing(series);
    setText(empty, phase === "failed" ? S.nothing : words.empty);
    setText(head.caption, compare ? S.compare.caption : measured(state, words.captions));
    space.classList.toggle("loss-tall", series.some(({ role }) => role === "kl"));
    tell(canvas, series, state.marks);
    // Its numbers are those of the header and the table, which are new in this frame.
    if (measuredAnew(state)) drawNow();
    else draw();
  }
  return { update };
}

/** What the chart is made of. @param {State} state */
function partsOf(state) {
  const { views, earlierRuns, marks, compare, theme, logLoss, snapshot, settings, phase, charts } = state;
  const { history } = compare?.views ?? {};
  const shown = [views.history, earlierRuns, marks, history, snapshot?.pcaError, showsError(state)];
  return [...shown, theme, logLoss, settings, phase, charts];
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {State} state
 * @param {number | null} strong The earlier run that stands out.
 */
function drawCurves(canvas, state, strong) {
  const series = lossSeries(state, strong);
  if (isNothing(series)) {
    // No curve, no axes: the yardstick alone would stand on a scale that means nothing.
    canvas.width = 0;
    return;
  }
  state.charts?.drawLoss(canvas, { series, ...lossLook(state), ...chartLook(canvas) });
}

/** What the chart has besides its curves. @param {State} state */
export function lossLook(state) {
  const words = S.loss;
  return {
    marks: state.marks, log: state.logLoss,
    xLabel: words.step, yLabel: measured(state, words.axis), lowerLabel: words.klAxis,
  };
}

/**
 * What the chart is measured in.
 * @param {State} state
 * @param {Record<string, string>} words By unit.
 */
function measured(state, words) {
  const { settings } = state;
  return showsError(state) ? words.error : words[lossUnit(settings)] ?? words[plainUnit(settings)];
}

/**
 * The chart in words, at once: they hold what the other numbers on the page do.
 * @param {HTMLCanvasElement} canvas
 * @param {import("./loss-series.js").Series[]} series
 * @param {State["marks"]} marks
 */
function tell(canvas, series, marks) {
  if (isNothing(series)) return canvas.removeAttribute("aria-label");
  const now = series.filter(({ role }) => role !== "old");
  const last = now.map(({ name, value }) => `${name} ${value}`);
  canvas.setAttribute("aria-label", S.loss.alt(last.join(", "), series.length - now.length, marks));
}

/**
 * Whether there is no curve to show, of this run or of one before.
 * @param {import("../draw/charts.js").Series[]} series
 */
function isNothing(series) {
  return series.every(({ role }) => role === "yardstick");
}
