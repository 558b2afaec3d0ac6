//! The loss as a table, behind its chart: for those who cannot see curves, and for exact numbers. Fetched when it is
//! opened.

import { showsError } from "../app/measures.js";
import { changes } from "../app/store.js";
import * as format from "../draw/format.js";
import { S } from "../strings/strings.js";
import { el } from "./dom.js";
import { lossSeries, yardstick } from "./loss-series.js";

/** @typedef {import("../app/store.js").State} State */

/** Curves that have a column. @type {import("../draw/charts.js").Role[]} */
const COLUMNS = ["training", "held-out", "other-held-out", "reconstruction", "kl"];
const MOST_ROWS = 12;

/** @param {HTMLDetailsElement} node What it stands in, and is hidden by. */
export function createLossTable(node) {
  const words = S.loss;
  const top = el("tr");
  const body = el("tbody");
  const foot = el("tfoot");
  const caption = el("caption", { class: "visually-hidden", text: words.tableCaption });
  node.append(el("table", {}, caption, el("thead", {}, top), body, foot));
  const changed = changes((/** @type {State} */ state) => {
    const { views, compare, settings, marks, snapshot } = state;
    const { history } = compare?.views ?? {};
    return [node.open, views.history, history, settings, marks, snapshot?.pcaError, showsError(state)];
  });

  /** @param {State} current */
  function update(current) {
    if (!changed(current) || !node.open) return;
    const columns = lossSeries(current).filter(({ role }) => COLUMNS.includes(role));
    const names = [words.step, ...columns.map(({ name }) => name)];
    top.replaceChildren(...names.map((text) => el("th", { scope: "col", text })));
    const steps = someSteps(columns.find(({ role }) => role === "held-out")?.points ?? new Float32Array());
    body.replaceChildren(...steps.map((step) => {
      // A part of a training loss stands at the step that the batch began with, one before the measurement.
      const errors = columns.map(({ role, points, then = points }) =>
        format.error(valueAt(then, role === "reconstruction" || role === "kl" ? step - 1 : step)));
      return el("tr", {}, ...[format.count(step), ...errors].map((text) => el("td", { text })));
    }));
    const pca = yardstick(current);
    const marks = current.marks.map((mark) =>
      el("tr", {}, el("td", { colspan: String(names.length), text: words.marked(mark) })));
    foot.replaceChildren(...(pca === null || !current.info ? [] : [
      el("tr", {}, el("th", { scope: "row", text: words.pca(current.info.latentDim) }),
        el("td", { text: format.error(pca) })),
    ]), ...marks);
  }
  return { update };
}

/**
 * As many of a curve's steps as the table has rows at most, evenly spread.
 * @param {Float32Array} points Pairs (step, value).
 */
function someSteps(points) {
  const n = points.length / 2;
  const rows = Math.min(MOST_ROWS, n);
  const place = (/** @type {number} */ row) => (n <= MOST_ROWS ? row : Math.round((row * (n - 1)) / (MOST_ROWS - 1)));
  return Array.from({ length: rows }, (_, row) => points[2 * place(row)]);
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
