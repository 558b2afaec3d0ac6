//! Rows of pictures below each other: the same images in several versions.

import { showPixels, paintError, paintImage } from "../../draw/pixels.js";
import { el, setText } from "../../ui/dom.js";

/**
 * One version of the pictures. With `originals` it is the signed error against them that is shown.
 * @typedef {{name: string, note?: string, pictures: Uint8Array | Float32Array, scale?: number,
 *   originals?: Uint8Array}} Version
 *
 * @typedef {{width: number, height: number, channels: number}} Shape
 * @typedef {import("../../draw/pixels.js").Tones} Tones
 */

/** Rows of versions, the pictures in columns. @param {string} name What the pictures are. */
export function createStrip(name) {
  // What scrolls must be reached by the keyboard.
  const node = el("div", { class: "lab-strip", tabindex: 0, role: "group", "aria-label": name });
  /** Rows that stand, by their names: results come one by one, and what stands is not drawn anew.
   * @type {Map<string, ReturnType<typeof createRow>>} */
  let rows = new Map();
  return {
    node,
    /**
     * @param {Version[]} versions
     * @param {Shape} shape
     * @param {Tones} tones
     */
    show(versions, shape, tones) {
      rows = new Map(versions.map(({ name }) => [name, rows.get(name) ?? createRow(name)]));
      versions.forEach((version) => rows.get(version.name)?.show(version, shape, tones));
      const nodes = versions.map(({ name }) => /** @type {Node} */ (rows.get(name)?.node));
      const isSame = nodes.length === node.childNodes.length && nodes.every((one, idx) => one === node.childNodes[idx]);
      if (!isSame) node.replaceChildren(...nodes);
    },
  };
}

/** @param {string} name */
function createRow(name) {
  const note = el("small");
  const pictures = el("div", { class: "lab-strip-pictures" });
  const node = el("div", { class: "lab-strip-row" },
    el("div", { class: "lab-strip-name" }, el("span", { text: name }), note), pictures);
  /** @type {HTMLCanvasElement[]} */
  let canvases = [];
  /** @type {unknown[]} */
  let last = [];
  return {
    node,
    /** @param {Version} version @param {Shape} shape @param {Tones} tones */
    show(version, shape, tones) {
      setText(note, version.note ?? "");
      const now = [version.pictures, version.originals, tones.paper, tones.ink];
      if (now.every((part, idx) => part === last[idx])) return;
      last = now;
      const features = shape.width * shape.height * shape.channels;
      const count = Math.floor(version.pictures.length / features);
      if (canvases.length !== count) {
        canvases = Array.from({ length: count }, () => el("canvas", { class: "lab-picture", "aria-hidden": "true" }));
        pictures.replaceChildren(...canvases);
      }
      canvases.forEach((canvas, idx) => paint(canvas, idx, version, shape, tones));
    },
  };
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} idx
 * @param {Version} version
 * @param {Shape} shape
 * @param {Tones} tones
 */
function paint(canvas, idx, { pictures, scale = 1, originals }, { width, height, channels }, tones) {
  const [from, to] = [idx, idx + 1].map((at) => at * width * height * channels);
  const values = pictures.subarray(from, to);
  showPixels(canvas, width, height, (out) => {
    if (originals) paintError(out, originals.subarray(from, to), values, channels, tones);
    else paintImage(out, values, channels, scale, tones);
  });
}
