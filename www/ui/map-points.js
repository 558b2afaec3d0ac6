//! Which of the map's dots is meant by a place, and how many have none.

/**
 * The nearest point to a place, in pixels, or -1 where none is within `reach`.
 * @param {Float32Array} points x, y pairs
 * @param {(x: number, y: number) => ArrayLike<number>} toPixel
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 */
export function nearest(points, toPixel, x, y, reach) {
  // The map is linear: two corners give the scale, and no point needs a call of its own.
  const [o, u] = [toPixel(0, 0), toPixel(1, 1)];
  const [sx, sy] = [u[0] - o[0], u[1] - o[1]];
  let best = -1;
  let least = reach * reach;
  for (let idx = 0; 2 * idx < points.length; idx += 1) {
    const dx = o[0] + points[2 * idx] * sx - x;
    const dy = o[1] + points[2 * idx + 1] * sy - y;
    const distance = dx * dx + dy * dy;
    if (distance <= least) {
      least = distance;
      best = idx;
    }
  }
  return best;
}

/**
 * How many points lie outside a range.
 * @param {Float32Array} points x, y pairs
 * @param {import("../draw/charts.js").Range} range
 */
export function beyond(points, [x0, x1, y0, y1]) {
  let n = 0;
  for (let idx = 0; idx < points.length; idx += 2) {
    const [x, y] = [points[idx], points[idx + 1]];
    if (x < x0 || x > x1 || y < y0 || y > y1) n += 1;
  }
  return n;
}
