//! Where something was changed while a model went on training: marks on the axis of its steps.

import { S } from "../strings/strings.js";

/**
 * @typedef {import("./options.js").Settings} Settings
 * @typedef {import("./options.js").Key} Key
 *
 * @typedef {object} Mark
 * @property {number} step
 * @property {string} control Of which model what was moved.
 * @property {string} text
 * @property {number} at When, in ms.
 */

/** Moves of one control with pauses of less than this, in ms, are one change. */
export const ONE_MOVE = 1000;
const MOST_MARKS = 40;

/**
 * The marks with those of some settings that have just been steered.
 * @param {Mark[]} marks
 * @param {{keys: Key[], settings: Settings, letter: string, step: number, at?: number}} steered The letter is that of
 *   the model, where there are two.
 */
export function withMarks(marks, { keys, settings, letter, step, at = performance.now() }) {
  const added = keys.map((key) => ({ step, control: letter + key, text: S.loss.mark(letter, key, settings), at }));
  const stays = (/** @type {Mark} */ { control, at: before, step: old }) =>
    !added.some((mark) => mark.control === control && (at - before < ONE_MOVE || old === step));
  return [...marks.filter(stays), ...added].slice(-MOST_MARKS);
}

/**
 * The marks of a run that has gone back to an earlier step: what was changed since then holds from there on.
 * @param {Mark[]} marks
 * @param {number} step
 */
export function upTo(marks, step) {
  const isBeyond = (/** @type {Mark} */ mark) => mark.step > step;
  return marks.some(isBeyond) ? marks.map((mark) => (isBeyond(mark) ? { ...mark, step } : mark)) : marks;
}
