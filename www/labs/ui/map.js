//! The lab "Map and features": two linked maps of the held-out images, and what the code is worth as features, beside
//! PCA and the pixels.

import { MAP } from "../../strings/labs-map.js";
import { el, setText } from "../../ui/dom.js";
import { METHODS, SPACES, differ, isRefused, mapAndClassify } from "../map-run.js";
import { meanCell } from "./cells.js";
import { createCollapse } from "./collapse.js";
import { createLabFrame } from "./lab-frame.js";
import { createMapPair } from "./map-pair.js";
import { createMapSweep } from "./map-sweep.js";
import { arrowShape, imageShape, pictogram } from "./pictograms.js";
import { createResultsTable } from "./results-table.js";

/**
 * @typedef {import("../map-run.js").Found} Found
 * @typedef {import("../map-run.js").Refused} Refused
 * @typedef {import("./cells.js").Mean} Mean
 * @typedef {import("./results-table.js").Cell} Cell
 * @typedef {import("../laboratory.js").LabPhase} LabPhase
 */

/** Numbers of a code that are a map by themselves. */
const SUITED = 2;

/**
 * @param {import("../laboratory.js").Laboratory} laboratory
 * @param {string} name
 * @returns {import("../lab-table.js").LabWidget}
 */
export function createLab(laboratory, name) {
  const verdict = el("p", { class: "lab-verdict" });
  const more = el("p", {});
  // It grows while results come, and is said once.
  const said = el("p", { class: "visually-hidden", role: "status" });
  const collapse = createCollapse(laboratory, MAP.collapsed);
  const idle = el("p", { class: "note lab-stale" });
  const pair = createMapPair();
  const table = createResultsTable(MAP.table, MAP.file);
  const notes = el("p", { class: "note" });
  const sweep = createMapSweep(laboratory);
  const frame = createLabFrame(MAP, {
    picture: mapPicture(), controls: [],
    results: [collapse.node, idle, pair.node, el("div", { class: "lab-block" }, verdict, more),
      el("div", { class: "lab-map-features" }, table.node, notes, said)],
    run: () => void laboratory.run(name, (run) => mapAndClassify(run, laboratory.page.pack.classes)),
    cancel: () => laboratory.cancel(name),
    train: () => laboratory.train(),
    suit: {
      label: MAP.use, use: () => laboratory.use({ code: SUITED }),
      isMet: ({ code }) => code === SUITED,
    },
    terms: ["heldOut", "neighbors", "linear", "trustworthiness", "continuity", "interval", "pca"],
  });
  frame.node.append(sweep.node);
  /** @type {unknown[]} */
  let last = [];
  /** @type {unknown[]} */
  let drawn = [];
  return {
    node: frame.node,
    update(lab, page) {
      frame.update(lab, page);
      sweep.update();
      const found = /** @type {Found | null} */ (lab.found);
      if (!found) return;
      const { code, pca } = found;
      const looks = [code, pca, lab.phase, page.theme, page.charts, page.pack.light];
      const isOther = looks.some((part, idx) => part !== drawn[idx]);
      if (isOther) pair.show(found, page, saying(MAP.ended, lab.phase, MAP.waiting));
      drawn = looks;
      const now = [found, lab.phase];
      if (now.every((part, idx) => part === last[idx])) return;
      last = now;
      const [first, others] = verdictOf(found);
      setText(verdict, first);
      setText(more, others);
      setText(said, lab.phase === "running" ? "" : `${first} ${others}`);
      collapse.show({ inUse: code.inUse ?? undefined, kind: found.isVariational ? "variational" : "plain" }, page);
      idle.hidden = !code.inUse || code.inUse === code.numbers;
      setText(idle, code.inUse ? MAP.inUse(code.inUse, code.numbers) : "");
      table.show(MAP.columns, rowsOf(found, saying(MAP.missing, lab.phase, MAP.pending)));
      setText(notes, notesOf(found));
    },
  };
}

