//! The page's state as a second model's widgets see it: all that the two models share, and the rest its own.

import { APART } from "./presets.js";

/**
 * @typedef {import("./store.js").State} State
 * @typedef {import("./options.js").Settings} Settings
 */

/** What may be written of the second model. */
const KEYS = /** @type {const} */ ([
  "settings", "pending", "info", "snapshot", "views", "probe", "mapDims", "showManifold", "grid",
]);

/**
 * What was joined last, by the second model's own settings.
 * @type {WeakMap<Settings, {first: Settings, both: Settings}>}
 */
const known = new WeakMap();

/**
 * The second model's settings with what it shares with the first: the same object as long as neither changes, so that
 * a widget whose settings are the old ones leaves its fields to the person who types.
 * @param {Settings} own
 * @param {Settings} first
 */
export function joined(own, first) {
  const before = known.get(own);
  if (before?.first === first) return before.both;
  const both = /** @type {Settings} */ ({ ...own, ...Object.fromEntries(APART.map((key) => [key, first[key]])) });
  known.set(own, { first, both });
  return both;
}

/**
 * @param {State} state
 * @returns {State}
 */
export function otherSide(state) {
  const { compare, settings } = state;
  if (!compare) return state;
  const pending = compare.pending && joined(compare.pending, settings);
  return { ...state, ...compare, pending, settings: joined(compare.settings, settings) };
}

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
