//! Draws the code at the waist: a bar for each number, or, where the code is a distribution, its spread and the sample.

import { boxOf, place } from "./hourglass-geometry.js";

/**
 * @typedef {import("./hourglass-geometry.js").Geometry} Geometry
 * @typedef {import("../draw/inks.js").Inks} Inks
 * @typedef {import("../app/store.js").Walk} Walk
 */

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Geometry} geometry
 * @param {Walk} walk
 * @param {Inks} inks
 */
export function drawCode(context, geometry, { code, sigma, sample }, inks) {
  if (!sigma || !sample) drawNumbers(context, geometry, code, inks);
  else if (code.length === 2) drawPlane(context, geometry, code, sigma, sample, inks);
  else drawSpreads(context, geometry, code, sigma, sample, inks);
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
 * For each number mu ± sigma around its axis, the sample as a tick, and the prior's ± 1 as a band behind all.
 * @param {CanvasRenderingContext2D} context
 * @param {Geometry} geometry
 * @param {Float32Array} mu
 * @param {Float32Array} sigma
 * @param {Float32Array} sample
 * @param {Inks} inks
 */
function drawSpreads(context, geometry, mu, sigma, sample, inks) {
  const { code: stand, across: middle } = geometry;
  const scale = stand.thickness / 2 / range(mu, sigma, sample);
  /** @type {(from: number, to: number, across: number, height: number, color: string, alpha?: number) => void} */
  const fill = (from, to, across, height, color, alpha = 1) => {
    context.globalAlpha = alpha;
    context.fillStyle = color;
    const [x, y] = place(geometry, stand.along + from, across - height / 2);
    context.fillRect(x, y, ...place(geometry, to - from, height));
    context.globalAlpha = 1;
  };
  drawPlate(context, geometry, inks);
  fill(-scale, scale, middle, 2 * stand.half, inks.faint, 0.7);
  drawAxis(context, geometry, inks);
  rows(geometry, mu.length, inks, (idx, across, bar) => {
    fill((mu[idx] - sigma[idx]) * scale, (mu[idx] + sigma[idx]) * scale, across, bar, inks.accent, 0.45);
    fill(mu[idx] * scale - 1, mu[idx] * scale + 1, across, bar, inks.accent);
    fill(sample[idx] * scale - 0.5, sample[idx] * scale + 0.5, across, bar * 1.4, inks.ink);
  });
}

/**
 * The latent plane around 0 as on the map: the prior's ring of radius 1, the ellipse mu ± sigma, and the sample in it.
 * @param {CanvasRenderingContext2D} context
 * @param {Geometry} geometry
 * @param {Float32Array} mu
 * @param {Float32Array} sigma
 * @param {Float32Array} sample
 * @param {Inks} inks
 */
function drawPlane(context, geometry, mu, sigma, sample, inks) {
  const { along, thickness } = geometry.code;
  const [x, y] = place(geometry, along, geometry.across);
  const half = thickness / 2;
  const scale = half / range(mu, sigma, sample);
  drawPlate(context, geometry, inks);
  context.strokeStyle = inks.faint;
  context.beginPath();
  context.moveTo(x - half, y);
  context.lineTo(x + half, y);
  context.moveTo(x, y - half);
  context.lineTo(x, y + half);
  context.stroke();
  const ellipse = (/** @type {number} */ cx, /** @type {number} */ cy, /** @type {number} */ rx, ry = rx) => {
    context.beginPath();
    context.ellipse(x + cx * scale, y - cy * scale, rx * scale, ry * scale, 0, 0, 2 * Math.PI);
  };
  context.setLineDash([2, 2]);
  context.strokeStyle = inks.soft;
  ellipse(0, 0, 1);
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = inks.accent;
  context.strokeStyle = inks.accent;
  ellipse(mu[0], mu[1], sigma[0], sigma[1]);
  context.globalAlpha = 0.25;
  context.fill();
  context.globalAlpha = 1;
  context.stroke();
  ellipse(mu[0], mu[1], (1.75 * inks.unit) / scale);
  context.fill();
  const [sx, sy] = [x + sample[0] * scale, y - sample[1] * scale];
  const arm = 2.5 * inks.unit;
  context.strokeStyle = inks.ink;
  context.beginPath();
  for (const side of [-1, 1]) {
    context.moveTo(sx - arm, sy - side * arm);
    context.lineTo(sx + arm, sy + side * arm);
  }
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Geometry} geometry
 * @param {Inks} inks
 */
function drawPlate(context, geometry, inks) {
  const { x, y, width, height } = boxOf(geometry, geometry.code);
  context.fillStyle = inks.paper;
  context.fillRect(x, y, width, height);
  context.lineWidth = 1;
  context.strokeStyle = inks.sandLine;
  context.strokeRect(x, y, width, height);
}

/**
 * How much of the plane is seen to either side of 0: at least 3, and in steps, so that the picture does not breathe
 * with every image.
 * @param {Float32Array} mu
 * @param {Float32Array} sigma
 * @param {Float32Array} sample
 */
function range(mu, sigma, sample) {
  let most = 3;
  mu.forEach((value, idx) => {
    const need = Math.max(Math.abs(value) + sigma[idx], Math.abs(sample[idx]));
    while (most < need && Number.isFinite(need)) most *= 1.25;
  });
  return most;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Geometry} geometry
 * @param {Inks} inks
 */
function drawAxis(context, geometry, inks) {
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
function rows({ code: stand, across }, n, inks, draw) {
  const pitch = (2 * stand.half) / n;
  const bar = Math.max(1, Math.min(8 * inks.unit, pitch * 0.68));
  for (let idx = 0; idx < n; idx += 1) draw(idx, across - stand.half + pitch * (idx + 0.5), bar);
}
