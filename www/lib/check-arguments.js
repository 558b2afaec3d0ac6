//! Checks what callers pass to the library, before anything is copied or sent; every message says got and wanted.

import { plainJson } from "./plain-json.js";
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

/**
 * `bytes` is null once the images are sent, if `again` can bring them back.
 * @typedef {{bytes: Uint8Array | null, labels: Uint8Array | null, count: number,
 *   again?: () => Promise<Uint8Array>}} Block
 */

/**
 * What can change while training goes on.
 * @typedef {{learningRate?: number, beta?: number, corruptionAmount?: number, codeSparsity?: number}} Steering
 */

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
    throw shapeError(
      what,
      describe(value),
      most < Infinity ? `a whole number from ${least} to ${most}` : `a whole number of at least ${least}`,
    );
  }
  return /** @type {number} */ (value);
}

/** How many workers compute a step; null for as many as pay. @param {unknown} workers */
export const checkWorkers = (workers) => (workers === "auto" ? null : checkWhole(workers, "workers", 1, 16));

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
    return plainJson(whole);
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
  if (again !== undefined && typeof again !== "function") {
    throw shapeError(`${what}.again`, describe(again), "a function");
  }
  return {
    shape: { channels, height, width },
    block: { bytes: data, labels: checkLabels(labels, count, what), count, again },
  };
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
  if (bytes.length !== count)
    throw shapeError(`labels of ${what}`, `${bytes.length} labels`, `${count}, one for each image`);
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
    if (
      got.channels * got.height * got.width !== features ||
      got.width !== shape.width ||
      got.height !== shape.height
    ) {
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
