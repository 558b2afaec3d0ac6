//! Rows of pictures below each other: the same images in several versions.

import { showPixels, paintError, paintImage } from "../../draw/pixels.js";
import { el } from "../../ui/dom.js";

/**
 * One version of the pictures. With `originals` it is the signed error against them that is shown.
 * @typedef {{name: string, note?: string, pictures: ArrayLike<number>, scale?: number, originals?: Uint8Array}} Version
 *
 * @typedef {{width: number, height: number, channels: number}} Shape
 */

/** Rows of versions, the pictures in columns. */
export function createStrip() {
  const node = el("div", { class: "lab-strip" });
  return {
    node,
    /**
     * @param {Version[]} versions
     * @param {Shape} shape
     * @param {import("../../draw/pixels.js").Tones} tones
     */
    show(versions, shape, tones) {
      node.replaceChildren(...versions.map((version) => row(version, shape, tones)));
    },
  };
}

/** @param {Version} version @param {Shape} shape @param {import("../../draw/pixels.js").Tones} tones */
function row({ name, note, pictures, scale = 1, originals }, { width, height, channels }, tones) {
  const features = width * height * channels;
  const count = Math.floor(pictures.length / features);
  const canvases = Array.from({ length: count }, (_, idx) => {
    const canvas = el("canvas", { class: "lab-picture", "aria-hidden": "true" });
    const from = idx * features;
    const values = Array.prototype.slice.call(pictures, from, from + features);
    showPixels(canvas, width, height, (out) => {
      if (originals) paintError(out, originals.subarray(from, from + features), values, channels, tones);
      else paintImage(out, values, channels, scale, tones);
    });
    return canvas;
  });
  return el("div", { class: "lab-strip-row" },
    el("div", { class: "lab-strip-name" }, el("span", { text: name }), note ? el("small", { text: note }) : null),
    el("div", { class: "lab-strip-pictures" }, ...canvases));
}
