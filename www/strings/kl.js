//! What each number of a variational code says, in words.

export const KL = {
  title: "KL by dimension",
  used: (/** @type {number} */ used, /** @type {number} */ n, /** @type {string} */ most) =>
    `${used} of ${n} ${n === 1 ? "is" : "are"} used, up to ${most} nats`,
  alt: (/** @type {string[]} */ values) =>
    "KL divergence of each number of the code, in nats: "
      + `${values.map((value, idx) => `${idx + 1}: ${value}`).join(", ")}.`,
  collapsed: "The posterior has collapsed: every image gets the same cloud of codes, so the code says nothing and "
    + "the decoder ignores it. A smaller β helps, or a longer warm-up, or a larger network.",
  lower: (/** @type {number} */ to) => `Set β to ${to}`,
};
