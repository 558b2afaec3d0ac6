//! The words of the comparison of two models.

export const compare = {
  title: "Two at once",
  models: ["Model A", "Model B"],
  shared: "Learning rate, optimizer, batch size and seed are those of A.",
  began: "A second model trains beside the first; both have begun again.",
  restart: (/** @type {string} */ what) => `Model B: ${what}. Both models have started again.`,
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
