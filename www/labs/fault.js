//! A fault that is drawn into a picture: a round pen, pixel by pixel.

/** @typedef {{x: number, y: number}} Place In pixels. */

/** Half the pen's width as a share of the picture's side. */
const RADIUS = 0.04;

/**
 * Paints from one place to another, into the picture itself.
 * @param {Uint8Array} pixels Interleaved.
 * @param {{width: number, height: number, channels: number}} shape
 * @param {Place} from
 * @param {Place} to
 * @param {number} byte
 */
export function paintLine(pixels, { width, height, channels }, from, to, byte) {
  const radius = Math.max(0.75, RADIUS * Math.min(width, height));
  const [left, right] = [Math.min(from.x, to.x) - radius, Math.max(from.x, to.x) + radius];
  const [top, bottom] = [Math.min(from.y, to.y) - radius, Math.max(from.y, to.y) + radius];
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(height, Math.ceil(bottom)); y += 1) {
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(width, Math.ceil(right)); x += 1) {
      if (distance({ x: x + 0.5, y: y + 0.5 }, from, to) > radius) continue;
      pixels.fill(byte, (y * width + x) * channels, (y * width + x + 1) * channels);
    }
  }
}

/** How far a place lies from a line. @param {Place} place @param {Place} from @param {Place} to */
function distance({ x, y }, from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) / length));
  return Math.hypot(x - from.x - along * dx, y - from.y - along * dy);
}
