//! What the lab Denoise does with an image that somebody scribbles on.

/**
 * @typedef {import("./lab-run.js").LabRun} LabRun
 * @typedef {import("./denoise-run.js").Filter} Filter
 *
 * @typedef {object} HandFound
 * @property {Float32Array} scribbled The image that was cleaned.
 * @property {number | null} noisy How near it is to the image without the scribble, in dB; null where it is the same.
 * @property {number | null} model
 * @property {Float32Array} modelPictures
 * @property {Filter | null} filter
 * @property {(number | null)[]} filters
 * @property {Float32Array} [filterPictures]
 */

/**
 * An image with ink on it, in 0..1.
 * @param {Uint8Array} image Bytes, interleaved.
 * @param {number} channels
 * @param {ArrayLike<number>} ink One number a pixel, 0 to 255; 255 hides what is below.
 * @param {number} pen What the ink is, in 0..1.
 */
export function scribbled(image, channels, ink, pen) {
  return Float32Array.from(image, (byte, at) => {
    const share = ink[Math.floor(at / channels)] / 255;
    return (byte / 255) * (1 - share) + pen * share;
  });
}

/**
 * @param {LabRun} run
 * @param {{pictures: Float32Array, original: number, filter: Filter | null}} given The original by its place among the
 *   held-out images.
 */
export async function cleanByHand(run, { pictures, original, filter }) {
  const { shape: { width, height, channels }, heldOut } = run.images;
  // Other images have come meanwhile.
  if (pictures.length !== width * height * channels || original >= heldOut.count) return;
  const args = { originals: [original], filters: filter ? [filter] : [] };
  run.found({ filterPictures: undefined, ...await run.ask("clean", args, { pictures }), scribbled: pictures, filter });
}
