//! Numbers as text: one way for each kind, so that columns stay still while they change.

const MINUS = "−";

/**
 * A whole number with its thousands apart. (Intl would take 40 ms of the page's start to load its tables.)
 * @param {number} n
 */
export function count(n) {
  return n.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ",");
}

/**
 * An error or loss: four digits after the point, or more where it is small; large ones are cut short.
 * @param {number | null | undefined} value
 */
export function error(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  if (value >= 1000) return value.toExponential(2);
  if (value >= 10) return value.toFixed(1);
  return value >= 0.001 || value === 0 ? value.toFixed(4) : value.toPrecision(2);
}

/**
 * @param {number | null | undefined} value Decibels.
 */
export function decibels(value) {
  return value === null || value === undefined || !Number.isFinite(value) ? "–" : value.toFixed(1);
}

/**
 * A signed number of a code, with a real minus.
 * @param {number} value
 * @param {number} [digits]
 */
export function signed(value, digits = 2) {
  return value.toFixed(digits).replace("-", MINUS);
}

/**
 * Speed with three digits that count, so that it does not flicker.
 * @param {number | null | undefined} value Images a second.
 */
export function speed(value) {
  if (!value || !Number.isFinite(value)) return "–";
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 2);
  return count(Math.round(value / unit) * unit);
}

/**
 * A learning rate as people write it: 0.001, and 1e-5 for the smallest.
 * @param {number} value
 */
export function rate(value) {
  return value >= 0.0001 ? String(value) : value.toExponential(0).replace("-", MINUS);
}
