//! Draws a code that is a distribution: for two numbers the latent plane as on the map, or a close-up of the cloud; for
//! others the spread of each. Fetched with the first variational model.

import { drawAxis, rows } from "./hourglass-code.js";
import { boxOf, place } from "./hourglass-geometry.js";

/**
 * @typedef {import("../draw/inks.js").Inks} Inks
 * @typedef {import("./hourglass-geometry.js").Box} Box
 * @typedef {import("./hourglass-geometry.js").Geometry} Geometry
 * @typedef {{mu: Float32Array, sigma: Float32Array, sample: Float32Array}} Cloud
 * @typedef {{x: number, y: number, half: number, scale: number}} View Where 0 lies on the canvas, and how long 1 is.
 */

/** Seen at once are at least so many spreads to either side of the mean. */
const SPREADS = 2.5;
/** The whole plane in the corner of a close-up, as a share of the plate. */
const INSET = 0.36;

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Geometry} geometry
 * @param {Cloud} cloud
 * @param {Inks} inks
 */
export function drawCloud(context, geometry, cloud, inks) {
  const box = boxOf(geometry, geometry.code);
  if (cloud.mu.length === 2) drawPlane(context, box, cloud, inks);
  else drawSpreads(context, geometry, box, cloud, inks);
}

/**
 * For each number mu ± sigma around its axis, the sample as a tick, and the prior's ± 1 as a band behind all.
 * @param {CanvasRenderingContext2D} context
 * @param {Geometry} geometry
 * @param {Box} box
 * @param {Cloud} cloud
 * @param {Inks} inks
 */
function drawSpreads(context, geometry, box, cloud, inks) {
  const { mu, sigma, sample } = cloud;
  const { code: stand, across: middle } = geometry;
  const scale = stand.thickness / 2 / range(cloud);
  /** @type {(from: number, to: number, across: number, height: number, color: string, alpha?: number) => void} */
  const fill = (from, to, across, height, color, alpha = 1) => {
    context.globalAlpha = alpha;
    context.fillStyle = color;
    const [x, y] = place(geometry, stand.along + from, across - height / 2);
    context.fillRect(x, y, ...place(geometry, to - from, height));
    context.globalAlpha = 1;
  };
  drawPlate(context, box, inks);
  fill(-scale, scale, middle, 2 * stand.half, inks.faint, 0.7);
  drawAxis(context, geometry, inks);
  rows(geometry, mu.length, inks, (idx, across, bar) => {
    fill((mu[idx] - sigma[idx]) * scale, (mu[idx] + sigma[idx]) * scale, across, bar, inks.accent, 0.45);
    fill(mu[idx] * scale - 1, mu[idx] * scale + 1, across, bar, inks.accent);
    fill(sample[idx] * scale - 0.5, sample[idx] * scale + 0.5, across, bar * 1.4, inks.ink);
  });
}

/**
 * The prior's ring of radius 1, the ellipse mu ± sigma, its mean, and the sample in it. Where the ellipse would be too
 * small to be seen, the plate is a close-up, and the whole plane stands in its corner.
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {Cloud} cloud
 * @param {Inks} inks
 */
function drawPlane(context, box, cloud, inks) {
  const { mu } = cloud;
  const half = box.width / 2;
  const [x, y] = [box.x + half, box.y + half];
  const [full, near] = [range(cloud), closeUp(cloud)];
  const isClose = near < full / 2;
  const scale = half / (isClose ? near : full);
  const view = isClose ? { x: x - mu[0] * scale, y: y + mu[1] * scale, half, scale } : { x, y, half, scale };
  drawPlate(context, box, inks);
  context.save();
  context.beginPath();
  context.rect(box.x, box.y, box.width, box.height);
  context.clip();
  drawCross(context, box, view, inks);
  drawRing(context, view, inks);
  if (isClose) {
    const side = Math.round(INSET * box.width);
    drawInset(context, { x: box.x, y: box.y, width: side, height: side }, mu, full, inks);
  }
  drawEllipse(context, view, cloud, inks);
  context.restore();
  if (isClose) drawScale(context, box, scale, inks);
}

/**
 * The axes through 0.
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {View} view
 * @param {Inks} inks
 */
