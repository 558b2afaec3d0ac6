//! What the page and the keep worker say to each other. The messages themselves are those of lib/protocol.js.

/**
 * What stood around a run, as `src/export/kept/about.rs` has it.
 * @typedef {object} About
 * @property {1} hourglass The version.
 * @property {string} data
 * @property {string} address
 * @property {number} step
 * @property {boolean} training
 * @property {number} trainedMs
 * @property {boolean} whole
 * @property {{training: number, heldOut: number, classes: string[]}} images
 * @property {{step: number, control: string, text: string}[]} marks
 * @property {{key: string, name: string, unit: string, shown: boolean, heldOut: number[],
 *   heldOutError: number[]}[]} earlier
 *
 * @typedef {object} Parts What goes into a file.
 * @property {About} about
 * @property {Uint8Array} model
 * @property {Uint8Array | null} compared
 * @property {Uint8Array | null} images
 *
 * @typedef {{whole: string, short: string}} Configs A configuration as JSON, whole and as short as it can be.
 *
 * @typedef {object} Opened What comes out of one. A bare file of weights says nothing about itself.
 * @property {About | null} about
 * @property {Uint8Array} model
 * @property {Uint8Array | null} compared
 * @property {Uint8Array | null} images
 * @property {Configs} config
 * @property {Configs | null} comparedConfig
 */

/** @typedef {"model" | "encoder" | "decoder"} Part */

/**
 * Every command of the keep worker. `open` holds a bare file without a configuration against the present one.
 * @typedef {{
 *   pack: {args: Parts, result: Uint8Array},
 *   open: {args: {file: Blob, present: string}, result: Opened},
 *   onnx: {args: {model: Uint8Array, part: Part}, result: Uint8Array},
 *   pytorch: {args: {model: Uint8Array}, result: Uint8Array},
 * }} KeepCommands
 */

export {};
