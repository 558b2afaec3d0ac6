//! The phases of a training step, and how far the light has come in each.

/** @typedef {"batch" | "noise" | "encoder" | "code" | "decoder" | "loss" | "gradients" | "update"} Phase */

/** @type {Phase[]} */
const ALL = ["batch", "noise", "encoder", "code", "decoder", "loss", "gradients", "update"];

/**
 * The phases of a model's step, in order: noise only where it has any.
 * @param {{kind: string}[]} layers
 * @returns {Phase[]}
 */
export const phasesOf = (layers) =>
  ALL.filter((phase) => phase !== "noise" || layers.some(({ kind }) => kind === "noisy"));

/**
 * Where the parts of the hourglass end, as shares of its length.
 * @typedef {{picture: number, input: number, before: number, code: number, output: number, made: number}} Ends
 * `picture`: the image; `input`: what goes in; `before`: the last layer before the code; `output`: the last layer;
 * `made`: where the reconstruction begins.
 */

/**
 * From where to where the light goes in a phase, as `front` in ui/hourglass-picture.js has it; null where all is lit.
 * @param {Phase} phase
 * @param {Ends} ends
 * @returns {[number, number] | null}
 */
export function lightOf(phase, { picture, input, before, code, output, made }) {
  switch (phase) {
    case "batch": return [picture, picture];
    case "noise": return [input, input];
    case "encoder": return [input, before];
    case "code": return [before, code];
    case "decoder": return [code, output];
    // The error comes back: from here on the lit side is the other one.
    case "loss": return [-made, -made];
    case "gradients": return [-made, -input];
    default: return null;
  }
}

/** Even where it begins and where it ends. @param {number} t From 0 to 1. */
export const eased = (t) => t * t * (3 - 2 * t);

/**
 * The stations that a phase computes.
 * @param {"encoder" | "decoder"} side
 * @param {{side: string, kind: string}[]} layers
 */
export const stationsOf = (side, layers) =>
  layers.flatMap((layer, station) =>
    (layer.side === side || (side === "decoder" && layer.side === "output") ? [station] : []));

/**
 * Where a list's number of the largest size stands; of differences, where a second list is given.
 * @param {ArrayLike<number>} values
 * @param {ArrayLike<number>} [others]
 */
export function largestAt(values, others) {
  let best = 0;
  let most = -1;
  for (let idx = 0; idx < values.length; idx += 1) {
    const size = Math.abs(values[idx] - (others ? others[idx] : 0));
    if (size > most) [best, most] = [idx, size];
  }
  return best;
}

/**
 * Which number of a station stands at a place: of an image its row, column and color, of maps the map too.
 * @param {{kind: string, shape: [number, number, number] | null}} layer
 * @param {number} at
 * @returns {{row: number, column: number, channel: number, channels: number, isMap: boolean} | null} Null where a
 *   station is a plain list. All count from 0.
 */
export function placeOf({ kind, shape }, at) {
  if (!shape) return null;
  const [channels, height, width] = shape;
  const isMap = kind === "maps";
  // Images are pixel by pixel, maps one after the other.
  const channel = isMap ? Math.floor(at / (height * width)) : at % channels;
  const pixel = isMap ? at % (height * width) : Math.floor(at / channels);
  return { row: Math.floor(pixel / width), column: pixel % width, channel, channels, isMap };
}

/** So many images of the batch are shown. */
export const MOST_SHOWN = 24;

/**
 * Which images of a batch are shown; the one that is followed always is.
 * @param {number} count
 * @param {number} row
 */
export function rowsShown(count, row) {
  const first = Array.from({ length: Math.min(count, MOST_SHOWN) }, (_, idx) => idx);
  return row < first.length ? first : [...first.slice(0, -1), row];
}
