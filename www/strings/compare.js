//! The words of the comparison of two models.

export const compare = {
  title: "Two at once",
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
  models: ["Model A", "Model B"],
  shared: "Learning rate, optimizer, batch size and seed are those of A.",
  began: "A second model trains beside the first; both have begun again.",
  restart: (/** @type {string} */ what) => `Model B: ${what}. Both models have started again.`,
  difference: (/** @type {string} */ label, /** @type {string} */ a, /** @type {string} */ b) =>
    `${label}: ${a} in A, ${b} in B`,
  same: "A and B are the same model.",
  errors: "Held-out error, MSE:",
  /** What the bar on top says, while there are two. */
  ofA: "A: ",
  hourglass: "The hourglass of A",
  otherHourglass: "The hourglass of B",
  mapA: "Latent map of A",
  map: "Latent map of B",
  heldOut: (/** @type {string} */ which) => `${which}, held-out error`,
  caption: "Held-out error of both, which all kinds share",
  names: ["A", "B"],
  lost: "The second model's worker stopped for good, so the comparison has ended. The first model goes on.",
  left: "The comparison was on the images before, and has ended with them.",
};
