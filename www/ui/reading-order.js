//! The order of the page's parts, which is the order of the tabulator: as they are seen, in one column or in three.

/**
 * What stands beside the figures, or around the sticky hourglass of a narrow page, and then the rest: with one model,
 * and with two.
 */
const ORDERS = {
  wide: [
    {
      rail: ["model", "other-model", "data"],
      main: [
        "rail", "hourglass", "other-hourglass", "past", "map", "other-map", "draw", "reconstructions", "loss",
        "compare",
      ],
    },
    {
      rail: ["model", "other-model", "data"],
      main: [
        "rail", "compare", "hourglass", "other-hourglass", "past", "map", "other-map", "reconstructions", "loss",
        "draw",
      ],
    },
  ],
  narrow: [
    {
      rail: ["hourglass", "past", "model", "other-model"],
      main: ["rail", "other-hourglass", "map", "other-map", "draw", "reconstructions", "loss", "data", "compare"],
    },
    {
      rail: ["model", "other-model"],
      main: [
        "compare", "hourglass", "other-hourglass", "past", "map", "other-map", "loss", "reconstructions", "rail",
        "draw", "data",
      ],
    },
  ],
};

/** @param {HTMLElement} main @param {HTMLElement} rail */
export function createReadingOrder(main, rail) {
  const wide = matchMedia("(min-width: 68.75em)");
  let isComparing = false;

  function arrange() {
    const order = ORDERS[wide.matches ? "wide" : "narrow"][isComparing ? 1 : 0];
    const { activeElement } = document;
    settle(rail, order.rail);
    settle(main, order.main);
    // What is moved loses the focus.
    if (activeElement instanceof HTMLElement) activeElement.focus({ preventScroll: true });
  }
  wide.addEventListener("change", arrange);
  arrange();

  return {
    /** @param {import("../app/store.js").State} state */
    update({ compare }) {
      if (isComparing === (compare !== null)) return;
      isComparing = compare !== null;
      arrange();
    },
  };
}

/**
 * Puts the parts at the parent's end, in their order; what stands right is not moved.
 * @param {HTMLElement} parent
 * @param {string[]} ids
 */
function settle(parent, ids) {
  /** @type {Element | null} */
  let next = null;
  for (const id of [...ids].reverse()) {
    const node = document.getElementById(id);
    if (!node) throw new Error(`the page has no element #${id}`);
    if (node.parentNode !== parent || node.nextElementSibling !== next) parent.insertBefore(node, next);
    next = node;
  }
}
