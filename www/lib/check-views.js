//! Checks what callers want to see of a model, before it is sent; every message says got and wanted.

import { checkImagesFor, checkObject, checkWhole, describe } from "./check-arguments.js";
import { shapeError } from "./protocol.js";

/** @typedef {import("./protocol.js").InputShape} InputShape */
/** @typedef {import("./protocol.js").Info} Info */

/**
 * What to look at; a key that is absent stays as it was, null ends the view. `beside` (images on the map besides the
 * held-out ones), `pairs` and `idx` are indices: they count the held-out images, and after them the training images.
 * `image` and `drawing` are one image of the input's size; `probe` is a place on the map; `manifold` a window of it,
 * decoded at the centers of n × n cells; `filters` those of the first layer or the decoder's last.
 * @typedef {{map?: {dims?: [number, number] | null, beside?: number[]} | null, pairs?: number[] | null,
 *   inspect?: {idx: number} | {image: Uint8Array} | null, drawing?: Uint8Array | null,
 *   probe?: {x: number, y: number} | null, manifold?: import("./protocol.js").Grid | null,
 *   filters?: import("./protocol.js").FiltersArgs | null, history?: boolean}} ViewRequest
 */

/** Cells along one side of the manifold: more would take the worker too long at once. */
const MOST_CELLS = 32;
const MOST_FILTERS = 1024;

/**
 * What a snapshot should show.
 * @param {unknown} views
 * @param {Info} info
 * @returns {import("./protocol.js").WatchArgs}
 */
export function checkViews(views, info) {
  const { map, pairs, inspect, drawing, probe, manifold, filters, history } = checkObject(views, "views");
  const { inputShape: [channels, height, width], latentDim, nHeldOut, nImages } = info;
  const shape = { channels, height, width };
  /** @param {unknown} idx @param {string} what */
  const checkIdx = (idx, what) => {
    const at = checkWhole(idx, what, 0);
    if (at >= nHeldOut + nImages) {
      throw shapeError(what, at, `the index of one of ${nHeldOut} held-out and ${nImages} training images`);
    }
    return at;
  };
  /** @param {unknown} idxs @param {string} what */
  const checkIdxs = (idxs, what) => {
    if (!Array.isArray(idxs)) throw shapeError(what, describe(idxs), "a list of indices of images");
    return idxs.map((idx, i) => checkIdx(idx, `${what}[${i}]`));
  };
  /** @type {import("./protocol.js").WatchArgs} */
  const args = {};
  if (map !== undefined) {
    const { dims, beside = [] } = map === null ? {} : checkObject(map, "views.map");
    args.map = map && { dims: checkDims(dims, latentDim), beside: checkIdxs(beside, "views.map.beside") };
  }
  if (pairs === null || pairs?.length === 0) args.pairs = null;
  else if (pairs !== undefined) args.pairs = checkIdxs(pairs, "views.pairs");
  if (inspect === null) args.inspect = null;
  else if (inspect !== undefined) {
    const { idx, image } = checkObject(inspect, "views.inspect");
    args.inspect = image === undefined
      ? { idx: checkIdx(idx, "views.inspect.idx") }
      : { image: checkImage(image, shape, "views.inspect.image").slice() };
  }
  if (drawing !== undefined) args.drawing = drawing && checkImage(drawing, shape, "views.drawing").slice();
  if (probe !== undefined) {
    if (probe !== null && !(Number.isFinite(probe.x) && Number.isFinite(probe.y))) {
      throw shapeError("views.probe", describe(probe), "{x, y}, a place on the map");
    }
    args.probe = probe && { x: probe.x, y: probe.y };
  }
  if (manifold !== undefined) args.manifold = manifold && checkGrid(checkObject(manifold, "views.manifold"));
  if (filters !== undefined) args.filters = filters && checkFilters(checkObject(filters, "views.filters"));
  if (history !== undefined) args.history = Boolean(history);
  return args;
}

/**
 * @param {Record<string, any>} filters
 * @returns {import("./protocol.js").FiltersArgs}
 */
function checkFilters({ side, most }) {
  const many = checkWhole(most, "views.filters.most", 1, MOST_FILTERS);
  if (side !== "encoder" && side !== "decoder") {
    throw shapeError("views.filters.side", describe(side), '"encoder" or "decoder"');
  }
  return { side, most: many };
}

/**
 * @param {Record<string, any>} grid
 * @returns {import("./protocol.js").Grid}
 */
function checkGrid({ n, x0, y0, x1, y1 }) {
  for (const [name, value] of Object.entries({ x0, y0, x1, y1 })) {
    if (!Number.isFinite(value)) throw shapeError(`views.manifold.${name}`, describe(value), "a place on the map");
  }
  return { n: checkWhole(n, "views.manifold.n", 1, MOST_CELLS), x0, y0, x1, y1 };
}

/**
 * @param {unknown} dims
 * @param {number} latentDim
 * @returns {[number, number] | null}
 */
function checkDims(dims, latentDim) {
  if (dims === undefined || dims === null) return null;
  const isDim = (/** @type {unknown} */ dim) => Number.isInteger(dim) && Number(dim) >= 0 && Number(dim) < latentDim;
  if (!Array.isArray(dims) || dims.length !== 2 || !dims.every(isDim)) {
    const wanted = `two dimensions of the code, each from 0 to ${latentDim - 1}`;
    throw shapeError("views.map.dims", describe(dims), wanted);
  }
  return /** @type {[number, number]} */ ([dims[0], dims[1]]);
}

/**
 * @param {unknown} value
 * @param {InputShape} shape
 * @param {string} what
 */
function checkImage(value, shape, what) {
  const { bytes, count } = checkImagesFor(value, shape, what);
  if (count !== 1) throw shapeError(what, `${count} images`, "one image");
  return bytes;
}
