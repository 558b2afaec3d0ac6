//! The link that a class opens.

import { seen } from "./parts.js";
import { addressOf } from "../app/link.js";
import { defaults } from "../app/options.js";

/**
 * @typedef {import("../app/store.js").State} State
 *
 * @typedef {object} Chosen
 * @property {number | null} lesson Its number; 0 for the list of lessons.
 * @property {string[] | null} stays Null for everything.
 * @property {number} seed
 * @property {boolean} projector
 */

/**
 * What follows the page's own address. A lesson brings its own models: besides it the link names the seed alone. A
 * set of the visitor's stays on this device, so that without one it is the usual images.
 * @param {State} state
 * @param {Chosen} chosen
 */
export function classHash(state, { lesson, stays, seed, projector }) {
  // The machines of a class are others.
  const asked = { lesson, stays, projector, workers: /** @type {const} */ ("auto") };
  if (lesson) return addressOf({ ...state, ...PLAIN, settings: { ...defaults(), seed }, ...asked }, null);
  const settings = { ...(state.pending ?? state.settings), seed };
  if (settings.data === "own") settings.data = defaults().data;
  const lab = seen(stays).has("labs") ? state.lab : null;
  return addressOf({ ...state, pending: null, settings, lab, ...asked }, null);
}

/** Of what is shown nothing is chosen. */
const PLAIN = {
  pending: null, compare: null, linked: null, showManifold: null, mapDims: null, onlyClass: null, filters: null,
  logLoss: true, errorChosen: false, lab: null,
};
