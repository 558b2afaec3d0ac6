//! The fifth module as the keep worker sees it: what `src/keep` exports of runs.

/**
 * @typedef {object} KeptRun
 * @property {() => string | undefined} about
 * @property {() => string[]} configs
 * @property {() => Uint8Array} takeModel
 * @property {() => Uint8Array | undefined} takeCompared
 * @property {() => Uint8Array | undefined} takeImages
 * @property {() => void} free
 *
 * @typedef {object} KeepEngine
 * @property {{KeptRun: new (file: Uint8Array, present: string) => KeptRun,
 *   packRun: (about: string, model: Uint8Array, compared: Uint8Array | undefined,
 *     images: Uint8Array | undefined) => Uint8Array,
 *   onnx: (model: Uint8Array, part: string) => Uint8Array, pytorch: (model: Uint8Array) => Uint8Array}} glue
 * @property {() => string | null} lastPanic
 */

export {};
