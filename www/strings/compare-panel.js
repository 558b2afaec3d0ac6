//! The words of the panel that compares two models: it comes once training has begun.

export const COMPARE = {
  about: "A second model trains beside this one: same images, batches and seed. Both begin again, and the faster one "
    + "waits.",
  choose: "Compare this model with",
  variants: {
    arch: { dense: "the same without convolutions", conv: "a convolutional one" },
    bottleneck: { plain: "one with a plain code", variational: "a variational one" },
    code: (/** @type {number} */ n) => `a code of ${n} numbers`,
    noise: { none: "one without noise", gaussian: "one trained with noise" },
  },
  waitForData: "Possible once all images have come.",
  opening: "The second model is on its way…",
  end: "End the comparison",
  difference: (/** @type {string} */ label, /** @type {string} */ a, /** @type {string} */ b) =>
    `${label}: ${a} in A, ${b} in B`,
  same: "A and B are the same model.",
  errors: "Held-out error, MSE:",
};
