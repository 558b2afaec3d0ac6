//! Loss: this run's curves beside the PCA yardstick and the runs before in gray, what a variational code says, and a
//! table behind.

import * as format from "../draw/format.js";
import { lossUnit } from "../app/earlier-runs.js";
import { changes } from "../app/store.js";
import { S } from "../strings/strings.js";
import { el, heading, onResize, paced, setText } from "./dom.js";
import { helpButton } from "./help.js";
import { createKlBars } from "./kl-bars.js";
import { lossSeries, yardstick } from "./loss-series.js";
import { createRunsList } from "./runs-list.js";
import { chartLook } from "../draw/inks.js";

/** @typedef {import("../app/store.js").State} State */

/**
 * @param {HTMLElement} container
 * @param {Pick<import("../app/actions.js").Actions, "setLogLoss" | "showEarlierRun" | "change">} actions
 * @param {() => Pick<import("../draw/charts.js").Charts, "drawLoss"> | null} charts
 */
export function createLossPanel(container, actions, charts) {
  const words = S.loss;
  const head = heading(words.title, helpButton("lossChart"), "loss-title");
  const canvas = el("canvas", { class: "loss-curves", role: "img" });
  const empty = el("p", { class: "empty", text: words.empty });
  const space = el("div", { class: "figure-space loss-space" }, canvas, empty);
  const log = el("input", { type: "checkbox", id: "loss-log", onchange: () => actions.setLogLoss(log.checked) });
  const top = el("tr");
  const body = el("tbody");
  const foot = el("tfoot");
  const table = el("details", { class: "table-behind", ontoggle: () => fillTable() }, el("summary", { text: words.table }),
    el("table", {}, el("caption", { class: "visually-hidden", text: words.tableCaption }), el("thead", {}, top), body, foot));
  /** The old run that is pointed at. @type {number | null} */
  let strong = null;
  const runs = createRunsList(actions, (id) => {
    strong = id;
    draw();
  });
  const kl = createKlBars(actions);
  container.append(head.node, space, kl.node,
    el("div", { class: "figure-foot" }, table, runs.button, el("label", { class: "check" }, log, el("span", { text: words.log }))), runs.list);

  /** @type {State | null} */
  let current = null;

  const draw = paced(() => {
    const drawer = charts();
    if (!current || canvas.clientWidth === 0) return;
    const series = lossSeries(current, strong);
    if (nothing(series)) {
      // No curve, no axes: the yardstick alone would stand on a scale that means nothing.
      canvas.width = 0;
      canvas.removeAttribute("aria-label");
      return;
    }
    if (!drawer) return;
    drawer.drawLoss(canvas, {
      series, log: current.logLoss, xLabel: words.step, yLabel: current.compare ? S.compare.axis : words.axis[lossUnit(current.settings)], lowerLabel: words.klAxis, ...chartLook(),
    });
    const last = series.filter(({ role }) => role !== "old").map(({ name, points }) => `${name} ${format.error(points[points.length - 1])}`);
    canvas.setAttribute("aria-label", words.alt(last.join(", "), series.filter(({ role }) => role === "old").length));
  }, 125);
  onResize(canvas, draw);

  const fillTable = paced(() => {
    if (!table.open || !current) return;
    const columns = lossSeries(current).filter(({ role }) => ["training", "held-out", "other-held-out", "reconstruction", "kl"].includes(role));
    top.replaceChildren(...[words.step, ...columns.map(({ name }) => name)].map((text) => el("th", { scope: "col", text })));
    const steps = columns.find(({ role }) => role === "held-out")?.points ?? new Float32Array();
    const n = steps.length / 2;
    const rows = [];
    for (let row = 0; row < Math.min(12, n); row += 1) {
      const step = steps[2 * (n <= 12 ? row : Math.round((row * (n - 1)) / 11))];
      rows.push(el("tr", {}, ...[format.count(step), ...columns.map(({ points }) => format.error(valueAt(points, step)))].map((text) => el("td", { text }))));
    }
    body.replaceChildren(...rows);
    const pca = yardstick(current);
    foot.replaceChildren(...(pca === null || !current.info ? [] : [
      el("tr", {}, el("th", { scope: "row", text: words.pca(current.info.latentDim) }), el("td", { text: format.error(pca) })),
    ]));
  }, 1000);

  const changed = changes((/** @type {State} */ s) => [s.views.history, s.earlierRuns, s.compare?.views.history, s.theme, s.logLoss, s.snapshot?.pcaMse, s.settings, s.phase, charts()]);

  /** @param {State} state */
  function update(state) {
    current = state;
    kl.update(state);
    runs.update(state);
    if (!changed(state)) return;
    log.checked = state.logLoss;
    empty.hidden = !nothing(lossSeries(state));
    setText(empty, state.phase === "failed" ? S.nothing : words.empty);
    setText(head.caption, state.compare ? S.compare.caption : words.captions[lossUnit(state.settings)]);
    space.classList.toggle("loss-tall", state.settings.bottleneck === "variational" && !state.compare);
    draw();
    fillTable();
  }
  return { update };
}

/** Whether there is no curve to show, of this run or of one before. @param {import("../draw/charts.js").Series[]} series */
function nothing(series) {
  return series.every(({ role }) => role === "yardstick");
}

/**
 * The value of a curve at the last of its points up to a step.
 * @param {Float32Array} points
 * @param {number} step
 */
function valueAt(points, step) {
  let value = null;
  for (let idx = 0; idx < points.length && points[idx] <= step; idx += 2) value = points[idx + 1];
  return value ?? points[1] ?? null;
}
