//! The labs' module as a lab worker sees it: what `src/workbench` exports.

/**
 * @typedef {object} Task
 * @property {(ms: number) => number} advance The share that is done, 1 for all.
 * @property {() => any} takeNews What has been found since, where it tells before its end.
 * @property {() => any} takeResult
 * @property {() => void} free
 *
 * @typedef {object} Workbench
 * @property {(bytes: Uint8Array, labels: Uint8Array | undefined, isHeldOut: boolean) => void} append
 * @property {(file: Uint8Array) => void} setModel
 * @property {(lab: string, task: string, args: string, pictures: Float32Array) => Task} begin
 * @property {() => void} free
 *
 * @typedef {object} LabEngine
 * @property {{Workbench: new (width: number, height: number, channels: number, total: number,
 *   heldOut: number) => Workbench}} glue
 * @property {() => string | null} lastPanic
 */

export {};
