//! The numbers at an axis: few and round.

import { short } from "../../draw/format.js";

/** About so many. */
const WANTED = 5;

/**
 * @param {readonly number[]} range
 * @param {boolean} isLog
 * @returns {{value: number, text: string}[]}
 */
export function ticksOf([least, most], isLog) {
  const values = isLog ? ofDecades(least, most) : evenly(least, most);
  return values.map((value) => ({ value, text: textOf(value) }));
}

/** Multiples of 1, 2 or 5 times a power of ten. @param {number} least @param {number} most */
function evenly(least, most) {
  const rough = (most - least) / WANTED;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((times) => times * power >= rough) ?? 10);
  const first = Math.ceil(least / step);
  const count = Math.floor(most / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, idx) => Number(((first + idx) * step).toPrecision(12)));
}

/**
 * 1, 2 and 5 of each power of ten, or the powers alone where there are many.
 * @param {number} least
 * @param {number} most
 */
function ofDecades(least, most) {
  const [from, to] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))];
  const times = to - from > 3 ? [1] : [1, 2, 5];
  const all = Array.from({ length: to - from + 1 }, (_, idx) => times.map((time) => time * 10 ** (from + idx))).flat();
  return all.filter((value) => value >= least && value <= most);
}

/** @param {number} value */
function textOf(value) {
  if (Number.isInteger(value)) return short(value, 0);
  return short(value, Math.abs(value) < 0.1 ? 3 : Math.abs(value) < 1 ? 2 : 1);
}
