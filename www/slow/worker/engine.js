//! The sixth module as the slow worker sees it: what `src/slow` exports.

/**
 * @typedef {object} Stepper
 * @property {() => number} step
 * @property {() => Uint32Array} rows
 * @property {(bytes: Uint8Array) => void} make
 * @property {(row: number) => string} follow
 * @property {() => Float32Array[]} stations
 * @property {() => Float32Array} mu
 * @property {() => Float32Array | undefined} sigma
 * @property {() => Float32Array | undefined} epsilon
 * @property {() => Float32Array} z
 * @property {(what: string, station: number, at: number, layer: number) => string} open
 * @property {() => void} free
 *
 * @typedef {object} SlowEngine
 * @property {{Stepper: new (config: string, state: Uint8Array | undefined, total: number) => Stepper}} glue
 * @property {() => string | null} lastPanic
 */

export {};
