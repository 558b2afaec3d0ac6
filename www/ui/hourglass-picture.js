//! Draws the hourglass: one image, the real values of every layer, the code at the waist, the reconstruction.

import { largest, paintError, paintImage, paintValues, stamp, tint } from "../draw/pixels.js";
import { drawCode } from "./hourglass-code.js";
import { boxOf, halfAt, layOut, MAP_GAP, place } from "./hourglass-geometry.js";
import { drawWords } from "./hourglass-words.js";

/**
 * @typedef {import("../draw/pixels.js").Tones} Tones
 * @typedef {import("./hourglass-geometry.js").Geometry} Geometry
 * @typedef {import("./hourglass-geometry.js").Stand} Stand
 * @typedef {import("./hourglass-geometry.js").Box} Box
 * @typedef {import("../draw/inks.js").Inks} Inks
 *
 * @typedef {object} Scene
 * @property {import("../lib/protocol.js").Layer[]} layers
 * @property {ArrayLike<number>} image Bytes.
 * @property {{width: number, height: number, channels: number}} shape
 * @property {import("../app/store.js").Walk | null} walk
 * @property {boolean} variational
 * @property {typeof import("./hourglass-cloud.js") | null} cloud What draws a code that is a distribution, once it is
 *   there.
 * @property {number | null} front How far the image has come on its way, from 0 to 1; null where all is lit. Negative
 *   where something comes back: what lies after it is lit.
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
  const { layers, walk, variational, inks } = scene;
  const ratio = context.getTransform().a;
  const geometry = layOut(layers, { width, height, unit: inks.unit, ratio, variational });
  drawGlass(context, geometry, inks);
  if (walk) {
    for (const stand of geometry.stands) {
      const values = walk.stations[stand.station];
      if (stand.look === "bar") drawBar(context, geometry, stand, values, scene);
      else if (stand.look === "maps") drawMaps(context, geometry, stand, values, ratio, scene);
    }
    drawCode(context, geometry, scene, walk);
  }
  drawPictures(context, geometry, scene);
  if (scene.front !== null) drawFront(context, geometry, scene.front, inks, { width, height });
  drawWords(context, geometry, scene, { width, height });
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
 * Where the image has come to; what is not lit is pale.
 * @param {CanvasRenderingContext2D} context
 * @param {Geometry} geometry
 * @param {number} front
 * @param {Inks} inks
 * @param {{width: number, height: number}} size
 */
function drawFront(context, geometry, front, inks, { width, height }) {
  const { stands, across, upright } = geometry;
  const end = upright ? height : width;
  const at = Math.abs(front) * end;
  const [from, to] = front < 0 ? [0, at] : [at, end];
  context.globalAlpha = 0.8;
  context.fillStyle = inks.paper;
  context.fillRect(...place(geometry, from, 0), ...place(geometry, to - from, upright ? width : height));
  context.globalAlpha = 1;
  const [first, last] = [stands[0], stands[stands.length - 1]];
  if (at < first.along || at > last.along) return;
  const half = halfAt(stands, at);
  context.strokeStyle = inks.accent;
  context.lineWidth = 2 * inks.unit;
  context.beginPath();
  context.moveTo(...place(geometry, at, across - half));
  context.lineTo(...place(geometry, at, across + half));
  context.stroke();
}

/**
 * One layer: a cell for each value, the darker the larger within the layer; negative ones in the other hue.
 * @param {CanvasRenderingContext2D} context
 * @param {Geometry} geometry
 * @param {Stand} stand
 * @param {Float32Array} values
 * @param {Scene} scene
 */
function drawBar(context, geometry, stand, values, { layers, tones, inks }) {
  const { columns, rows, station } = stand;
  // Images are as dark here as in their pictures.
  const most = layers[station].shape ? 1 : largest(values);
  const cells = picture(`bar-${station}`, ...place(geometry, columns, rows), (out) => {
    for (let cell = 0; cell < rows * columns; cell += 1) {
      // Rows run across the bar; within a row, the columns along it.
      const [row, column] = [Math.floor(cell / columns), cell % columns];
      const at = geometry.upright ? column * rows + row : cell;
      tint(out, 4 * at, cell < values.length ? values[cell] / most : 0, tones.paper, tones.ink, tones.under);
    }
  });
  show(context, boxOf(geometry, stand), cells, inks.soft, 0);
}

/**
 * A convolution's maps: a small picture for each, as dark as its values are large within the layer.
 * @param {CanvasRenderingContext2D} context
 * @param {Geometry} geometry
 * @param {Stand} stand
 * @param {Float32Array} values Map by map.
 * @param {number} ratio Pixels of the screen to a CSS pixel.
 * @param {Scene} scene
 */
