//! The hourglass's labels: short, and left out where they would cover something.

import { short } from "../draw/format.js";
import { S } from "../strings/strings.js";
import { boxOf, halfAt } from "./hourglass-geometry.js";

/**
 * @typedef {import("./hourglass-geometry.js").Geometry} Geometry
 * @typedef {import("./hourglass-geometry.js").Stand} Stand
 * @typedef {import("./hourglass-geometry.js").Box} Box
 * @typedef {import("./hourglass-picture.js").Scene} Scene
 */

/**
 * @param {Stand} stand
 * @param {import("../lib/protocol.js").Layer} layer
 * @returns {string[]} Lines.
 */
export function labelOf({ look, shown }, { features, shape }) {
  if (look !== "maps" || !shape) return [String(features)];
  const [n, height, width] = shape;
  return [S.hourglass.maps(shown, n), `${height}×${width}`];
}

/**
 * Where the layers' labels go: below their stands, or beside them in an upright glass, lower or shorter where others
 * stand in the way.
 * @param {Geometry} geometry
 * @param {string[][]} labels For each stand; an empty one for none.
 * @param {number} size Of the type.
 * @param {{width: number, height: number}} canvas
 * @param {(text: string) => number} measure
 * @returns {{text: string, x: number, y: number}[]} y is the base line; x is where a label of an upright glass begins,
 *   or the middle of any other.
 */
export function placeLabels(geometry, labels, size, canvas, measure) {
  const { upright, across, stands, input, noisy, reconstruction, error } = geometry;
  const line = size * 1.2;
  /** @type {Box[]} */
  const pictures = [input, reconstruction, error, ...(noisy ? [noisy] : [])];
  const taken = [...stands.map((stand) => boxOf(geometry, stand)), ...pictures];
  const hits = (/** @type {Box} */ a) => taken.some((b) =>
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height);
  /** Beside an upright glass. @param {Stand} stand @param {number} n Lines. @param {number} width @returns {Box} */
  const beside = (stand, n, width) => {
    const half = Math.max(...[-1, 0, 1].map((side) => halfAt(stands, stand.along + (side * n * line) / 2)));
    return { x: across + half + size / 2, y: stand.along - (n * line) / 2, width, height: n * line };
  };
  /** @param {Stand} stand @param {number} n Lines. @param {number} width @param {number} lower Lines. @returns {Box} */
  const below = (stand, n, width, lower) => {
    const y = across + stand.half + size * 0.2 + lower * line;
    return { x: stand.along - width / 2 - size / 6, y, width: width + size / 3, height: n * line };
  };
  // Labels are placed from both ends toward the code, so that the two sides of the glass look alike.
  const order = stands.map((_, idx) => [idx, stands.length - 1 - idx]).flat().slice(0, stands.length);
  return order.flatMap((idx) => {
    const stand = stands[idx];
    const lines = labels[idx];
    for (const n of lines.length > 1 ? [lines.length, 1] : [lines.length]) {
      const texts = lines.slice(0, n);
      const width = Math.max(0, ...texts.map(measure));
      for (const lower of upright ? [0] : [0, 1, 2, 3]) {
        const box = upright ? beside(stand, n, width) : below(stand, n, width, lower);
        if (n === 0 || box.x + width > canvas.width || box.y + box.height > canvas.height || hits(box)) continue;
        taken.push(box);
        const x = upright ? box.x : stand.along;
        return texts.map((text, at) => ({ text, x, y: box.y + at * line + size * 0.95 }));
      }
    }
    return [];
  });
}

/** Writes on a canvas in the page's type. */
class Pen {
  #context;
  #inks;

  /** @param {CanvasRenderingContext2D} context @param {Scene["inks"]} inks */
  constructor(context, inks) {
    this.#context = context;
    this.#inks = inks;
    /** Usual size of the type. */
    this.small = inks.size * 0.8125;
    context.textBaseline = "alphabetic";
    this.face();
  }

  face(size = this.small, style = "") {
    this.#context.font = `${style}${size}px ${this.#inks.font}`;
  }

  /** @param {string} text */
  measure(text) {
    return this.#context.measureText(text).width;
  }

