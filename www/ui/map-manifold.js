//! The decoded grid: which window of the map is decoded, and the pictures as one image to lie below the points.

import { paintImage, stamp } from "../draw/pixels.js";

/**
 * @typedef {import("../lib/protocol.js").Grid} Grid
 * @typedef {import("../draw/charts.js").Range} Range
 * @typedef {NonNullable<import("../lib/protocol.js").Views["manifold"]>} Manifold
 * @typedef {{width: number, height: number, channels: number}} Shape
 */

/** Least width of a decoded picture in CSS pixels; narrower ones cannot be read. */
const LEAST_TILE = 22;
const MOST_TILES = 20;
/** How much of the pictures shows below the points. */
const ALPHA = 0.75;
/** The height of the row below a strip, in CSS pixels. */
const ROW = 32;

/**
 * The grid to ask for: cells that are square on the screen, over all that the map shows, and as many as can be read,
 * without leaving out pixels of the pictures.
 * @param {import("../draw/charts.js").Plot} plot
 * @param {Shape} shape
 * @param {boolean} isStrip
 * @returns {Grid | null}
 */
export function gridOf({ plotArea: { width, height }, range: [x0, x1, y0, y1] }, shape, isStrip) {
  if (width <= 0 || height <= 0) return null;
  const tile = Math.max(LEAST_TILE, shape.width / (globalThis.devicePixelRatio || 1));
  const side = isStrip ? width : Math.max(width, height);
  const n = Math.max(2, Math.min(MOST_TILES, Math.floor(side / tile)));
  const reach = (/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ pixels) => {
    const beyond = ((side / pixels - 1) * (to - from)) / 2;
    return [from - beyond, to + beyond];
  };
  const [[left, right], [low, high]] = [reach(x0, x1, width), reach(y0, y1, height)];
  return { n, x0: left, y0: low, x1: right, y1: high };
}

/**
 * The range of a strip with room for the row of pictures below its classes.
 * @param {Range} range
 * @param {number} height Of the chart, in CSS pixels.
 * @returns {Range}
 */
export function withRow([x0, x1, y0, y1], height) {
  return [x0, x1, y0 - ((y1 - y0) * ROW) / Math.max(ROW, height - 3 * ROW), y1];
}

/** @type {HTMLCanvasElement | undefined} */
let mosaic;
/** What the mosaic shows. @type {unknown[]} */
let painted = [];

/**
 * The decoded grid as a picture behind the points. A code of one number makes a strip: its rows would all be the same,
 * so one row is drawn, at the lower edge of the map.
 * @param {Manifold} manifold
 * @param {Shape} shape
 * @param {import("../draw/pixels.js").Tones} tones
 * @param {number | null} rowTop Where a strip's row ends.
 * @param {number} rowFoot Where it begins.
 * @returns {import("../draw/charts.js").Background | null}
 */
export function backgroundOf(manifold, shape, tones, rowTop, rowFoot) {
  const { pictures, n, x0, y0, x1, y1 } = manifold;
  const { width, height, channels } = shape;
  const size = width * height * channels;
  if (pictures.length !== n * n * size) return null;
  const rows = rowTop === null ? n : 1;
  const now = [pictures, tones, rows];
  if (now.some((value, idx) => value !== painted[idx])) {
    painted = now;
    const tile = new Uint8ClampedArray(4 * width * height);
    mosaic = stamp(n * width, rows * height, (out) => {
      for (let idx = 0; idx < n * rows; idx += 1) {
        paintImage(tile, pictures.subarray(idx * size, (idx + 1) * size), channels, 1, tones);
        const corner = Math.floor(idx / n) * height * n * width + (idx % n) * width;
        for (let y = 0; y < height; y += 1) {
          out.set(tile.subarray(4 * y * width, 4 * (y + 1) * width), 4 * (corner + y * n * width));
        }
      }
    }, mosaic);
  }
  if (!mosaic) return null;
  if (rowTop === null) return { image: mosaic, range: [x0, x1, y0, y1], alpha: ALPHA };
  return { image: mosaic, range: [x0, x1, rowFoot, rowTop], alpha: 1 };
}
