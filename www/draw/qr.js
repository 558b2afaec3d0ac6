//! A text as a QR code, of the module that is fetched for it.

import { loadQrEngine } from "../qr.js";

const SVG = "http://www.w3.org/2000/svg";
/** Modules of white around the code, as the standard asks for. */
const QUIET = 4;

/**
 * The code as a picture: black on white in any theme, since not every reader takes the inverse.
 * @param {string} text
 * @param {string} name What it is, for those who do not see it.
 * @returns {Promise<SVGElement | null>} Null where the text is too long for any code.
 */
export async function drawQr(text, name) {
  const { qrModules } = await loadQrEngine();
  const modules = qrModules(text);
  return modules ? pictureOf(modules, name) : null;
}

/** @param {Uint8Array} modules Row by row. @param {string} name */
function pictureOf(modules, name) {
  const side = Math.sqrt(modules.length);
  const svg = document.createElementNS(SVG, "svg");
  const whole = side + 2 * QUIET;
  const looks = {
    viewBox: `0 0 ${whole} ${whole}`, class: "qr", role: "img", "aria-label": name, "shape-rendering": "crispEdges",
  };
  for (const [key, value] of Object.entries(looks)) svg.setAttribute(key, value);
  svg.append(shape(`M0 0h${whole}v${whole}H0z`, "#fff"), shape(pathOf(modules, side), "#000"));
  return svg;
}

/** @param {string} path @param {string} color */
function shape(path, color) {
  const node = document.createElementNS(SVG, "path");
  node.setAttribute("d", path);
  node.setAttribute("fill", color);
  return node;
}

/** Each row's dark stretches as bars. @param {Uint8Array} modules @param {number} side */
function pathOf(modules, side) {
  const rows = Array.from({ length: side }, (_, y) => modules.subarray(y * side, (y + 1) * side).join(""));
  return rows.map((row, y) => [...row.matchAll(/1+/g)].map(({ index, 0: { length } }) =>
    `M${index + QUIET} ${y + QUIET}h${length}v1h-${length}z`).join("")).join("");
}
