// Small numbers over lists.

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** @param {number[]} values */
export function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * The value below which `share` of the list lies.
 * @param {number[]} values
 * @param {number} share
 */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/**
 * How far the last point lies above the line through those before it: 1 on the line, 2 at twice as high. The line is
 * Theil and Sen's, the median slope between any two points: a single disturbed one does not turn it.
 * @param {{x: number, y: number}[]} points  in ascending order of x
 */
export function bend(points) {
  const [last, rest] = [points[points.length - 1], points.slice(0, -1)];
  const slopes = rest.flatMap((a, i) => rest.slice(i + 1).map((b) => (b.y - a.y) / (b.x - a.x)));
  const slope = median(slopes);
  const start = median(rest.map(({ x, y }) => y - slope * x));
  return last.y / (start + slope * last.x);
}
