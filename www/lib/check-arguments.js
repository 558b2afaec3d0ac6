//! Checks what callers pass to the library, before anything is copied or sent; every message says got and wanted.

import { HourglassError, shapeError } from "./protocol.js";

/** @typedef {import("./protocol.js").InputShape} InputShape */
/** @typedef {import("./protocol.js").Info} Info */

/**
 * Images as bytes 0..255: row by row, channels interleaved, one image after the other.
 * Two keys are for training images: `total`, how many there will be once `append()` has brought the rest, and `again`,
 * a function that gives the same bytes once more, so that a Hourglass need not hold them for a restart.
 * @typedef {{data: Uint8Array | Uint8ClampedArray, count: number, width: number, height: number, channels: number,
 *   total?: number, again?: () => Promise<Uint8Array>}} Images
 */

/** `bytes` is null once the images are sent, if `again` can bring them back.
 * @typedef {{bytes: Uint8Array | null, labels: Uint8Array | null, count: number, again?: () => Promise<Uint8Array>}} Block */

/**
 * What to look at; a key that is absent stays as it was, null ends the view. `pairs` and `heldOutIdx` are indices of
 * held-out images; `image` and `drawing` are one image of the input's size; `probe` is a place on the map; `manifold` a
 * window of it, decoded at the centers of n × n cells; `filters` those of the first layer or the decoder's last.
 * @typedef {{map?: {dims?: [number, number] | null} | null, pairs?: number[] | null,
 *   inspect?: {heldOutIdx: number} | {image: Uint8Array} | null, drawing?: Uint8Array | null,
 *   probe?: {x: number, y: number} | null, manifold?: import("./protocol.js").Grid | null,
 *   filters?: import("./protocol.js").FiltersArgs | null, history?: boolean}} ViewRequest
 */

/** Cells along one side of the manifold: more would take the worker too long at once. */
const MOST_CELLS = 32;
const MOST_FILTERS = 1024;
/** @typedef {{learningRate?: number, beta?: number, corruptionAmount?: number, codeSparsity?: number}} Steering what can change while training goes on */

/**
 * @param {unknown} value
 * @param {string} what
 * @returns {Record<string, any>}
 */
export function checkObject(value, what) {
  if (value === null || typeof value !== "object" || ArrayBuffer.isView(value) || Array.isArray(value)) {
    throw shapeError(what, describe(value), "an object");
  }
  return value;
}

/**
 * An object that has no other keys than these.
 * @param {unknown} value
 * @param {string} what
 * @param {string[]} keys
 * @returns {Record<string, any>}
 */
export function checkKeys(value, what, keys) {
  const object = checkObject(value, what);
  const stranger = Object.keys(object).find((key) => !keys.includes(key));
  if (stranger) throw shapeError(what, describe(stranger), keys.join(", "));
  return object;
}

/**
 * @param {unknown} value
 * @param {string} what
 * @param {number} [least]
 * @param {number} [most]
 * @returns {number}
 */
export function checkWhole(value, what, least = 1, most = Infinity) {
  if (!Number.isSafeInteger(value) || /** @type {number} */ (value) < least || /** @type {number} */ (value) > most) {
    throw shapeError(what, describe(value), most < Infinity ? `a whole number from ${least} to ${most}` : `a whole number of at least ${least}`);
  }
  return /** @type {number} */ (value);
}

/**
 * @param {unknown} value
 * @param {string} what
 * @returns {number}
 */
export function checkPositive(value, what) {
  if (typeof value !== "number" || !Number.isFinite(value) || value <= 0) {
    throw shapeError(what, describe(value), "a number above 0");
  }
  return value;
}

/**
 * @param {unknown} value
 * @param {string} what
 * @returns {Uint8Array} the same bytes, not a copy
 */
