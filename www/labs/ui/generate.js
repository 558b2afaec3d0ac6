//! The lab Generate: new pictures beside what they are nearest to, and how near they are to real ones as a set.

import { tonesOf } from "../../draw/pixels.js";
import { GENERATE } from "../../strings/labs-generate.js";
import { el, setText } from "../../ui/dom.js";
import { generate, usualPrior, variational } from "../generate-run.js";
import { createCollapse } from "./collapse.js";
import { createBetween } from "./generate-between.js";
import { createGenerateGrid } from "./generate-grid.js";
import { createSum } from "./generate-sum.js";
import { createLabFrame } from "./lab-frame.js";
import { chipGroup } from "./odd-controls.js";
import { arrowShape, imageShape, pictogram } from "./pictograms.js";
import { createResultsTable } from "./results-table.js";

/**
 * @typedef {import("../laboratory.js").Laboratory} Laboratory
 * @typedef {import("../../app/store.js").State} State
 * @typedef {import("../generate-run.js").Found} Found
 * @typedef {import("../../strings/labs-generate.js").Prior} Prior
 */

/** So few images make the distance large by themselves. */
const FEW = 500;

/** @param {Laboratory} laboratory @param {string} name @returns {import("../lab-table.js").LabWidget} */
export function createLab(laboratory, name) {
  const state = () => laboratory.of(name);
  const draw = async (/** @type {number} */ seed) => {
    const wanted = { prior: prior.now, seed };
    const { sameHeldOut = false } = laboratory.page.pack;
    await laboratory.run(name, (run) => generate(run, wanted, sameHeldOut, knownOf(laboratory, name)));
    if (state().phase !== "done") return;
    between.refresh();
    sum.refresh();
  };
  const seedNow = () => state().found?.wanted.seed ?? 0;
  const prior = createPrior(() => {
    frame.update(state(), laboratory.page, isOther());
    if (state().found) void draw(seedNow());
  });
  const isOther = () => state().found !== null && state().found.wanted.prior !== prior.now;
  const results = createResults(laboratory);
  const frame = createLabFrame(GENERATE, {
    picture: cloudPicture(),
    controls: prior.nodes,
    results: results.nodes,
    run: () => void draw(seedNow() + 1),
    cancel: () => laboratory.cancel(name),
    train: () => laboratory.train(),
    suit: {
      label: GENERATE.use,
      use: () => laboratory.use(variational(laboratory.page.pending ?? laboratory.page.settings)),
      isMet: ({ bottleneck }) => bottleneck === "variational",
    },
    terms: ["heldOut", "prior", "frechet", "pca"],
  });
  const between = createBetween(laboratory, `${name}.between`);
  const sum = createSum(laboratory, `${name}.sum`);
  frame.node.append(between.node, sum.node);
  /** @type {unknown[]} */
  let last = [];
  return {
    node: frame.node,
    update(lab, page) {
      prior.follow(page);
      frame.update(lab, page, isOther());
      between.update(page);
      sum.update(page);
      const found = /** @type {Found | null} */ (lab.found);
      const now = [found, page.theme, page.settings.beta];
      if (!found || now.every((part, idx) => part === last[idx])) return;
      last = now;
      results.show(found, page);
    },
  };
}

/**
 * What holds for every draw, where it was found with the model as it is.
 * @param {Laboratory} laboratory
 * @param {string} name
 */
function knownOf(laboratory, name) {
  const { found, isStale, step } = laboratory.of(name);
  const { usual, compared } = /** @type {Partial<Found>} */ (found ?? {});
  return usual && compared && !isStale && step === laboratory.hourglass?.step ? { usual, compared } : null;
}

