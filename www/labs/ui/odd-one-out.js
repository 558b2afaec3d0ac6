//! The lab "Find the odd one out": a model of what is normal, what it says of the held-out images beside its rivals, a
//! threshold that is the same everywhere, new pictures, and a fault that is drawn.

import { tonesOf } from "../../draw/pixels.js";
import { ODD } from "../../strings/labs-odd-one-out.js";
import { el, setText } from "../../ui/dom.js";
import { atThreshold, bestRival, findOdd, refusalOf } from "../odd-one-out-run.js";
import { createLabFrame } from "./lab-frame.js";
import { createOddArrivals, takeDrops } from "./odd-arrivals.js";
import { createOddControls } from "./odd-controls.js";
import { createFault } from "./odd-fault.js";
import { createHistogram } from "./odd-histogram.js";
import { createRoc } from "./odd-roc.js";
import { createOddStrips } from "./odd-strips.js";
import { imageShape, otherShape, pictogram } from "./pictograms.js";
import { createResultsTable } from "./results-table.js";

/**
 * @typedef {import("../laboratory.js").Laboratory} Laboratory
 * @typedef {import("../../app/options.js").Settings} Settings
 * @typedef {import("../odd-one-out-run.js").Found} Found
 * @typedef {import("../odd-one-out-run.js").Separation} Separation
 */

/** Numbers of a code that suit the lab, and hidden layers where the model has had others than dense ones. */
const SUITED = { code: 16, hidden: [128, 64] };

/** @param {Settings} settings @returns {Partial<Settings>} */
const suited = ({ arch }) =>
  (arch === "dense" ? { code: SUITED.code } : { arch: "dense", code: SUITED.code, hidden: [...SUITED.hidden] });

/** @param {Laboratory} laboratory @param {string} name @returns {import("../lab-table.js").LabWidget} */
export function createLab(laboratory, name) {
  const isOther = () => {
    const { wanted } = laboratory.of(name).found ?? {};
    return wanted !== undefined && JSON.stringify(wanted) !== JSON.stringify(controls.wanted);
  };
  const controls = createOddControls(() => frame.update(laboratory.of(name), laboratory.page, isOther()));
  const results = createResults(laboratory, name);
  const words = {
    about: ODD.about, suits: ODD.suits,
    get run() {
      const { normal, model } = controls.wanted;
      return normal ? ODD.run : model === "page" ? ODD.runPage : ODD.runWhole;
    },
    get again() {
      return controls.wanted.model === "page" ? ODD.againPage : ODD.again;
    },
  };
  const frame = createLabFrame(words, {
    picture: oddPicture(), controls: controls.nodes, results: results.nodes,
    run: () => start(laboratory, name, controls),
    cancel: () => laboratory.cancel(name),
    train: () => laboratory.train(),
    suit: {
      label: ODD.use, use: () => laboratory.use(suited(laboratory.page.settings)),
      isMet: ({ arch, code }) => arch === "dense" && code >= SUITED.code,
    },
    terms: ["heldOut", "auc", "interval", "recall", "threshold", "ssim", "pca"],
  });
  takeDrops(frame.node, () => laboratory.of(name).found !== null, results.bring);
  return {
    node: frame.node,
    update(lab, page) {
      if (page.pack.classes.length > 0) controls.update(page.pack.classes);
      frame.update(lab, page, isOther());
      results.update(/** @type {Found | null} */ (lab.found), page);
    },
  };
}

/** Begins, or says why not. @param {Laboratory} laboratory @param {string} name @param {any} controls */
function start(laboratory, name, controls) {
  /** @type {import("../odd-one-out-run.js").Wanted} */
  const wanted = controls.wanted;
  const { hourglass, page: { pack: { classes, sameHeldOut: areTrained = false } } } = laboratory;
  const { images = [], heldOut = null } = hourglass?.images ?? {};
  const set = { classes, training: images.map(({ labels }) => labels), heldOut: heldOut?.labels ?? null };
  const why = hourglass ? refusalOf(wanted, set) : "";
  controls.refuse(why);
  if (why) return;
  const isPages = wanted.model === "page";
  void laboratory.run(name, async (run) => {
    const saved = isPages && hourglass ? await hourglass.save() : null;
    await findOdd(run, wanted, { classes, areTrained }, saved);
  }, { needsModel: isPages });
}

function oddPicture() {
  return pictogram(ODD.picture, [
    ...imageShape(1), ...imageShape(49), ...otherShape(105),
    ["circle", { class: "odd", cx: 127, cy: 32, r: 31 }],
  ]);
}

