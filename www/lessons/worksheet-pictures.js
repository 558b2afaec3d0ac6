//! The page's figures for a worksheet, as they are now: fine, and dark on white in any theme.

import { hourglassPicture } from "../keep/plots/hourglass.js";
import { lossPicture } from "../keep/plots/loss.js";
import { mapPicture } from "../keep/plots/map.js";
import { pairsPicture } from "../keep/plots/pairs.js";

/** @typedef {import("../app/store.js").State} State */
/** @typedef {"hourglass" | "map" | "loss" | "reconstructions"} PictureName */

/** @type {Record<PictureName, (state: State) => HTMLCanvasElement | null>} */
const TAKERS = {
  hourglass: (state) => hourglassPicture(state, panel("hourglass")),
  map: (state) => mapPicture(state, panel("map")),
  loss: lossPicture,
  reconstructions: pairsPicture,
};

/** @param {string} id */
function panel(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`the page has no element #${id}`);
  return node;
}

/**
 * A figure as it is now, to be printed at any time; null where there is nothing yet. The hourglass is drawn by its
 * panel: there is none while the panel is hidden.
 * @param {State} state
 * @param {PictureName} name
 */
export const takePicture = (state, name) => TAKERS[name](state);
