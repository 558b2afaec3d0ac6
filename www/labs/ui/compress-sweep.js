//! Size against quality: models of several code sizes, trained in the background, each with 1 to 8 bits a number.

import { decibels } from "../../draw/format.js";
import { tonesOf } from "../../draw/pixels.js";
import { COMPRESS, bytesOf } from "../../strings/labs-compress.js";
import { LABS } from "../../strings/labs.js";
import { el, setText } from "../../ui/dom.js";
import { SIZES, bestAtEachSize, showAtSize, trainSizes } from "../compress-sweep-run.js";
import { createChart } from "./chart.js";
import { createLabActions, createRunButton } from "./lab-actions.js";
import { createResultsTable } from "./results-table.js";
import { createStrip } from "./strip.js";

/** @typedef {import("../compress-sweep-run.js").SweepFound} SweepFound */

/** The names of what the sweep does. */
const [NAME, POINT] = ["compress.sweep", "compress.point"];

/** @param {import("../laboratory.js").Laboratory} laboratory */
export function createSweep(laboratory) {
  const words = COMPRESS.sweep;
  const run = createRunButton(words.run, start, "lab-quiet");
  const actions = createLabActions(run.node, () => laboratory.cancel(NAME));
  const says = el("p", { class: "note", role: "status" });
  const chart = createChart({ name: words.title, file: words.file, x: words.x, y: words.y, isLogX: true }, choose);
  const table = createResultsTable(words.title, words.file);
  const strip = createStrip(COMPRESS.strip);
  const chosen = el("p", { class: "note", role: "status" });
  const rows = el("details", { class: "more" }, el("summary", { text: words.table }), table.node);
  const found = el("div", { class: "lab-found", hidden: true }, chart.node, rows, chosen, strip.node);
  const node = el("section", { class: "lab-part" },
    el("h3", { text: words.title }), el("p", { class: "note", text: words.about }), actions.node, says, found);

  function start() {
    void laboratory.run(NAME, (one) => trainSizes(one), { needsModel: false, isBackground: true });
  }

  /** @param {string} id */
  function choose(id) {
    void laboratory.run(POINT, (one) => showAtSize(one, id, laboratory.of(NAME).found), {
      needsModel: false, isQuick: true,
    });
  }

  /** @type {unknown[]} */
  let last = [];
  return {
    node,
    /** @param {import("../../app/store.js").State} page */
    update(page) {
      const lab = laboratory.of(NAME);
      const point = laboratory.of(POINT);
      const isRunning = lab.phase === "running";
      const sweep = /** @type {SweepFound | null} */ (lab.found);
      run.update(sweep ? words.again : words.run, isRunning);
      actions.update(lab);
      const done = isRunning || sweep ? words.done(sweep?.models.length ?? 0, SIZES.length) : "";
      setText(says, [lab.why, lab.isStale ? LABS.stale : "", done].filter(Boolean).join(" "));
      found.hidden = !sweep || sweep.models.length === 0;
      if (found.hidden || !sweep) return;
      const now = [sweep, point.found, point.phase, page.theme];
      if (now.every((part, idx) => part === last[idx])) return;
      last = now;
      const at = point.found;
      chart.show({ series: seriesOf(sweep), chosen: at?.id });
      table.show(words.columns, tableRows(sweep));
      setText(chosen, point.phase === "running" ? words.drawing : point.phase === "failed" ? point.why
        : at ? words.point(at.latentDim, at.bits, at.bytesPerImage, at.psnr) : words.choose);
      strip.show(at ? at.versions : [], at?.shape ?? { width: 1, height: 1, channels: 1 }, tonesOf(page));
    },
  };
}

/** @param {SweepFound} sweep @returns {import("./chart.js").Series[]} */
function seriesOf({ models, pca }) {
  const words = COMPRESS.sweep;
  const ours = bestAtEachSize(models).map(({ latentDim, bits, bytesPerImage, psnr }) => ({
    x: bytesPerImage, y: psnr.mean, interval: psnr.interval, id: `${latentDim}-${bits}`,
    title: words.point(latentDim, bits, bytesPerImage, psnr.mean),
  }));
  const theirs = pca.map(({ bytesPerImage, psnr }) => ({
    x: bytesPerImage, y: psnr.mean,
    title: `${COMPRESS.rows.pca}: ${bytesOf(bytesPerImage)} bytes, ${decibels(psnr.mean)} dB`,
  }));
  return [
    { label: COMPRESS.rows.pca, kind: "pca", points: theirs },
    { label: COMPRESS.rows.ours, kind: "ours", points: ours },
  ];
}

/** @param {SweepFound} sweep @returns {import("./results-table.js").Row[]} */
function tableRows({ models }) {
  return models.flatMap(({ latentDim, points }) => points.map(({ bits, bytesPerImage, psnr, ssim }) => ({
    name: COMPRESS.sweep.code(latentDim),
    cells: [
      { text: COMPRESS.bit(bits), value: bits },
      { text: bytesOf(bytesPerImage), value: bytesPerImage },
      { text: decibels(psnr.mean), value: psnr.mean },
      { text: ssim ? ssim.mean.toFixed(3) : "–", value: ssim?.mean ?? null },
    ],
  })));
}
