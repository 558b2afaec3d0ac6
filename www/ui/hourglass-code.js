//! Draws the code at the waist: a bar for each number; where the code is a distribution, its spread and the sample.

import { place } from "./hourglass-geometry.js";

/**
 * @typedef {import("./hourglass-geometry.js").Geometry} Geometry
 * @typedef {import("../draw/inks.js").Inks} Inks
 * @typedef {import("../app/store.js").Walk} Walk
 */

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Geometry} geometry
 * @param {Pick<import("./hourglass-picture.js").Scene, "cloud" | "inks">} scene
 * @param {Walk} walk
 */
export function drawCode(context, geometry, { cloud, inks }, { code, sigma, sample }) {
  if (!sigma || !sample) drawNumbers(context, geometry, code, inks);
  else cloud?.drawCloud(context, geometry, { mu: code, sigma, sample }, inks);
}

/**
 * A bar for each number, to either side of zero.
 * @param {CanvasRenderingContext2D} context
 * @param {Geometry} geometry
 * @param {Float32Array} code
 * @param {Inks} inks
 */
function drawNumbers(context, geometry, code, inks) {
  const { stands, code: stand } = geometry;
  const next = stands[stands.indexOf(stand) + 1];
  const room = next ? next.along - next.thickness / 2 - stand.along : Infinity;
  const reach = Math.max(8, Math.min(28 * inks.unit, room * 0.75));
  let most = 1;
  for (const value of code) most = Math.max(most, Math.abs(value));
  drawAxis(context, geometry, inks);
  rows(geometry, code.length, inks, (idx, across, bar) => {
    const size = (code[idx] / most) * reach;
    const [x, y] = place(geometry, Math.min(stand.along, stand.along + size), across - bar / 2);
    context.fillRect(x, y, ...place(geometry, Math.abs(size), bar));
  });
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Geometry} geometry
 * @param {Inks} inks
 */
export function drawAxis(context, geometry, inks) {
  const { code: stand, across } = geometry;
  context.strokeStyle = inks.accent;
  context.fillStyle = inks.accent;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(...place(geometry, stand.along, across - stand.half - 3));
  context.lineTo(...place(geometry, stand.along, across + stand.half + 3));
  context.stroke();
}

/**
 * Where each of n numbers stands across, and how thick its bar is.
 * @param {Geometry} geometry
 * @param {number} n
 * @param {Inks} inks
 * @param {(idx: number, across: number, bar: number) => void} draw
 */
export function rows({ code: stand, across }, n, inks, draw) {
  const pitch = (2 * stand.half) / n;
  const bar = Math.max(1, Math.min(8 * inks.unit, pitch * 0.68));
  for (let idx = 0; idx < n; idx += 1) draw(idx, across - stand.half + pitch * (idx + 0.5), bar);
}