/** Where codes are drawn from: what suits the model, until somebody has chosen. @param {() => void} onChoose */
function createPrior(onChoose) {
  /** @type {Prior} */
  let now = "fitted";
  let kind = "";
  const why = el("p", { class: "note" });
  const group = chipGroup(GENERATE.prior, GENERATE.priors, (value) => {
    now = value;
    onChoose();
  });
  return {
    nodes: [group.node, why],
    get now() {
      return now;
    },
    /** Another kind of code begins with what suits it. @param {State} page */
    follow({ settings, pending }) {
      const { bottleneck } = pending ?? settings;
      if (bottleneck === kind) return;
      kind = bottleneck;
      now = usualPrior({ bottleneck });
      group.show(now);
      setText(why, GENERATE.why[bottleneck]);
    },
  };
}

function cloudPicture() {
  const cloud = [[14, 30], [24, 18], [30, 40], [38, 26], [20, 46], [44, 44], [10, 42], [34, 12], [50, 30]];
  return pictogram(GENERATE.picture, [
    ...cloud.map(([cx, cy]) => /** @type {any} */ (["circle", { class: "noise", cx, cy, r: 2 }])),
    ["circle", { class: "code", cx: 30, cy: 29, r: 4 }],
    ...arrowShape(70), ...imageShape(100, "soft"),
  ]);
}

/** What came of it. @param {Laboratory} laboratory */
function createResults(laboratory) {
  const collapse = createCollapse(laboratory, GENERATE.collapsed);
  const grid = createGenerateGrid();
  const copies = el("p", { class: "lab-generate-said" });
  const verdict = el("p", { class: "lab-verdict", role: "status" });
  const table = createResultsTable(GENERATE.table, "generated");
  const compared = el("p", { class: "note lab-generate-said" });
  const set = el("div", { class: "lab-part" }, el("h3", { text: GENERATE.table }), verdict, table.node, compared);
  return {
    nodes: [
      el("div", { class: "lab-part lab-generate-new" }, collapse.node, el("h3", { text: GENERATE.title }), grid.node,
        el("p", { class: "note", text: GENERATE.distances }), copies),
      set,
    ],
    /** @param {Found} found @param {State} page */
    show(found, page) {
      collapse.show(found, page);
      grid.show(found, tonesOf(page));
      const { near, usual, areTrained } = found;
      const mse = near?.mse ?? [];
      const mean = mse.reduce((sum, one) => sum + one, 0) / mse.length;
      const ours = { count: mse.length, mean, least: Math.min(...mse) };
      setText(copies, !near || !usual ? "" : areTrained ? GENERATE.alone(ours) : GENERATE.copies(ours, usual));
      set.hidden = !found.compared;
      if (!found.compared) return;
      if ("why" in found.compared) {
        table.node.hidden = true;
        setText(verdict, "");
        return setText(compared, GENERATE[found.compared.why]);
      }
      const { count, features, floor, pca } = found.compared;
      table.node.hidden = false;
      setText(verdict, GENERATE.verdict(found.compared[found.wanted.prior], pca.distance, floor));
      table.show(GENERATE.columns, rowsOf(found.wanted.prior, found.compared));
      const notes = [areTrained ? GENERATE.sameFloor : "", count < FEW ? GENERATE.few : ""].filter(Boolean);
      setText(compared, [GENERATE.compared(count, features), ...notes].join(" "));
    },
  };
}

/**
 * The chosen prior first.
 * @param {Prior} prior
 * @param {import("../generate-run.js").Likeness} likeness
 * @returns {import("./results-table.js").Row[]}
 */
function rowsOf(prior, likeness) {
  const { rows: names, notes, distance } = GENERATE;
  const row = (/** @type {string} */ name, /** @type {number} */ value, /** @type {string} */ note) =>
    ({ name, cells: [{ text: distance(value), value }, { text: note }] });
  const other = prior === "fitted" ? "standard" : "fitted";
  return [
    { ...row(names.ours, likeness[prior], notes[prior]), isOurs: true },
    row(names.ours, likeness[other], notes[other]),
    row(names.pca, likeness.pca.distance, notes.pca(likeness.pca.components)),
    row(names.real, likeness.floor, notes.real),
  ];
}
