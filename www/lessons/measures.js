//! What a lesson can measure of a run. Each number is read as the page reads it, and stands for the same thing.

import { endOf, heldOutError, lately } from "../app/measures.js";
import * as format from "../draw/format.js";
import { neighbors } from "../first-minute/rules.js";
import { bytesOf } from "../strings/labs-compress.js";
import { GENERATE } from "../strings/labs-generate.js";
import { ODD } from "../strings/labs-odd-one-out.js";
import { PRETRAIN } from "../strings/labs-pretrain.js";
import { MEASURE_WORDS } from "../strings/lessons-measures.js";
import { S } from "../strings/strings.js";
import { gainOf } from "../ui/status-bar.js";

/**
 * @typedef {Pick<import("../app/store.js").State, "info" | "snapshot" | "views" | "shown" | "compare">
 *   & {found?: any}} Source The page's state where a run ended, and what the run's lab has found.
 *
 * @typedef {object} Reading
 * @property {(source: Source) => number | null | undefined} read Null or undefined where it was not measured.
 * @property {(value: number) => string} format
 * @property {string} [lab] The lab that finds it.
 *
 * @typedef {keyof typeof MEASURE_WORDS} Name
 * @typedef {Reading & import("../strings/lessons-measures.js").Words} Measure
 */

/** A share in percent. @param {number} value */
const percent = (value) => `${format.signed(100 * value, 0)}\u00a0%`;
/** Times as much. @param {number} value */
const times = (value) => `${value.toFixed(value < 9.95 ? 1 : 0)}\u00a0×`;

/** The held-out loss beside the training loss, as the note on over-fitting has it. @param {Source} source */
function ratio({ views: { history } }) {
  const [training, heldOut] = [lately(history?.training), endOf(history?.heldOut)];
  return training === null || heldOut === null || training <= 0 ? null : heldOut / training;
}

/** @param {Source} source */
function lowest({ views: { history } }) {
  const errors = Array.from(history?.heldOutError ?? []).filter((_, idx) => idx % 2 === 1);
  return errors.length === 0 ? null : errors.reduce((a, b) => Math.min(a, b));
}

/**
 * The share of the dots whose nearest is of their class; rows by class lie apart by themselves.
 * @param {Source} source
 */
function sameClass({ views: { map }, snapshot, shown }) {
  if (!map || map.kind === "strip" || !shown?.labels || map.step !== snapshot?.step) return null;
  const found = neighbors(map.points, shown.labels);
  return found && found.same / found.of;
}

/** All KL bars together. @param {Source} source */
const allKl = ({ views: { measured } }) => measured?.klPerDim?.reduce((a, b) => a + b, 0);

/** Only the lab that packs images has a number of bytes. @param {Source} source */
const packedPsnr = ({ found }) => (found?.ours?.bytesPerImage === undefined ? null : found.ours.psnr.mean);

/** @type {Record<Name, Reading>} */
const READINGS = {
  error: { read: heldOutError, format: format.error },
  pca: { read: ({ snapshot }) => snapshot?.pcaError, format: format.error },
  gain: { read: gainOf, format: S.status.gain },
  training: { read: ({ views }) => lately(views.history?.training), format: format.error },
  ratio: { read: ratio, format: times },
  lowest: { read: lowest, format: format.error },
  neighbors: { read: sameClass, format: percent },
  weights: { read: ({ info }) => info?.nParams, format: format.count },
  inUse: { read: ({ views }) => views.measured?.activeUnits, format: format.count },
  kl: { read: allKl, format: (value) => format.signed(value) },
  noisyPsnr: { read: ({ views }) => views.measured?.noisyPsnr, format: format.decibels },
  denoisedPsnr: { read: ({ views }) => views.measured?.denoisedPsnr, format: format.decibels },
  auc: { lab: "odd-one-out", read: ({ found }) => found?.judged?.separation?.auc, format: ODD.auc },
  aucPca: { lab: "odd-one-out", read: ({ found }) => found?.rivals?.pca?.auc, format: ODD.auc },
  aucMean: { lab: "odd-one-out", read: ({ found }) => found?.rivals?.mean?.auc, format: ODD.auc },
  bytes: { lab: "compress", read: ({ found }) => found?.ours?.bytesPerImage, format: bytesOf },
  psnr: { lab: "compress", read: packedPsnr, format: format.decibels },
  psnrPca: { lab: "compress", read: ({ found }) => found?.pca?.psnr?.mean, format: format.decibels },
  frechet: { lab: "generate", read: ({ found }) => found?.compared?.[found.wanted.prior], format: GENERATE.distance },
  frechetPca: { lab: "generate", read: ({ found }) => found?.compared?.pca?.distance, format: GENERATE.distance },
  floor: { lab: "generate", read: ({ found }) => found?.compared?.floor, format: GENERATE.distance },
  tuned: { lab: "pretrain", read: ({ found }) => found?.accuracies?.ways?.tuned?.mean, format: PRETRAIN.percent },
  scratch: { lab: "pretrain", read: ({ found }) => found?.accuracies?.ways?.scratch?.mean, format: PRETRAIN.percent },
  frozen: { lab: "pretrain", read: ({ found }) => found?.accuracies?.ways?.frozen?.mean, format: PRETRAIN.percent },
};

/** Every measure by its name in a lesson. @type {ReadonlyMap<string, Measure>} */
export const MEASURES = new Map(/** @type {Name[]} */ (Object.keys(READINGS)).map((name) =>
  [name, { ...MEASURE_WORDS[name], ...READINGS[name] }]));

/**
 * A measure of a run; null where there is no such measure, or where it was not measured.
 * @param {string} name
 * @param {Source} source
 * @returns {number | null}
 */
export function measure(name, source) {
  const value = MEASURES.get(name)?.read(source) ?? null;
  return value === null || Number.isNaN(value) ? null : value;
}

/**
 * All that was measured of a run.
 * @param {Source} source
 * @returns {Record<string, number>}
 */
export function measureAll(source) {
  const all = [...MEASURES.keys()].map((name) => [name, measure(name, source)]);
  return Object.fromEntries(all.filter(([, value]) => value !== null));
}

/** A measured value as text; a dash where there is none. @param {string} name @param {number | null} value */
export const written = (name, value) => (value === null ? "–" : MEASURES.get(name)?.format(value) ?? "–");
