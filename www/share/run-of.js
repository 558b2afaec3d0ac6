//! What of a run a link can carry: to which step it leads, and which changes were made on the way; or why it cannot.

import { bitsOf, MOST_MOVES } from "../app/goal.js";
import { MOST_DRAWINGS, SIDE } from "../app/ink.js";
import { MOST_STEPS, OPTIONS } from "../app/options.js";
import { augmentationOf, defaultSettings, shareOf } from "../own/set-settings.js";

/**
 * @typedef {import("../app/store.js").State} State
 * @typedef {import("../app/options.js").Settings} Settings
 * @typedef {import("../app/options.js").Key} Key
 * @typedef {import("../app/goal.js").Goal} Goal
 * @typedef {import("../app/goal.js").Move} Move
 * @typedef {import("../own/types.js").OwnState} OwnState
 * @typedef {import("../lib/recipe.js").Recipe} Recipe
 *
 * @typedef {keyof typeof import("../strings/share.js").SHARE.whyNot} WhyNot
 * @typedef {{goal: Goal, settings: Settings} | {why: WhyNot}} RunOf The settings are those of the first step.
 */

/** Where the engine's configuration has what can be steered. @type {Record<string, (config: any) => unknown>} */
const IN_CONFIG = {
  learningRate: ({ optimizer }) => optimizer.learningRate,
  beta: ({ bottleneck }) => bottleneck.beta,
  corruptionAmount: ({ corruption }) => corruption.amount,
  codeSparsity: ({ codeSparsity }) => codeSparsity,
};
const LIVE = OPTIONS.filter(({ live }) => live);

/**
 * @param {Pick<State, "compare" | "linked" | "pending" | "switching" | "phase" | "settings" | "snapshot" | "own"
 *   | "loading">} state
 * @param {Recipe | import("../lib/recipe.js").Unmade | null} recipe Of the first model, or why there is none.
 * @returns {RunOf}
 */
export function runOf({ compare, linked, pending, switching, phase, settings, snapshot, own }, recipe) {
  if (compare || linked) return { why: "two" };
  if (pending || switching || phase !== "ready") return { why: "changing" };
  if (!snapshot || snapshot.step === 0) return { why: "untrained" };
  if (settings.data === "own" && !(own && isSameElsewhere(own))) return { why: "own" };
  if (recipe === null) return { why: "changing" };
  if (typeof recipe === "string") return { why: recipe };
  if (snapshot.step > MOST_STEPS) return { why: "long" };
  const { step, loss } = snapshot;
  const run = runTo(step, settings, recipe);
  if (!run || run.moves.length > MOST_MOVES) return { why: "moves" };
  const bits = loss === null ? null : bitsOf(loss);
  return { goal: { step, loss: bits, moves: run.moves }, settings: run.settings };
}

/**
 * @param {number} last
 * @param {Settings} now
 * @param {Recipe} recipe
 * @returns {{settings: Settings, moves: Move[]} | null} Null where a value is none that a link can name.
 */
function runTo(last, now, { config, moves: steered }) {
  const settings = { ...now };
  /** @type {Move[]} */
  const moves = [];
  for (const { key, live, steps, when } of LIVE) {
    if (when && !when(now)) continue;
    const named = (/** @type {unknown} */ value) => steps?.find((one) => isSame(one, value));
    const first = named(IN_CONFIG[String(live)](config));
    for (const { step, changes } of steered) {
      const given = /** @type {Record<string, unknown>} */ (changes)[String(live)];
      if (given === undefined || step > last) continue;
      const value = named(given);
      if (typeof value !== "number") return null;
      moves.push({ key, value, step });
    }
    if (typeof first !== "number") return null;
    Object.assign(settings, { [key]: first });
  }
  return settled(settings, moves);
}

/** The engine counts in 32 bits. @param {unknown} a @param {unknown} b */
const isSame = (a, b) => Math.fround(Number(a)) === Math.fround(Number(b));

/**
 * Without what took no effect: a value that another one followed at the same step, or that was there already.
 * @param {Settings} settings
 * @param {Move[]} all
 */
function settled(settings, all) {
  const isLast = (/** @type {Move} */ { key, step }, /** @type {number} */ idx) =>
    !all.slice(idx + 1).some((one) => one.key === key && one.step === step);
  const lasting = all.filter(isLast);
  const first = { ...settings };
  for (const { key, value, step } of lasting) if (step === 0) Object.assign(first, { [key]: value });
  const before = /** @type {Record<string, unknown>} */ ({ ...first });
  const moves = lasting.filter(({ key, value, step }) => {
    const isNew = step > 0 && before[key] !== value;
    before[key] = value;
    return isNew;
  });
  return { settings: first, moves: moves.sort((a, b) => a.step - b.step) };
}

/**
 * How many drawings travel: all or none.
 * @param {OwnState | null} own
 */
export function travelling(own) {
  const { drawings = 0, preparation } = own ?? {};
  const isUsual = preparation?.size === SIDE && preparation.channels === 1;
  return isUsual && drawings <= MOST_DRAWINGS ? drawings : 0;
}

/**
 * Whether a set into which a link's drawings have come is the same as this one, with the same held-out share, variants
 * and seed.
 * @param {OwnState} own
 */
function isSameElsewhere(own) {
  const { drawings, pictures, classes, version, trainedVersion } = own;
  const usual = defaultSettings();
  const wanted = {
    preparation: usual.preparation, augmentation: augmentationOf(usual, drawings), share: shareOf(usual, drawings),
    seed: usual.seed, mix: usual.mix, source: usual.source,
  };
  const { preparation, augmentation, share, seed, mix, source } = own;
  return travelling(own) > 0 && pictures === 0 && classes.length <= MOST_DRAWINGS && trainedVersion === version
    && JSON.stringify({ preparation, augmentation, share, seed, mix, source }) === JSON.stringify(wanted);
}
