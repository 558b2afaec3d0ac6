//! Where everything of the hourglass stands: pure arithmetic, so that it can be tested without a screen.
//!
//! "Along" is the way of the image through the model, "across" the width of a layer. On a wide panel along is to
//! the right; on a narrow, high one it is down, and the picture is an hourglass as one knows it.

/**
 * @typedef {{x: number, y: number, width: number, height: number}} Box
 * @typedef {import("../lib/protocol.js").Layer} Layer
 *
 * @typedef {object} Stand One layer in the glass.
 * @property {number} station Which of the layers.
 * @property {"bar" | "maps" | "code"} look
 * @property {number} along Middle of the stand.
 * @property {number} thickness Along.
 * @property {number} half Half of its extent across.
 * @property {number} [waist] Half of the glass there, where the stand is wider than the glass.
 * @property {number} columns Its cells or maps stand in so many columns.
 * @property {number} rows
 * @property {number} shown How many cells or maps are drawn.
 * @property {number} size Side of a map.
 * @property {number} gap Between two maps across.
 *
 * @typedef {object} Geometry
 * @property {boolean} upright
 * @property {number} across Middle line.
 * @property {Stand[]} stands
 * @property {Stand} code The stand at the waist, one of `stands`.
 * @property {Box} input
 * @property {Box | null} noisy The noisy input, which goes in instead of the clean one.
 * @property {Box} reconstruction
 * @property {Box} error
 * @property {Box} body Extent of the glass.
 *
 * @typedef {object} Room
 * @property {number} width CSS pixels.
 * @property {number} height
 * @property {number} [unit] How much larger than usual the page's type is; all fixed measures go with it.
 * @property {number} [ratio] Pixels of the screen to a CSS pixel.
 * @property {boolean} [variational] The code is a distribution.
 */

/** Layers' widths go with this power of their number of values: 784 and 2 are both seen, and 128 differs from 64. */
const POWER = 0.4;
/** A cell is never lower than this, in CSS pixels; a layer with more values gets more columns. */
const MIN_CELL = 1.5;
/** Maps in several columns are at least as large as this, even if fewer of them are shown. */
const MIN_MAP = 12;

/** Least room between two maps, in CSS pixels. */
export const MAP_GAP = 2;
/** Maps of a high stand are apart by up to this share of their size. */
const MOST_GAP = 0.6;
/** From layer to layer the glass around convolutions narrows at least to this share. */
const NARROWER = { maps: 0.8, bar: 0.92 };

/**
 * What a layer's width stands for. Convolutions first have more values than the image and yet narrow it, so maps
 * count by their pixels, and less by how many they are.
 * @param {Layer} layer
 */
const measure = ({ features, shape }) => (shape ? shape[1] * shape[2] * Math.cbrt(shape[0]) : features);

/**
 * @param {Layer[]} layers Input first.
 * @param {Room} room
 * @returns {Geometry}
 */
export function layOut(layers, { width, height, unit = 1, ratio = 1, variational = false }) {
  const upright = width < 460 * unit && height > 1.1 * width;
  const length = upright ? height : width;
  const breadth = upright ? width : height;
  const label = 20 * unit;
  const isNoisy = layers.some(({ kind }) => kind === "noisy");
  const nMaps = layers.filter(({ kind }) => kind === "maps").length;
  // In a lying glass a clean input stands above the noisy one: both must fit.
  const above = isNoisy ? 0.62 : 0;
  const room = (height / 2 - (isNoisy ? 2.7 : 1.7) * label) / (0.5 + above);
  const picture = Math.round(upright
    ? Math.min(104 * unit, width * 0.3)
    : Math.min(150 * unit, Math.max(Math.min(56 * unit, width * 0.17), width * 0.145), room));
  const small = Math.round(picture * (upright ? 1 : 0.62));
  const fan = upright ? label : Math.max(label, width * 0.035);
  const across = upright ? width / 2 : height / 2;
  const start = picture + (upright ? label : 0) + fan;
  // The error stands behind the reconstruction, on the same line.
  const end = upright ? start : 2 * picture + label / 2 + fan;
  const fullHalf = upright ? breadth * (nMaps > 0 ? 0.31 : 0.36) : breadth / 2 - (nMaps > 0 ? 2 : 1) * label - 4 * unit;

  const glass = { start, length: length - start - end, breadth, fullHalf, nMaps, unit, ratio, variational };
  const stands = layStands(layersInGlass(layers, nMaps > 0, isNoisy), glass);

  // A hairline stands around each picture, inside the canvas.
  const box = (/** @type {number} */ along, /** @type {number} */ middle, /** @type {number} */ side) =>
    upright
      ? { x: middle - side / 2, y: along, width: side, height: side }
      : { x: along, y: middle - side / 2, width: side, height: side };
  const last = length - picture - (upright ? label : 1);
  const reconstruction = box(upright ? last : last - picture - label / 2, across, picture);
  const into = box(upright ? label : 1, across, picture);
  const error = upright
    ? { x: width - small - 1, y: last, width: small, height: small }
    : box(last, across, picture);
  const clean = upright
    ? { ...into, x: 1 }
    : { x: 1, y: into.y - 1.6 * label - small, width: small, height: small };
  const body = upright
    ? { x: across - fullHalf, y: start, width: 2 * fullHalf, height: glass.length }
    : { x: start, y: across - fullHalf, width: glass.length, height: 2 * fullHalf };
  const code = /** @type {Stand} */ (stands.find(({ look }) => look === "code"));
  const pictures = { input: isNoisy ? clean : into, noisy: isNoisy ? into : null, reconstruction, error };
  return { upright, across, stands, code, ...pictures, body };
}

