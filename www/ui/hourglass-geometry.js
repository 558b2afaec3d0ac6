//! Where everything of the hourglass stands: pure arithmetic, so that it can be tested without a screen.
//!
//! "Along" is the way of the image through the model, "across" the width of a layer. On a wide panel along is to
//! the right; on a narrow, high one it is down, and the picture is an hourglass as one knows it.

import { signed } from "../format.js";

/**
 * @typedef {{x: number, y: number, width: number, height: number}} Box
 *
 * @typedef {object} Stand One layer's bar.
 * @property {number} along Middle of the bar.
 * @property {number} thickness Along.
 * @property {number} half Half of its extent across.
 * @property {number} columns Its cells stand in so many columns.
 * @property {number} rows
 *
 * @typedef {object} Geometry
 * @property {boolean} upright
 * @property {number} across Middle line.
 * @property {Stand[]} stands
 * @property {Box} input
 * @property {Box} reconstruction
 * @property {Box} error
 * @property {Box} body Extent of the glass.
 */

/** Layers' widths go with this power of their number of values: 784 and 2 are both seen, and 128 differs from 64. */
const POWER = 0.4;
/** A cell is never lower than this, in CSS pixels; a layer with more values gets more columns. */
const MIN_CELL = 1.5;

/**
 * @param {number[]} features Values at each station, input first.
 * @param {number} codeIdx Which station is the code.
 * @param {number} width CSS pixels.
 * @param {number} height
 * @param {number} [unit] How much larger than usual the page's type is; all fixed measures go with it.
 * @returns {Geometry}
 */
export function layOut(features, codeIdx, width, height, unit = 1) {
  const upright = width < 460 * unit && height > 1.1 * width;
  const length = upright ? height : width;
  const breadth = upright ? width : height;
  const label = 20 * unit;
  // Lying, the error stands below the reconstruction and must end above the lower edge.
  const below = 0.62;
  const picture = upright ? Math.min(104 * unit, width * 0.3) : Math.min(176 * unit, Math.max(92 * unit, width * 0.2), (height / 2 - 1.7 * label) / (0.5 + below));
  const small = Math.round(picture * (upright ? 1 : below));
  const fan = upright ? label : Math.max(label, width * 0.035);
  const across = upright ? width / 2 : height / 2;
  const start = picture + (upright ? label : 0) + fan;
  const end = length - picture - (upright ? label : 0) - fan;

  const most = Math.max(...features) ** POWER;
  const fullHalf = upright ? breadth * 0.36 : breadth / 2 - label - 4 * unit;
  const neck = 12 * unit;
  const thickness = Math.max(5, Math.min(16 * unit, (end - start) / (features.length * 2.2)));
  const stands = features.map((n, idx) => {
    const half = Math.max(neck, (n ** POWER / most) * fullHalf);
    const columns = idx === codeIdx ? 1 : Math.max(1, Math.ceil((n * MIN_CELL) / (2 * half)));
    return {
      along: start + thickness / 2 + ((end - start - thickness) * idx) / Math.max(1, features.length - 1),
      thickness,
      half,
      columns,
      rows: Math.ceil(n / columns),
    };
  });

  // A hairline stands around each picture, inside the canvas.
  const box = (/** @type {number} */ along, /** @type {number} */ middle, /** @type {number} */ side) =>
    upright ? { x: middle - side / 2, y: along, width: side, height: side } : { x: along, y: middle - side / 2, width: side, height: side };
  const last = length - picture - (upright ? label : 1);
  const reconstruction = box(last, across, picture);
  const error = upright
    ? { x: width - small - 1, y: last, width: small, height: small }
    : { x: last, y: reconstruction.y + picture + 1.6 * label, width: small, height: small };
  const body = upright
    ? { x: across - fullHalf, y: start, width: 2 * fullHalf, height: end - start }
    : { x: start, y: across - fullHalf, width: end - start, height: 2 * fullHalf };
  return { upright, across, stands, input: box(upright ? label : 1, across, picture), reconstruction, error, body };
}

/**
 * The silhouette's half width at a place along, smooth through all bars (cubic with flat ends at each bar's slope).
 * @param {Stand[]} stands
 * @param {number} along
 */
export function halfAt(stands, along) {
  if (stands.length < 2) return stands[0]?.half ?? 0;
  let idx = 0;
  while (idx < stands.length - 2 && stands[idx + 1].along <= along) idx += 1;
  const [a, b] = [stands[idx], stands[idx + 1]];
  const span = b.along - a.along;
  const t = Math.min(1, Math.max(0, (along - a.along) / span));
  const secant = (/** @type {number} */ i) =>
    i < 0 || i > stands.length - 2 ? 0 : (stands[i + 1].half - stands[i].half) / (stands[i + 1].along - stands[i].along);
  // Monotone slopes (harmonic mean; flat where the direction turns, as at the waist), so nothing bulges between bars.
  const slope = (/** @type {number} */ i) => {
    const [before, after] = [secant(i - 1), secant(i)];
    return before * after > 0 ? (2 * before * after) / (before + after) : 0;
  };
  const [t2, t3] = [t * t, t * t * t];
  return (2 * t3 - 3 * t2 + 1) * a.half + (t3 - 2 * t2 + t) * span * slope(idx)
    + (-2 * t3 + 3 * t2) * b.half + (t3 - t2) * span * slope(idx + 1);
}

/**
 * Which station is the code.
 * @param {{kind: string}[]} layers
 */
export function codeIndex(layers) {
  const idx = layers.findIndex(({ kind }) => kind === "code");
  if (idx < 0) throw new Error(`a model needs a code; its layers are ${layers.map(({ kind }) => kind).join(", ")}`);
  return idx;
}

/** Type is made this much smaller before a digit is given up. */
const SMALLEST = 0.75;

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
  return value.toExponential(0).replace("-", "−").replace("e+", "e");
}

/**
 * Lines of numbers that fit, and how much smaller than usual their type has to be.
 * @param {number[]} values
 * @param {number} room Width.
 * @param {string | null} apart What stands between them on one line; null for a line each.
 * @param {(text: string) => number} measure Width of a text in the usual size.
 */
export function fitNumbers(values, room, apart, measure) {
  if (values.length === 0) return { lines: [], scale: 1 };
  const lay = (/** @type {string[]} */ texts) => (apart === null ? texts : [texts.join(apart)]);
  for (const decimals of [2, 1, 0]) {
    const texts = values.map((value) => short(value, decimals));
    // Measured with a sign everywhere, so that the size does not change whenever a number crosses zero.
    const width = Math.max(...lay(texts.map((text) => (text.startsWith("−") ? text : `−${text}`))).map(measure));
    if (decimals === 0 || width * SMALLEST <= room) return { lines: lay(texts), scale: Math.max(0.1, Math.min(1, room / width)) };
  }
  return { lines: [], scale: 1 };
}
