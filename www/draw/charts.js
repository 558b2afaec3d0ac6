// Charts on canvases: sizes a canvas for its screen, hands numbers to the engine, which draws, and
// tells where things are. Knows nothing of the page around.
//
// The canvas must get its size from style sheets, not from its content: this module sets only
// its number of pixels.

import { plainJson } from "../lib/plain-json.js";
import { loadDrawingEngine } from "../engine.js";
import { HourglassError } from "../lib/protocol.js";
import { checkBrowser } from "../lib/spawn-worker.js";
import { isForPaper, pixelRatio } from "./resolution.js";

/**
 * @typedef {{ ink: string, soft: string, faint: string, paper: string, accent: string, second: string }} Theme
 *   Colors as "#rrggbb": text, quiet curves, axes, background, this model, another model beside it.
 * @typedef {{ theme: Theme, fontFamily: string, fontSize: number, xLabel?: string, yLabel?: string,
 *   lowerLabel?: string, size?: Size }} Look
 * @typedef {{ clientWidth: number, clientHeight: number, ratio?: number }} Size Of a canvas that stands nowhere.
 * @typedef {Required<Omit<Look, "size">> & { pixelRatio: number }} FullLook
 * @typedef {object} Series
 * @property {Role} role what the curve is, which tells how it looks
 * @property {string} name written at the end of the curve; "" for none
 * @property {string} value its last value, written beside the name; "" for none
 * @property {Float32Array} points pairs (step, value); a yardstick has one pair
 * @property {boolean} [strong] whether an earlier run stands out
 * @property {number} [age] how many runs came after an earlier one: the older, the fainter
 * @property {boolean} [isWhole] whether the axes make room for all of an earlier one
 *
 * @typedef {[x0: number, x1: number, y0: number, y1: number]} Range
 * @typedef {Look & { series: Series[], marks?: { step: number, text: string }[], log: boolean }} LossOptions
 *   Marks stand at steps at which something was changed.
 *   The first series lies on top and keeps its name where there is no room for all. The divergences (`kl`) stand in a
 *   panel of their own below, on an axis called `lowerLabel`.
 * @typedef {object} MapData
 * @property {Float32Array} points pairs (x, y)
 * @property {Uint8Array | null} labels the class of each point
 * @property {number} [hollowFrom] points from this one on are hollow
 * @property {string[]} colors a color for each class
 * @property {string[] | null} glyphs a sign for each class, written in its midst
 * @property {string[]} [rows] names of the rows 0, 1, 2, … instead of numbers on the vertical axis
 * @property {Range} [range] what the map spans; without it the range follows the points of this
 *   canvas, in few steps
 * @property {Background | null} [background]
 * @typedef {{ image: CanvasImageSource, range: Range, alpha: number }} Background
 *   A picture below the points, the range that it covers and how much of it shows; its pixels stay sharp.
 * @typedef {Look & MapData} MapOptions
 *
 * @typedef {object} Plot
 * @property {(x: number, y: number) => [number, number]} toData from CSS pixels, counted from the
 *   canvas' top left, to values
 * @property {(x: number, y: number) => [number, number]} toPixel from values to CSS pixels
 * @property {{ left: number, top: number, right: number, bottom: number, width: number, height: number }} plotArea
 *   in CSS pixels
 * @property {Range} range what the axes span
 *
 * @typedef {object} Charts
 * @property {(canvas: HTMLCanvasElement, options: LossOptions) => Plot} drawLoss
 * @property {(canvas: HTMLCanvasElement, options: MapOptions) => Plot} drawMap
 * @property {(points: Float32Array, previous?: Range) => Range} stableRange a range for these
 *   points; keeps the previous one as long as it fits
 */

/**
 * How each kind of curve looks: color, width in pixels at a font of 12, and whether it stands in the lower panel.
 * @typedef {keyof typeof ROLES} Role
 */
const ROLES = {
  "held-out": { color: "accent", width: 2 },
  training: { color: "soft", width: 1 },
  reconstruction: { color: "ink", width: 1 },
  kl: { color: "ink", width: 1.25, lower: true },
  "other-held-out": { color: "second", width: 2 },
  "other-training": { color: "second", width: 1 },
  "other-reconstruction": { color: "second", width: 1 },
  "other-kl": { color: "second", width: 1.25, lower: true },
  old: { color: "soft", width: 1.25, behind: true },
  yardstick: { color: "ink", width: 1, dashed: true },
};

/** How far earlier runs have faded into the paper, the newest first. */
const FADED = [0.4, 0.7];

/**
 * Loads the engine into this page, for drawing only.
 *
 * @returns {Promise<Charts>} rejects with an {@link HourglassError}
 */
export async function loadCharts() {
  checkBrowser();
  try {
    return chartsOf(await loadDrawingEngine());
  } catch (cause) {
    throw new HourglassError("EngineNotLoadedError", "The engine that draws could not be loaded", { cause });
  }
}

/**
 * @typedef {object} Engine
 * @property {(canvas: HTMLCanvasElement, style: string, points: Float32Array) => Float64Array} drawLoss
 * @property {(canvas: HTMLCanvasElement, beside: HTMLCanvasElement | undefined, style: string, points: Float32Array,
 *   labels: Uint8Array) => Float64Array} drawMap
 * @property {(points: Float32Array, previous: Float64Array) => Float64Array} stableRange
 *
 * @param {Engine} engine
 * @returns {Charts}
 */