/**
 * Maps begin beside the picture that they are made of; where noise is added, the noisy image goes in and not the clean
 * one.
 * @param {Layer[]} layers
 * @param {boolean} hasMaps
 * @param {boolean} isNoisy
 */
function layersInGlass(layers, hasMaps, isNoisy) {
  return layers.flatMap((layer, station) => {
    const isImage = layer.kind === "image" || layer.kind === "noisy";
    const isBeside = isImage && (hasMaps || (isNoisy && station === 0));
    return isBeside ? [] : [{ ...layer, station }];
  });
}

/**
 * @param {(Layer & {station: number})[]} layers The layers in the glass.
 * @param {{start: number, length: number, breadth: number, fullHalf: number, nMaps: number, unit: number,
 *   ratio: number, variational: boolean}} glass
 * @returns {Stand[]}
 */
function layStands(layers, { start, length, breadth, fullHalf, nMaps, unit, ratio, variational }) {
  const n = layers.length;
  const bar = Math.max(5, Math.min(16 * unit, length / (n * 2.2)));
  const narrow = nMaps > 0 ? Math.min(40 * unit, length * 0.14) : bar;
  const wide = Math.max(44 * unit, length * (n > 9 ? 0.28 : 0.4));
  const plate = variational ? Math.min(112 * unit, wide, 0.4 * breadth) : narrow;
  const slot = Math.max(8, Math.min(72 * unit, (length - plate - (n - 1 - nMaps) * bar - (n - 1) * 6 * unit) / nMaps));
  const most = Math.max(...layers.map(measure)) ** POWER;
  const codeIdx = codeIndex(layers);
  /**
   * From either end to the code the glass around convolutions narrows, whatever their layers' numbers of values.
   * @param {typeof layers} some
   * @returns {Stand[]}
   */
  const lay = (some) => {
    let limit = Infinity;
    return some.map((layer) => {
      const { kind, features, shape, station } = layer;
      const own = Math.min(limit, Math.max(12 * unit, (measure(layer) ** POWER / most) * fullHalf));
      if (kind === "maps" && shape) {
        const maps = layMaps(shape, slot, 2 * own, unit, ratio);
        limit = NARROWER.maps * maps.half;
        return { station, look: "maps", along: 0, ...maps };
      }
      const isCode = kind === "code";
      const isSpread = isCode && variational;
      const half = isSpread ? halfOfSpread(features, plate, own, fullHalf, unit) : own;
      if (nMaps > 0) limit = NARROWER.bar * own;
      const columns = isCode ? 1 : Math.max(1, Math.ceil((features * MIN_CELL) / (2 * half)));
      return {
        station, look: isCode ? "code" : "bar", along: 0, thickness: isCode ? plate : bar, half,
        ...(isSpread ? { waist: own } : {}), columns, rows: Math.ceil(features / columns), shown: features, size: 0,
        gap: 0,
      };
    });
  };
  const stands = [...lay(layers.slice(0, codeIdx + 1)), ...lay(layers.slice(codeIdx + 1).reverse()).reverse()];
  const gap = (length - stands.reduce((sum, { thickness }) => sum + thickness, 0)) / Math.max(1, n - 1);
  let at = start;
  for (const stand of stands) {
    stand.along = at + stand.thickness / 2;
    at += stand.thickness + gap;
  }
  return stands;
}

