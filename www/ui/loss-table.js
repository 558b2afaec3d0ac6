//! The loss as a table, behind its chart: for those who cannot see curves, and for exact numbers.

import * as format from "../draw/format.js";
import { S } from "../strings/strings.js";
import { el } from "./dom.js";
import { lossSeries, yardstick } from "./loss-series.js";

/** @typedef {import("../app/store.js").State} State */

/** Curves that have a column. @type {import("../draw/charts.js").Role[]} */
const COLUMNS = ["training", "held-out", "other-held-out", "reconstruction", "kl"];
const MOST_ROWS = 12;

export function createLossTable() {
  const words = S.loss;
  const top = el("tr");
  const body = el("tbody");
  const foot = el("tfoot");
  const caption = el("caption", { class: "visually-hidden", text: words.tableCaption });
  const node = el("details", { class: "table-behind", ontoggle: () => fill() }, el("summary", { text: words.table }),
    el("table", {}, caption, el("thead", {}, top), body, foot));
  /** @type {State | null} */
  let current = null;

  function fill() {
    if (!node.open || !current) return;
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

  /** @param {State} state @param {boolean} isNew Whether the curves differ from the last ones. */
  function update(state, isNew) {
    current = state;
    if (isNew) fill();
  }
  return { node, update };
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
