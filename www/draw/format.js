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
  if (value >= 1e6) return value.toExponential(2);
  if (value >= 1000) return count(value);
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

/**
 * A number with at most four digits that count: 0.57, −10.35, 123.4, 22.4k.
 * @param {number} value
 * @param {number} [decimals] At most so many of them.
 */
export function short(value, decimals = 2) {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return "–";
  if (size < 99.995) return signed(value, decimals);
  if (size < 999.95) return signed(value, Math.min(1, decimals));
  for (const [unit, name] of /** @type {const} */ ([[1e3, "k"], [1e6, "M"], [1e9, "G"]])) {
    const share = value / unit;
    const places = Math.abs(share) < 9.995 ? 2 : Math.abs(share) < 99.95 ? 1 : 0;
    if (Math.abs(share) < 999.5) return signed(share, Math.min(places, decimals)) + name;
  }
  return value.toExponential(0).replace("-", MINUS).replace("e+", "e");
}