export function checkBytes(value, what) {
  if (value instanceof Uint8Array) return value;
  if (value instanceof Uint8ClampedArray) return new Uint8Array(value.buffer, value.byteOffset, value.length);
  throw shapeError(what, describe(value), "a Uint8Array");
}

/**
 * A config as JSON; its input is `shape`, unless it names another.
 * @param {unknown} config
 * @param {InputShape} shape
 */
export function checkConfig(config, shape) {
  const whole = { input: shape, ...checkObject(config, "config") };
  try {
    // JSON has no NaN. As text it reaches the engine, whose error names the key.
    return JSON.stringify(whole, (_, value) => (typeof value === "number" && !Number.isFinite(value) ? String(value) : value));
  } catch (cause) {
    throw new HourglassError("ConfigError", "config: got an object that JSON cannot hold, wanted plain values", { cause });
  }
}

/**
 * @param {unknown} changes
 * @returns {Steering}
 */
export function checkSteering(changes) {
  const checked = checkKeys(changes, "changes", ["learningRate", "beta", "corruptionAmount", "codeSparsity"]);
  for (const [key, value] of Object.entries(checked)) {
    if (!Number.isFinite(value)) throw shapeError(`changes.${key}`, describe(value), "a number");
  }
  return { ...checked };
}

/**
 * Images with their measures.
 * @param {unknown} value
 * @param {unknown} labels
 * @param {string} what
 * @returns {{shape: InputShape, block: Block & {bytes: Uint8Array}}}
 */
export function checkImages(value, labels, what) {
  const images = checkObject(value, what);
  const data = checkBytes(images.data, `${what}.data`);
  const count = checkWhole(images.count, `${what}.count`);
  const width = checkWhole(images.width, `${what}.width`);
  const height = checkWhole(images.height, `${what}.height`);
  const channels = checkWhole(images.channels, `${what}.channels`);
  const wanted = count * width * height * channels;
  if (data.length !== wanted) {
    const sizes = `${count} images of ${width}×${height}×${channels}`;
    throw shapeError(`${what}.data`, `${data.length} bytes`, `${wanted} bytes for ${sizes}`);
  }
  const { again } = images;
  if (again !== undefined && typeof again !== "function") throw shapeError(`${what}.again`, describe(again), "a function");
  return { shape: { channels, height, width }, block: { bytes: data, labels: checkLabels(labels, count, what), count, again } };
}

/**
 * @param {unknown} labels
 * @param {number} count
 * @param {string} what the images that they belong to
 * @returns {Uint8Array | null}
 */
function checkLabels(labels, count, what) {
  if (labels === undefined || labels === null) return null;
  const bytes = checkBytes(labels, `labels of ${what}`);
  if (bytes.length !== count) throw shapeError(`labels of ${what}`, `${bytes.length} labels`, `${count}, one for each image`);
  return bytes;
}

/**
 * Images for a model that exists: bytes alone, or with their measures.
 * @param {unknown} value
 * @param {InputShape} shape
 * @param {string} what
 * @param {unknown} [labels]
 * @returns {Block & {bytes: Uint8Array}}
 */
export function checkImagesFor(value, shape, what, labels) {
  const features = shape.channels * shape.height * shape.width;
  if (!ArrayBuffer.isView(value)) {
    const { shape: got, block } = checkImages(value, labels, what);
    if (got.channels * got.height * got.width !== features || got.width !== shape.width || got.height !== shape.height) {
      throw shapeError(what, `images of ${measures(got)}`, `images of ${measures(shape)}`);
    }
    return block;
  }
  const bytes = checkBytes(value, what);
  if (bytes.length === 0 || bytes.length % features !== 0) {
    throw shapeError(what, `${bytes.length} bytes`, `${features} bytes for each image of ${measures(shape)}, and at least one image`);
  }
  const count = bytes.length / features;
  return { bytes, labels: checkLabels(labels, count, what), count };
}

/**
 * @param {unknown} codes
 * @param {unknown} count
 * @param {number} latentDim
 * @returns {{codes: Float32Array, count: number}}
 */
