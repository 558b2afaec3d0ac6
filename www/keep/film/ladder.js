//! The steps at which a film has its frames: close together where a model changes fast, at its beginning.

/** How much longer the last stretch may be than the first one: e to this power. */
const STEEPEST = 5;

/**
 * At most `frames` steps from `first` to `last`, both included, each larger than the one before. The first ones follow
 * each other step by step, as far as the steepness allows.
 * @param {number} first
 * @param {number} last
 * @param {number} frames
 */
export function ladder(first, last, frames) {
  const span = last - first;
  const n = Math.min(frames, span + 1);
  if (n < 2) return [last];
  const k = steepness(span, n - 1);
  const share = (/** @type {number} */ t) => (k < 1e-6 ? t : Math.expm1(k * t) / Math.expm1(k));
  const steps = [first];
  for (let idx = 1; idx < n; idx += 1) {
    const wanted = first + Math.round(span * share(idx / (n - 1)));
    // Room is left for one step for each frame that follows.
    steps.push(Math.min(last - (n - 1 - idx), Math.max(steps[idx - 1] + 1, wanted)));
  }
  return steps;
}

/** With which the first of so many stretches is one step long. @param {number} span @param {number} stretches */
function steepness(span, stretches) {
  const first = (/** @type {number} */ k) =>
    span * (k < 1e-6 ? 1 / stretches : Math.expm1(k / stretches) / Math.expm1(k));
  let [low, high] = [0, STEEPEST];
  if (first(low) <= 1) return low;
  if (first(high) >= 1) return high;
  for (let turn = 0; turn < 50; turn += 1) {
    const middle = (low + high) / 2;
    if (first(middle) > 1) low = middle;
    else high = middle;
  }
  return high;
}
