//! What the filters are, in words.

export const FILTERS = {
  title: "Filters",
  sides: { encoder: "First layer", decoder: "Last layer" },
  /** What the pictures are, by side and architecture. */
  sentences: {
    encoder: {
      dense: () =>
        "Each picture is what one unit of the first layer looks for: red pixels speak for it, blue ones against.",
      conv: (/** @type {string} */ size) =>
        `The ${size} kernels of the first layer: each slides over the image and makes one map of where it fits.`,
    },
    decoder: {
      dense: () =>
        "Each picture is what one unit of the last hidden layer paints: it adds where red and takes away where blue.",
      conv: (/** @type {string} */ size) =>
        `The ${size} kernels of the last layer: every point of a map paints its kernel into the picture.`,
    },
  },
  keys: { encoder: ["against", "for"], decoder: ["less", "more"] },
  tally: (/** @type {number} */ shown, /** @type {number} */ n) =>
    (shown < n ? `Here are ${shown} of ${n} filters.` : n === 1 ? "It has one filter." : `It has ${n} filters.`),
  alt: (/** @type {number} */ shown, /** @type {number} */ n, /** @type {string} */ size) =>
    `${shown} of ${n} filters, each a picture of ${size} signed weights.`,
};
