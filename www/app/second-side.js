//! The page's state as a second model's widgets see it: all that the two models share, and the rest its own.

import { APART } from "./presets.js";

/**
 * @typedef {import("./store.js").State} State
 * @typedef {import("./options.js").Settings} Settings
 */

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