  /**
   * @param {string} text
   * @param {number} x
   * @param {number} y Of the base line.
   * @param {CanvasTextAlign} [align] What of the text stands at x.
   */
  write(text, x, y, align = "left", color = this.#inks.soft) {
    this.#context.textAlign = align;
    this.#context.fillStyle = color;
    this.#context.fillText(text, x, y);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Geometry} geometry
 * @param {Scene} scene
 * @param {{width: number, height: number}} canvas CSS pixels.
 */
export function drawWords(context, geometry, { layers, walk, inks }, canvas) {
  const { upright, stands, code } = geometry;
  const pen = new Pen(context, inks);
  writePictures(geometry, inks.unit, pen);
  const labels = stands.map((stand) => (stand === code ? [] : labelOf(stand, layers[stand.station])));
  const placed = placeLabels(geometry, labels, pen.small, canvas, (text) => pen.measure(text));
  for (const { text, x, y } of placed) pen.write(text, x, y, upright ? "left" : "center");
  writeCode(geometry, walk, inks, pen);
  if (!upright) writeHalves(geometry, inks.unit, pen);
}

/**
 * The names of the pictures, above or below them.
 * @param {Geometry} geometry
 * @param {number} unit
 * @param {Pen} pen
 */
function writePictures({ upright, across, input, noisy, reconstruction, error }, unit, pen) {
  const words = S.hourglass;
  const [gap, below] = [7 * unit, 14 * unit];
  pen.write(words.input, input.x, input.y - gap);
  if (noisy) pen.write(words.noisy, upright ? across : noisy.x, noisy.y - gap, upright ? "center" : "left");
  // Names that are too wide for their pictures are shorter ones.
  const width = pen.measure(words.reconstruction);
  const right = error.x + error.width;
  const room = upright ? 2 * (right - pen.measure(words.error) - gap - across) : reconstruction.width;
  const names = width > room ? words.brief : words;
  if (upright) {
    pen.write(names.reconstruction, across, reconstruction.y + reconstruction.height + below, "center");
    pen.write(names.error, right, error.y + error.height + below, "right");
  } else {
    pen.write(names.reconstruction, reconstruction.x, reconstruction.y - gap);
    pen.write(names.error, error.x, error.y - gap);
  }
}

/**
 * The code's name, and its numbers where they are few.
 * @param {Geometry} geometry
 * @param {Scene["walk"]} walk
 * @param {Scene["inks"]} inks
 * @param {Pen} pen
 */
function writeCode({ upright, stands, across, code }, walk, { unit, accent }, pen) {
  const words = S.hourglass;
  const { small } = pen;
  const shown = walk && walk.code.length <= 4 ? [...walk.code] : [];
  // The numbers stay between the bars to either side, or beside an upright glass within the picture.
  const beside = 40 * unit;
  const room = (upright ? across - code.half - beside : 2 * roomBeside(stands, code, pen)) - 4 * unit;
  const { lines: numbers, scale } = fitNumbers(shown, room, upright ? "  " : null, (text) => pen.measure(text));
  const lines = numbers.length > 0 ? numbers : [String(code.shown)];
  if (upright) {
    const y = code.along + small * 0.36;
    pen.write(words.code, across - code.half - beside, y, "right", accent);
    pen.face(small * scale);
    pen.write(lines[0], across + code.half + beside, y, "left", accent);
    return;
  }
  pen.face(small * Math.min(1, room / pen.measure(words.code)));
  pen.write(words.code, code.along, across - code.half - 14 * unit, "center", accent);
  pen.face(small * scale);
  const top = across + code.half + 22 * unit;
  lines.forEach((line, idx) => pen.write(line, code.along, top + idx * small * 1.4, "center", accent));
}

/**
 * From the code's middle to the nearer of the stands beside it, or to a bar's label, which is as low as the numbers.
 * @param {Stand[]} stands
 * @param {Stand} code
 * @param {Pen} pen
 */
function roomBeside(stands, code, pen) {
  const at = stands.indexOf(code);
  const rooms = [stands[at - 1], stands[at + 1]].map((next) => {
    if (!next) return Infinity;
    const label = next.look === "bar" ? pen.measure(String(next.shown)) / 2 + pen.small / 4 : 0;
    return Math.abs(code.along - next.along) - Math.max(next.thickness / 2, label);
  });
  return Math.min(...rooms);
}

/**
 * "Encoder" and "decoder", in the glass where it is free, or above it where a layer reaches up to there.
 * @param {Geometry} geometry
 * @param {number} unit
 * @param {Pen} pen
 */
function writeHalves({ stands, code, body }, unit, pen) {
  const words = S.hourglass;
  const { small } = pen;
  pen.face(small, "italic ");
  const ends = /** @type {const} */ ([[words.encoder, stands[0]], [words.decoder, stands[stands.length - 1]]]);
  for (const [text, end] of ends) {
    const x = (end.along + code.along) / 2;
    const width = pen.measure(text);
    if (width + small > Math.abs(end.along - code.along)) continue;
    const isFree = stands.every(({ along, thickness, half }) =>
      Math.abs(along - x) > (thickness + width) / 2 || half < body.height / 2 - 1.5 * small);
    pen.write(text, x, isFree ? body.y + small : body.y - 7 * unit, "center");
  }
}

/** Type shrinks to this share of its size before a digit is given up. */
const SMALLEST = 0.75;

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
    const scale = Math.max(0.1, Math.min(1, room / width));
    if (decimals === 0 || width * SMALLEST <= room) return { lines: lay(texts), scale };
  }
  return { lines: [], scale: 1 };
}
