//! Words of the control of how many workers compute a step.

export const WORKERS = {
  label: "Workers",
  auto: "as many as pay",
  about: (/** @type {number} */ now) =>
    `Each step is now computed by ${now === 1 ? "1 worker" : `${now} workers`}. The losses are the same for any number.`,
};