function mapPicture() {
  const dots = [[124, 18], [131, 24], [121, 28], [146, 40], [153, 46], [143, 50], [150, 34]];
  return pictogram(MAP.picture, [
    ...imageShape(20), ...arrowShape(80),
    ["path", { class: "arrow", d: "M112 8v50h46" }],
    ...dots.map(([cx, cy], idx) =>
      /** @type {any} */ (["circle", { class: idx < 3 ? "code" : "noise", cx, cy, r: 3 }])),
  ]);
}

/** @template T @param {T | Refused | undefined} result @returns {T | null} */
const known = (result) => (result === undefined || isRefused(/** @type {object} */ (result)) ? null
  : /** @type {T} */ (result));

/** @param {Mean} ours @param {Mean} theirs */
const duel = (ours, theirs) => ({ ours: ours.mean, theirs: theirs.mean, isEqual: !differ(ours, theirs) });

/**
 * What is said where a run ended before its time, or else while it goes on.
 * @param {{cancelled: string, failed: string}} ended
 * @param {LabPhase} phase
 * @param {string} pending
 */
const saying = (ended, phase, pending) => (phase === "cancelled" || phase === "failed" ? ended[phase] : pending);

/** Who wins, as far as it is known: in a word, and in more. @param {Found} found */
function verdictOf({ accuracies, kept }) {
  const of = (/** @type {"code" | "pca" | "pixels"} */ space, /** @type {"neighbors" | "linear"} */ method) =>
    known(accuracies[space]?.[method]);
  const [ours, pca] = [known(kept.code), known(kept.pca)];
  /** @typedef {[Mean | null, Mean | null, (duel: import("../../strings/labs-map.js").Duel) => string]} Duel */
  /** @type {Duel[]} */
  const first = [
    [of("code", "neighbors"), of("pca", "neighbors"), MAP.byNeighbors],
    [of("code", "neighbors"), of("pixels", "neighbors"), MAP.byPixels],
  ];
  /** @type {Duel[]} */
  const others = [
    [of("code", "linear"), of("pca", "linear"), MAP.byLinear],
    [ours && ours.trustworthiness, pca && pca.trustworthiness, MAP.byTrust],
    [ours && ours.continuity, pca && pca.continuity, MAP.byContinuity],
  ];
  return [first, others].map((duels) =>
    duels.flatMap(([a, b, words]) => (a && b ? [words(duel(a, b))] : [])).join(" "));
}

/**
 * @param {Found} found
 * @param {string} missing What stands where there is no number yet.
 * @returns {import("./results-table.js").Row[]}
 */
function rowsOf({ accuracies, kept, code, pca, images: { shape } }, missing) {
  const none = { text: MAP.none };
  const cell = (/** @type {Mean | Refused | undefined} */ result, /** @type {(value: number) => string} */ text) => {
    if (result === undefined) return { text: missing };
    const mean = known(result);
    return mean ? meanCell(mean, text) : none;
  };
  const places = { code, pca: known(pca), pixels: null };
  const numbers = {
    code: code.numbers, pca: places.pca?.numbers, pixels: shape.width * shape.height * shape.channels,
  };
  return SPACES.map((space) => {
    const map = space === "pixels" ? { why: "" } : kept[space];
    const faithful = known(map);
    return {
      name: MAP.row(MAP.rows[space], numbers[space], places[space]?.axes), isOurs: space === "code",
      cells: [
        ...METHODS.map((method) => cell(accuracies[space]?.[method], MAP.percent)),
        ...(faithful ? [faithful.trustworthiness, faithful.continuity] : [map, map])
          .map((one) => cell(/** @type {Mean | Refused | undefined} */ (one), MAP.part)),
      ],
    };
  });
}

/** What the numbers are of, and why some are missing. @param {Found} found */
function notesOf({ accuracies, kept, pca }) {
  const all = SPACES.flatMap((space) => METHODS.map((method) => accuracies[space]?.[method]));
  const accuracy = all.map((one) => known(one)).find((one) => one !== null);
  const faithful = known(kept.code);
  const whys = [pca, ...all, kept.code, kept.pca].flatMap((one) => (isRefused(one) ? [one.why] : []));
  return [
    accuracy ? MAP.learned(accuracy.learned, accuracy.of) : "",
    faithful ? MAP.compared(faithful.images, faithful.neighbors) : "",
    ...new Set(whys),
  ].filter(Boolean).join(" ");
}
