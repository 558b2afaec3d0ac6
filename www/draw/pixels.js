//! Bytes and floats to pictures: tones, signed errors, and canvases of the right size.

import { isForPaper, pixelRatio } from "./resolution.js";

/**
 * @typedef {[number, number, number]} Rgb
 *
 * @typedef {object} Tones How numbers become colors in one theme.
 * @property {Rgb} paper A gray value of 0.
 * @property {Rgb} ink A gray value of 1.
 * @property {Rgb} right No error.
 * @property {Rgb} over The reconstruction has too much, by 1.
 * @property {Rgb} under The reconstruction has too little, by 1.
 */

/** Right is the paper's color; one hue is for too much and one for too little. @type {{light: Tones, dark: Tones}} */
export const TONES = {
  light: {
    paper: [255, 255, 255], ink: [24, 25, 28], right: [255, 255, 255], over: [196, 62, 30], under: [28, 99, 176],
  },
  dark: { paper: [14, 15, 17], ink: [244, 243, 240], right: [27, 28, 31], over: [255, 122, 82], under: [92, 160, 255] },
};

/**
 * The tones of what the page shows: gray values are ink on paper, or, in photos, light in both themes.
 * @param {{theme: "light" | "dark", pack: {light?: boolean}}} state
 * @returns {Tones}
 */
export function tonesOf({ theme, pack }) {
  return pack.light ? { ...TONES[theme], paper: TONES.dark.paper, ink: TONES.dark.ink } : TONES[theme];
}

/**
 * Fills RGBA pixels from one image. Gray goes from paper to ink; color images stay as they are.
 * @param {Uint8ClampedArray} out 4 × pixels
 * @param {ArrayLike<number>} values Interleaved channels.
 * @param {number} channels 1 or 3
 * @param {number} scale The value that means 1: 255 for bytes, 1 for floats.
 * @param {Tones} tones
 */
export function paintImage(out, values, channels, scale, tones) {
  const n = out.length / 4;
  if (values.length !== n * channels) {
    throw new Error(`an image of ${n} pixels needs ${n * channels} values, and ${values.length} came`);
  }
  for (let px = 0; px < n; px += 1) {
    for (let c = 0; c < 3; c += 1) {
      const value = values[px * channels + (channels === 3 ? c : 0)] / scale;
      out[px * 4 + c] = channels === 3 ? value * 255 : mix(tones.paper[c], tones.ink[c], value);
    }
    out[px * 4 + 3] = 255;
  }
}

/**
 * Fills RGBA pixels with the signed error, reconstruction − input, averaged over the channels.
 * @param {Uint8ClampedArray} out 4 × pixels
 * @param {ArrayLike<number>} input Bytes, interleaved.
 * @param {ArrayLike<number>} reconstruction Floats 0..1, interleaved.
 * @param {number} channels
 * @param {Tones} tones
 */
export function paintError(out, input, reconstruction, channels, tones) {
  const n = out.length / 4;
  for (let px = 0; px < n; px += 1) {
    let error = 0;
    for (let c = 0; c < channels; c += 1) error += reconstruction[px * channels + c] - input[px * channels + c] / 255;
    tint(out, 4 * px, error / channels, tones.right, tones.over, tones.under);
  }
}

/**
 * Fills RGBA pixels with signed weights in the hues of the errors, averaged over the channels like the errors.
 * @param {Uint8ClampedArray} out 4 × pixels
 * @param {ArrayLike<number>} weights Interleaved.
 * @param {number} channels
 * @param {number} most The weight that has the full color.
 * @param {Tones} tones
 */
export function paintWeights(out, weights, channels, most, tones) {
  for (let px = 0; px < weights.length / channels; px += 1) {
    let sum = 0;
    for (let c = 0; c < channels; c += 1) sum += weights[px * channels + c];
    tint(out, 4 * px, sum / channels / most, tones.right, tones.over, tones.under);
  }
}

/**
 * Fills RGBA pixels with values of a layer, the darker the larger; negative ones are in the other hue.
 * @param {Uint8ClampedArray} out 4 × values
 * @param {ArrayLike<number>} values
 * @param {number} most The value that is darkest.
 * @param {Tones} tones
 */
export function paintValues(out, values, most, tones) {
  const { paper, ink, under } = tones;
  for (let idx = 0; idx < values.length; idx += 1) tint(out, 4 * idx, values[idx] / most, paper, ink, under);
}

/**
 * The largest size among the values, or next to nothing if all are 0.
 * @param {ArrayLike<number>} values
 */
export function largest(values) {
  let most = 1e-6;
  for (let idx = 0; idx < values.length; idx += 1) most = Math.max(most, Math.abs(values[idx]));
  return most;
}

/**
 * One pixel between the color of 0 and that of 1 or −1.
 * @param {Uint8ClampedArray} out
 * @param {number} at
 * @param {number} share
 * @param {Rgb} zero
 * @param {Rgb} over
 * @param {Rgb} under
 */
export function tint(out, at, share, zero, over, under) {
  const hue = share > 0 ? over : under;
  for (let c = 0; c < 3; c += 1) out[at + c] = mix(zero[c], hue[c], Math.abs(share));
  out[at + 3] = 255;
}

/**
 * @param {number} from
 * @param {number} to
 * @param {number} t
 */
function mix(from, to, t) {
  return from + (to - from) * Math.min(1, Math.max(0, t));
}

/**
 * One image out of many.
 * @template {Uint8Array | Float32Array} T
 * @param {T} data
 * @param {number} idx
 * @param {number} features
 * @returns {T}
 */
export function imageAt(data, idx, features) {
  return /** @type {T} */ (data.subarray(idx * features, (idx + 1) * features));
}

/** The pixels of each canvas, kept so that a redraw allocates nothing. @type {WeakMap<HTMLCanvasElement, ImageData>} */
const buffers = new WeakMap();

/**
 * Puts an image on a canvas of its own size; the style sheet scales it, pixelated.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 * @param {(out: Uint8ClampedArray) => void} paint Fills every pixel: those of the last picture are still there.
 */
export function showPixels(canvas, width, height, paint) {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  // Written and never drawn on: such a canvas is cheaper in plain memory than on the graphics card.
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return;
  let pixels = buffers.get(canvas);
  if (pixels?.width !== width || pixels.height !== height) {
    pixels = context.createImageData(width, height);
    buffers.set(canvas, pixels);
  }
  paint(pixels.data);
  context.putImageData(pixels, 0, 0);
}

/**
 * A drawing context in CSS pixels, crisp on any screen, cleared; null while the canvas has no room.
 * @param {HTMLCanvasElement} canvas
 * @returns {{context: CanvasRenderingContext2D, width: number, height: number} | null}
 */
export function freshContext(canvas) {
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  const context = canvas.getContext("2d");
  if (!context || width === 0 || height === 0) return null;
  const ratio = pixelRatio();
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  // Browsers print a canvas stroke by stroke, and what is cleared then is white and no longer clear. A size clears too.
  const isPaper = isForPaper();
  if (canvas.width !== w || isPaper) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
  context.setTransform(w / width, 0, 0, h / height, 0, 0);
  if (!isPaper) context.clearRect(0, 0, width, height);
  return { context, width, height };
}

/**
 * A small canvas kept for `drawImage`: the picture in its own pixels.
 * @param {number} width
 * @param {number} height
 * @param {(out: Uint8ClampedArray) => void} paint
 * @param {HTMLCanvasElement} [reuse]
 */
export function stamp(width, height, paint, reuse = document.createElement("canvas")) {
  showPixels(reuse, width, height, paint);
  return reuse;
}
