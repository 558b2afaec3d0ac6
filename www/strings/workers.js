//! Words of the control of how many workers compute a step.

export const WORKERS = {
  label: "Workers",
  auto: "as many as pay",
  about: (/** @type {number} */ now) =>
    `Now each step is computed by ${now === 1 ? "one worker" : `${now} workers`}. A worker computes beside the page, `
    + "on a core of its own. The losses are the same for any number.",
};
