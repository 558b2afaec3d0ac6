//! The ROC curves of the auto-encoder and its rivals, with the threshold as a point.

import { ODD } from "../../strings/labs-odd-one-out.js";
import { el } from "../../ui/dom.js";
import { createChart } from "./chart.js";

/**
 * @typedef {import("../odd-one-out-run.js").Found} Found
 * @typedef {import("../odd-one-out-run.js").Roc} Roc
 */

const words = ODD.roc;

/** A point that moves, with at most one drawing a frame. */
export function createRoc() {
  const chart = createChart({
    name: words.title, file: words.file, x: words.x, y: words.y, xRange: [0, 1], yRange: [0, 1],
  });
  const node = el("div", { class: "lab-block" }, el("h3", { text: words.title }), chart.node);
  /** @type {import("./chart.js").Series[]} */
  let curves = [];
  /** @type {import("./chart.js").Series[]} */
  let marked = [];
  let isDue = false;
  const draw = () => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      chart.show({ series: [...curves, ...marked] });
    });
  };
  return {
    node,
    /** @param {Found} found */
    show({ judged, rivals }) {
      const all = /** @type {["ours" | "pca" | "mean" | "nearest", Roc | undefined][]} */ ([
        ["nearest", rivals?.nearest.roc], ["mean", rivals?.mean.roc], ["pca", rivals?.pca?.roc], ["ours", judged?.roc],
      ]);
      curves = all.flatMap(([kind, roc]) => (roc ? [seriesOf(kind, roc)] : []));
      draw();
    },
    /** What happens at the threshold. @param {{falseAlarms: number, recall: number | null}} at */
    mark({ falseAlarms, recall }) {
      const title = words.here(ODD.percent(falseAlarms), ODD.percent(recall ?? 0));
      marked = recall === null ? [] : [{
        label: words.threshold, kind: "ours", isLine: false, points: [{ x: falseAlarms, y: recall, title }],
      }];
      draw();
    },
  };
}

/** @param {"ours" | "pca" | "mean" | "nearest"} kind @param {Roc} roc @returns {import("./chart.js").Series} */
const seriesOf = (kind, roc) => ({
  label: words.names[kind], kind, isQuiet: true, points: roc.map(([x, y]) => ({ x, y })),
});
