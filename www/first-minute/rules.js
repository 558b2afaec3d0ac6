//! When something has happened that a newcomer should be told: decided by what the engine measured.

import { heldOutErrors } from "../app/measures.js";
import { trainedMs } from "../app/run-clock.js";
import { yardstick } from "../ui/loss-series.js";

/**
 * @typedef {import("../app/store.js").State} State
 * @typedef {"clouds" | "loss" | "draw"} Name
 *
 * @typedef {{same: number, of: number, chance: number}} Neighbors Of so many dots, how many have a dot of their own
 *   class as the nearest, and how many would on average if the classes were dealt out among the dots by chance.
 * @typedef {Neighbors & {step: number}} Parting
 * @typedef {{step: number, value: number, pca: number, code: number}} Crossing
 * @typedef {{clouds?: Parting, loss?: Crossing, draw?: {code: number}}} Happened
 */

/** In the order in which they are told. */
export const NAMES = /** @type {const} */ (["clouds", "loss", "draw"]);

/** So many dots are looked at: each is measured against each. */
const MOST_DOTS = 300;
/** Of fewer dots the share would say little. */
const FEWEST_DOTS = 50;
/**
 * The clouds have parted when the nearest dot is of the same class for this share of the dots, and for so many times as
 * many as by chance.
 */
const PARTED = { share: 0.5, timesChance: 2 };
/** After so much training somebody who has drawn nothing is asked to, in milliseconds. */
const UNTIL_DRAWING = 20_000;

/**
 * How many of some dots, evenly chosen, have one of their own class as the nearest of them; null where that would say
 * nothing.
 * @param {Float32Array} points x, y pairs
 * @param {ArrayLike<number>} labels
 * @returns {Neighbors | null}
 */
export function neighbors(points, labels) {
  const count = Math.min(points.length / 2, labels.length);
  const of = Math.min(MOST_DOTS, count);
  if (of < FEWEST_DOTS) return null;
  const dots = Array.from({ length: of }, (_, idx) => Math.floor((idx * count) / of));
  const nearest = (/** @type {number} */ dot) => {
    let best = -1;
    let least = Infinity;
    for (const other of dots) {
      const dx = points[2 * dot] - points[2 * other];
      const dy = points[2 * dot + 1] - points[2 * other + 1];
      const distance = dx * dx + dy * dy;
      if (other !== dot && distance < least) {
        least = distance;
        best = other;
      }
    }
    return best;
  };
  const same = dots.filter((dot) => labels[nearest(dot)] === labels[dot]).length;
  // A dot of a class of n meets one of the n - 1 others by chance in n - 1 of so many cases as there are other dots.
  const others = dots.map((dot) => dots.filter((other) => labels[other] === labels[dot]).length - 1);
  return { same, of, chance: others.reduce((sum, n) => sum + n, 0) / (of - 1) };
}

/**
 * Where a curve first falls below a line that it was above; null where it has not.
 * @param {Float32Array} curve Pairs (step, value).
 * @param {number} line
 */
export function crossing(curve, line) {
  for (let idx = 2; idx < curve.length; idx += 2) {
    if (curve[idx - 1] >= line && curve[idx + 1] < line) return { step: curve[idx], value: curve[idx + 1] };
  }
  return null;
}

/** Whether nothing in the network bends: then it can do no more than PCA. @param {State["settings"]} settings */
const isLinear = ({ arch, activation, output }) =>
  arch === "dense" && activation === "linear" && output === "linear";

/** What has happened in the run that is shown. */
export class Happenings {
  /** @type {Happened} */
  #happened = {};
  /** What a run is told from another by. @type {unknown[]} */
  #run = [];
  /** The last map that was looked at. @type {State["views"]["map"]} */
  #map;
  #hasDrawn = false;

  /** Whether somebody has drawn, in any run. */
  get hasDrawn() {
    return this.#hasDrawn;
  }

  /**
   * What has happened by now. Once it has, its numbers are those of that step.
   * @param {State} state
   * @param {(name: Name) => boolean} isTold What was told need not be measured.
   */
  of(state, isTold) {
    const { begun, pack, drawing, phase, snapshot } = state;
    if (differs(this.#run, (this.#run = [begun, pack]))) {
      this.#happened = {};
      // The map of the model before stays until there is another.
      this.#map = state.views.map;
    }
    this.#hasDrawn ||= drawing !== null;
    if (phase !== "ready" || !snapshot) return this.#happened;
    if (!isTold("clouds")) this.#happened.clouds ??= this.#parting(state, snapshot.step);
    if (!isTold("loss")) this.#happened.loss ??= lossBelowPca(state);
    if (!this.#hasDrawn && isDrawingDue(state)) this.#happened.draw = { code: state.settings.code };
    return this.#happened;
  }

  /** @param {State} state @param {number} step @returns {Parting | undefined} */
  #parting({ views: { map }, shown }, step) {
    // Rows by class lie apart by themselves.
    if (!map || map === this.#map || !shown?.labels || map.kind === "strip") return;
    this.#map = map;
    const found = neighbors(map.points, shown.labels);
    if (!found || found.same < PARTED.share * found.of || found.same < PARTED.timesChance * found.chance) return;
    return { step, ...found };
  }
}

/** @param {unknown[]} before @param {unknown[]} now */
const differs = (before, now) => now.some((value, idx) => !Object.is(value, before[idx]));

/** @param {State} state @returns {Crossing | undefined} */
function lossBelowPca(state) {
  const pca = yardstick(state);
  const [curve] = heldOutErrors(state);
  if (pca === null || !curve || isLinear(state.settings)) return;
  const found = crossing(curve, pca);
  return found ? { ...found, pca, code: state.settings.code } : undefined;
}

/** @param {State} state */
const isDrawingDue = ({ run, clock, snapshot }) =>
  Boolean(snapshot?.step) && (run === "finished" || trainedMs(clock) >= UNTIL_DRAWING);
