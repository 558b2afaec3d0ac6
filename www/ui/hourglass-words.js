//! The hourglass's labels: short, and left out where they would cover something.

import { S } from "../strings/strings.js";
import { boxOf, fitNumbers, halfAt } from "./hourglass-geometry.js";

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
 * @returns {{text: string, x: number, y: number}[]} y is the base line; upright ones begin at x, others have it in their middle.
 */
export function placeLabels(geometry, labels, size, canvas, measure) {
  const { upright, across, stands, input, noisy, reconstruction, error } = geometry;
  const line = size * 1.2;
  /** @type {Box[]} */
  const taken = [...stands.map((stand) => boxOf(geometry, stand)), input, reconstruction, error, ...(noisy ? [noisy] : [])];
  const hits = (/** @type {Box} */ a) => taken.some((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height);
  // From both ends to the code, so that the two sides agree.
  const order = stands.map((_, idx) => [idx, stands.length - 1 - idx]).flat().slice(0, stands.length);
  return order.flatMap((idx) => {
    const stand = stands[idx];
    const lines = labels[idx];
    for (const n of lines.length > 1 ? [lines.length, 1] : [lines.length]) {
      const texts = lines.slice(0, n);
      const width = Math.max(0, ...texts.map(measure));
      for (const lower of upright ? [0] : [0, 1, 2, 3]) {
        const box = upright
          ? { x: across + Math.max(...[-1, 0, 1].map((side) => halfAt(stands, stand.along + (side * n * line) / 2))) + size / 2, y: stand.along - (n * line) / 2, width, height: n * line }
          : { x: stand.along - width / 2 - size / 6, y: across + stand.half + size * 0.2 + lower * line, width: width + size / 3, height: n * line };
        if (n === 0 || box.x + width > canvas.width || box.y + box.height > canvas.height || hits(box)) continue;
        taken.push(box);
        return texts.map((text, at) => ({ text, x: upright ? box.x : stand.along, y: box.y + at * line + size * 0.95 }));
      }
    }
    return [];
  });
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Geometry} geometry
 * @param {Scene} scene
 * @param {{width: number, height: number}} canvas CSS pixels.
 */
export function drawWords(context, geometry, { layers, walk, inks }, canvas) {
  const { upright, stands, across, input, noisy, reconstruction, error, body, code } = geometry;
  const small = inks.size * 0.75;
  const face = (size = small, style = "") => (context.font = `${style}${size}px ${inks.font}`);
  face();
  const write = (/** @type {string} */ text, /** @type {number} */ x, /** @type {number} */ y, /** @type {CanvasTextAlign} */ align = "left", color = inks.soft) => {
    context.textAlign = align;
    context.fillStyle = color;
    context.fillText(text, x, y);
  };
  const measure = (/** @type {string} */ text) => context.measureText(text).width;
  const words = S.hourglass;
  const [gap, below] = [7 * inks.unit, 14 * inks.unit];
  context.textBaseline = "alphabetic";
  write(words.input, input.x, input.y - gap);
  if (noisy) write(words.noisy, upright ? across : noisy.x, noisy.y - gap, upright ? "center" : "left");
  write(words.reconstruction, upright ? across : reconstruction.x, upright ? reconstruction.y + reconstruction.height + below : reconstruction.y - gap, upright ? "center" : "left");
  write(words.error, upright ? error.x + error.width : error.x, upright ? error.y + error.height + below : error.y - gap, upright ? "right" : "left");

  const labels = stands.map((stand) => (stand === code ? [] : labelOf(stand, layers[stand.station])));
  for (const { text, x, y } of placeLabels(geometry, labels, small, canvas, measure)) write(text, x, y, upright ? "left" : "center");

  const at = stands.indexOf(code);
  const shown = walk && walk.code.length <= 4 ? [...walk.code] : [];
  // The numbers stay between the bars to either side, or beside an upright glass within the picture.
  const beside = Math.max(40 * inks.unit, walk?.sigma ? gap : 0);
  const room = upright
    ? across - code.half - beside - 4 * inks.unit
    : 2 * Math.min(...[stands[at - 1], stands[at + 1]].map((next) => (next ? Math.abs(code.along - next.along) - next.thickness / 2 : Infinity))) - 4 * inks.unit;
  const { lines: numbers, scale } = fitNumbers(shown, room, upright ? "  " : null, measure);
  const lines = numbers.length > 0 ? numbers : [String(code.shown)];
  if (upright) {
    write(words.code, across - code.half - beside, code.along + small * 0.36, "right", inks.accent);
    face(small * scale);
    write(lines[0], across + code.half + beside, code.along + small * 0.36, "left", inks.accent);
    return;
  }
  face(small * Math.min(1, room / measure(words.code)));
  write(words.code, code.along, across - code.half - below, "center", inks.accent);
  face(small * scale);
  lines.forEach((line, idx) => write(line, code.along, across + code.half + 22 * inks.unit + idx * small * 1.4, "center", inks.accent));
  const last = stands[stands.length - 1];
  face(small, "italic ");
  for (const [text, end] of /** @type {const} */ ([[words.encoder, stands[0]], [words.decoder, last]])) {
    const x = (end.along + code.along) / 2;
    // Above the glass where a layer reaches up to there.
    const isFree = stands.every((stand) => Math.abs(stand.along - x) > (stand.thickness + measure(text)) / 2 || stand.half < body.height / 2 - 1.5 * small);
    write(text, x, isFree ? body.y + small : body.y - gap, "center");
  }
}
