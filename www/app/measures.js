//! What is measured of a model, told apart. The loss is what training lowers, with noise, penalty and KL. The error is
//! the mean squared difference a pixel between clean images and what the model makes of them as it is given them.
//!
//! Every number of the held-out images is read off the ends of the curves, or off the snapshot that came with them: all
//! that the page shows at a time is of one evaluation, and of two models of one step.

/**
 * @typedef {import("./store.js").State} State
 * @typedef {import("./options.js").Settings} Settings
 */

/**
 * What a loss is measured in, but for a sparse code's penalty.
 * @param {Settings} settings
 */
export const plainUnit = ({ loss, bottleneck }) => (bottleneck === "variational" ? `${loss}-sum` : loss);

/**
 * What a loss is measured in: only curves of one unit share an axis.
 * @param {Settings} settings
 */
export const lossUnit = (settings) => plainUnit(settings) + (settings.sparsity > 0 ? "-penalty" : "");

/** Whether the loss is the error itself. @param {Settings} settings */
export const lossIsError = (settings) => lossUnit(settings) === "mse";

/** Whether the chart shows the error, and not a loss of another formula. @param {State} state */
export const showsError = ({ settings, compare, errorChosen }) =>
  Boolean(compare || errorChosen) || lossIsError(settings);

/** The value at a curve's end. @param {Float32Array | undefined} points Pairs (step, value). */
export const endOf = (points) => points?.at(-1) ?? null;

/** The training loss jumps from batch to batch: the mean of so many says where it stands. */
const BATCHES = 16;

/** The mean of the last values of a curve of training losses. @param {Curve} points */
export function lately(points) {
  const all = Array.from(points ?? []).filter((value, idx) => idx % 2 === 1 && Number.isFinite(value));
  const values = all.slice(-BATCHES);
  return values.length === 0 ? null : values.reduce((a, b) => a + b) / values.length;
}

/** @typedef {Float32Array | undefined} Curve Pairs (step, value). */

/** What two curves have in common, by the first of them: curves do not change once they are there. */
const common = /** @type {WeakMap<Float32Array, {other: Float32Array, both: [Curve, Curve]}>} */ (new WeakMap());

/**
 * The errors on the held-out images by step, of the model and of a second one beside it. Of two, which are not measured
 * equally often, only steps at which both were: their numbers then stand beside each other.
 * @param {Pick<State, "views" | "compare">} state
 * @returns {[Curve, Curve]}
 */
export function heldOutErrors({ views, compare }) {
  const [a, b] = [views.history?.heldOutError, compare?.views.history?.heldOutError];
  if (!compare) return [a, undefined];
  if (!a || !b) return [undefined, undefined];
  const known = common.get(a);
  if (known?.other === b) return known.both;
  /** @type {[Curve, Curve]} */
  const both = [atStepsOf(a, b), atStepsOf(b, a)];
  common.set(a, { other: b, both });
  return both;
}

/**
 * The pairs of a curve at steps that another has too.
 * @param {Float32Array} curve
 * @param {Float32Array} other
 */
function atStepsOf(curve, other) {
  const steps = new Set(other.filter((_, idx) => idx % 2 === 0));
  return curve.filter((_, idx) => steps.has(curve[idx - (idx % 2)]));
}

/** The error on the held-out images. @param {Pick<State, "views" | "compare">} state */
export const heldOutError = (state) => endOf(heldOutErrors(state)[0]);
