//! Loss: training, held-out and the PCA yardstick, with the curve of the run before in gray and a table behind.

import * as format from "../format.js";
import { changes } from "../store.js";
import { S } from "../strings.js";
import { el, heading, onResize, paced, setText } from "./dom.js";
import { helpButton } from "./help.js";
import { inks } from "./theme.js";

/** @typedef {import("../store.js").State} State */

/**
 * @param {HTMLElement} container
 * @param {Pick<import("../actions.js").Actions, "setLogLoss">} actions
 * @param {() => Pick<import("../charts.js").Charts, "drawLoss"> | null} charts
 */
export function createLossPanel(container, actions, charts) {
  const words = S.loss;
  const head = heading(words.title, helpButton("lossChart"), "loss-title");
  const canvas = el("canvas", { class: "loss-curves", role: "img" });
  const empty = el("p", { class: "empty", text: words.empty });
  const log = el("input", { type: "checkbox", id: "loss-log", onchange: () => actions.setLogLoss(log.checked) });
  const body = el("tbody");
  const foot = el("tfoot");
  const table = el("details", { class: "table-behind", ontoggle: () => fillTable() }, el("summary", { text: words.table }),
    el("table", {}, el("caption", { class: "visually-hidden", text: words.tableCaption }),
      el("thead", {}, el("tr", {}, ...[words.step, words.training, words.heldOut].map((text) => el("th", { scope: "col", text })))), body, foot));
  container.append(head.node, el("div", { class: "figure-space loss-space" }, canvas, empty),
    el("div", { class: "figure-foot" }, table, el("label", { class: "check" }, log, el("span", { text: words.log }))));

  /** @type {State | null} */
  let current = null;

  const draw = paced(() => {
    const drawer = charts();
    const history = current?.views.history;
    if (!current || canvas.clientWidth === 0) return;
    if (!history || nothing(current)) {
      // No curve, no axes: the yardstick alone would stand on a scale that means nothing.
      canvas.width = 0;
      canvas.removeAttribute("aria-label");
      return;
    }
    if (!drawer) return;
    const { settings, snapshot, info, logLoss } = current;
    const { soft, faint, paper, accent, ink, font, size, unit } = inks();
    const { training, heldOut } = history;
    const pca = yardstick(current);
    const old = comparable(current);
    const curves = [];
    if (old && old.heldOut.length > 2) curves.push({ label: words.before, color: mix(soft, paper), width: 1.5 * unit, dashed: false, points: old.heldOut });
    if (training.length > 0) curves.push({ label: words.training, color: soft, width: unit, dashed: false, points: training });
    if (heldOut.length > 0) curves.push({ label: words.heldOut, color: accent, width: 2 * unit, dashed: false, points: heldOut });
    if (pca !== null && info) curves.push({ label: words.pca(info.latentDim), color: ink, width: unit, dashed: true, points: new Float32Array([0, pca]) });
    drawer.drawLoss(canvas, {
      curves, log: logLoss, xLabel: words.step, yLabel: words.axis[settings.loss],
      theme: { ink, faint, paper, accent }, fontFamily: font, fontSize: size * 0.75,
    });
    canvas.setAttribute("aria-label", words.alt(format.error(snapshot?.loss), format.error(snapshot?.heldOutLoss), pca === null ? "" : format.error(pca)));
  }, 125);
  onResize(canvas, draw);

  const fillTable = paced(() => {
    if (!table.open || !current) return;
    const none = new Float32Array();
    const { training, heldOut } = current.views.history ?? { training: none, heldOut: none };
    const n = heldOut.length / 2;
    const rows = [];
    for (let row = 0; row < Math.min(12, n); row += 1) {
      const idx = n <= 12 ? row : Math.round((row * (n - 1)) / 11);
      const step = heldOut[2 * idx];
      rows.push(el("tr", {}, ...[format.count(step), format.error(valueAt(training, step)), format.error(heldOut[2 * idx + 1])].map((text) => el("td", { text }))));
    }
    body.replaceChildren(...rows);
    const pca = yardstick(current);
    foot.replaceChildren(...(pca === null || !current.info ? [] : [
      el("tr", {}, el("th", { scope: "row", colspan: 2, text: words.pca(current.info.latentDim) }), el("td", { text: format.error(pca) })),
    ]));
  }, 1000);

  const changed = changes((/** @type {State} */ s) => [s.views.history, s.oldRun, s.theme, s.logLoss, s.snapshot?.pcaMse, s.phase, charts()]);

  /** @param {State} state */
  function update(state) {
    current = state;
    if (!changed(state)) return;
    log.checked = state.logLoss;
    empty.hidden = !nothing(state);
    setText(empty, state.phase === "failed" ? S.nothing : words.empty);
    setText(head.caption, words.captions[state.settings.loss]);
    draw();
    fillTable();
  }
  return { update };
}

/** Whether there is no curve to show, of this run or of the one before. @param {State} state */
function nothing(state) {
  return !state.views.history?.training.length && !comparable(state)?.heldOut.length;
}

/** The run before, where it can stand beside this one. @param {State} state */
function comparable({ oldRun, settings }) {
  return oldRun && oldRun.loss === settings.loss ? oldRun : null;
}

/** The yardstick is a squared error: beside another loss it would mislead. @param {State} state */
function yardstick({ settings, snapshot }) {
  return settings.loss === "mse" ? snapshot?.pcaMse ?? null : null;
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

/**
 * Halfway between two colors of the style sheet.
 * @param {string} a "#rrggbb"
 * @param {string} b
 */
function mix(a, b) {
  const part = (/** @type {string} */ color, /** @type {number} */ at) => parseInt(color.slice(at, at + 2), 16);
  return `#${[1, 3, 5].map((at) => Math.round((part(a, at) + part(b, at)) / 2).toString(16).padStart(2, "0")).join("")}`;
}