export function checkCodes(codes, count, latentDim) {
  if (!(codes instanceof Float32Array)) throw shapeError("codes", describe(codes), "a Float32Array");
  const rows = checkWhole(count ?? codes.length / latentDim, "count");
  if (codes.length !== rows * latentDim) {
    throw shapeError("codes", `${codes.length} numbers`, `${rows * latentDim} numbers for ${rows} codes of ${latentDim}`);
  }
  return { codes, count: rows };
}

/**
 * What a snapshot should show.
 * @param {unknown} views
 * @param {Info} info
 * @returns {import("./protocol.js").WatchArgs}
 */
export function checkViews(views, info) {
  const { map, pairs, inspect, drawing, probe, manifold, filters, history } = checkObject(views, "views");
  const { inputShape: [channels, height, width], latentDim, nHeldOut } = info;
  const shape = { channels, height, width };
  /** @param {unknown} idx @param {string} what */
  const heldOutIdx = (idx, what) => {
    const at = checkWhole(idx, what, 0);
    if (at >= nHeldOut) throw shapeError(what, at, `the index of one of ${nHeldOut} held-out images`);
    return at;
  };
  /** @type {import("./protocol.js").WatchArgs} */
  const args = {};
  if (map !== undefined) args.map = map && { dims: checkDims(checkObject(map, "views.map").dims, latentDim) };
  if (pairs === null || pairs?.length === 0) args.pairs = null;
  else if (pairs !== undefined) {
    if (!Array.isArray(pairs)) throw shapeError("views.pairs", describe(pairs), "a list of indices of held-out images");
    args.pairs = pairs.map((idx, i) => heldOutIdx(idx, `views.pairs[${i}]`));
  }
  if (inspect === null) args.inspect = null;
  else if (inspect !== undefined) {
    const { heldOutIdx: idx, image } = checkObject(inspect, "views.inspect");
    args.inspect = image === undefined ? { heldOutIdx: heldOutIdx(idx, "views.inspect.heldOutIdx") } : { image: checkImage(image, shape, "views.inspect.image").slice() };
  }
  if (drawing !== undefined) args.drawing = drawing && checkImage(drawing, shape, "views.drawing").slice();
  if (probe !== undefined) {
    if (probe !== null && !(Number.isFinite(probe.x) && Number.isFinite(probe.y))) {
      throw shapeError("views.probe", describe(probe), "{x, y}, a place on the map");
    }
    args.probe = probe && { x: probe.x, y: probe.y };
  }
  if (manifold !== undefined) args.manifold = manifold && checkGrid(checkObject(manifold, "views.manifold"));
  if (filters !== undefined) {
    args.filters = filters && checkObject(filters, "views.filters") && { side: filters.side, most: checkWhole(filters.most, "views.filters.most", 1, MOST_FILTERS) };
    if (filters && !["encoder", "decoder"].includes(filters.side)) throw shapeError("views.filters.side", describe(filters.side), '"encoder" or "decoder"');
  }
  if (history !== undefined) args.history = Boolean(history);
  return args;
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
  const isPair = Array.isArray(dims) && dims.length === 2 && dims.every((dim) => Number.isInteger(dim) && dim >= 0 && dim < latentDim);
  if (!isPair) throw shapeError("views.map.dims", describe(dims), `two dimensions of the code, each from 0 to ${latentDim - 1}`);
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

/** @param {InputShape} shape */
export function measures({ width, height, channels }) {
  return `${width}×${height}×${channels}`;
}

/**
 * A value as an error names it.
 * @param {unknown} value
 */
export function describe(value) {
  if (value === undefined) return "nothing";
  if (typeof value === "string" || value === null) return JSON.stringify(value);
  if (typeof value !== "object") return String(value);
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name}`;
  const text = JSON.stringify(value) ?? "an object";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
