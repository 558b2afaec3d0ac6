//! The labs, one entry each: what drives the tabs, the address and what is fetched. What a lab computes stands in
//! `src/labs`, under the same name; its widget asks a lab worker for its tasks.

/**
 * @typedef {object} Lab
 * @property {string} name In the address, for the workers and in a terminal.
 * @property {() => Promise<{createLab: CreateLab}>} load
 *
 * @typedef {(laboratory: import("./laboratory.js").Laboratory, name: string) => LabWidget} CreateLab
 *
 * @typedef {object} LabWidget
 * @property {HTMLElement} node
 * @property {(lab: import("./laboratory.js").LabState, page: import("../app/store.js").State) => void} update
 */

/** @type {readonly Lab[]} */
export const LAB_TABLE = [
  { name: "compress", load: () => import("./ui/compress.js") },
  { name: "denoise", load: () => import("./ui/denoise.js") },
  { name: "odd-one-out", load: () => import("./ui/odd-one-out.js") },
  { name: "generate", load: () => import("./ui/generate.js") },
  { name: "pretrain", load: () => import("./ui/pretrain.js") },
  { name: "map", load: () => import("./ui/map.js") },
];
