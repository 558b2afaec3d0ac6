//! New pictures, each above the training image that is nearest to it.

import { imageAt, paintImage, showPixels } from "../../draw/pixels.js";
import { error } from "../../draw/format.js";
import { GENERATE } from "../../strings/labs-generate.js";
import { el, setText } from "../../ui/dom.js";

/**
 * @typedef {import("../generate-run.js").Found} Found
 * @typedef {import("../../draw/pixels.js").Tones} Tones
 */

export function createGenerateGrid() {
  const node = el("ul", { class: "lab-generate-grid", "aria-label": GENERATE.grid });
  /** @type {ReturnType<typeof createCell>[]} */
  let cells = [];
  return {
    node,
    /** @param {Found} found @param {Tones} tones */
    show({ pictures, near, shape }, tones) {
      const features = shape.width * shape.height * shape.channels;
      const count = pictures.length / features;
      if (cells.length !== count) {
        cells = Array.from({ length: count }, createCell);
        node.replaceChildren(...cells.map((cell) => cell.node));
      }
      cells.forEach((cell, idx) => cell.show(idx, shape, tones, imageAt(pictures, idx, features),
        near && { mse: near.mse[idx], picture: imageAt(near.pictures, idx, features) }));
    },
  };
}

function createCell() {
  const [drawn, nearest] = [1, 2].map(() => el("canvas", { class: "lab-picture" }));
  const away = el("span", { class: "note" });
  // Read as one: the label says what the two pictures are, and how far they are apart.
  const pair = el("div", { role: "img", class: "lab-generate-pair" }, drawn, nearest, away);
  return {
    node: el("li", {}, pair),
    /**
     * @param {number} idx
     * @param {import("../generate-run.js").Shape} shape
     * @param {Tones} tones
     * @param {Float32Array} picture
     * @param {{mse: number, picture: Float32Array} | undefined} near
     */
    show(idx, { width, height, channels }, tones, picture, near) {
      pair.setAttribute("aria-label", GENERATE.sample(idx, near?.mse));
      showPixels(drawn, width, height, (out) => paintImage(out, picture, channels, 1, tones));
      showPixels(nearest, width, height, (out) => {
        if (near) paintImage(out, near.picture, channels, 1, tones);
        else out.fill(0);
      });
      setText(away, near ? error(near.mse) : "–");
    },
  };
}
