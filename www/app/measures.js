//! What is measured of a model, told apart. The loss is what training lowers, with noise, penalty and KL. The error is
//! the mean squared difference a pixel between clean images and what the model makes of them as it is given them.
//!
//! Every number of the held-out images is read off the ends of the curves, or off the snapshot that came with them: all
//! that the page shows at a time is of one evaluation.

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

/** The error on the held-out images. @param {Pick<State, "views">} state */
export const heldOutError = ({ views }) => endOf(views.history?.heldOutError);