function drawMaps(context, geometry, stand, values, ratio, { layers, tones, inks }) {
  const { station, shown, columns, rows, size, gap } = stand;
  const [, height, width] = layers[station].shape ?? [0, 1, 1];
  // One below the other; only what is shown is painted.
  const painted = values.subarray(0, shown * height * width);
  const sheet = picture(`maps-${station}`, width, shown * height, (out) =>
    paintValues(out, painted, largest(values), tones));
  const scale = size / Math.max(height, width);
  const corner = boxOf(geometry, stand);
  const at = (/** @type {number} */ value) => Math.round(value * ratio) / ratio;
  // Maps with more pixels than their place are averaged down, not thinned out.
  context.imageSmoothingEnabled = scale * ratio < 1;
  context.strokeStyle = inks.sandLine;
  context.lineWidth = 0.5;
  for (let map = 0; map < shown; map += 1) {
    const [row, column] = geometry.upright
      ? [map % rows, Math.floor(map / rows)]
      : [Math.floor(map / columns), map % columns];
    const [right, down] = place(geometry, column * (size + MAP_GAP), row * (size + gap));
    const [x, y] = [at(corner.x + right), at(corner.y + down)];
    context.drawImage(sheet, 0, map * height, width, height, x, y, width * scale, height * scale);
    context.strokeRect(x, y, width * scale, height * scale);
  }
}

/**
 * A picture with a line around it.
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {HTMLCanvasElement | null} canvas
 * @param {string} color
 * @param {number} outside How far the line stands off.
 */
function show(context, box, canvas, color, outside) {
  context.imageSmoothingEnabled = false;
  if (canvas) context.drawImage(canvas, box.x, box.y, box.width, box.height);
  context.strokeStyle = color;
  context.lineWidth = outside > 0 ? 1 : 0.5;
  context.strokeRect(box.x - outside, box.y - outside, box.width + 2 * outside, box.height + 2 * outside);
}

/**
 * Input, reconstruction and error, with fine lines to the first and from the last layer; a noisy input has a picture of
 * its own.
 * @param {CanvasRenderingContext2D} context
 * @param {Geometry} geometry
 * @param {Scene} scene
 */
function drawPictures(context, geometry, { layers, image, shape, walk, tones, inks }) {
  const { stands, across, upright, input, noisy, reconstruction, error } = geometry;
  const { width, height, channels } = shape;
  const lines = (/** @type {[number, number, number, number][]} */ ends) => {
    context.beginPath();
    for (const [x0, y0, x1, y1] of ends) {
      context.moveTo(x0, y0);
      context.lineTo(x1, y1);
    }
    context.strokeStyle = inks.faint;
    context.lineWidth = 1;
    context.stroke();
  };
  const fan = (/** @type {Box} */ box, /** @type {Stand} */ stand, /** @type {boolean} */ into) => {
    const along = stand.along + (into ? -1 : 1) * (stand.thickness / 2);
    const edge = upright ? (into ? box.y + box.height : box.y) : into ? box.x + box.width : box.x;
    const half = (upright ? box.width : box.height) / 2;
    const at = (/** @type {number} */ side) => place(geometry, edge, across + side * half);
    const to = (/** @type {number} */ side) => place(geometry, along, across + side * stand.half);
    lines([-1, 1].map((side) => [...at(side), ...to(side)]));
  };
  fan(noisy ?? input, stands[0], true);
  fan(reconstruction, stands[stands.length - 1], false);
  if (noisy) {
    const [right, bottom] = [input.x + input.width, input.y + input.height];
    lines(upright
      ? [[right, input.y, noisy.x, noisy.y], [right, bottom, noisy.x, noisy.y + noisy.height]]
      : [[input.x, bottom, noisy.x, noisy.y], [right, bottom, noisy.x + noisy.width, noisy.y]]);
  }
  /** @type {(name: string, box: Box, paint: ((out: Uint8ClampedArray) => void) | null) => void} */
  const add = (name, box, paint) =>
    show(context, box, paint && picture(name, width, height, paint), inks.faint, 0.5);
  const last = walk?.stations[layers.length - 1];
  const first = walk?.stations[1];
  add("input", input, (out) => paintImage(out, image, channels, 255, tones));
  if (noisy) add("noisy", noisy, first ? (out) => paintImage(out, first, channels, 1, tones) : null);
  add("reconstruction", reconstruction, last ? (out) => paintImage(out, last, channels, 1, tones) : null);
  add("error", error, last ? (out) => paintError(out, image, last, channels, tones) : null);
}