function chartsOf(engine) {
  /** @type {WeakMap<HTMLCanvasElement, Range>} */
  const lastRanges = new WeakMap();
  const beside = document.createElement("canvas");

  /** @type {Charts["stableRange"]} */
  const stableRange = (points, previous) => {
    const [x0, x1, y0, y1] = engine.stableRange(points, Float64Array.from(previous ?? []));
    return [x0, x1, y0, y1];
  };

  return {
    stableRange,

    drawLoss(canvas, options) {
      const [style, points] = lossStyle(options, fit(canvas, options));
      return plotOf(engine.drawLoss(canvas, style, points), options.log);
    },

    drawMap(canvas, options) {
      const { points, labels, background } = options;
      const range = options.range ?? stableRange(points, lastRanges.get(canvas));
      lastRanges.set(canvas, range);
      const look = fit(canvas, options);
      const style = mapStyle({ ...options, range }, look);
      const pixels = isForPaper() ? undefined : beside;
      const plot = plotOf(engine.drawMap(canvas, pixels, style, points, labels ?? new Uint8Array()), false);
      if (background) {
        drawBelow(canvas, look, plot, background);
      }
      return plot;
    },
  };
}

/**
 * Curves as the engine takes them.
 * @param {LossOptions} options
 * @param {FullLook} look
 * @returns {[style: string, points: Float32Array]}
 */
export function lossStyle({ series, marks, log }, look) {
  const { soft, paper } = look.theme;
  const unit = look.fontSize / 12;
  const curves = series.map(({ role, name, value, points, strong, age = 0, isWhole }) => {
    const { color, width, ...kind } = ROLES[role];
    const isFaded = role === "old" && !strong;
    const faded = isFaded && between(soft, paper, FADED[Math.min(age, FADED.length - 1)]);
    const key = /** @type {keyof Theme} */ (strong ? "ink" : color);
    const looks = { color: faded || look.theme[key], width: (strong ? 2 : width) * unit, ...kind };
    return { label: name, value, ...looks, ...isWhole && { behind: false }, pairs: points.length >> 1 };
  });
  const points = concatenate(series.map((one) => one.points.subarray(0, one.points.length & ~1)));
  return [plainJson({ look, log, curves, marks }), points];
}

/**
 * How a map looks, as the engine takes it.
 * @param {MapOptions} options
 * @param {FullLook} look
 */
export function mapStyle({ points, colors, glyphs, rows = [], range, background, hollowFrom = points.length }, look) {
  return plainJson({ look, colors, glyphs: glyphs ?? [], rows, range, isTransparent: !!background, hollowFrom });
}

/**
 * Everything that a chart's look is made of.
 * @param {Look} options
 * @param {number} ratio
 * @returns {FullLook}
 */
export const lookOf = ({ theme, fontFamily, fontSize, xLabel = "", yLabel = "", lowerLabel = "" }, ratio) =>
  ({ theme, fontFamily, fontSize, xLabel, yLabel, lowerLabel, pixelRatio: ratio });

/**
 * Gives the canvas as many pixels as it covers on the screen, or as it is told to.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Look} options
 */
function fit(canvas, options) {
  const { clientWidth, clientHeight, ratio = pixelRatio() } = /** @type {Size} */ (options.size ?? canvas);
  const width = Math.max(1, Math.round(clientWidth * ratio));
  const height = Math.max(1, Math.round(clientHeight * ratio));
  // Setting a size clears the canvas and takes time, even if it is the same.
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  return lookOf(options, ratio);
}

/**
 * The color between two.
 * @param {string} a "#rrggbb"
 * @param {string} b
 * @param {number} share Of the second.
 */
function between(a, b, share) {
  const part = (/** @type {string} */ color, /** @type {number} */ at) => parseInt(color.slice(at, at + 2), 16);
  const mix = (/** @type {number} */ at) => Math.round(part(a, at) + share * (part(b, at) - part(a, at)));
  return `#${[1, 3, 5].map((at) => mix(at).toString(16).padStart(2, "0")).join("")}`;
}

/** @param {Float32Array[]} parts */
function concatenate(parts) {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}

/**
 * @param {Float64Array} numbers as the engine returns them
 * @param {boolean} log whether the vertical axis is logarithmic
 * @returns {Plot}
 */
function plotOf(numbers, log) {
  const [left, top, right, bottom, x0, x1, y0, y1] = numbers;
  const width = right - left;
  const height = bottom - top;
  return {
    toData: (x, y) => {
      const up = (bottom - y) / height;
      return [x0 + ((x - left) / width) * (x1 - x0), log ? y0 * (y1 / y0) ** up : y0 + up * (y1 - y0)];
    },
    toPixel: (x, y) => {
      const up = log ? Math.log(y / y0) / Math.log(y1 / y0) : (y - y0) / (y1 - y0);
      return [left + ((x - x0) / (x1 - x0)) * width, bottom - up * height];
    },
    plotArea: { left, top, right, bottom, width, height },
    range: [x0, x1, y0, y1],
  };
}

/**
 * Puts a picture, and the paper, below what is drawn.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {{ theme: Theme, pixelRatio: number }} look
 * @param {Plot} plot
 * @param {Background} background
 */
function drawBelow(canvas, { theme, pixelRatio }, plot, { image, range, alpha }) {
  const context = canvas.getContext("2d");
  if (!context) return;
  const { left, top, width, height } = plot.plotArea;
  const [imageLeft, imageBottom] = plot.toPixel(range[0], range[2]);
  const [imageRight, imageTop] = plot.toPixel(range[1], range[3]);
  context.save();
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.globalCompositeOperation = "destination-over";
  context.imageSmoothingEnabled = false;
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.globalAlpha = alpha;
  context.drawImage(image, imageLeft, imageTop, imageRight - imageLeft, imageBottom - imageTop);
  context.restore();
  context.fillStyle = theme.paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.restore();
}
