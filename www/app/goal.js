//! The run that a link names: to which step, which loss is met there, and what was steered on the way. And the drawings
//! that come with a link, as its text.

import { MOST_STEPS, OPTIONS, optionOf, parse, write } from "./options.js";
import { isLive } from "./presets.js";

/**
 * @typedef {import("./options.js").Settings} Settings
 * @typedef {import("./options.js").Key} Key
 *
 * @typedef {{key: Key, value: number, step: number}} Move A setting that takes effect after so many steps.
 *
 * @typedef {object} Goal
 * @property {number} step
 * @property {string | null} loss The bits of the training loss at that step, as a 32-bit float: eight hex digits.
 * @property {Move[]} moves In the order of their steps.
 *
 * @typedef {{goal: Goal | null, ink: string | null}} Extra
 * @typedef {(key: string, got: string, allowed: string) => void} Report
 */

export const MOST_MOVES = 40;
/** Characters of the drawings; twenty that do not pack at all take fewer. */
export const MOST_INK = 28_000;

/** What a link can say besides settings and what is shown. */
export const EXTRAS = ["step", "bits", "moves", "ink"];
const LIVE = OPTIONS.filter(({ live }) => live).map(({ key }) => key);

/** The bits of a number as a 32-bit float. @param {number} value */
export function bitsOf(value) {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  return view.getUint32(0).toString(16).padStart(8, "0");
}

/** @param {string} bits Eight hex digits. */
export function floatOf(bits) {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, parseInt(bits, 16));
  return view.getFloat32(0);
}

/**
 * @param {[string, string][]} given What of a link is named so.
 * @param {Settings} settings Those at the first step.
 * @param {boolean} isTwo Whether the link names a second model, beside which no run is made again.
 * @param {Report} report
 * @returns {Extra}
 */
export function readExtras(given, settings, isTwo, report) {
  /** @type {Record<string, string | undefined>} */
  const { step: at, bits, moves, ink } = Object.fromEntries(given);
  const step = at === undefined ? null : stepOf(at);
  if (at !== undefined && step === null) report("step", at, `1-${MOST_STEPS}`);
  else if (at !== undefined && isTwo) report("step", at, "for one model");
  const isAlone = step === null || isTwo;
  for (const [key, text] of Object.entries({ bits, moves })) {
    if (isAlone && text !== undefined) report(key, text, "with a step");
  }
  const isInk = ink !== undefined && ink.length <= MOST_INK && /^[\w-]+$/.test(ink);
  if (ink !== undefined && !isInk) report("ink", ink, "drawings");
  return { goal: isAlone ? null : goalOf(step, bits, moves, settings, report), ink: isInk ? ink : null };
}

/**
 * @param {number} step
 * @param {string | undefined} bits Of the loss.
 * @param {string | undefined} moves
 * @param {Settings} settings
 * @param {Report} report
 * @returns {Goal}
 */
function goalOf(step, bits, moves, settings, report) {
  const isLoss = bits !== undefined && /^[0-9a-f]{8}$/.test(bits) && Number.isFinite(floatOf(bits));
  if (bits !== undefined && !isLoss) report("bits", bits, "the bits of a number");
  const made = moves === undefined ? [] : movesOf(moves, step, settings);
  if (!made) report("moves", moves ?? "", `setting:value@step, at most ${MOST_MOVES}`);
  return { step, loss: isLoss ? bits : null, moves: made ?? [] };
}

/** @param {string} text */
function stepOf(text) {
  const step = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  return step >= 1 && step <= MOST_STEPS ? step : null;
}

/**
 * All moves, or null where one of them is not possible: what is left would be another run.
 * @param {string} text
 * @param {number} last
 * @param {Settings} settings
 * @returns {Move[] | null}
 */
function movesOf(text, last, settings) {
  /** @type {Move[]} */
  const moves = [];
  let before = 0;
  if (text.length > MOST_MOVES * 40) return null;
  for (const part of text.split(",")) {
    const [, key, given, at] = /^([a-z]+):([\d.e-]+)@(\d{1,7})$/.exec(part) ?? [];
    const step = Number(at);
    const option = LIVE.some((one) => one === key) ? optionOf(/** @type {Key} */ (key)) : null;
    const value = option ? parse(option, given) : undefined;
    const isInOrder = step >= before && step <= last;
    if (!option || typeof value !== "number" || !isInOrder) return null;
    if (!isLive(option.key, settings, { ...settings, [option.key]: value })) return null;
    moves.push({ key: option.key, value, step });
    before = step;
  }
  return moves.length <= MOST_MOVES ? moves : null;
}

/** The same as text. @param {Extra} extra */
export function writeExtras({ goal, ink }) {
  const { step, loss = null, moves = [] } = goal ?? {};
  const made = moves.map((move) => `${move.key}:${write(move.value)}@${move.step}`).join(",");
  return [
    ...(step === undefined ? [] : [`step=${step}`]), ...(loss === null ? [] : [`bits=${loss}`]),
    ...(made === "" ? [] : [`moves=${made}`]), ...(ink === null ? [] : [`ink=${ink}`]),
  ];
}
