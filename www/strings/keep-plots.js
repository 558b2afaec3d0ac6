//! Words of the buttons that save a plot, fetched with them.

export const PLOTS = {
  /** @param {string} panel */
  button: (panel) => `Save: ${panel}`,
  close: "Close",
  title: "Save this figure",
  png: "Picture (PNG)",
  svg: "Drawing (SVG)",
  curves: "Curves (CSV)",
  kl: "KL by dimension (CSV)",
  codes: "Codes and classes (CSV)",
  grid: "Decoded grid (PNG)",
  filters: "Filters (PNG)",
  strip: "Pictures (PNG)",
  film: "Film of the training …",
  /** What a chart is numbered by, for a lab with several. @param {string} what @param {string} of */
  of: (what, of) => `${what}: ${of}`,
  making: "Making the file …",
  /** @param {string} name */
  saved: (name) => `${name} is with your downloads.`,
  untrained: "There is nothing to save yet: it comes with the first training step.",
  empty: "There is nothing to save yet: it comes with the first result.",
  /** @param {string} why */
  failed: (why) => `The file could not be made: ${why}.`,
  noCanvas: "the browser gave no picture",
  /** @param {string} letter */
  earlier: (letter) => `earlier run ${letter}`,
  lossTitle: "Loss over the training steps",
  /** @param {number} step */
  atStep: (step) => `after ${step} steps`,
  columns: {
    step: "step", training: "training_loss", trainingThen: "training_loss_when_measured", heldOut: "held_out_loss",
    heldOutError: "held_out_error", reconstruction: "reconstruction", kl: "kl", pca: "pca_error",
    index: "index", label: "label", className: "class", set: "set", code: "code", dimension: "dimension",
    /** @param {string} letter */
    earlier: (letter) => `earlier_run_${letter}`,
  },
  sets: { heldOut: "held-out", training: "training" },
};
