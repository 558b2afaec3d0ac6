//! What is said of a link's second model.

export const LINK = {
  refused: (/** @type {string} */ why) =>
    `The second model that the address asks for is not possible: ${why}. The first one trains alone.`,
};
