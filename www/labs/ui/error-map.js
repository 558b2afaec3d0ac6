//! Where a reconstruction is wrong: its signed error over the picture.

import { paintImage, tint } from "../../draw/pixels.js";

/** How much of the picture is seen below the error. */
const FAINT = 0.25;

/**
 * @param {Uint8ClampedArray} out 4 × pixels
 * @param {Uint8Array} input Interleaved.
 * @param {Float32Array} output
 * @param {number} channels
 * @param {import("../../draw/pixels.js").Tones} tones
 */
export function paintErrorMap(out, input, output, channels, tones) {
  paintImage(out, input, channels, 255, tones);
  for (let px = 0; px < out.length / 4; px += 1) {
    let error = 0;
    for (let c = 0; c < channels; c += 1) error += output[px * channels + c] - input[px * channels + c] / 255;
    const at = 4 * px;
    const faint = tones.right.map((right, c) => right + FAINT * (out[at + c] - right));
    tint(out, at, error / channels, /** @type {import("../../draw/pixels.js").Rgb} */ (faint), tones.over, tones.under);
  }
}