function drawCross(context, box, { x, y }, inks) {
  context.strokeStyle = inks.faint;
  context.beginPath();
  context.moveTo(box.x, y);
  context.lineTo(box.x + box.width, y);
  context.moveTo(x, box.y);
  context.lineTo(x, box.y + box.height);
  context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {View} view @param {Inks} inks */
function drawRing(context, { x, y, scale }, inks) {
  context.setLineDash([2, 2]);
  context.strokeStyle = inks.soft;
  context.beginPath();
  context.arc(x, y, scale, 0, 2 * Math.PI);
  context.stroke();
  context.setLineDash([]);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {View} view
 * @param {Cloud} cloud
 * @param {Inks} inks
 */
function drawEllipse(context, { x, y, scale }, { mu, sigma, sample }, inks) {
  const [cx, cy] = [x + mu[0] * scale, y - mu[1] * scale];
  context.fillStyle = inks.accent;
  context.strokeStyle = inks.accent;
  context.beginPath();
  context.ellipse(cx, cy, sigma[0] * scale, sigma[1] * scale, 0, 0, 2 * Math.PI);
  context.globalAlpha = 0.25;
  context.fill();
  context.globalAlpha = 1;
  context.stroke();
  context.beginPath();
  context.arc(cx, cy, 2 * inks.unit, 0, 2 * Math.PI);
  context.fill();
  const [sx, sy] = [x + sample[0] * scale, y - sample[1] * scale];
  const arm = 3 * inks.unit;
  context.strokeStyle = inks.ink;
  context.beginPath();
  for (const side of [-1, 1]) {
    context.moveTo(sx - arm, sy - side * arm);
    context.lineTo(sx + arm, sy + side * arm);
  }
  context.stroke();
}

/**
 * The whole plane in small: the ring, and a square where the close-up is.
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {Float32Array} mu
 * @param {number} full
 * @param {Inks} inks
 */
function drawInset(context, box, mu, full, inks) {
  const half = box.width / 2;
  const view = { x: box.x + half, y: box.y + half, half, scale: half / full };
  drawPlate(context, box, inks);
  drawRing(context, view, inks);
  const side = 4 * inks.unit;
  context.fillStyle = inks.accent;
  context.fillRect(view.x + mu[0] * view.scale - side / 2, view.y - mu[1] * view.scale - side / 2, side, side);
}

/**
 * A bar of a round length, and how long that is.
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {number} scale
 * @param {Inks} inks
 */
function drawScale(context, box, scale, inks) {
  const length = roundLength((0.45 * box.width) / scale);
  const margin = 4 * inks.unit;
  const [right, foot] = [box.x + box.width - margin, box.y + box.height - margin];
  context.fillStyle = inks.soft;
  context.fillRect(right - length * scale, foot - 1, length * scale, 1);
  context.font = `${inks.size * 0.8125}px ${inks.font}`;
  context.textAlign = "right";
  context.fillText(String(length), right, foot - 3 * inks.unit);
}

/**
 * The largest of 1, 2, 5, each times a power of ten, that is not above `most`.
 * @param {number} most Above 0.
 */
export function roundLength(most) {
  const power = Math.floor(Math.log10(most));
  const times = [5, 2, 1].find((one) => one * 10 ** power <= most) ?? 1;
  return Number((times * 10 ** power).toPrecision(1));
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {Inks} inks
 */
function drawPlate(context, { x, y, width, height }, inks) {
  context.fillStyle = inks.paper;
  context.fillRect(x, y, width, height);
  context.lineWidth = 1;
  context.strokeStyle = inks.sandLine;
  context.strokeRect(x, y, width, height);
}

/**
 * How much of the plane is seen to either side of 0: at least 3, and in steps, so that the picture does not breathe
 * with every image.
 * @param {Cloud} cloud
 */
function range({ mu, sigma, sample }) {
  const needs = [...mu].map((value, idx) => Math.max(Math.abs(value) + sigma[idx], Math.abs(sample[idx])));
  return inSteps(3, 1.25, Math.max(...needs));
}

/**
 * How much is seen to either side of the mean in a close-up, in steps.
 * @param {Cloud} cloud
 */
export function closeUp({ mu, sigma, sample }) {
  const needs = [...mu].map((value, idx) => Math.max(SPREADS * sigma[idx], 1.15 * Math.abs(sample[idx] - value)));
  return inSteps(1 / 1024, 1.25, Math.max(...needs));
}

/**
 * The first of least, least·times, least·times², … that is not below `need`.
 * @param {number} least
 * @param {number} times
 * @param {number} need
 */
function inSteps(least, times, need) {
  let size = least;
  while (size < need && Number.isFinite(need)) size *= times;
  return size;
}
