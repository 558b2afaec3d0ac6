//! Draws the hourglass: one image, the real values of every layer, the code at the waist, the reconstruction.

import { paintError, paintImage, stamp } from "../pixels.js";
import { S } from "../strings.js";
import { fitNumbers, halfAt, layOut } from "./hourglass-geometry.js";

/**
 * @typedef {import("../pixels.js").Tones} Tones
 * @typedef {import("./hourglass-geometry.js").Geometry} Geometry
 * @typedef {import("./hourglass-geometry.js").Stand} Stand
 * @typedef {import("./theme.js").Inks} Inks
 *
 * @typedef {object} Scene
 * @property {number[]} features
 * @property {number} codeIdx
 * @property {ArrayLike<number>} image Bytes.
 * @property {{width: number, height: number, channels: number}} shape
 * @property {import("../store.js").Walk | null} walk
 * @property {Tones} tones
 * @property {Inks} inks
 */

/** Small canvases kept between frames. @type {Map<string, HTMLCanvasElement>} */
const kept = new Map();

/**
 * @param {string} name
 * @param {number} width
 * @param {number} height
 * @param {(out: Uint8ClampedArray) => void} paint
 */
function picture(name, width, height, paint) {
  const canvas = stamp(width, height, paint, kept.get(name));
  kept.set(name, canvas);
  return canvas;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} width
 * @param {number} height
 * @param {Scene} scene
 */
export function drawHourglass(context, width, height, scene) {
  const { features, codeIdx, walk, inks } = scene;
  const geometry = layOut(features, codeIdx, width, height, inks.unit);
  drawGlass(context, geometry, inks);
  if (walk) {
    features.forEach((_, idx) => {
      if (idx !== codeIdx) drawBar(context, geometry, idx, walk.stations[idx], scene);
    });
    drawCode(context, geometry, codeIdx, walk.code, inks);
  }
  drawPictures(context, geometry, scene);
  drawWords(context, geometry, scene);
}

/**
 * From (along, across) to the canvas.
 * @param {Geometry} geometry
 * @param {number} along
 * @param {number} across
 * @returns {[number, number]}
 */
function place({ upright }, along, across) {
  return upright ? [across, along] : [along, across];
}

/**
 * The silhouette, and streamlines that narrow with it.
 * @param {CanvasRenderingContext2D} context
 * @param {Geometry} geometry
 * @param {Inks} inks
 */
