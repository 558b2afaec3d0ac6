//! How figures look on paper: the light theme's colors on plain white, in any theme of the page.

import { chartLook } from "../draw/inks.js";

/** Of a chart's letters, in CSS pixels. */
const FONT = 13;
/** The pixels of a saved picture for each of the style sheet's. */
export const RATIO = 3;

/** @returns {{theme: import("../draw/charts.js").Theme, fontFamily: string, fontSize: number}} */
export function paperLook() {
  return inLight(() => {
    const { theme, fontFamily } = chartLook(document.body);
    return { theme: { ...theme, paper: "#ffffff" }, fontFamily, fontSize: FONT };
  });
}

/**
 * Reads the page as it is in the light theme; nothing of it is seen, since no frame is drawn in between.
 * @template T
 * @param {() => T} read
 */
export function inLight(read) {
  const { dataset } = document.documentElement;
  const before = dataset.theme;
  dataset.theme = "light";
  try {
    return read();
  } finally {
    if (before === undefined) delete dataset.theme;
    else dataset.theme = before;
  }
}

/**
 * Draws all of the page anew as it is printed, light and fine, for as long as `read` runs.
 * @template T
 * @param {() => T} read
 */
export function asPrinted(read) {
  dispatchEvent(new Event("beforeprint"));
  try {
    return read();
  } finally {
    dispatchEvent(new Event("afterprint"));
  }
}

/** @type {CanvasRenderingContext2D | null} */
let ruler = null;

/**
 * How wide texts of a font are, in CSS pixels.
 * @param {string} family
 * @returns {(text: string, size: number, isBold: boolean) => number}
 */
export function measuredIn(family) {
  ruler ??= document.createElement("canvas").getContext("2d");
  return (text, size, isBold) => {
    if (!ruler) return 0.6 * size * text.length;
    ruler.font = `${isBold ? "bold " : ""}${size}px ${family}`;
    return ruler.measureText(text).width;
  };
}

/**
 * A canvas of so many pixels that stands nowhere, white.
 * @param {number} width
 * @param {number} height
 * @param {CanvasRenderingContext2DSettings} [settings]
 */
export function whiteCanvas(width, height, settings) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", settings);
  if (!context) throw new Error("a canvas without a context");
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, width, height);
  return { canvas, context };
}

/** White around a saved chart, in CSS pixels. */
const MARGIN = 12;

/** What is left of a size within the margin. @param {{width: number, height: number}} size */
export const within = ({ width, height }) => ({ width: width - 2 * MARGIN, height: height - 2 * MARGIN });

/** A chart with the margin around it. @param {HTMLCanvasElement} chart In the pixels of a saved picture. */
export function framed(chart) {
  const edge = MARGIN * RATIO;
  const { canvas, context } = whiteCanvas(chart.width + 2 * edge, chart.height + 2 * edge);
  context.drawImage(chart, edge, edge);
  return canvas;
}

/** A drawing with the margin around it. @param {string} svg As the engine writes it. */
export function framedSvg(svg) {
  const root = /width="(\d+)" height="(\d+)" viewBox="0 0 (\d+) (\d+)">/;
  return svg.replace(root, (_, /** @type {string[]} */ ...sides) => {
    const [width, height, wide, high] = sides.slice(0, 4).map(Number);
    const edge = (MARGIN * wide) / width;
    const [w, h] = [wide + 2 * edge, high + 2 * edge];
    return `width="${width + 2 * MARGIN}" height="${height + 2 * MARGIN}" viewBox="${-edge} ${-edge} ${w} ${h}">`
      + `<rect x="${-edge}" y="${-edge}" width="${w}" height="${h}" fill="#FFFFFF"/>`;
  });
}

/** @param {HTMLCanvasElement | null} canvas Null where there is nothing to be seen. @returns {Promise<Blob>} */
export const pngOf = (canvas) => new Promise((done, fail) => {
  const give = (/** @type {Blob | null} */ blob) => (blob ? done(blob) : fail(new Error("a canvas without a picture")));
  if (canvas) canvas.toBlob(give, "image/png");
  else give(null);
});
