//! What lies over the latent map: rings, the pointer, and the picture that belongs to it.

import { freshContext, paintImage, stamp } from "../draw/pixels.js";

/**
 * @typedef {import("../draw/inks.js").Inks} Inks
 *
 * @typedef {object} Overlay
 * @property {import("../draw/charts.js").Plot["plotArea"]} area The plot's inside, in CSS pixels.
 * @property {(x: number, y: number) => ArrayLike<number>} toPixel From the map's units.
 * @property {ArrayLike<number> | null} inspected Place of the inspected image.
 * @property {ArrayLike<number>[]} [near] Places of images that belong to it.
 * @property {ArrayLike<number> | null} drawing Place of the drawing.
 * @property {{x: number, y: number, onDot: boolean, text: string} | null} pointer In pixels.
 * @property {{values: ArrayLike<number>, scale: number, width: number, height: number, channels: number}
 *   | null} picture
 */

/** @type {HTMLCanvasElement | undefined} */
let lensPixels;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Overlay} overlay
 * @param {Inks} inks
 * @param {import("../draw/pixels.js").Tones} tones
 */
export function drawOverlay(canvas, overlay, inks, tones) {
  const fresh = freshContext(canvas);
  if (!fresh) return;
  const { context } = fresh;
  const { area, toPixel, inspected, near = [], drawing, pointer } = overlay;
  context.save();
  context.beginPath();
  context.rect(area.left, area.top, area.width, area.height);
  context.clip();
  for (const place of near) ring(context, toPixel(place[0], place[1]), 4, inks.accent, inks);
  if (inspected) ring(context, toPixel(inspected[0], inspected[1]), 6, inks.ink, inks);
  if (drawing) {
    const at = toPixel(drawing[0], drawing[1]);
    ring(context, at, 9, inks.accent, inks);
    ring(context, at, 4, inks.accent, inks);
  }
  if (pointer) {
    context.strokeStyle = inks.ink;
    context.lineWidth = 1;
    context.globalAlpha = 0.35;
    context.beginPath();
    context.moveTo(area.left, pointer.y);
    context.lineTo(area.right, pointer.y);
    context.moveTo(pointer.x, area.top);
    context.lineTo(pointer.x, area.bottom);
    context.stroke();
    context.globalAlpha = 1;
    ring(context, [pointer.x, pointer.y], pointer.onDot ? 7 : 4, inks.ink, inks);
  }
  context.restore();
  if (pointer && overlay.picture) lens(fresh, overlay, inks, tones);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {ArrayLike<number>} at
 * @param {number} radius
 * @param {string} color
 * @param {Inks} inks
 */
function ring(context, at, radius, color, { paper, unit }) {
  for (const [width, style] of /** @type {const} */ ([[4.5, paper], [2, color]])) {
    context.lineWidth = width * unit;
    context.strokeStyle = style;
    context.beginPath();
    context.arc(at[0], at[1], radius * unit, 0, 2 * Math.PI);
    context.stroke();
  }
}

/**
 * The picture stands beside the pointer where there is room, and above it, where no finger covers it.
 * @param {{context: CanvasRenderingContext2D, width: number, height: number}} fresh
 * @param {Overlay} overlay
 * @param {Inks} inks
 * @param {import("../draw/pixels.js").Tones} tones
 */
function lens({ context, width, height }, { pointer, picture }, inks, tones) {
  if (!pointer || !picture) return;
  const side = Math.min(112, Math.max(84, width * 0.22 / inks.unit)) * inks.unit;
  const text = inks.size * 0.8125;
  const full = side + text + 12;
  const x = Math.max(5, pointer.x + 25 + side < width ? pointer.x + 20 : pointer.x - 20 - side);
  const above = pointer.y - full - 12;
  const y = Math.min(Math.max(5, above > 0 ? above : pointer.y + 24), height - full - 5);
  const { values, channels, scale } = picture;
  const paint = (/** @type {Uint8ClampedArray} */ out) => paintImage(out, values, channels, scale, tones);
  lensPixels = stamp(picture.width, picture.height, paint, lensPixels);
  context.fillStyle = inks.paper;
  context.strokeStyle = inks.soft;
  context.lineWidth = 1;
  context.fillRect(x - 4, y - 4, side + 8, full);
  context.strokeRect(x - 4, y - 4, side + 8, full);
  context.imageSmoothingEnabled = false;
  context.drawImage(lensPixels, x, y, side, side);
  context.font = `${text}px ${inks.font}`;
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  context.fillStyle = inks.soft;
  context.fillText(pointer.text, x + 1, y + side + text, side - 2);
}
