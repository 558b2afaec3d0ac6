//! The page's figures for a worksheet, as they are now: fine, and dark on white in any theme.

import { hourglassPicture } from "../keep/plots/hourglass.js";
import { lossPicture } from "../keep/plots/loss.js";
import { mapPicture } from "../keep/plots/map.js";
import { pairsPicture } from "../keep/plots/pairs.js";

/** @typedef {import("../app/store.js").State} State */
/** @typedef {"hourglass" | "map" | "loss" | "reconstructions"} PictureName */

/** Of what stands in half of a sheet's width, in CSS pixels: so small that its letters can be read there. */
const HALF = { width: 400, height: 360 };
/** So many reconstructions stand side by side on a sheet: one of each class. */
const COLUMNS = 10;

/** @type {Record<PictureName, (state: State) => HTMLCanvasElement | null>} */
const TAKERS = {
  hourglass(state) {
    const panel = document.getElementById("hourglass");
    return panel && hourglassPicture(state, panel);
  },
  map: (state) => mapPicture(state, HALF),
  loss: (state) => lossPicture(state, HALF),
  reconstructions: (state) => pairsPicture(state, COLUMNS),
};

/**
 * A figure as it is now, to be printed at any time; null where there is nothing yet. The hourglass is drawn by its
 * panel: there is none while the panel is hidden.
 * @param {State} state
 * @param {PictureName} name
 */
export const takePicture = (state, name) => TAKERS[name](state);
