//! The store as the second model's parts have it; fetched with the first comparison.

import { otherSide } from "./second-side.js";

/** @typedef {import("./store.js").State} State */

/** What may be written of the second model. */
const KEYS = /** @type {const} */ ([
  "settings", "pending", "info", "snapshot", "views", "probe", "mapDims", "showManifold", "grid",
]);

/**
 * A store of that state: nothing but the second model's own is written.
 * @param {import("./store.js").Store<State>} store
 * @returns {import("./store.js").Store<State>}
 */
export function secondSide(store) {
  return {
    ...store,
    get: () => otherSide(store.get()),
    set(patch) {
      const { compare } = store.get();
      const own = Object.fromEntries(KEYS.filter((key) => key in patch).map((key) => [key, patch[key]]));
      if (compare) store.set({ compare: { ...compare, ...own } });
    },
    subscribe: (listener) => store.subscribe((state) => state.compare && listener(otherSide(state))),
  };
}