/**
 * As many maps and as large as there is room for, their pixels whole pixels of the screen.
 * @param {[number, number, number]} shape
 * @param {number} slot Room along.
 * @param {number} extent Room across.
 * @param {number} unit
 * @param {number} ratio
 */
function layMaps([n, height, width], slot, extent, unit, ratio) {
  const side = Math.max(height, width);
  let best = { columns: 1, rows: 1, shown: 0, size: 0 };
  for (let columns = 1; columns <= n; columns += 1) {
    const room = Math.min(extent, (slot + MAP_GAP) / columns - MAP_GAP);
    if (columns > 1 && room < MIN_MAP * unit) break;
    const times = Math.floor((room * ratio) / side);
    const size = times > 0 ? (times * side) / ratio : room;
    const shown = Math.min(n, columns * Math.max(1, Math.floor((extent + MAP_GAP) / (size + MAP_GAP))));
    if (shown * size > best.shown * best.size) best = { columns, rows: Math.ceil(shown / columns), shown, size };
  }
  const { columns, rows, size } = best;
  const spread = Math.min(MOST_GAP * size, (extent - rows * size) / Math.max(1, rows - 1));
  const gap = Math.max(MAP_GAP, Math.floor(spread * ratio) / ratio);
  const thickness = columns * (size + MAP_GAP) - MAP_GAP;
  return { ...best, thickness, half: (rows * (size + gap) - gap) / 2, gap };
}

/**
 * Half the extent of a code that is a distribution: a square plate for two numbers, else a line for each.
 * @param {number} n
 * @param {number} plate
 * @param {number} half
 * @param {number} fullHalf
 * @param {number} unit
 */
function halfOfSpread(n, plate, half, fullHalf, unit) {
  return n === 2 ? plate / 2 : Math.min(0.6 * fullHalf, Math.max(half, 0.3 * plate, 3 * n * unit));
}

/**
 * From (along, across) to the canvas.
 * @param {Geometry} geometry
 * @param {number} along
 * @param {number} across
 * @returns {[number, number]}
 */
export function place({ upright }, along, across) {
  return upright ? [across, along] : [along, across];
}

/**
 * A stand's rectangle.
 * @param {Geometry} geometry
 * @param {Stand} stand
 * @returns {Box}
 */
export function boxOf({ upright, across }, { along, thickness, half }) {
  return upright
    ? { x: across - half, y: along - thickness / 2, width: 2 * half, height: thickness }
    : { x: along - thickness / 2, y: across - half, width: thickness, height: 2 * half };
}

/**
 * The silhouette's half width at a place along, smooth through all bars (cubic with flat ends at each bar's slope).
 * @param {Stand[]} stands
 * @param {number} along
 */
export function halfAt(stands, along) {
  const half = stands.map((stand) => stand.waist ?? stand.half);
  if (stands.length < 2) return half[0] ?? 0;
  let idx = 0;
  while (idx < stands.length - 2 && stands[idx + 1].along <= along) idx += 1;
  const [a, b] = [stands[idx], stands[idx + 1]];
  const span = b.along - a.along;
  const t = Math.min(1, Math.max(0, (along - a.along) / span));
  const secant = (/** @type {number} */ i) => {
    if (i < 0 || i > stands.length - 2) return 0;
    return (half[i + 1] - half[i]) / (stands[i + 1].along - stands[i].along);
  };
  // Monotone slopes (harmonic mean; flat where the direction turns, as at the waist), so nothing bulges between bars.
  const slope = (/** @type {number} */ i) => {
    const [before, after] = [secant(i - 1), secant(i)];
    return before * after > 0 ? (2 * before * after) / (before + after) : 0;
  };
  const [t2, t3] = [t * t, t * t * t];
  return (2 * t3 - 3 * t2 + 1) * half[idx] + (t3 - 2 * t2 + t) * span * slope(idx)
    + (-2 * t3 + 3 * t2) * half[idx + 1] + (t3 - t2) * span * slope(idx + 1);
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