function drawGlass(context, geometry, inks) {
  const { stands, across } = geometry;
  const [first, last] = [stands[0], stands[stands.length - 1]];
  const from = first.along - first.thickness / 2;
  const to = last.along + last.thickness / 2;
  const trace = (/** @type {number} */ share, /** @type {boolean} */ back, /** @type {boolean} */ join) => {
    for (let i = 0; i <= 96; i += 1) {
      const along = back ? to - ((to - from) * i) / 96 : from + ((to - from) * i) / 96;
      const [x, y] = place(geometry, along, across + share * halfAt(stands, along));
      if (i === 0 && !join) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
  };
  context.beginPath();
  trace(-1, false, false);
  trace(1, true, true);
  context.closePath();
  context.fillStyle = inks.sand;
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = inks.sandLine;
  context.beginPath();
  for (const share of [-0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75]) trace(share, false, false);
  context.globalAlpha = 0.55;
  context.stroke();
  context.globalAlpha = 1;
  context.beginPath();
  trace(-1, false, false);
  trace(1, false, false);
  context.stroke();
}

/**
 * One layer: a cell for each value, the darker the larger within the layer; negative ones in the other hue.
 * @param {CanvasRenderingContext2D} context
 * @param {Geometry} geometry
 * @param {number} idx
 * @param {Float32Array} values
 * @param {Scene} scene
 */
function drawBar(context, geometry, idx, values, { tones, inks }) {
  const { along, thickness, half, columns, rows } = geometry.stands[idx];
  // Input and reconstruction are as dark here as in their pictures.
  let most = idx === 0 || idx === geometry.stands.length - 1 ? 1 : 1e-6;
  for (const value of values) most = Math.max(most, Math.abs(value));
  const [w, h] = geometry.upright ? [rows, columns] : [columns, rows];
  const cells = picture(`bar-${idx}`, w, h, (out) => {
    for (let cell = 0; cell < rows * columns; cell += 1) {
      // Rows run across the bar; within a row, the columns along it.
      const [row, column] = [Math.floor(cell / columns), cell % columns];
      const at = 4 * (geometry.upright ? column * rows + row : row * columns + column);
      const share = cell < values.length ? values[cell] / most : 0;
      const hue = share < 0 ? tones.under : tones.ink;
      for (let c = 0; c < 3; c += 1) out[at + c] = tones.paper[c] + (hue[c] - tones.paper[c]) * Math.abs(share);
      out[at + 3] = 255;
    }
  });
  const [x, y] = place(geometry, along - thickness / 2, geometry.across - half);
  const [barWidth, barHeight] = geometry.upright ? [2 * half, thickness] : [thickness, 2 * half];
  context.imageSmoothingEnabled = false;
  context.drawImage(cells, x, y, barWidth, barHeight);
  context.strokeStyle = inks.soft;
  context.lineWidth = 0.5;
  context.strokeRect(x, y, barWidth, barHeight);
}

/**
 * The code: a bar for each number, to either side of zero.
 * @param {CanvasRenderingContext2D} context
 * @param {Geometry} geometry
 * @param {number} codeIdx
 * @param {Float32Array} code
 * @param {Inks} inks
 */
function drawCode(context, geometry, codeIdx, code, inks) {
  const stand = geometry.stands[codeIdx];
  const next = geometry.stands[codeIdx + 1];
  const reach = Math.max(12, Math.min(28 * inks.unit, (next.along - stand.along) * 0.62));
  let most = 1;
  for (const value of code) most = Math.max(most, Math.abs(value));
  const pitch = (2 * stand.half) / code.length;
  const bar = Math.max(1, Math.min(8 * inks.unit, pitch * 0.68));
  context.strokeStyle = inks.accent;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(...place(geometry, stand.along, geometry.across - stand.half - 3));
  context.lineTo(...place(geometry, stand.along, geometry.across + stand.half + 3));
  context.stroke();
  context.fillStyle = inks.accent;
  code.forEach((value, idx) => {
    const across = geometry.across - stand.half + pitch * (idx + 0.5) - bar / 2;
    const size = (value / most) * reach;
    const [x, y] = place(geometry, Math.min(stand.along, stand.along + size), across);
    if (geometry.upright) context.fillRect(x, y, bar, Math.abs(size));
    else context.fillRect(x, y, Math.abs(size), bar);
  });
}

/**
 * Input, reconstruction and error, with fine lines to the first and from the last bar.
 * @param {CanvasRenderingContext2D} context
 * @param {Geometry} geometry
 * @param {Scene} scene
 */
function drawPictures(context, geometry, { image, shape, walk, tones, inks }) {
  const { stands, across, upright, input, reconstruction, error } = geometry;
  const { width, height, channels } = shape;
  const fan = (/** @type {import("./hourglass-geometry.js").Box} */ box, /** @type {Stand} */ stand, /** @type {boolean} */ into) => {
    const along = stand.along + (into ? -1 : 1) * (stand.thickness / 2);
    const edge = upright ? (into ? box.y + box.height : box.y) : into ? box.x + box.width : box.x;
    const half = (upright ? box.width : box.height) / 2;
    context.beginPath();
    for (const side of [-1, 1]) {
      context.moveTo(...place(geometry, edge, across + side * half));
      context.lineTo(...place(geometry, along, across + side * stand.half));
    }
    context.strokeStyle = inks.faint;
    context.lineWidth = 1;
    context.stroke();
  };
  fan(input, stands[0], true);
  fan(reconstruction, stands[stands.length - 1], false);
  const show = (/** @type {import("./hourglass-geometry.js").Box} */ box, /** @type {HTMLCanvasElement | null} */ canvas) => {
    context.imageSmoothingEnabled = false;
    if (canvas) context.drawImage(canvas, box.x, box.y, box.width, box.height);
    context.strokeStyle = inks.faint;
    context.lineWidth = 1;
    context.strokeRect(box.x - 0.5, box.y - 0.5, box.width + 1, box.height + 1);
  };
  const last = walk?.stations[walk.stations.length - 1];
  show(input, picture("input", width, height, (out) => paintImage(out, image, channels, 255, tones)));
  show(reconstruction, last ? picture("reconstruction", width, height, (out) => paintImage(out, last, channels, 1, tones)) : null);
  show(error, last ? picture("error", width, height, (out) => paintError(out, image, last, channels, tones)) : null);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Geometry} geometry
 * @param {Scene} scene
 */
function drawWords(context, geometry, { features, codeIdx, walk, inks }) {
  const { upright, stands, across, input, reconstruction, error, body } = geometry;
  const small = inks.size * 0.75;
  context.font = `${small}px ${inks.font}`;
  const write = (/** @type {string} */ text, /** @type {number} */ x, /** @type {number} */ y, /** @type {CanvasTextAlign} */ align = "left", color = inks.soft) => {
    context.textAlign = align;
    context.fillStyle = color;
    context.fillText(text, x, y);
  };
  const words = S.hourglass;
  const [gap, below] = [7 * inks.unit, 14 * inks.unit];
  context.textBaseline = "alphabetic";
  write(words.input, input.x, input.y - gap);
  write(words.reconstruction, upright ? across : reconstruction.x, upright ? reconstruction.y + reconstruction.height + below : reconstruction.y - gap, upright ? "center" : "left");
  write(words.error, upright ? error.x + error.width : error.x, upright ? error.y + error.height + below : error.y - gap, upright ? "right" : "left");

  // Where the bars stand close, every second number is written a line lower, if there is room.
  const drop = stands[1].along - stands[0].along < 2.2 * small ? small * 1.2 : 0;
  features.forEach((n, idx) => {
    if (idx === codeIdx) return;
    const stand = stands[idx];
    if (upright) write(String(n), across + stand.half + gap, stand.along + small * 0.36);
    else write(String(n), stand.along, across + stand.half + below + (idx % 2 && 2 * (stand.half + drop) < body.height ? drop : 0), "center");
  });
  const code = stands[codeIdx];
  const shown = walk && walk.code.length <= 4 ? [...walk.code] : [];
  // The numbers stay between the bars to either side, or beside an upright glass within the picture.
  const room = upright
    ? across - code.half - 44 * inks.unit
    : 2 * (Math.min(code.along - stands[codeIdx - 1].along, stands[codeIdx + 1].along - code.along) - code.thickness / 2 - 2 * inks.unit);
  const apart = upright ? "  " : null;
  const { lines: numbers, scale } = fitNumbers(shown, room, apart, (text) => context.measureText(text).width);
  if (upright) {
    write(words.code, across - code.half - 40 * inks.unit, code.along + small * 0.36, "right", inks.accent);
    context.font = `${small * scale}px ${inks.font}`;
    write(numbers[0] ?? String(features[codeIdx]), across + code.half + 40 * inks.unit, code.along + small * 0.36, "left", inks.accent);
    return;
  }
  context.font = `${small * Math.min(1, room / context.measureText(words.code).width)}px ${inks.font}`;
  write(words.code, code.along, across - code.half - below, "center", inks.accent);
  context.font = `${small * scale}px ${inks.font}`;
  const lines = numbers.length > 0 ? numbers : [String(features[codeIdx])];
  lines.forEach((line, idx) => write(line, code.along, across + code.half + 22 * inks.unit + idx * small * 1.4, "center", inks.accent));
  const [left, right] = [(stands[0].along + code.along) / 2, (stands[stands.length - 1].along + code.along) / 2];
  context.font = `italic ${small}px ${inks.font}`;
  write(words.encoder, left, body.y + small, "center");
  write(words.decoder, right, body.y + small, "center");
}
