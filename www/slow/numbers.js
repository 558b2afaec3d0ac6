//! Numbers of a step as text: so many digits count, whatever their size.

const MINUS = "−";
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * @param {number | null | undefined} value
 * @param {number} [digits] That count.
 */
export function num(value, digits = 4) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const sign = value < 0 ? MINUS : "";
  const rounded = Number(size.toPrecision(digits));
  if (rounded >= 1e-3 && rounded < 10 ** Math.max(5, digits)) return sign + rounded;
  const [share, power] = size.toExponential(digits - 1).split("e");
  return `${sign}${Number(share)}·10${raised(Number(power))}`;
}

/** @param {number} power */
function raised(power) {
  const size = String(Math.abs(power)).replace(/\d/g, (digit) => RAISED[Number(digit)]);
  return power < 0 ? `⁻${size}` : size;
}

/** With as many digits as tell it apart from its neighbors of 32 bits. @param {number} value */
export const whole = (value) => num(value, 9);