/** What came of it. @param {Laboratory} laboratory @param {string} name */
function createResults(laboratory, name) {
  const verdict = el("p", { class: "lab-verdict", role: "status" });
  const judgedBy = el("p", { class: "note" });
  const table = createResultsTable(ODD.table, ODD.file);
  const histogram = createHistogram((value) => cut(value));
  const facts = el("dl", { class: "lab-odd-facts" });
  const roc = createRoc();
  const strips = createOddStrips();
  const left = el("div", { class: "lab-block" }, histogram.node, facts);
  const arrivals = createOddArrivals(laboratory, `${name}.new`);
  const fault = createFault(laboratory, `${name}.fault`);
  const nodes = [verdict, table.node, judgedBy, el("div", { class: "lab-two" }, left, roc.node), strips.node,
    arrivals.node, fault.node];
  const tonesFor = tonesOnce();
  /** @type {Found | null} */
  let found = null;
  /** @type {unknown[]} */
  let last = [];
  const cut = (/** @type {number} */ threshold) => {
    if (!found?.judged) return;
    const at = atThreshold(found.judged.curve, threshold);
    histogram.threshold = threshold;
    facts.replaceChildren(...factsOf(at, found.judged.isWhole));
    if (!found.judged.isWhole) roc.mark(at);
    arrivals.cut(threshold);
    fault.cut(threshold);
  };
  return {
    nodes,
    /** @param {File[]} files */
    bring: (files) => void arrivals.bring(files),
    /** @param {Found | null} next @param {import("../../app/store.js").State} page */
    update(next, page) {
      if (!next?.judged) return;
      const tones = tonesFor(page);
      arrivals.update(next, page.pack.paper, tones);
      fault.update(next, page.pack.paper, tones);
      const now = [next.judged, next.rivals, tones];
      if (now.every((part, idx) => part === last[idx])) return;
      const { judged } = next;
      const isNew = found?.judged !== judged;
      [found, last] = [next, now];
      const { isWhole, histogram: bars, score, threshold } = judged;
      setText(verdict, verdictOf(next));
      const how = [isWhole ? "" : judgedWords(next), ODD[score], next.areTrained ? ODD.areTrained : ""];
      setText(judgedBy, how.filter((text) => text).join(" "));
      table.node.hidden = roc.node.hidden = isWhole;
      table.show(ODD.columns, rowsOf(next));
      roc.show(next);
      strips.show(next, tones);
      if (!isNew) return;
      // Above all scores, where no normal image may be called odd.
      const begins = threshold ?? bars.to + (bars.to - bars.from || 1) * 1e-6;
      histogram.show(bars, ODD.scores[score], begins);
      cut(begins);
    },
  };
}

/** The tones of a page, the same object as long as they are the same. */
function tonesOnce() {
  let key = "";
  /** @type {import("../../draw/pixels.js").Tones | null} */
  let tones = null;
  return (/** @type {import("../../app/store.js").State} */ page) => {
    const now = `${page.theme} ${page.pack.light}`;
    if (!tones || now !== key) tones = tonesOf(page);
    key = now;
    return tones;
  };
}

/** @param {Found} found */
function verdictOf({ judged, rivals }) {
  if (!judged) return "";
  if (!judged.separation) return ODD.whole(judged.normal.length);
  return ODD.verdict(judged.separation, rivals ? bestRival(rivals) : null);
}

/** @param {Found} found */
function judgedWords({ judged }) {
  const normal = judged?.normal.length ?? 0;
  return ODD.judged(normal, (judged?.scores.length ?? 0) - normal);
}

/** @param {ReturnType<typeof atThreshold>} at @param {boolean} isWhole */
function factsOf({ falseAlarms, recall, precision }, isWhole) {
  const words = ODD.at;
  const fact = (/** @type {string} */ value, /** @type {string} */ text) =>
    el("div", {}, el("dt", { text }), el("dd", { text: value }));
  const alarms = fact(ODD.percent(falseAlarms), words.falseAlarms);
  if (isWhole) return [alarms];
  return [
    fact(ODD.percent(recall ?? 0), words.recall),
    precision === null ? fact("–", words.none) : fact(ODD.percent(precision), words.precision),
    alarms,
  ];
}

/** @param {Found} found @returns {import("./results-table.js").Row[]} */
function rowsOf({ judged, rivals, by }) {
  const { rows: words, notes } = ODD;
  if (!judged?.separation) return [];
  const row = (/** @type {string} */ name, /** @type {Separation} */ { auc, interval }, /** @type {string} */ note) =>
    ({ name, cells: [{ text: ODD.auc(auc), value: auc }, { text: ODD.interval(...interval) }, { text: note }] });
  return [
    { ...row(words.ours, judged.separation, ODD.scores[judged.score]), isOurs: true },
    ...(judged.byError ? [row(words.byError, judged.byError, notes.byError)] : []),
    ...(rivals?.pca ? [row(words.pca, rivals.pca, notes.pca(rivals.pca.components, by === "unlikeness"))] : []),
    ...(rivals && !rivals.pca ? [{ name: words.pca, cells: ["–", "–", notes.noPca].map((text) => ({ text })) }] : []),
    ...(rivals ? [row(words.mean, rivals.mean, notes.mean), row(words.nearest, rivals.nearest, notes.nearest)] : []),
  ];
}
