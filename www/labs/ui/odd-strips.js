//! Held-out images with their reconstructions, errors and scores: the oddest found, the most missed.

import { imageAt, paintImage, showPixels } from "../../draw/pixels.js";
import { ODD } from "../../strings/labs-odd-one-out.js";
import { el } from "../../ui/dom.js";
import { paintErrorMap } from "./error-map.js";

/**
 * @typedef {import("../odd-one-out-run.js").Found} Found
 * @typedef {import("../odd-one-out-run.js").Shape} Shape
 * @typedef {import("../../draw/pixels.js").Tones} Tones
 */

const words = ODD.strips;

/**
 * A reconstruction and its signed error.
 * @param {HTMLCanvasElement[]} canvases
 * @param {Uint8Array} input
 * @param {Float32Array} output
 * @param {Shape} shape
 * @param {Tones} tones
 */
export function paintPair([rebuilt, error], input, output, { width, height, channels }, tones) {
  showPixels(rebuilt, width, height, (out) => paintImage(out, output, channels, 1, tones));
  showPixels(error, width, height, (out) => paintErrorMap(out, input, output, channels, tones));
}

/**
 * A picture in bytes.
 * @param {HTMLCanvasElement} canvas
 * @param {Uint8Array} input
 * @param {Shape} shape
 * @param {Tones} tones
 */
export function paintInput(canvas, input, { width, height, channels }, tones) {
  showPixels(canvas, width, height, (out) => paintImage(out, input, channels, 255, tones));
}

export function createOddStrips() {
  const node = el("div", { class: "lab-odd-strips" });
  return {
    node,
    /** @param {Found} found @param {Tones} tones */
    show({ judged, images, classes }, tones) {
      if (!judged) return node.replaceChildren();
      const ofGroups = [words.oddest, words.missed, words.alarms];
      const names = judged.isWhole ? [words.wholeOddest, words.wholeNormal] : ofGroups;
      const { heldOut, shape } = images;
      const features = shape.width * shape.height * shape.channels;
      let place = 0;
      const strips = judged.shown.map((idxs, at) => {
        const figures = idxs.map((idx) => {
          const input = imageAt(heldOut.bytes ?? new Uint8Array(0), idx, features);
          const output = imageAt(judged.pictures, place++, features);
          const canvases = words.rows.map(() => el("canvas", { class: "lab-picture", "aria-hidden": "true" }));
          paintInput(canvases[0], input, shape, tones);
          paintPair(canvases.slice(1), input, output, shape, tones);
          const name = classes.length > 1 ? classes[heldOut.labels?.[idx] ?? 0] : "";
          const score = el("b", { text: ODD.score(judged.scores[idx]) });
          return el("figure", { class: "lab-odd-figure" }, ...canvases,
            el("figcaption", {}, score, name ? el("span", { text: name, title: name }) : null));
        });
        const rows = el("div", { class: "lab-odd-rows note", "aria-hidden": "true" },
          ...words.rows.map((text) => el("span", { text })));
        return el("div", { class: "lab-block" }, el("h3", { text: names[at] }),
          el("div", { class: "lab-odd-strip", tabindex: 0, role: "group", "aria-label": names[at] }, rows, ...figures));
      });
      return node.replaceChildren(...strips, el("p", { class: "note", text: words.error }));
    },
  };
}
